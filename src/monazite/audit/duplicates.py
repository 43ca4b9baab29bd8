"""Entries that may be one and the same thing: the names of the graph linked with themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite import bundle
from monazite.analysis.asking import rows
from monazite.link import ours
from monazite.link.index import Index
from monazite.link.score import ACCEPTED, score
from monazite.tables.names import MATCHES, read_matches

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph
    from monazite.link.record import Record

_FAMILIES = (
    frozenset({"Organization"}),
    frozenset({"ProductionUnit"}),
    frozenset({"Undertaking"}),
    frozenset({"Initiative"}),
)
NOTE = (
    f"Pairs of one family that `monazite link` scores {ACCEPTED:g} or more of 100. Left out are pairs that "
    "data/registry/matches.csv decides, parts and their wholes, and holders and what they hold. Not every "
    "pair is one thing: two plants of one company, or two companies of a group, often have such names."
)


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one: their labels, the score (0 to 100), its reasons, the first's IRI."""

    one: str
    other: str
    score: float
    why: str
    thing: str


def suspected(kg: KnowledgeGraph) -> tuple[Pair, ...]:
    """The pairs of entries of a graph that may be one and the same, the likeliest first."""
    records = [record for record in ours.records(kg) if _family(record)]
    index = Index(records)
    apart = _decided() | {(here, there) for pair in rows(kg, "kin") for here, there in (pair, pair[::-1])}
    found = []
    for one in index.records:
        for other in index.near(one):
            pair = one.record, other.record
            if one.record.id >= other.record.id or not _comparable(*pair) or _told_apart(*pair, apart):
                continue
            result = score(one, other, index.weights)
            if result.value >= ACCEPTED:
                found.append(
                    Pair(one.record.label, other.record.label, result.value, result.why, one.record.id)
                )
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other)))


def _family(record: Record) -> frozenset[str]:
    return frozenset().union(*(family & record.kinds for family in _FAMILIES))


def _comparable(one: Record, other: Record) -> bool:
    return not _family(one).isdisjoint(_family(other))


def _told_apart(one: Record, other: Record, apart: frozenset[tuple[str, str]]) -> bool:
    """Whether the two are known to be two: by their IRIs, or by a name of one and the IRI of the other."""
    return any(
        (said, there.id) in apart
        for here, there in ((one, other), (other, one))
        for said in (here.id, *(name.text for name in here.names))
    )


def _decided() -> frozenset[tuple[str, str]]:
    """What a person decided to be two things: a name, and the IRI of the entry that it is not."""
    path = bundle.root() / "data" / "registry" / MATCHES
    if not path.is_file():
        return frozenset()
    return frozenset((match.name, match.candidate) for match in read_matches(path) if match.decision == "new")
