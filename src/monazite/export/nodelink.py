"""Node-link JSON, as networkx and D3 read it."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx

from monazite.export import flat


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as node-link JSON (``nodes`` and ``links``)."""
    document = nx.node_link_data(flat(graph), edges="links")
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
