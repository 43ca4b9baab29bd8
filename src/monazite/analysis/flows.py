"""Walks the value chain upstream and downstream of an entity, link by link, each with its sources."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import URIRef

from monazite.errors import QueryError
from monazite.vocabulary import shorten

if TYPE_CHECKING:
    from pandas import DataFrame

    from monazite.graph import KnowledgeGraph

UPSTREAM, DOWNSTREAM = "upstream", "downstream"


@dataclass(frozen=True)
class Link:
    """One link of a walk, in the direction in which the product flows.

    `depth` is the number of links between the entity that was asked about and the far end of this one.
    `sources` are lines of a list of references.
    """

    depth: int
    supplier: str
    supplier_stages: tuple[str, ...]
    product: str
    consumer: str
    consumer_stages: tuple[str, ...]
    basis: str
    status: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """What lies upstream or downstream of an entity: the links, nearest first, and the bases they rest on.

    `starts` are the labels of the nodes that the walk began at: the entity, or the units that it operates.
    """

    entity: str
    direction: str
    bases: tuple[str, ...]
    starts: tuple[str, ...]
    links: tuple[Link, ...]

    def to_dataframe(self) -> DataFrame:
        """The links as a DataFrame, one row a link; sources joined by `` | ``."""
        import pandas

        columns = list(Link.__dataclass_fields__)
        rows = [[_flat(value) for value in vars(link).values()] for link in self.links]
        return pandas.DataFrame(rows, columns=columns)


def _flat(value: object) -> object:
    return " | ".join(value) if isinstance(value, tuple) else value


def upstream(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str, depth: int | None = None) -> Reach:
    """All that flows, over any number of links, into an entity or into the units that it operates.

    Args:
        kg: the knowledge graph, for the units that an organization operates.
        chain: a projection by `monazite.analysis.project.chain`.
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
    for near, far, attributes in walked.edges(distance, data=True):
        steps = distance[near] + 1
        if depth is not None and steps > depth:
            continue
        supplier, consumer = (far, near) if direction == UPSTREAM else (near, far)
        links.append(link(chain, steps, supplier, consumer, attributes))
    links.sort(key=lambda link: (link.depth, link.supplier, link.consumer, link.product, link.basis))
    labels = tuple(sorted(chain.nodes[start]["label"] for start in begin))
    return Reach(entity, direction, chain.graph["bases"], labels, tuple(links))


def link(
    chain: nx.MultiDiGraph[str], depth: int, supplier: str, consumer: str, attributes: Mapping[str, Any]
) -> Link:
    """An edge of the chain as a link of a walk.

    Args:
        chain: the projection.
        depth: how far from the start of the walk its far end is.
        supplier: the node that the product comes from.
        consumer: the node that it goes to.
        attributes: those of the edge.
    """
    known = chain.graph["sources"]
    return Link(
        depth=depth,
        supplier=chain.nodes[supplier]["label"],
        supplier_stages=chain.nodes[supplier]["stages"],
        product=attributes["label"],
        consumer=chain.nodes[consumer]["label"],
        consumer_stages=chain.nodes[consumer]["stages"],
        basis=attributes["basis"],
        status=attributes["status"],
        sources=tuple(known.get(source, shorten(source)) for source in attributes["sources"]),
    )


def starts(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str) -> list[str]:
    """The nodes of a projection that stand for an entity: itself, its units, the lines of a facility."""
    text = "SELECT DISTINCT ?unit { ?unit mz:operator|mz:lineOf ?entity }"
    units = [str(row.unit) for row in kg.query(text, entity=URIRef(entity)).rows()]
    # An rdflib IRI is no key of a graph whose nodes are plain strings.
    return sorted({node for node in (str(entity), *units) if node in chain})


def to_csv(reach: Reach) -> str:
    """The links as CSV (RFC 4180), one row a link."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(Link.__dataclass_fields__)
    writer.writerows([_flat(value) for value in vars(link).values()] for link in reach.links)
    return text.getvalue()


def to_json(reach: Reach) -> str:
    """The walk as a JSON object."""
    return json.dumps(asdict(reach), ensure_ascii=False, indent=2) + "\n"
