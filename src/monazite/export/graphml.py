"""GraphML, for networkx, igraph, yEd and Cytoscape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx

from monazite.export import flat
from monazite.export.xml import HEAD, TYPES, attribute, text

_OPEN = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GraphML."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(flat(graph)))


def _lines(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    yield HEAD
    yield _OPEN
    yield from _keys(graph)
    yield '  <graph edgedefault="directed">\n'
    for node, attributes in graph.nodes(data=True):
        yield f'    <node id="{attribute(node)}">\n{_data(attributes, "      ")}    </node>\n'
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        ends = f'source="{attribute(start)}" target="{attribute(end)}" id="{attribute(key)}"'
        yield f"    <edge {ends}>\n{_data(attributes, '      ')}    </edge>\n"
    yield f"{_data(graph.graph, '    ')}  </graph>\n</graphml>\n"


def _keys(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """What attributes there are, and of what type, each under its own name."""
    found: dict[tuple[str, str, type], None] = {}
    for name, value in graph.graph.items():
        found["graph", name, type(value)] = None
    for _, attributes in graph.nodes(data=True):
        for name, value in attributes.items():
            found["node", name, type(value)] = None
    for *_, attributes in graph.edges(data=True):
        for name, value in attributes.items():
            found["edge", name, type(value)] = None
    for of, name, kind in reversed(found):
        said = attribute(name)
        yield f'  <key id="{said}" for="{of}" attr.name="{said}" attr.type="{TYPES[kind]}" />\n'


def _data(attributes: Mapping[str, str | int | float], indent: str) -> str:
    lines = []
    for name, value in attributes.items():
        if value == "":
            lines.append(f'{indent}<data key="{attribute(name)}" />\n')
        else:
            lines.append(f'{indent}<data key="{attribute(name)}">{text(value)}</data>\n')
    return "".join(lines)
