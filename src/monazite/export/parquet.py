"""Parquet tables of nodes, edges and sources, in a folder: what pandas, DuckDB and Spark read."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.errors import ExtraMissing
from monazite.export import credit
from monazite.export.tables import SOURCES, Row, Value, tables

# The columns of a table without rows.
_ALWAYS = {"nodes": ("iri", "label"), "edges": ("from", "to", "link"), "sources": SOURCES}


def write(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    """Writes ``nodes.parquet``, ``edges.parquet`` and ``sources.parquet``, the credit in their metadata.

    Further tables, by their names, are those of the graph's attribute ``tables``, if it has one.

    Raises:
        ExtraMissing: pyarrow is not installed.
    """
    rows = tables(graph)
    found = {name: getattr(rows, name) for name in ("nodes", "edges", "sources")}
    for name, each in (found | graph.graph.get("tables", {})).items():
        _write(folder / f"{name}.parquet", each, credit(graph))


def _write(path: Path, rows: list[Row], words: str) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExtraMissing("Parquet", "pandas") from error
    columns = {name: _column(rows, name) for name in (rows[0] if rows else _ALWAYS[path.stem])}
    arrays = {name: pyarrow.array(values, _kind(rows, values)) for name, values in columns.items()}
    table = pyarrow.table(arrays).replace_schema_metadata({"credit": words})
    parquet.write_table(table, path)


def _kind(rows: list[Row], values: list[Value | None]) -> str | None:
    """The type of a column whose values do not tell it: what nobody knows is a number, and no row is text."""
    if not rows:
        return "string"
    return None if any(value is not None for value in values) else "float64"


def _column(rows: list[Row], name: str) -> list[Value | None]:
    """What is not told is empty text in a column of text, and null in one of numbers."""
    values = [row[name] for row in rows]
    if all(isinstance(value, str) for value in values):
        return list(values)
    return [None if value == "" else value for value in values]
