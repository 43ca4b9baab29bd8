"""Cytoscape JSON, for Cytoscape and Cytoscape.js."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx

from monazite.export import credit, flat_edges, flat_nodes
from monazite.export.jsons import lines


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as Cytoscape JSON, the name of a node in ``name`` and ``label``."""
    told = {"name": graph.graph.get("name", ""), "credit": credit(graph)}
    nodes = (
        {"data": {**data, "id": data.get("iri") or node, "value": node, "name": data.get("label") or node}}
        for node, data in flat_nodes(graph)
    )
    edges = (
        {"data": {**data, "source": start, "target": end, "key": key}}
        for start, end, key, data in flat_edges(graph)
    )
    head = {"data": told, "directed": True, "multigraph": True}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_within(lines(head, {"nodes": nodes, "edges": edges})))


def _within(pieces: Iterator[str]) -> Iterator[str]:
    """The lists as Cytoscape wants them, within ``elements``."""
    for piece in pieces:
        if piece == '"nodes": [':
            yield '"elements": {'
        yield piece if piece != "}\n" else "}}\n"
