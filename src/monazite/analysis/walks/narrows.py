"""Measures how much all that flows from some stops to others hangs on each node between them.

All but what is cut off (`monazite.analysis.walks.dominators`) is measured on the steps that lie on some
product-forward walk (`steps.pruned`); a way along such steps may still turn back at a node in between. So a
cut surely cuts, though there might be a smaller one, and betweenness counts some ways that no product takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

import networkx as nx

from monazite.analysis import measures
from monazite.analysis.walks.dominators import cut_off
from monazite.analysis.walks.steps import Steps, Stop
from monazite.analysis.walks.vitality import SINK, SOURCE, flow_losses


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


def smallest_cut(leaving: Steps, begin: Collection[Stop], end: Set[Stop]) -> tuple[str, ...]:
    """The fewest stops without which nothing gets from begin to end, as nodes; ends are not taken away.

    A minimum vertex cut: see `monazite.analysis.measures.smallest_cut`.
    """
    graph: nx.DiGraph[Stop | str] = nx.DiGraph()
    for stop, each in leaving.items():
        if stop not in end:
            graph.add_edges_from((stop, SINK if step.end in end else step.end) for step in each)
    graph.add_edges_from((SOURCE, stop) for stop in begin if stop in graph)
    if SOURCE not in graph or SINK not in graph:
        return ()
    cut = measures.smallest_cut(graph, SOURCE, SINK)
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
