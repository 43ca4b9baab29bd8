"""GraphML, for networkx, igraph, yEd and Cytoscape."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import flat


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GraphML."""
    nx.write_graphml(flat(graph), path, edge_id_from_attribute=None, named_key_ids=True)
