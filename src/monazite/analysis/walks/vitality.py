"""How much of the maximum flow is lost without each node: one flow, and how much of it can be led around it.

Without a node, what flowed to it stands still before it, and what flowed from it is missing behind it. As
much is kept as gets from the ones to the others on the residual graph. There the node leads back from what is
behind it to what is before it, so that whatever leads around it lies in its own strongly connected component.
It is searched for from both sides in turn: where there is no way, little is on one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from monazite.analysis import measures
from monazite.analysis.walks.steps import Steps, Stop

# All begins and ends in one.
SOURCE, SINK = "source", "sink"
_Point = Stop | str
_Arc = tuple[_Point, _Point]


@dataclass(frozen=True)
class _Residual:
    """What can flow along each arc, what does, and between which points more could, back or forth.

    `points` are those of each node, which together are one in the strongly connected components, that `part`
    numbers; `beside` leads from point to point of the same one.
    """

    carries: Mapping[_Arc, int]
    flow: Mapping[_Arc, int]
    points: Mapping[str, Collection[_Point]]
    part: Mapping[str, int]
    beside: Mapping[_Point, Collection[_Point]]

    def opens(self, one: _Point, other: _Point) -> bool:
        """Whether more can flow from one to the other, or less back."""
        flow = self.flow
        return flow.get((other, one), 0) > 0 or flow.get((one, other), 0) < self.carries.get((one, other), 0)


def flow_losses(leaving: Steps, begin: Collection[Stop], end: Set[Stop]) -> tuple[int, dict[str, int]]:
    """The maximum flow, and how much of it is lost without each node that any flows through.

    Flow betweenness (Freeman, Borgatti and White, Social Networks 13, 1991) between all begins and all ends
    at once. Every step from stop to stop can carry 1, whatever is agreed or can be made, since that is known
    of few; nodes can carry anything. Ends themselves are not taken away, and no flow goes on behind one.
    """
    residual = _residual(_capacities(leaving, begin, end))
    before: dict[str, Counter[_Point]] = {}
    behind: dict[str, Counter[_Point]] = {}
    for (one, other), amount in residual.flow.items():
        before.setdefault(_node(other), Counter())[one] += amount
        behind.setdefault(_node(one), Counter())[other] += amount
    whole = sum(before.get(SINK, Counter()).values())
    own = {SOURCE, SINK, *(stop.node for stop in end)}
    lost = {
        node: sum(each.values()) - _led_around(residual, node, each, behind[node])
        for node, each in before.items()
        if node not in own
    }
    return whole, lost


def _node(point: _Point) -> str:
    return point.node if isinstance(point, Stop) else point


def _capacities(leaving: Steps, begin: Collection[Stop], end: Set[Stop]) -> dict[_Arc, int]:
    steps = {(stop, step.end) for stop, each in leaving.items() if stop not in end for step in each}
    carries: dict[_Arc, int] = dict.fromkeys(sorted(steps), 1)
    any_amount = len(carries) + 1
    carries |= {(SOURCE, stop): any_amount for stop in sorted(begin) if stop in leaving and stop not in end}
    carries |= {(stop, SINK): any_amount for stop in sorted(end)}
    return carries


def _residual(carries: Mapping[_Arc, int]) -> _Residual:
    flow = measures.maximum_flow(carries, SOURCE, SINK)
    arcs = [arc for arc, most in carries.items() if flow.get(arc, 0) < most]
    arcs += [(other, one) for one, other in flow]
    nodes: nx.DiGraph[str] = nx.DiGraph()
    nodes.add_edges_from((_node(one), _node(other)) for one, other in arcs)
    part = {
        node: number
        for number, together in enumerate(nx.strongly_connected_components(nodes))
        for node in together
    }
    beside: dict[_Point, dict[_Point, None]] = {}
    for one, other in carries:
        if part[_node(one)] == part[_node(other)]:
            beside.setdefault(one, {})[other] = None
            beside.setdefault(other, {})[one] = None
    points: dict[str, list[_Point]] = {}
    for point in {point for arc in carries for point in arc}:
        points.setdefault(_node(point), []).append(point)
    return _Residual(carries, flow, points, part, beside)


def _led_around(residual: _Residual, node: str, before: Counter[_Point], behind: Counter[_Point]) -> int:
    """How much of what stands still before a node gets to where it is missing behind it."""
    same = before & behind
    standing, missing = (
        Counter({point: n for point, n in each.items() if residual.part[_node(point)] == residual.part[node]})
        for each in (before - same, behind - same)
    )
    led = same.total()
    while standing and missing and (way := _way(residual, node, standing, missing)):
        flow = dict(residual.flow)
        for one, other in pairwise(way):
            if flow.get((other, one)):
                flow[other, one] -= 1
            else:
                flow[one, other] = flow.get((one, other), 0) + 1
        residual = replace(residual, flow=flow)
        standing -= Counter(way[:1])
        missing -= Counter(way[-1:])
        led += 1
    return led


def _way(
    residual: _Residual, node: str, begin: Iterable[_Point], end: Iterable[_Point]
) -> list[_Point] | None:
    """A way from some begin to some end, around a node, along arcs on which more can flow or less back."""
    came: dict[_Point, _Point | None] = dict.fromkeys(begin)
    goes: dict[_Point, _Point | None] = dict.fromkeys(end)
    # Both grow as they are gone through; one that is at its end has found all there is on its side.
    forth, back = list(came), list(goes)
    came |= dict.fromkeys(residual.points[node])
    goes |= dict.fromkeys(residual.points[node])
    for here, there in zip(forth, back, strict=False):
        for point in residual.beside.get(here, ()):
            if point not in came and residual.opens(here, point):
                came[point] = here
                if point in goes:
                    return _joined(came, goes, point)
                forth.append(point)
        for point in residual.beside.get(there, ()):
            if point not in goes and residual.opens(point, there):
                goes[point] = there
                if point in came:
                    return _joined(came, goes, point)
                back.append(point)
    return None


def _joined(
    came: Mapping[_Point, _Point | None], goes: Mapping[_Point, _Point | None], middle: _Point
) -> list[_Point]:
    way = [middle]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    way.reverse()
    while (then := goes[way[-1]]) is not None:
        way.append(then)
    return way
