"""Computes an analysis of tables with the engine that is asked for, the same rows whichever it is."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.analysis.graphs import local, tables
from monazite.analysis.graphs.kinds import KINDS, Asked
from monazite.analysis.graphs.tables import Tables
from monazite.analysis.result import Result
from monazite.analysis.spark.session import Spark, session
from monazite.analysis.walks.ends import starts
from monazite.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx

    from monazite.graph import KnowledgeGraph

ENGINES = ("networkx", "spark")


def begin(kg: KnowledgeGraph, graph: nx.MultiDiGraph[str], texts: Sequence[str]) -> tuple[str, ...]:
    """The nodes of a projection that names mean: an entity, and the units that it operates.

    Raises:
        QueryError: an entity has no node. UnknownEntity, AmbiguousEntity: a name means nothing, or several.
    """
    found: list[str] = []
    for text in texts:
        entity = str(kg.resolve(text))
        nodes = starts(kg, graph, entity)
        if not nodes:
            raise QueryError(f"{entity} is no node of the {graph.name}, and operates none")
        found += nodes
    return tuple(dict.fromkeys(found))


def of_graph(
    kg: KnowledgeGraph,
    graph: nx.MultiDiGraph[str],
    asked: Asked,
    spark: Spark | None = None,
    most: int | None = None,
) -> Result[Any]:
    """An analysis of a projection.

    Args:
        kg: the knowledge graph.
        graph: a projection of it.
        asked: what is to be computed.
        spark: where Spark computes it; networkx does, on this machine, if None.
        most: how many rows to give; all of them if None.

    Raises:
        QueryError: a node to begin at is none of the graph. Others as `of_tables`.
    """
    if spark is None:
        return _local(tables.of(kg, graph, local.READS[asked.what]), asked, most)
    from monazite import export

    with tempfile.TemporaryDirectory(prefix="monazite-tables-") as folder:
        graph.graph["tables"] = tables.capacity_tables(kg, graph)
        export.write(graph, "parquet", Path(folder))
        return of_tables(folder, asked, spark, most)


def of_tables(folder: str, asked: Asked, spark: Spark | None = None, most: int | None = None) -> Result[Any]:
    """An analysis of the tables that ``monazite export --format parquet`` wrote.

    Args:
        folder: where they are: a path; for Spark also an address that all its workers read.
        asked: what is to be computed.
        spark: where Spark computes it; networkx does, on this machine, if None.
        most: how many rows to give; all of them if None.

    Raises:
        FileError: a table is missing or lacks a column. QueryError: a node to begin at is in no table.
        ExtraMissing: a package that the engine needs is not installed. EngineError: Spark does not start, or
            the computation fails on it.
    """
    if spark is None:
        return _local(tables.read(Path(folder), local.READS[asked.what]), asked, most)
    from monazite.analysis.spark import run

    with session(spark) as started:
        rows, number = run.rows(started, folder, asked, most)
    return _result(asked, rows, number)


def write_tables(folder: str, asked: Asked, spark: Spark, target: str) -> int:
    """Has Spark's workers write all rows as Parquet, as one machine may not hold them. Gives their number.

    Raises:
        FileError: there is something at `target`. Others as `of_tables`.
    """
    from monazite.analysis.spark import run

    with session(spark) as started:
        return run.write(started, folder, asked, target)


def _local(read: Tables, asked: Asked, most: int | None) -> Result[Any]:
    nodes = {row["iri"] for row in read.nodes}
    if missing := [start for start in asked.starts if start not in nodes]:
        raise QueryError(f"{missing[0]} is no node of the graph")
    rows = local.RUN[asked.what](read, asked)
    for column in reversed(KINDS[asked.what].order):
        rows.sort(key=attrgetter(column.removeprefix("-")), reverse=column.startswith("-"))
    return _result(asked, rows if most is None else rows[:most], len(rows))


def _result(asked: Asked, rows: list[Any], number: int) -> Result[Any]:
    notes = (f"The first {len(rows)} of {number:,} rows.",) if len(rows) < number else ()
    return Result(KINDS[asked.what].title, tuple(rows), notes)
