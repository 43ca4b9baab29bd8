"""Node-link JSON, as networkx and D3 read it."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import flat_edges, flat_nodes, flat_told
from monazite.export.jsons import lines


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as node-link JSON (``nodes`` and ``links``)."""
    nodes = ({**attributes, "id": node} for node, attributes in flat_nodes(graph))
    links = (
        {**attributes, "source": start, "target": end, "key": key}
        for start, end, key, attributes in flat_edges(graph)
    )
    told = {"directed": True, "multigraph": True, "graph": flat_told(graph)}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(told, {"nodes": nodes, "links": links}))
