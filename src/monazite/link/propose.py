"""Proposes which of an outside dataset's things are ours: a stream in, the few that matter kept."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from monazite.link.index import Index
from monazite.link.record import Record
from monazite.link.score import ACCEPTED, DOUBTFUL, Score, clear, prepare, score

# So many of the best outside things are kept for each of ours, however long the stream.
KEPT = 5


class Band(StrEnum):
    """What is to be done with a proposal; what scores lower than doubtful is rejected and not kept."""

    accepted = "accepted"
    doubtful = "doubtful"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A thing of ours and one outside that may be the same, with the reasons and the band."""

    ours: Record
    theirs: Record
    score: Score
    band: Band


@dataclass(frozen=True)
class Decided:
    """What was decided before, as pairs of ids, ours and theirs: it is neither asked nor proposed again."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True, order=True)
class _Kept:
    value: float
    number: int
    score: Score = field(compare=False)
    theirs: Record = field(compare=False)
    best: bool = field(compare=False)
    """Whether the outside thing fits this one of ours best, and clearly so."""


def propose(
    index: Index, records: Iterable[Record], kinds: Collection[str] = (), decided: Decided | None = None
) -> list[Proposal]:
    """The proposals for a stream of outside things, by our id and the best first.

    A pair is accepted if its score is at least `ACCEPTED` (85), and each of the two fits the other clearly
    better than any else; otherwise it is doubtful from `DOUBTFUL` (50) on. Memory holds `KEPT` outside things
    for each of ours, whatever the length of the stream.

    Args:
        index: our things.
        records: theirs.
        kinds: only those of ours that are of one of these classes; any if empty.
        decided: what is not to be asked again.
    """
    decided = decided or Decided()
    settled = {ours for ours, _ in decided.same}, {theirs for _, theirs in decided.same}
    kept: dict[str, list[_Kept]] = defaultdict(list)
    numbers = count()
    for theirs in records:
        if theirs.id in settled[1]:
            continue
        prepared = prepare(theirs)
        scored = []
        for ours in index.near(prepared, kinds):
            if ours.record.id in settled[0] or (ours.record.id, theirs.id) in decided.different:
                continue
            found = score(ours, prepared, index.weights)
            if found.value >= DOUBTFUL:
                scored.append((found, ours.record.id))
        if scored:
            scored.sort(key=lambda each: (-each[0].value, each[1]))
            sure = clear(scored[0][0], scored[1][0] if len(scored) > 1 else None)
            for place, (found, ours_id) in enumerate(scored):
                # Of equal scores the earlier stays: the number falls, so that the later is the smaller.
                each = _Kept(found.value, -next(numbers), found, theirs, sure and place == 0)
                heap = kept[ours_id]
                if len(heap) < KEPT:
                    heapq.heappush(heap, each)
                else:
                    heapq.heappushpop(heap, each)
    return list(_banded(index, kept))


def _banded(index: Index, kept: dict[str, list[_Kept]]) -> Iterable[Proposal]:
    best = {ours: sorted(heap, reverse=True) for ours, heap in kept.items()}
    accepted = {
        ours: heap[0]
        for ours, heap in best.items()
        if heap[0].value >= ACCEPTED
        and heap[0].best
        and clear(heap[0].score, heap[1].score if len(heap) > 1 else None)
    }
    taken = {each.theirs.id for each in accepted.values()}
    for ours in sorted(best):
        record = index.by_id[ours].record
        if ours in accepted:
            yield Proposal(record, accepted[ours].theirs, accepted[ours].score, Band.accepted)
        else:
            for each in best[ours]:
                if each.theirs.id not in taken:
                    yield Proposal(record, each.theirs, each.score, Band.doubtful)
