"""Proposals and decisions as SSSOM: what was decided is read from the table that new proposals are put in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from monazite import __version__, sssom
from monazite.link.propose import Band, Decided, Proposal
from monazite.sssom.model import SEMAPV, SKOS, Mapping, MappingSet
from monazite.vocabulary import MAPPINGS, PREFIXES

_EXACT = f"{SKOS}exactMatch"
_SAME = (_EXACT, f"{PREFIXES['owl']}sameAs")
_MANUAL = f"{SEMAPV}ManualMappingCuration"
# Beside the sets that come with the graph, so that one of the same dataset is no part of theirs.
_SETS = f"{MAPPINGS}link/"
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
TOOL = "monazite link"
# Whose the proposals are that nobody has looked at.
AUTHOR = "https://w3id.org/monazite/link"


@dataclass(frozen=True)
class Decision:
    """What a person said of a proposal."""

    proposal: Proposal
    same: bool


def decided(mappings: MappingSet | None) -> Decided:
    """What a table holds, by whomever: none of it is asked again."""
    if mappings is None:
        return Decided()
    pairs: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for mapping in mappings.mappings:
        if mapping.predicate_id in _SAME:
            pairs[not mapping.negated].add((mapping.subject_id, mapping.object_id))
    return Decided(frozenset(pairs[True]), frozenset(pairs[False]))


def read(path: Path) -> MappingSet | None:
    """The table at a place, None if there is none yet.

    Raises:
        FileError, TableError: it is no SSSOM table.
    """
    return sssom.read(path) if path.exists() else None


def empty(name: str, title: str, source: str, today: date) -> MappingSet:
    """A table for the mappings to a dataset, with nothing in it."""
    return MappingSet(
        mapping_set_id=_SETS + name,
        license=_LICENSE,
        mapping_set_title=f"Monazite and {title}",
        mapping_set_version=today.isoformat(),
        subject_source="https://w3id.org/monazite/",
        object_source=source,
    )


def added(
    mappings: MappingSet,
    proposals: Iterable[Proposal],
    decisions: Iterable[Decision],
    reviewer: str,
    today: date,
) -> MappingSet:
    """A table with accepted proposals and decisions put in it; what was in it stays as it is."""
    new = [_accepted(each, today) for each in proposals if each.band is Band.accepted]
    new += [_reviewed(each, reviewer, today) for each in decisions]
    if not new:
        return mappings
    return replace(mappings, mappings=(*mappings.mappings, *new), mapping_set_version=today.isoformat())


def _accepted(proposal: Proposal, today: date) -> Mapping:
    return Mapping(
        subject_id=proposal.ours.id,
        subject_label=proposal.ours.label,
        predicate_id=_EXACT,
        object_id=proposal.theirs.id,
        object_label=proposal.theirs.label,
        mapping_justification=SEMAPV + _justification(proposal),
        confidence=round(proposal.score.value / 100, 3),
        author_id=AUTHOR,
        mapping_date=today,
        mapping_tool=TOOL,
        mapping_tool_version=__version__,
        comment=proposal.score.why,
    )


def _justification(proposal: Proposal) -> str:
    features = {reason.feature for reason in proposal.score.reasons if reason.points > 0}
    if "identifier" in features:
        return "MappingChaining"
    if features - {"name"}:
        return "CompositeMatching"
    return "LexicalMatching" if proposal.score.same_name else "LexicalSimilarityThresholdMatching"


def _reviewed(decision: Decision, reviewer: str, today: date) -> Mapping:
    proposed = _accepted(decision.proposal, today)
    return replace(
        proposed,
        predicate_modifier=None if decision.same else "Not",
        mapping_justification=_MANUAL,
        confidence=1.0,
        similarity_score=proposed.confidence,
        author_id=reviewer,
        reviewer_id=reviewer,
    )
