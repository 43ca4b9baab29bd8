"""Walks the value chain upstream and downstream of an entity, link by link, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import URIRef

from monazite.analysis.evidence import Evidence, named
from monazite.analysis.projection import support
from monazite.analysis.result import Result
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

UPSTREAM, DOWNSTREAM = "upstream", "downstream"


@dataclass(frozen=True)
class Link:
    """That one node feeds another, in the direction in which the products flow.

    `depth` is the number of links between the entity that was asked about and the far end of this one.
    `products` and `statuses` are those of all links between the two on that basis.
    """

    depth: int
    supplier: str
    supplier_stages: tuple[str, ...]
    products: tuple[str, ...]
    consumer: str
    consumer_stages: tuple[str, ...]
    basis: str
    statuses: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Reach(Result[Link]):
    """What lies upstream or downstream of an entity: the links, nearest first.

    `starts` are the labels of the nodes that the walk began at: the entity, or the units that it operates;
    `bases` what the links may rest on.
    """

    entity: str
    direction: str
    bases: tuple[str, ...]
    starts: tuple[str, ...]


def upstream(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str, depth: int | None = None) -> Reach:
    """All that flows, over any number of links, into an entity or into the units that it operates.

    Args:
        kg: the knowledge graph, for the units that an organization operates.
        chain: a projection by `monazite.analysis.projection.project`.
        entity: the entity's IRI.
        depth: how many links to follow at most; all of them if None.

    Raises:
        QueryError: the depth is not positive.
    """
    return _walk(kg, chain, entity, UPSTREAM, depth)


def downstream(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str, depth: int | None = None
) -> Reach:
    """All that flows, over any number of links, out of an entity or out of the units that it operates.

    Arguments and errors are those of `upstream`.
    """
    return _walk(kg, chain, entity, DOWNSTREAM, depth)


def _walk(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str, direction: str, depth: int | None
) -> Reach:
    if depth is not None and depth < 1:
        raise QueryError(f"the depth must be 1 or more, not {depth}")
    begin = starts(kg, chain, entity)
    walked = chain.reverse(copy=False) if direction == UPSTREAM else chain
    distance = dict.fromkeys(begin, 0)
    for layer, nodes in enumerate(nx.bfs_layers(walked, begin)):
        distance |= dict.fromkeys(nodes, layer)
    links = []
    for near in distance:
        steps = distance[near] + 1
        if depth is not None and steps > depth:
            continue
        for far in walked[near]:
            ends = (far, near) if direction == UPSTREAM else (near, far)
            links += links_between(chain, steps, *ends)
    links.sort(key=lambda link: (link.depth, link.supplier, link.consumer, link.basis))
    labels = tuple(sorted(chain.nodes[start]["label"] for start in begin))
    title = f"{direction} of {kg.label(URIRef(entity), chain.graph['language'])}"
    notes = _notes(chain, title, direction, labels, links)
    return Reach(title, tuple(links), notes, entity, direction, chain.graph["bases"], labels)


def _notes(
    chain: nx.MultiDiGraph[str], title: str, direction: str, labels: tuple[str, ...], links: list[Link]
) -> tuple[str, ...]:
    if not labels:
        what = title.removeprefix(f"{direction} of ")
        return (f"{what} stands in no chain: it is no production unit and operates none.",)
    if not links:
        return (f"There are no {' and '.join(chain.graph['bases'])} links {title}.",)
    return ()


def links_between(chain: nx.MultiDiGraph[str], depth: int, supplier: str, consumer: str) -> list[Link]:
    """The links from one node to another, gathered by their basis.

    Args:
        chain: the projection.
        depth: how far from the start of the walk the far end is.
        supplier: the node that the products come from.
        consumer: the node that they go to.
    """
    by_basis: dict[str, list[dict[str, Any]]] = {}
    for attributes in chain[supplier][consumer].values():
        by_basis.setdefault(attributes["basis"], []).append(attributes)
    return [link(chain, depth, supplier, consumer, by_basis[basis]) for basis in sorted(by_basis)]


def link(
    chain: nx.MultiDiGraph[str],
    depth: int,
    supplier: str,
    consumer: str,
    edges: Sequence[Mapping[str, Any]],
) -> Link:
    """Edges of the chain between two nodes, on one basis, as a link of a walk.

    Args:
        chain: the projection.
        depth: how far from the start of the walk its far end is.
        supplier: the node that the products come from.
        consumer: the node that they go to.
        edges: the attributes of the edges.
    """
    documents = chain.graph["documents"]
    return Link(
        depth=depth,
        supplier=chain.nodes[supplier]["label"],
        supplier_stages=chain.nodes[supplier]["stages"],
        products=tuple(sorted({edge["label"] for edge in edges if edge["label"]})),
        consumer=chain.nodes[consumer]["label"],
        consumer_stages=chain.nodes[consumer]["stages"],
        basis=edges[0]["basis"],
        statuses=tuple(sorted({edge["status"] for edge in edges if edge["status"]})),
        sources=named(documents, {source for edge in edges for source in edge["sources"]}),
        evidence=support(chain, supplier, consumer, edges),
    )


def starts(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str) -> list[str]:
    """The nodes of a projection that stand for an entity: itself, its units, the lines of a facility."""
    text = "SELECT DISTINCT ?unit { ?unit mz:operator|mz:lineOf ?entity }"
    units = [str(row.unit) for row in kg.query(text, entity=URIRef(entity)).rows()]
    # An rdflib IRI is no key of a graph whose nodes are plain strings.
    return sorted({node for node in (str(entity), *units) if node in chain})
