"""Node-link JSON, as networkx and D3 read it."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import flat
from monazite.export.jsons import lines


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as node-link JSON (``nodes`` and ``links``)."""
    copy = flat(graph)
    nodes = ({**attributes, "id": node} for node, attributes in copy.nodes(data=True))
    links = (
        {**attributes, "source": start, "target": end, "key": key}
        for start, end, key, attributes in copy.edges(keys=True, data=True)
    )
    told = {"directed": True, "multigraph": True, "graph": copy.graph}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(told, {"nodes": nodes, "links": links}))
