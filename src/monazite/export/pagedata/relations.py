"""The network: what organizations, units, agreements, projects and places have to do with each other."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from monazite.analysis import projection
from monazite.vocabulary import local_name, shorten

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> dict[str, Any]:
    """The relations that sources and the registry state, as columns of places in lists."""
    network = projection.network(kg)
    nodes: dict[str, int] = {}
    properties: dict[str, int] = {}
    documents: dict[str, int] = {}
    columns: dict[str, list[Any]] = {"from": [], "to": [], "property": [], "sources": []}
    told = sorted(network.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["property"]))
    for start, end, data in told:
        if things is not None and not (start in things and end in things):
            continue
        columns["from"].append(nodes.setdefault(shorten(start), len(nodes)))
        columns["to"].append(nodes.setdefault(shorten(end), len(nodes)))
        name = local_name(data["property"])
        columns["property"].append(properties.setdefault(name, len(properties)))
        cited = [shorten(iri) for iri in data["sources"] if iri in network.graph["documents"]]
        columns["sources"].append([documents.setdefault(iri, len(documents)) for iri in cited])
    return {"nodes": list(nodes), "properties": list(properties), "documents": list(documents), **columns}
