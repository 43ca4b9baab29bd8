"""Searches product-forward walks in which no stop comes twice: all of them, the shortest first; the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import count

from monazite.analysis.walks.ends import PRODUCT, Ends
from monazite.analysis.walks.steps import Step, Steps, Stop, arriving, latest, pruned

# The faces of nodes at which a walk begins or ends with a product that is asked for.
_FIRST, _FINAL = "first", "final"


@dataclass(frozen=True)
class Search:
    """Steps, the stops where walks begin and end, and nodes that may stand only there."""

    leaving: Steps
    begin: frozenset[Stop]
    end: frozenset[Stop]
    outer: frozenset[str]

    def narrowed(self) -> Search:
        """The same search among those steps alone that lie on a product-forward walk from begin to end."""
        kept = pruned(self.leaving, self.begin, self.end)
        return replace(self, leaving=kept, begin=self.begin & kept.keys(), end=self.end & kept.keys())

    def kept(self, steps: Set[Step]) -> Search:
        """The same search among these steps alone."""
        fewer = {stop: [step for step in each if step in steps] for stop, each in self.leaving.items()}
        return replace(self, leaving=fewer)


def search(leaving: Steps, start: Ends, end: Ends, product: Ends | None = None) -> Search:
    """What to search for walks from one end to the other.

    A walk from a product begins with a step that carries it, one to a product ends with such a step. Of the
    other ends no node stands within a walk: a walk from a country begins at the last node in it.

    Args:
        leaving: the steps, as `monazite.analysis.walks.steps.steps` makes them.
        start: where walks begin.
        end: where they end.
        product: the product that walks have to carry, if the steps were made for one.
    """
    grown = {stop: list(each) for stop, each in leaving.items()}
    begin = {stop for stop in leaving if stop.node in start.nodes}
    if start.kind == PRODUCT:
        for step in _carrying(grown, start):
            first = step.start._replace(product=_FIRST)
            grown.setdefault(first, []).append(replace(step, start=first))
            begin.add(first)
    finish = {stop for stop in leaving if stop.node in end.nodes}
    if end.kind == PRODUCT:
        for step in _carrying(grown, end):
            final = step.end._replace(product=_FINAL)
            grown[step.start].append(replace(step, end=final))
            grown.setdefault(final, [])
            finish.add(final)
    begin = {stop for stop in begin if product is None or not stop.had}
    # Whatever an organization gets enters the stop that hands on no product of its own.
    finish = {stop for stop in finish if stop.had and stop.product in ("", _FINAL)}
    return Search(grown, frozenset(begin), frozenset(finish), start.nodes | end.nodes)


def walks(asked: Search, most_links: int) -> Iterator[tuple[Step, ...]]:
    """All walks of a search up to a number of steps, the shortest first, those of one length in stable order.

    Depth-first with a bound that grows by one (iterative deepening, Korf 1985), which never steps where the
    end is out of reach within the bound or at the rank.
    """
    away, most = _away(asked), latest(arriving(asked.leaving), asked.end)
    begin = sorted(asked.begin & away.keys())
    for links in range(1, most_links + 1):
        for stop in begin:
            yield from _onward(asked, away, most, [], stop, 0, links, {_key(stop)})


def strongest(
    asked: Search, strength: Mapping[Step, tuple[int, ...]], most_links: int
) -> tuple[Step, ...] | None:
    """The walk whose weakest step is the strongest, of equal ones the shortest; None if there is no walk.

    A bottleneck path (Pollack, Operations Research 8, 1960): steps are admitted from the strongest down until
    there is a walk.
    """
    for least in sorted(set(strength.values()), reverse=True):
        strong = asked.kept({step for step, found in strength.items() if found >= least})
        if walk := next(walks(strong, most_links), None):
            return walk
    return None


def longer(asked: Search, most_links: int) -> bool:
    """Whether there is a walk of one step more than a bound, or of two."""
    return any(len(walk) > most_links for walk in walks(asked, most_links + 2))


def _onward(
    asked: Search,
    away: Mapping[Stop, int],
    most: Mapping[Stop, int],
    walked: list[Step],
    stop: Stop,
    rank: int,
    links: int,
    passed: set[str | Stop],
) -> Iterator[tuple[Step, ...]]:
    """All ways on from a stop that end after just so many links more."""
    taken: set[Stop] = set()
    for step in sorted(asked.leaving[stop], key=lambda each: (each.end, each.rank or rank)):
        then, end, key = step.rank or rank, step.end, _key(step.end)
        # Of several steps to one stop the lowest rank that does counts: from there all goes on that can.
        if then < rank or end in taken or key in passed or then > most.get(end, -1):
            continue
        if end in asked.end:
            if links == 1:
                taken.add(end)
                yield (*walked, step)
        elif away.get(end, links) < links and end.node not in asked.outer:
            taken.add(end)
            walked.append(step)
            passed.add(key)
            yield from _onward(asked, away, most, walked, end, then, links - 1, passed)
            passed.remove(key)
            walked.pop()


def _away(asked: Search) -> dict[Stop, int]:
    """How many steps each stop is from the end at least, whatever the ranks."""
    coming = arriving(asked.leaving)
    away = dict.fromkeys(asked.end, 0)
    layer: Set[Stop] = asked.end
    for links in count(1):
        layer = {step.start for stop in layer for step in coming[stop]} - away.keys()
        if not layer:
            break
        away |= dict.fromkeys(layer, links)
    return away


def _carrying(leaving: Steps, product: Ends) -> list[Step]:
    """The steps that carry a product, with those edges alone that do."""
    found = []
    for each in leaving.values():
        for step in each:
            if edges := tuple(edge for edge in step.edges if edge["product"] in product.products):
                found.append(replace(step, edges=edges))
    return found


def _key(stop: Stop) -> str | Stop:
    """What may stand on a walk once: a node, but an organization once for each product that it hands on."""
    return stop.node if stop.product in ("", _FIRST, _FINAL) else stop
