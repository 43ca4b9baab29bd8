"""A projection as rows: of its nodes, of its edges and of its sources."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from monazite.export import LICENCE, flat

Value = str | int | float
Row = dict[str, Value]

SOURCES = ("source", "publisher", "title", "issued", "url", "licence")


@dataclass(frozen=True)
class Tables:
    """The rows of a projection: every row of a table has the same columns, "" where there is nothing."""

    nodes: list[Row]
    edges: list[Row]
    sources: list[Row]


def tables(graph: nx.MultiDiGraph[str]) -> Tables:
    """The rows of a projection, in the order of the graph; edges name the IRIs of their ends."""
    copy = flat(graph)
    nodes: list[Row] = [{"iri": node} | attributes for node, attributes in copy.nodes(data=True)]
    edges: list[Row] = [
        {"from": start, "to": end, "link": key} | attributes
        for start, end, key, attributes in copy.edges(keys=True, data=True)
    ]
    sources: list[Row] = [
        {
            "source": iri,
            "publisher": document.publisher or "",
            "title": document.title,
            "issued": document.issued or "undated",
            "url": document.url or "",
            "licence": LICENCE,
        }
        for iri, document in graph.graph.get("documents", {}).items()
    ]
    return Tables(_even(nodes), _even(edges), sources)


def _even(rows: list[Row]) -> list[Row]:
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, "") for name in columns} for row in rows]
