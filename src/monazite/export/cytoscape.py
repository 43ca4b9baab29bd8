"""Cytoscape JSON, for Cytoscape and Cytoscape.js."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx

from monazite.export import credit, flat


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as Cytoscape JSON, the name of a node in ``name`` and ``label``."""
    document = nx.cytoscape_data(flat(graph), name="label", ident="iri")
    document["data"] = {"name": graph.graph.get("name", ""), "credit": credit(graph)}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
