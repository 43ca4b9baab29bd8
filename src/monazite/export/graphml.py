"""GraphML, for networkx, igraph, yEd and Cytoscape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import networkx as nx

from monazite.export import KEPT, SINGLE, Value, flat_told, flat_value
from monazite.export.xml import HEAD, attribute, text, types

_OPEN = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GraphML."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(graph))


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
    yield f"{_data(flat_told(graph), '    ')}  </graph>\n</graphml>\n"


def _keys(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """What attributes there are, and of what type, each under its own name."""
    found = [("graph", *each) for each in types([flat_told(graph)])]
    found += [("node", *each) for each in types(data for _, data in graph.nodes(data=True))]
    found += [("edge", *each) for each in types(data for *_, data in graph.edges(data=True))]
    for of, name, kind in reversed(found):
        said = attribute(name)
        yield f'  <key id="{said}" for="{of}" attr.name="{said}" attr.type="{kind}" />\n'


def _data(attributes: Mapping[str, object], indent: str) -> str:
    return "".join(
        [
            _datum(name, value if type(value) in SINGLE else flat_value(value), indent)
            for name, value in attributes.items()
        ]
    )


@lru_cache(maxsize=KEPT, typed=True)
def _datum(name: str, value: Value | None, indent: str) -> str:
    said = flat_value(value)
    if said is None:
        return ""
    key = f'{indent}<data key="{attribute(name)}"'
    return f"{key} />\n" if said == "" else f"{key}>{text(said)}</data>\n"
