"""What a mapping and a set of mappings are, and which values their slots take (SSSOM 1.0)."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date

from monazite.vocabulary import PREFIXES

SKOS = PREFIXES["skos"]
SEMAPV = "https://w3id.org/semapv/vocab/"
SSSOM = "https://w3id.org/sssom/"

# What a mapping may say. SSSOM allows any property; these are those whose meaning we hold to.
PREDICATES = (
    f"{SKOS}exactMatch",
    f"{SKOS}closeMatch",
    f"{SKOS}broadMatch",
    f"{SKOS}narrowMatch",
    f"{SKOS}relatedMatch",
    f"{PREFIXES['owl']}sameAs",
)
IDENTITY = (f"{SKOS}exactMatch", f"{PREFIXES['owl']}sameAs")

JUSTIFICATIONS = tuple(
    SEMAPV + name
    for name in (
        "BackgroundKnowledgeBasedMatching",
        "CompositeMatching",
        "InstanceBasedMatching",
        "LexicalMatching",
        "LexicalSimilarityThresholdMatching",
        "LogicalReasoning",
        "ManualMappingCuration",
        "MappingChaining",
        "MappingInversion",
        "MappingReview",
        "SemanticSimilarityThresholdMatching",
        "StructuralMatching",
        "UnspecifiedMatching",
    )
)

# Of an outside dataset's things. A set names those that it uses in its curie_map.
CURIES: dict[str, str] = {
    **{name: PREFIXES[name] for name in ("id", "concept", "registry", "skos", "owl", "unit")},
    "monazite": "https://w3id.org/monazite/",
    "semapv": SEMAPV,
    "wd": "http://www.wikidata.org/entity/",
}


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """One mapping, a row of the table: slots by their names in SSSOM, entities by their whole IRIs.

    `predicate_modifier` is "Not" where the mapping is known to be wrong: a decision that is kept. `see_also`
    are the pages on which the match was seen. `confidence` and `similarity_score` go from 0 to 1.
    `object_source` is given where it is another than that of the set.
    """

    subject_id: str
    predicate_id: str
    object_id: str
    mapping_justification: str
    confidence: float
    author_id: str
    mapping_date: date
    subject_label: str | None = None
    predicate_modifier: str | None = None
    object_label: str | None = None
    reviewer_id: str | None = None
    object_source: str | None = None
    mapping_tool: str | None = None
    mapping_tool_version: str | None = None
    match_string: tuple[str, ...] = ()
    similarity_score: float | None = None
    see_also: tuple[str, ...] = ()
    comment: str | None = None

    @property
    def negated(self) -> bool:
        """Whether the mapping says that the two do not match."""
        return self.predicate_modifier == "Not"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the mapping from others of its set: subject, predicate, modifier, object."""
        return (self.subject_id, self.predicate_id, self.predicate_modifier or "", self.object_id)


@dataclass(frozen=True, kw_only=True)
class MappingSet:
    """Mappings to one outside dataset, with what is said of them all; `mapping_set_id` names their graph.

    `subject_source` and `object_source` are the IRIs of the two datasets. `curie_map` shortens IRIs in the
    table; the prefixes of `CURIES` need not be in it.
    """

    mapping_set_id: str
    license: str
    mapping_set_title: str
    mapping_set_version: str
    subject_source: str
    object_source: str
    mapping_set_description: str | None = None
    creator_id: tuple[str, ...] = ()
    comment: str | None = None
    curie_map: Dict[str, str] = field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()


# The columns in the order of the standard, and of each the kind of value that it takes.
COLUMNS: dict[str, str] = {
    "subject_id": "entity",
    "subject_label": "text",
    "predicate_id": "predicate",
    "predicate_modifier": "modifier",
    "object_id": "entity",
    "object_label": "text",
    "mapping_justification": "justification",
    "author_id": "entity",
    "reviewer_id": "entity",
    "object_source": "entity",
    "mapping_tool": "text",
    "mapping_tool_version": "text",
    "mapping_date": "date",
    "confidence": "fraction",
    "match_string": "texts",
    "similarity_score": "fraction",
    "see_also": "addresses",
    "comment": "text",
}
REQUIRED = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_id",
    "mapping_date",
    "confidence",
)
# Said once in the metadata, these hold for each row that does not say otherwise (SSSOM, propagatable slots).
PROPAGATED = ("mapping_tool", "mapping_tool_version", "mapping_date")

METADATA: dict[str, str] = {
    "mapping_set_id": "address",
    "mapping_set_version": "text",
    "mapping_set_title": "text",
    "mapping_set_description": "text",
    "creator_id": "entities",
    "license": "address",
    "subject_source": "entity",
    "object_source": "entity",
    "comment": "text",
}
REQUIRED_METADATA = (
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_title",
    "license",
    "subject_source",
    "object_source",
)
