"""Mapping sets as RDF: one named graph a set, each mapping as a plain statement and as a node that says why.

The node is an ``owl:Axiom`` about the statement, as SSSOM itself maps its slots to RDF, with an IRI. Of a
mapping that was denied there is the node alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from monazite.sssom.model import SSSOM, Mapping, MappingSet
from monazite.vocabulary import PREFIXES

_OWL, _RDF, _RDFS, _DCTERMS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "dcterms"))
_XSD = PREFIXES["xsd"]
_PAV = "http://purl.org/pav/"

# The property of each slot (its slot_uri in the SSSOM schema), and the datatype of its values: None for IRIs.
_SLOTS: dict[str, tuple[str, str | None]] = {
    "subject_id": (f"{_OWL}annotatedSource", None),
    "subject_label": (f"{SSSOM}subject_label", "string"),
    "predicate_id": (f"{_OWL}annotatedProperty", None),
    "predicate_modifier": (f"{SSSOM}predicate_modifier", "string"),
    "object_id": (f"{_OWL}annotatedTarget", None),
    "object_label": (f"{SSSOM}object_label", "string"),
    "mapping_justification": (f"{SSSOM}mapping_justification", None),
    "author_id": (f"{_PAV}authoredBy", None),
    "reviewer_id": (f"{SSSOM}reviewer_id", None),
    "object_source": (f"{SSSOM}object_source", None),
    "mapping_tool": (f"{SSSOM}mapping_tool", "string"),
    "mapping_tool_version": (f"{SSSOM}mapping_tool_version", "string"),
    "mapping_date": (f"{_DCTERMS}created", "date"),
    "confidence": (f"{SSSOM}confidence", "double"),
    "match_string": (f"{SSSOM}match_string", "string"),
    "similarity_score": (f"{SSSOM}similarity_score", "double"),
    "see_also": (f"{_RDFS}seeAlso", None),
    "comment": (f"{_RDFS}comment", "string"),
}
_ABOUT: dict[str, tuple[str, str | None]] = {
    "mapping_set_title": (f"{_DCTERMS}title", "string"),
    "mapping_set_description": (f"{_DCTERMS}description", "string"),
    "mapping_set_version": (f"{_OWL}versionInfo", "string"),
    "license": (f"{_DCTERMS}license", None),
    "creator_id": (f"{_DCTERMS}creator", None),
    "subject_source": (f"{SSSOM}subject_source", None),
    "object_source": (f"{SSSOM}object_source", None),
    "comment": (f"{_RDFS}comment", "string"),
}


def mapping_iri(mapping_set_id: str, mapping: Mapping) -> str:
    """The IRI of a mapping's node: the set's, and a digest of what the mapping says as fragment."""
    return f"{mapping_set_id}#{hashlib.sha256(' '.join(mapping.key).encode()).hexdigest()[:16]}"


def quads(mappings: MappingSet) -> Iterator[ox.Quad]:
    """The statements of a mapping set's named graph, which bears the set's IRI."""
    graph = ox.NamedNode(mappings.mapping_set_id)
    a = ox.NamedNode(f"{_RDF}type")
    yield ox.Quad(graph, a, ox.NamedNode(f"{SSSOM}MappingSet"), graph)
    yield from _said(graph, mappings, _ABOUT, graph)
    for mapping in mappings.mappings:
        node = ox.NamedNode(mapping_iri(mappings.mapping_set_id, mapping))
        if not mapping.negated:
            subject, predicate, target = map(
                ox.NamedNode, (mapping.subject_id, mapping.predicate_id, mapping.object_id)
            )
            yield ox.Quad(subject, predicate, target, graph)
        yield ox.Quad(graph, ox.NamedNode(f"{SSSOM}mappings"), node, graph)
        yield ox.Quad(node, a, ox.NamedNode(f"{_OWL}Axiom"), graph)
        yield from _said(node, mapping, _SLOTS, graph)


def line_of(mappings: MappingSet, lines: Sequence[int], node: str, value: str | None = None) -> int | None:
    """The line of a table that a node of its graph comes from: of a mapping, or of a thing mapped to `value`.

    Args:
        mappings: the table, as `reading.numbered` reads it.
        lines: the line of each of its mappings.
        node: the IRI of the node.
        value: what the thing is mapped to, if only a mapping to that will do.
    """
    for line, mapping in zip(lines, mappings.mappings, strict=True):
        if node == mapping_iri(mappings.mapping_set_id, mapping):
            return line
        if node == mapping.subject_id and value in (None, mapping.object_id):
            return line
    return 1 if node == mappings.mapping_set_id else None


def _said(
    node: ox.NamedNode,
    of: Mapping | MappingSet,
    slots: dict[str, tuple[str, str | None]],
    graph: ox.NamedNode,
) -> Iterator[ox.Quad]:
    for slot, (predicate, datatype) in slots.items():
        value = getattr(of, slot)
        for each in value if isinstance(value, tuple) else () if value is None else (value,):
            term = (
                ox.NamedNode(each)
                if datatype is None
                else ox.Literal(str(each), datatype=ox.NamedNode(_XSD + datatype))
            )
            yield ox.Quad(node, ox.NamedNode(predicate), term, graph)
