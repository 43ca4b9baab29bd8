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
    numbers = {node: number for number, node in enumerate(graph, 1)}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"% {' '.join(plain(credit(graph)).split())}\n*vertices {len(shown)}\n")
        for node, name in shown.items():
            said = f'"{name}"' if " " in name else name
            file.write(f"{numbers[node]} {said} 0.0 0.0 ellipse\n")
        file.write("*arcs\n")
        for start, near in graph.adjacency():
            for end, edges in near.items():
                file.write(f"{numbers[start]} {numbers[end]} {len(edges)}\n")
