"""Pajek's .net: names and arcs, and nothing else, since the format has no place for more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx

from monazite.drawing import plain
from monazite.export import credit


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as a Pajek network; parallel links add up to an arc's weight.

    Two nodes of one name are told apart by a number.
    """
    seen: Counter[str] = Counter()
    shown = {}
    for node, attributes in graph.nodes(data=True):
        name = " ".join(plain(attributes["label"]).split()).replace('"', "'")
        seen[name] += 1
        shown[node] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    copy: nx.DiGraph[str] = nx.DiGraph()
    copy.add_nodes_from(shown.values())
    for start, end in graph.edges():
        ends = shown[start], shown[end]
        weight = copy.edges[ends]["weight"] + 1 if copy.has_edge(*ends) else 1
        copy.add_edge(*ends, weight=weight)
    lines = [f"% {' '.join(plain(credit(graph)).split())}", *nx.generate_pajek(copy)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
