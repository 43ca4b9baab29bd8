"""Projects the knowledge graph to networkx: the value chain, or the network of relations.

Both give a ``networkx.MultiDiGraph`` whose nodes are IRIs (strings). Its attributes:

=========== ============= ===================================================================
of          attribute     value
=========== ============= ===================================================================
graph       name          ``chain`` or ``network``
graph       bases         the bases of the links that it holds (chain only), sorted tuple
graph       sources       {IRI: line of a list of references} of all that stands behind it
graph       cited         {IRI: publisher and year} of the same
node        label         English label, str
node        kind          local name of its class, str
node        stages        labels of its stages, tuple of str in the order of the chain
node        rank          rank of the first of its stages in the chain, 1 for exploration; int
node        country       ISO 3166-1 alpha-2 code, "" if none is stated
node        operators     labels of its operators, tuple of str (chain only)
edge        label         the product's label (chain) or the property's (network), str
edge        product       IRI of the product, "" if none is stated (chain only)
edge        basis         ``declared``, ``internal`` or ``possible`` (chain only)
edge        status        the agreement's status, "" if there is none (chain only)
edge        property      IRI of the property (network only)
edge        sources       IRIs of the source documents, sorted tuple of str
=========== ============= ===================================================================
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import networkx as nx
from rdflib.query import ResultRow

from monazite import queries, statements
from monazite.errors import QueryError
from monazite.results import convert
from monazite.vocabulary import MZ, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

BASES = ("declared", "internal", "possible")
DEFAULT_BASES = ("declared", "internal")
PLACES = ("Place", "IndustrialZone", "AdministrativeArea", "Country")


def chain(kg: KnowledgeGraph, bases: Collection[str] = DEFAULT_BASES) -> nx.MultiDiGraph[str]:
    """The value chain: production units, and organizations that links name; an edge is a flow of a product.

    Args:
        kg: the knowledge graph.
        bases: which links to hold, of `BASES`; *possible* ones, which nobody states, only if asked for.

    Raises:
        QueryError: a basis is not one of `BASES`.
    """
    if unknown := sorted(set(bases) - set(BASES)):
        raise QueryError(f"unknown basis {unknown[0]!r}; there are: {', '.join(BASES)}")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="chain", bases=tuple(sorted(bases)))
    order = stage_order(kg)
    for row in _rows(kg, "chain-nodes"):
        _add_node(graph, row, kg, order)
        node = graph.nodes[str(row.node)]
        operator = () if row.operatorLabel is None else (str(row.operatorLabel),)
        node["operators"] = tuple(sorted({*node.get("operators", ()), *operator}))
    for row in _rows(kg, "chain-edges"):
        basis = local_name(str(row.basis))
        if basis in bases:
            attributes = {
                "label": str(row.productLabel or ""),
                "product": str(row.product or ""),
                "basis": basis,
                "status": local_name(str(row.status)) if row.status else "",
            }
            _add_edge(graph, row, str(row.link), attributes)
    return _with_sources(graph, kg)


def network(kg: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    """The network of organizations, units, projects, agreements, initiatives and places, as stated."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="network")
    order = stage_order(kg)
    for row in _rows(kg, "network-nodes"):
        _add_node(graph, row, kg, order)
    for row in _rows(kg, "network-edges"):
        iri = str(row.property)
        _add_edge(graph, row, iri, {"label": str(row.propertyLabel or local_name(iri)), "property": iri})
    return _with_sources(graph, kg)


def around(graph: nx.MultiDiGraph[str], nodes: Collection[str], depth: int = 1) -> nx.MultiDiGraph[str]:
    """The part of a projection that is at most some links away from nodes, whatever way the links point.

    Places are reached but not passed: what merely lies in the same country is not near.

    Args:
        graph: a projection.
        nodes: the IRIs to start from.
        depth: how many links to follow.

    Raises:
        QueryError: none of the nodes is in the projection, or the depth is not positive.
    """
    if depth < 1:
        raise QueryError(f"the depth must be 1 or more, not {depth}")
    reached = {node for node in nodes if node in graph}
    if not reached:
        raise QueryError(f"{', '.join(sorted(nodes))} has no links in the projection {graph.name!r}")
    edge = reached
    for _ in range(depth):
        passed = [node for node in edge if node in nodes or graph.nodes[node]["kind"] not in PLACES]
        edge = {near for node in passed for near in nx.all_neighbors(graph, node)} - reached
        reached = reached | edge
    part = graph.subgraph(reached).copy()
    named = _named_sources(part)
    for name in ("sources", "cited"):
        part.graph[name] = {iri: graph.graph[name][iri] for iri in named if iri in graph.graph[name]}
    return part


def stage_order(kg: KnowledgeGraph) -> dict[str, int]:
    """The labels of the stages by their rank in the chain: 1 for exploration, recycling last."""
    return {str(row.label): int(row.rank) for row in _rows(kg, "stages")}


def _rows(kg: KnowledgeGraph, projection: str) -> Iterator[ResultRow]:
    return convert(kg.solve(queries.shipped("projections", projection))).rows()


def _add_node(graph: nx.MultiDiGraph[str], row: ResultRow, kg: KnowledgeGraph, order: dict[str, int]) -> None:
    node = str(row.node)
    if node not in graph:
        kinds = [local_name(t) for t in statements.types(kg.store, row.node) if t.startswith(MZ)]
        graph.add_node(
            node,
            label=str(row.label or local_name(node)),
            kind=kinds[0] if kinds else "",
            stages=(),
            rank=len(order) + 1,
            country=str(row.country or ""),
        )
    if row.stageLabel is not None:
        stages = {*graph.nodes[node]["stages"], str(row.stageLabel)}
        ranked = sorted((order.get(stage, len(order) + 1), stage) for stage in stages)
        graph.nodes[node]["stages"] = tuple(stage for _, stage in ranked)
        graph.nodes[node]["rank"] = ranked[0][0]


def _add_edge(graph: nx.MultiDiGraph[str], row: ResultRow, key: str, attributes: dict[str, str]) -> None:
    start, end = str(row["from"]), str(row.to)
    if start not in graph or end not in graph:
        return
    sources = graph.edges[start, end, key]["sources"] if graph.has_edge(start, end, key) else ()
    if row.source is not None:
        sources = tuple(sorted({*sources, str(row.source)}))
    graph.add_edge(start, end, key, **attributes, sources=sources)


def _with_sources(graph: nx.MultiDiGraph[str], kg: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    known = {str(iri): source for iri, source in statements.documents(kg.store).items()}
    named = [iri for iri in _named_sources(graph) if iri in known]
    graph.graph["sources"] = {iri: str(known[iri]) for iri in named}
    graph.graph["cited"] = {iri: known[iri].short for iri in named}
    return graph


def _named_sources(graph: nx.MultiDiGraph[str]) -> list[str]:
    return sorted({source for *_, attributes in graph.edges(data=True) for source in attributes["sources"]})
