"""Walks a person through the doubtful proposals: the evidence side by side, an answer for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from monazite.link.mappings import Decision
from monazite.link.propose import Band, Proposal
from monazite.link.record import Record

ANSWERS = "y: the same, n: not the same, s: skip, q: quit"
Row = tuple[str, str, str]
Show = Callable[[str, Sequence[Row], Sequence[str]], None]


def review(proposals: Iterable[Proposal], ask: Callable[[str], str], show: Show) -> Iterator[Decision]:
    """The decisions of a person on the doubtful proposals, as they are made.

    The likeliest come first. Once a thing has its match, its other proposals are not asked.

    Args:
        proposals: of `propose`; the accepted ones are passed over.
        ask: gives a question, takes the answer; raises EOFError where there is nobody (any more).
        show: shows a proposal: its heading, the rows of both sides, the reasons.
    """
    doubtful = [each for each in proposals if each.band is Band.doubtful]
    best: dict[str, float] = {}
    for each in doubtful:
        best[each.ours.id] = max(each.score.value, best.get(each.ours.id, 0.0))
    doubtful.sort(key=lambda each: (-best[each.ours.id], each.ours.id, -each.score.value))
    number = 0
    taken: set[str] = set()
    for _, several in groupby(doubtful, key=lambda each: each.ours.id):
        settled = False
        for proposal in several:
            number += 1
            if settled or proposal.theirs.id in taken:
                continue
            heading = f"{number} of {len(doubtful)}: score {proposal.score.value:.0f}"
            show(heading, side_by_side(proposal.ours, proposal.theirs), _said(proposal))
            answer = _answer(ask)
            if answer == "q":
                return
            if answer in "yn":
                settled = answer == "y"
                if settled:
                    taken.add(proposal.theirs.id)
                yield Decision(proposal, settled)


def side_by_side(ours: Record, theirs: Record) -> list[Row]:
    """What both say, a row for each thing that either says: what, ours, theirs."""
    rows = (
        ("name", ours.label, theirs.label),
        ("also", _names(ours), _names(theirs)),
        ("is", ours.about, theirs.about),
        ("country", ", ".join(sorted(ours.countries)), ", ".join(sorted(theirs.countries))),
        ("place", ", ".join(ours.places[:4]), ", ".join(theirs.places[:4])),
        ("at", _points(ours), _points(theirs)),
        ("of", ", ".join(ours.parents[:3]), ", ".join(theirs.parents[:3])),
        ("identifiers", _identifiers(ours), _identifiers(theirs)),
        ("address", ours.id, theirs.id),
    )
    return [row for row in rows if row[1] or row[2]]


def _said(proposal: Proposal) -> list[str]:
    return [str(reason) for reason in proposal.score.reasons]


def _answer(ask: Callable[[str], str]) -> str:
    while True:
        try:
            answer = ask(f"the same? ({ANSWERS}) ").strip().casefold()[:1]
        except EOFError:
            return "q"
        if answer and answer in "ynsq":
            return answer


def _names(record: Record) -> str:
    return ", ".join(name.text for name in record.names[1:6])


def _points(record: Record) -> str:
    return ", ".join(f"{latitude:.4f} {longitude:.4f}" for latitude, longitude in record.points[:2])


def _identifiers(record: Record) -> str:
    return ", ".join(f"{scheme} {value}" for scheme, value in sorted(record.identifiers)[:4])
