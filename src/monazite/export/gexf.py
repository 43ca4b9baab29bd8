"""GEXF 1.2, for Gephi."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import flat


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GEXF: labels as labels, all other attributes in Gephi's data table."""
    copy = flat(graph)
    for number, (_, _, attributes) in enumerate(copy.edges(data=True)):
        attributes["id"] = str(number)
    nx.write_gexf(copy, path, version="1.2draft")
