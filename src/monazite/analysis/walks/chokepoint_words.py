"""What is said of chokepoints, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monazite.analysis.sentences import count, sentence, some
from monazite.analysis.walks.narrows import Measures

_NOTED = 5
_CUT = 8


@dataclass(frozen=True)
class Told:
    """A chokepoint's name, the ends that are cut off without it, and the sentence on it."""

    name: str
    without: tuple[str, ...]
    sentence: str


def told(name: str, without: tuple[str, ...], lost: int, found: Measures, what: str, target: str) -> Told:
    """One chokepoint in a sentence.

    Args:
        name: its name.
        without: the names of the ends that are cut off without it.
        lost: how much of the maximum flow is lost without it.
        found: the measures of all nodes.
        what: what flows, and from where.
        target: where it flows to.
    """
    share = f"{100 * lost / found.flow:.0f}% of the maximum flow"
    if not without:
        return Told(name, (), f"No end is cut off without {name}, but {share} of {what} to {target} is lost.")
    less = f"; without it {share} is lost" if lost else ""
    return Told(name, without, sentence(f"{_passing(without, found, what, target)} passes {name}{less}"))


def notes(
    shown: Sequence[Told], number: int, found: Measures, cut: Sequence[str], what: str, target: str
) -> tuple[str, ...]:
    """All chokepoints in a few sentences; those that cut the same ends off are named together.

    Args:
        shown: those that are shown, the weightiest first.
        number: how many there are.
        found: the measures of all nodes.
        cut: the names of the nodes of the minimum cut.
        what: what flows, and from where.
        target: where it flows to.
    """
    if not found.reached:
        return (f"As far as the graph knows, no {what} reaches {target}.",)
    said = [
        f"As far as the graph knows, {what} reaches {count(found.reached, 'end')} in {target}, on at most "
        f"{count(found.flow, 'way')} of which no two share a link."
    ]
    alike: dict[tuple[str, ...], list[str]] = {}
    for each in shown:
        if each.without:
            alike.setdefault(each.without, []).append(each.name)
    for without, names in list(alike.items())[:_NOTED]:
        said.append(sentence(f"{_passing(without, found, what, target)} passes {some(names)}"))
    if shown and not alike:
        said.append(shown[0].sentence)
    if cut:
        fewest = f"{count(len(cut), 'node')}, the fewest that do"
        said.append(f"Without {some(cut, _CUT)} ({fewest}) nothing gets there.")
    if number > len(shown):
        said.append(f"The first {len(shown)} of {count(number, 'chokepoint')} are shown.")
    return tuple(said)


def _passing(without: tuple[str, ...], found: Measures, what: str, target: str) -> str:
    if len(without) == found.reached:
        return f"All {what} that is known to reach {target}"
    of = f"{len(without)} of the {found.reached} in {target}"
    return f"All {what} that is known to reach {some(without)} ({of})"
