"""DOT, for Graphviz."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.drawing import plain
from monazite.export import credit

_STYLES = {"possible": "dashed", "internal": "solid", "declared": "bold"}


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as DOT, from left to right, nodes numbered and labelled."""
    numbers = {node: f"n{number}" for number, node in enumerate(graph)}
    lines = [f"digraph {_quote(graph.graph.get('name', 'graph'))} {{"]
    lines += [
        f"  label={_quote(credit(graph))};",
        "  rankdir=LR;",
        '  node [shape=box, fontname="sans-serif"];',
    ]
    for node, attributes in graph.nodes(data=True):
        label = "\n".join(filter(None, (attributes["label"], ", ".join(attributes["stages"]))))
        lines.append(f"  {numbers[node]} [label={_quote(label)}, tooltip={_quote(node)}];")
    for start, end, attributes in graph.edges(data=True):
        style = _STYLES.get(attributes.get("basis", ""), "solid")
        label = _quote(attributes["label"])
        lines.append(f"  {numbers[start]} -> {numbers[end]} [label={label}, style={style}];")
    path.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


def _quote(text: str) -> str:
    escaped = plain(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{escaped}"'
