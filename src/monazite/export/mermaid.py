"""Mermaid flowcharts, for Markdown pages."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import credit


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as a Mermaid flowchart from left to right."""
    numbers = {node: f"n{number}" for number, node in enumerate(graph)}
    lines = [f"%% {' '.join(credit(graph).split())}", "flowchart LR"]
    for node, attributes in graph.nodes(data=True):
        lines.append(f'  {numbers[node]}["{_escape(attributes["label"])}"]')
    for start, end, attributes in graph.edges(data=True):
        arrow = "-.->" if attributes.get("basis") == "possible" else "-->"
        label = f'|"{_escape(attributes["label"])}"|' if attributes["label"] else ""
        lines.append(f"  {numbers[start]} {arrow}{label} {numbers[end]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _escape(text: str) -> str:
    """Text with all that Mermaid or HTML could read as markup written as Mermaid's number entities."""
    return "".join(c if c.isalnum() or c in " .,()-/%&'" else f"#{ord(c)};" for c in " ".join(text.split()))
