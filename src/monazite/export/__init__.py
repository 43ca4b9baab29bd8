"""Writes a networkx projection to a file: one module a format, found here by the format's name."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx

from monazite import drawing
from monazite.drawing import plain
from monazite.errors import FileError, QueryError

# The module that writes each format; it has `write(graph, path)`.
FORMATS = {
    "graphml": "graphml",
    "gexf": "gexf",
    "dot": "dot",
    "mermaid": "mermaid",
    "svg": "figure",
    "png": "figure",
}
LICENCE = f"Data: {drawing.LICENCE}"


def write(graph: nx.MultiDiGraph[str], form: str, path: Path) -> None:
    """Writes a projection in one of `FORMATS`; the file appears only when it is whole.

    Raises:
        QueryError: the format is not known.
        FileError: the file cannot be written.
        ExtraMissing: the format needs a package that is not installed.
    """
    if form not in FORMATS:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")
    module = importlib.import_module(f"monazite.export.{FORMATS[form]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".export-") as work:
            fresh = Path(work) / f"export.{form}"
            module.write(graph, fresh)
            os.replace(fresh, path)
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error


def credit(graph: nx.MultiDiGraph[str]) -> str:
    """The line that every export carries: licence and sources."""
    sources = "; ".join(str(source) for source in graph.graph.get("documents", {}).values())
    return f"{LICENCE}. Sources: {sources}." if sources else f"{LICENCE}."


def flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy whose attributes are all text or numbers, as graph file formats want them.

    Tuples and mappings are joined by `` | ``; characters that XML 1.0 cannot hold are left out; edge keys
    become the attribute ``id``.
    """
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name=graph.graph.get("name", ""), description=_flat(credit(graph))
    )
    for node, attributes in graph.nodes(data=True):
        copy.add_node(_flat(node), **{name: _flat(value) for name, value in attributes.items()})
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        values = {name: _flat(value) for name, value in attributes.items()}
        copy.add_edge(_flat(start), _flat(end), _flat(key), **values)
    return copy


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return plain(" | ".join(f"{name}: {each}" for name, each in value.items()))
    return plain(" | ".join(map(str, value)) if isinstance(value, tuple) else str(value))
