"""Writes a networkx projection to a file: one module a format, found here by the format's name."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from monazite import drawing
from monazite.drawing import plain
from monazite.errors import QueryError
from monazite.files import whole

# What graph files hold.
Value = str | int | float
# How many values of attributes a writer keeps as it writes them: those of kinds, stages, products and
# documents come again and again.
KEPT = 1 << 16
# What a cache can tell apart: ``(1,)`` and ``(True,)`` are the same to it, and a mapping it cannot keep.
SINGLE = frozenset({str, int, float, bool})

# The module that writes each format; it has `write(graph, path)`.
FORMATS = {
    "graphml": "graphml",
    "gexf": "gexf",
    "gml": "gml",
    "pajek": "pajek",
    "dot": "dot",
    "mermaid": "mermaid",
    "cytoscape": "cytoscape",
    "nodelink": "nodelink",
    "neo4j": "neo4j",
    "parquet": "parquet",
    "xlsx": "workbook",
    "geojson": "geo",
    "gpkg": "geo",
    "kml": "geo",
    "svg": "figure",
    "png": "figure",
    "pdf": "figure",
}
# These are several files: what is written is a folder.
FOLDERS = ("neo4j", "parquet")
# What files of a format end in, where that is not its name.
ENDINGS = {"mmd": "mermaid", "gv": "dot", "net": "pajek", "cyjs": "cytoscape", "json": "nodelink"}
LICENCE = f"Data: {drawing.LICENCE}"


def write(graph: nx.MultiDiGraph[str], form: str, path: Path) -> None:
    """Writes a projection in one of `FORMATS`; the file appears only when it is whole.

    Of `FOLDERS` a folder is made; in one that is there already, files of the same names are replaced.

    Raises:
        QueryError: the format is not known.
        FileError: the file cannot be written.
        ExtraMissing: the format needs a package that is not installed.
    """
    if form not in FORMATS:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")
    module = importlib.import_module(f"monazite.export.{FORMATS[form]}")
    with whole(path) as place:
        # Writers tell the format by the ending, which need not be the one that was asked for.
        fresh = place.with_name(f"export.{form}")
        if form in FOLDERS:
            fresh.mkdir()
        module.write(graph, fresh)
        fresh.rename(place)


def credit(graph: nx.MultiDiGraph[str]) -> str:
    """The line that every export carries: licence and sources."""
    sources = "; ".join(str(source) for source in graph.graph.get("documents", {}).values())
    return f"{LICENCE}. Sources: {sources}." if sources else f"{LICENCE}."


def flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy whose attributes are all text or finite numbers, as graph file formats want them.

    Tuples and mappings are joined by `` | ``; characters that XML 1.0 cannot hold are left out; an attribute
    that is None or without bound is left out.
    """
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    copy.graph |= flat_told(graph)
    copy.add_nodes_from(flat_nodes(graph))
    for start, end, key, attributes in flat_edges(graph):
        copy.add_edge(start, end, key, **attributes)
    return copy


def flat_told(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """What files say of a graph as a whole: its name and its credit."""
    return {"name": plain(graph.graph.get("name", "")), "description": plain(credit(graph))}


def flat_nodes(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """The nodes of `flat`, without a copy of the graph."""
    for node, attributes in graph.nodes(data=True):
        yield plain(node), _flat(attributes)


def flat_edges(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, Value]]]:
    """The edges of `flat`: start, end, key and attributes, without a copy of the graph."""
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        yield plain(start), plain(end), plain(key), _flat(attributes)


def _flat(attributes: dict[str, Any]) -> dict[str, Value]:
    values = ((name, flat_value(value)) for name, value in attributes.items())
    return {name: value for name, value in values if value is not None}


def flat_value(value: object) -> Value | None:
    """The value of an attribute in `flat`; None of what is left out."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return plain(" | ".join(map(str, value)))
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return plain(" | ".join(f"{key}: {each}" for key, each in value.items()))
    return None if value is None else plain(str(value))
