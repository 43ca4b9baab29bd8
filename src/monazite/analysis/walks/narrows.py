"""Measures how much all that flows from some stops to others hangs on each node between them.

All but what is cut off (`monazite.analysis.walks.dominators`) is measured on the steps that lie on some
product-forward walk (`steps.pruned`); a way along such steps may still turn back at a node in between. So a
cut surely cuts, though there might be a smaller one, and betweenness counts some ways that no product takes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from monazite.analysis import measures
from monazite.analysis.walks.dominators import cut_off
from monazite.analysis.walks.steps import Steps, Stop

Ways = Mapping[Stop, Collection[Stop]]
# All begins and ends in one.
_SOURCE, _SINK = "source", "sink"


@dataclass(frozen=True)
class Measures:
    """What hangs on the nodes between some stops and others.

    Attributes:
        cut_off: the ends that are not reached without a node, by node.
        lost: how much of the maximum flow is lost without it.
        between: the share of the shortest ways that pass it, 0 to 1.
        cut: the fewest nodes without which no end is reached.
        joints: the articulation points.
        reached: how many ends are reached.
        flow: the maximum flow.
    """

    cut_off: Mapping[str, frozenset[str]]
    lost: Mapping[str, int]
    between: Mapping[str, float]
    cut: frozenset[str]
    joints: frozenset[str]
    reached: int
    flow: int

    def weight(self, node: str) -> tuple[int, int, float]:
        """How much hangs on a node: ends first, then flow, then shortest ways."""
        return len(self.cut_off.get(node, ())), self.lost.get(node, 0), self.between.get(node, 0.0)


def measure(
    leaving: Steps, kept: Steps, begin: Collection[Stop], groups: Mapping[str, Set[Stop]]
) -> Measures:
    """All measures.

    Args:
        leaving: the steps.
        kept: those of them that lie on walks to the groups.
        begin: the stops where walks begin.
        groups: the stops of each end, by the end's name.
    """
    goal = {stop for stops in groups.values() for stop in stops}
    flow, lost = flow_losses(kept, begin, goal)
    return Measures(
        cut_off(leaving, begin, groups),
        {node: loss for node, loss in lost.items() if loss},
        betweenness(kept, begin, groups),
        frozenset(smallest_cut(kept, begin, goal)),
        frozenset(articulations(kept)),
        sum(1 for stops in groups.values() if stops & kept.keys()),
        flow,
    )


def betweenness(leaving: Steps, begin: Collection[Stop], groups: Mapping[str, Set[Stop]]) -> dict[str, float]:
    """The share of the shortest ways between begins and ends that pass each node, 0 to 1.

    Betweenness between subsets (Freeman 1977; Brandes, Social Networks 30, 2008) over the number of pairs of
    begin and end that are joined. An organization counts with all of its stops; ends are left out.
    """
    graph = _joined(leaving, groups)
    sources = [stop for stop in begin if stop in graph]
    pairs = measures.joined_pairs(graph, sources, groups.keys())
    if not pairs:
        return {}
    own = {stop.node for stops in groups.values() for stop in stops}
    found: dict[str, float] = {}
    for stop, passing in measures.betweenness(graph, sources, list(groups)).items():
        if passing and isinstance(stop, Stop) and stop.node not in own:
            found[stop.node] = found.get(stop.node, 0.0) + passing / pairs
    return found


def flow_losses(leaving: Steps, begin: Collection[Stop], end: Set[Stop]) -> tuple[int, dict[str, int]]:
    """The maximum flow, and how much of it is lost without each node.

    Flow betweenness (Freeman, Borgatti and White, Social Networks 13, 1991) between all begins and all ends
    at once. Every step from stop to stop can carry 1, whatever is agreed or can be made, since that is known
    of few; nodes can carry anything. Ends themselves are not taken away, and no flow goes on behind one.
    """
    ways = {stop: sorted({step.end for step in each}) for stop, each in leaving.items()}
    paths = _disjoint(ways, begin, end, [])
    losses = {}
    own = {stop.node for stop in end}
    for node in {stop.node for path in paths for stop in path} - own:
        rest = {stop: ends for stop, ends in ways.items() if stop.node != node}
        kept = [path for path in paths if all(stop.node != node for stop in path)]
        left = _disjoint(rest, [stop for stop in begin if stop.node != node], end, kept)
        losses[node] = len(paths) - len(left)
    return len(paths), losses


def smallest_cut(leaving: Steps, begin: Collection[Stop], end: Set[Stop]) -> tuple[str, ...]:
    """The fewest stops without which nothing gets from begin to end, as nodes; ends are not taken away.

    A minimum vertex cut: see `monazite.analysis.measures.smallest_cut`.
    """
    graph: nx.DiGraph[Stop | str] = nx.DiGraph()
    for stop, each in leaving.items():
        if stop not in end:
            graph.add_edges_from((stop, _SINK if step.end in end else step.end) for step in each)
    graph.add_edges_from((_SOURCE, stop) for stop in begin if stop in graph)
    if _SOURCE not in graph or _SINK not in graph:
        return ()
    cut = measures.smallest_cut(graph, _SOURCE, _SINK)
    return tuple(sorted({stop.node for stop in cut if isinstance(stop, Stop)}))


def articulations(leaving: Steps) -> set[str]:
    """The nodes without which the steps, whatever their direction, fall into more parts.

    Articulation points (Hopcroft and Tarjan, Communications of the ACM 16, 1973).
    """
    graph: nx.Graph[str] = nx.Graph()
    for each in leaving.values():
        graph.add_edges_from((step.start.node, step.end.node) for step in each)
    return set(nx.articulation_points(graph))


def _joined(leaving: Steps, groups: Mapping[str, Set[Stop]]) -> nx.DiGraph[Stop | str]:
    """The steps as a graph in which all stops of a group lead to its name."""
    graph: nx.DiGraph[Stop | str] = nx.DiGraph()
    graph.add_nodes_from(groups)
    graph.add_edges_from((stop, step.end) for stop, each in leaving.items() for step in each)
    graph.add_edges_from((stop, name) for name, stops in groups.items() for stop in stops if stop in graph)
    return graph


def _disjoint(
    ways: Ways, begin: Iterable[Stop], end: Set[Stop], paths: Sequence[Sequence[Stop]]
) -> list[tuple[Stop, ...]]:
    """As many paths as there can be of which no two share a step: those given, augmented.

    Shortest augmenting paths (Edmonds and Karp, Journal of the ACM 19, 1972).
    """
    taken = {step for path in paths for step in pairwise(path)}
    starts = sorted(stop for stop in set(begin) if stop in ways)
    while found := _augmenting(ways, starts, end, taken):
        for one, other in pairwise(found):
            if (other, one) in taken:
                taken.remove((other, one))
            else:
                taken.add((one, other))
    onward: dict[Stop, list[Stop]] = {}
    for one, other in sorted(taken):
        onward.setdefault(one, []).append(other)
    made = []
    for start in starts:
        while onward.get(start):
            path = [start]
            while path[-1] not in end:
                path.append(onward[path[-1]].pop())
            made.append(tuple(path))
    return made


def _augmenting(
    ways: Ways, starts: Sequence[Stop], end: Set[Stop], taken: Set[tuple[Stop, Stop]]
) -> list[Stop]:
    """A shortest path on steps not yet taken, or back on steps taken; empty if there is none."""
    back: dict[Stop, list[Stop]] = {}
    for one, other in sorted(taken):
        back.setdefault(other, []).append(one)
    came: dict[Stop, Stop | None] = dict.fromkeys(starts)
    waiting = list(starts)
    for stop in waiting:
        fresh = [other for other in ways.get(stop, ()) if (stop, other) not in taken]
        for other in (*fresh, *back.get(stop, ())):
            if other in came:
                continue
            came[other] = stop
            if other in end:
                path = [other]
                while (before := came[path[-1]]) is not None:
                    path.append(before)
                return path[::-1]
            waiting.append(other)
    return []
