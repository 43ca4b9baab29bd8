"""XLSX: a workbook with a sheet of nodes, one of edges and one of sources."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite import sheets
from monazite.export.tables import tables


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as a workbook; no cell is a formula."""
    rows = tables(graph)
    sheets.write({"Nodes": rows.nodes, "Edges": rows.edges, "Sources": rows.sources}, str(path))
