"""How far walks along the chain get from where they begin, and what they cannot go around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from monazite.analysis.concepts import Concepts
from monazite.analysis.walks.ends import PRODUCT, Ends

# Stands for all nodes that a walk begins at.
_ROOT = ""


@dataclass(frozen=True)
class Walked:
    """What a walk reaches.

    Attributes:
        depths: the least depth of each node; 0 where the walk begins.
        edges: for each pair of nodes and depth the attributes of the edges between them, in the direction of
            the flow; the depth is that of the far end as one gets there by them.
        behind: for each node that others are reached only through, those others.
    """

    depths: Mapping[str, int]
    edges: Mapping[tuple[str, str, int], tuple[Mapping[str, Any], ...]]
    behind: Mapping[str, frozenset[str]]


def walked(
    chain: nx.MultiDiGraph[str], begin: Ends, known: Concepts, *, against: bool, depth: int | None = None
) -> Walked:
    """Walks breadth-first with the flow, or against it.

    From a product the first links are those that carry it; further on there is none of a stage on the wrong
    side of it, scrap and what nobody names apart. All else follows every link.

    Args:
        chain: a projection by `monazite.analysis.projection.project`.
        begin: where to begin.
        known: the stages and products.
        against: whether to walk against the flow, upstream.
        depth: how many links to follow at most; all of them if None.
    """
    part = _fitting(chain, begin, known, against=against)
    graph = part.reverse(copy=False) if against else part
    first = {edge[:2] for edge in graph.edges(data=True) if begin.carried_by(edge[2])}
    far = {end for _, end in first} if begin.kind == PRODUCT else set(begin.nodes)
    depths = {near: 0 for near, _ in first if near not in far}
    for layer, nodes in enumerate(nx.bfs_layers(graph, sorted(far)), int(begin.kind == PRODUCT)):
        if depth is None or layer <= depth:
            depths |= dict.fromkeys(nodes, layer)
    edges: dict[tuple[str, str, int], list[Mapping[str, Any]]] = {}
    for near, end, attributes in graph.edges(data=True):
        if near not in depths:
            continue
        carried = begin.carried_by(attributes)
        if begin.kind == PRODUCT and not depths[near] and not carried:
            continue
        reached = 1 if carried else depths[near] + 1
        if depth is None or reached <= depth:
            supplier, consumer = (end, near) if against else (near, end)
            edges.setdefault((supplier, consumer, reached), []).append(attributes)
    pairs = {(end, near) if against else (near, end) for near, end, _ in edges}
    return Walked(depths, {key: tuple(found) for key, found in edges.items()}, _behind(pairs, begin, far))


def _fitting(
    chain: nx.MultiDiGraph[str], begin: Ends, known: Concepts, *, against: bool
) -> nx.MultiDiGraph[str]:
    if begin.kind != PRODUCT:
        return chain
    ranks = {product: rank for product, rank in known.ranks.items() if product not in known.scrap}
    own = ranks.get(begin.iri, 0)

    def fits(start: str, end: str, key: Any) -> bool:
        product = chain.edges[start, end, key]["product"]
        beyond = ranks.get(product, own) - own
        return product in begin.products or (beyond <= 0 if against else beyond >= 0)

    view: nx.MultiDiGraph[str] = nx.subgraph_view(chain, filter_edge=fits)
    return view


def _behind(pairs: set[tuple[str, str]], begin: Ends, far: set[str]) -> dict[str, frozenset[str]]:
    """Whom each node dominates, seen from where the walk goes on from; what was asked about is no gate."""
    graph: nx.DiGraph[str] = nx.DiGraph(pair for pair in pairs if pair[1] not in begin.nodes)
    graph.add_edges_from((_ROOT, node) for node in far)
    if not far:
        return {}
    above = nx.immediate_dominators(graph, _ROOT)
    behind: dict[str, set[str]] = {}
    for node in above.keys() - {_ROOT}:
        gate = above[node]
        while gate not in (_ROOT, None):
            behind.setdefault(gate, set()).add(node)
            gate = above[gate]
    return {gate: frozenset(nodes) for gate, nodes in behind.items() if gate not in begin.nodes}
