"""GML, for igraph, Gephi and Cytoscape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import networkx as nx

from monazite.drawing import plain
from monazite.export import KEPT, SINGLE, Value, flat_told, flat_value

# 7-bit ASCII without the marks that GML's strings end at or escape by (Himsolt 1997).
_ESCAPED = re.compile(r'[^ -~]|[&"]')
# What the format itself says of a node and of an edge.
_NODE, _EDGE = "id", "source target key"
_SMALLEST, _LARGEST = -(2**31), 2**31


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GML: the format's own label is the IRI, so the name stands in ``name``.

    Keys lose their underscores, since GML's are letters and digits (Himsolt 1997).
    """
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(_lines(graph))


def _lines(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    yield "graph [\n  directed 1\n  multigraph 1\n"
    yield "".join(f"  {name} {_value(value)}\n" for name, value in flat_told(graph).items())
    numbers = {node: number for number, node in enumerate(graph)}
    for node, attributes in graph.nodes(data=True):
        named = f"    id {numbers[node]}\n    label {_value(node)}\n"
        yield f"  node [\n{named}{_pairs(attributes, _NODE)}  ]\n"
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        ends = f"    source {numbers[start]}\n    target {numbers[end]}\n    key {_value(key)}\n"
        yield f"  edge [\n{ends}{_pairs(attributes, _EDGE)}  ]\n"
    yield "]\n"


def _pairs(attributes: Mapping[str, object], taken: str) -> str:
    return "".join(
        [
            _pair(name, value if type(value) in SINGLE else flat_value(value), taken)
            for name, value in attributes.items()
        ]
    )


@lru_cache(maxsize=KEPT, typed=True)
def _pair(name: str, value: Value | None, taken: str) -> str:
    key = "name" if name == "label" else name.replace("_", "")
    said = value if isinstance(value, str) else flat_value(value)
    return "" if said is None or key in taken.split() else f"    {key} {_value(said)}\n"


def _value(value: Value) -> str:
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and '"' not in value and "&" not in value:
            return f'"{value}"'
        return f'"{_ESCAPED.sub(_entity, plain(value))}"'
    if isinstance(value, float):
        said = repr(value).upper()
        # A real has a point, which Python leaves out of 1E+16.
        return said if "." in said else said.replace("E", ".E")
    return str(int(value)) if _SMALLEST <= value < _LARGEST else f'"{value}"'


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
