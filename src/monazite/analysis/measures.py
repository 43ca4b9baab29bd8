"""Measures whose time grows faster than the graph: by networkx, of large graphs by igraph where it is there.

Both give the same numbers, but for the last digits of those that are no whole ones.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import networkx as nx

if TYPE_CHECKING:
    import igraph

Node = TypeVar("Node", bound=Hashable)

# Nodes from which on the time to hand a graph to igraph is won back many times.
LARGE = 2000


def betweenness(
    graph: nx.DiGraph[Node], sources: Collection[Node], targets: Collection[Node]
) -> Mapping[Node, float]:
    """How many shortest ways from sources to targets pass each node; of several between two, each in part.

    Betweenness between subsets (Freeman 1977; Brandes, Social Networks 30, 2008).
    """
    if not _is_large(graph):
        found: Mapping[Node, float] = nx.betweenness_centrality_subset(graph, sources, targets)
        return found
    known, at = _handed(graph)
    passing = known.betweenness(
        sources=[at[node] for node in sources], targets=[at[node] for node in targets]
    )
    return dict(zip(at, passing, strict=True))


def joined_pairs(graph: nx.DiGraph[Node], sources: Iterable[Node], targets: Collection[Node]) -> int:
    """How many pairs there are of a source and another target that one gets to from it."""
    if not _is_large(graph):
        goal: set[Hashable] = set(targets)
        return sum(len(goal & _behind(graph, source)) for source in sources)
    known, at = _handed(graph)
    numbers = {at[node] for node in targets}
    return sum(
        len(numbers.intersection(known.subcomponent(at[source], mode="out")) - {at[source]})
        for source in sources
    )


def maximum_flow(
    carries: Mapping[tuple[Node, Node], int], source: Node, target: Node
) -> dict[tuple[Node, Node], int]:
    """How much flows along each arc that anything does, of as much as gets from source to target.

    There may be several such flows; all of them are as large.

    Args:
        carries: how much each arc can carry.
        source: where all flow begins.
        target: where it ends.
    """
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_nodes_from((source, target))
    graph.add_edges_from((one, other, {"capacity": most}) for (one, other), most in carries.items())
    if not _is_large(graph):
        _, told = nx.maximum_flow(graph, source, target)
        return {(one, other): flow for one, each in told.items() for other, flow in each.items() if flow}
    known, at = _handed(graph)
    flows = known.maxflow(at[source], at[target], [float(carries[arc]) for arc in graph.edges]).flow
    return {arc: round(flow) for arc, flow in zip(graph.edges, flows, strict=True) if round(flow)}


def smallest_cut(graph: nx.DiGraph[Node], source: Node, target: Node) -> set[Node]:
    """The fewest nodes without which one does not get from source to target; there may be several such sets.

    A minimum vertex cut (Menger's theorem; Even, Graph Algorithms, 1979).
    """
    if not _is_large(graph):
        # networkx finds nothing to cut where an edge leads back from the one to the other.
        back = [(target, source)] if graph.has_edge(target, source) else []
        return set(nx.minimum_node_cut(nx.restricted_view(graph, [], back), source, target))
    import igraph

    # Each node is split in two, joined by an arc that can carry 1; all other arcs carry any amount.
    numbers = {node: number for number, node in enumerate(graph)}
    arcs = [(2 * number, 2 * number + 1) for number in numbers.values()]
    arcs += [(2 * numbers[one] + 1, 2 * numbers[other]) for one, other in graph.edges]
    any_amount = float(len(numbers))
    carry = [any_amount if node in (source, target) else 1.0 for node in numbers]
    carry += [any_amount] * graph.number_of_edges()
    split = igraph.Graph(n=2 * len(numbers), edges=arcs, directed=True)
    cut = split.mincut(2 * numbers[source], 2 * numbers[target] + 1, capacity=carry)
    before = set(cut.partition[0])
    return {node for node, at in numbers.items() if 2 * at in before and 2 * at + 1 not in before}


def _behind(graph: nx.Graph[Any], source: Hashable) -> set[Hashable]:
    return set(nx.descendants(graph, source))


def _is_large(graph: nx.Graph[Any]) -> bool:
    return len(graph) >= LARGE and find_spec("igraph") is not None


def _handed(graph: nx.DiGraph[Node]) -> tuple[igraph.Graph, dict[Node, int]]:
    """A graph as igraph holds it, and the number of each node there."""
    import igraph

    at = {node: number for number, node in enumerate(graph)}
    edges = [(at[one], at[other]) for one, other in graph.edges]
    return igraph.Graph(n=len(at), edges=edges, directed=True), at
