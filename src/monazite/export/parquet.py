"""Parquet tables of nodes, edges and sources, in a folder: what pandas, DuckDB and Spark read."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.errors import ExtraMissing
from monazite.export import credit
from monazite.export.tables import Row, Value, tables


def write(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    """Writes ``nodes.parquet``, ``edges.parquet`` and ``sources.parquet``, the credit in their metadata.

    Raises:
        ExtraMissing: pyarrow is not installed.
    """
    rows = tables(graph)
    for name in ("nodes", "edges", "sources"):
        _write(folder / f"{name}.parquet", getattr(rows, name), credit(graph))


def _write(path: Path, rows: list[Row], words: str) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExtraMissing("Parquet", "pandas") from error
    columns = {name: _column(rows, name) for name in (rows[0] if rows else ())}
    table = pyarrow.table(columns).replace_schema_metadata({"credit": words})
    parquet.write_table(table, path)


def _column(rows: list[Row], name: str) -> list[Value | None]:
    """What is not told is empty text in a column of text, and null in one of numbers."""
    values = [row[name] for row in rows]
    if all(isinstance(value, str) for value in values):
        return list(values)
    return [None if value == "" else value for value in values]
