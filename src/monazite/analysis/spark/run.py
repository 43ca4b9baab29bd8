"""Runs an analysis of tables on Spark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.analysis.graphs.kinds import KINDS, WALKS, Asked
from monazite.analysis.graphs.local import READS
from monazite.analysis.spark import (
    capacities,
    components,
    motifs,
    pagerank,
    session,
    tables,
    triangles,
    walks,
)
from monazite.errors import FileError, QueryError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

RUN: dict[str, Callable[..., Any]] = {
    "reach": walks.reach,
    "paths": walks.paths,
    "components": components.components,
    "pagerank": pagerank.pagerank,
    "triangles": triangles.triangles,
    "motifs": motifs.motifs,
    "concentration": capacities.concentration,
    "balance": capacities.balance,
}


def rows(spark: SparkSession, folder: str, asked: Asked, most: int | None) -> tuple[list[Any], int]:
    """The first rows of an analysis, in its order, and how many there are.

    Args:
        spark: the session.
        folder: where the tables are.
        asked: what is to be computed.
        most: how many rows to bring here from the workers; all of them if None.

    Raises:
        FileError: a table is missing or lacks a column. QueryError: a node to begin at is in no table.
    """
    found = _found(spark, folder, asked)
    if isinstance(found, list):
        return (found if most is None else found[:most]), len(found)
    kind = KINDS[asked.what]
    found = found.persist()
    number = found.count()
    ordered = found.orderBy(*map(_by, kind.order))
    first = ordered if most is None else ordered.limit(most)
    return [kind.row(**row.asDict()) for row in first.collect()], number


def write(spark: SparkSession, folder: str, asked: Asked, target: str) -> int:
    """Writes all rows of an analysis as Parquet, by the workers: a folder of files. Gives their number.

    Raises:
        FileError: there is something at `target`; or as `rows`.
    """
    from pyspark.errors import AnalysisException

    found = _found(spark, folder, asked)
    if isinstance(found, list):
        raise QueryError(f"{asked.what} is a few rows: they need no workers to write them")
    found = found.persist()
    try:
        found.write.parquet(session.place(target))
    except AnalysisException as error:
        raise FileError(Path(target), f"cannot be written: {error.getCondition()}") from error
    number: int = found.count()
    return number


def _found(spark: SparkSession, folder: str, asked: Asked) -> DataFrame | list[Any]:
    read = [tables.read(spark, folder, name) for name in READS[asked.what]]
    if asked.what in WALKS:
        known = {row["iri"] for row in read[0].where(read[0]["iri"].isin(*asked.starts)).collect()}
        if missing := [start for start in asked.starts if start not in known]:
            raise QueryError(f"{missing[0]} is no node of the tables in {folder}")
    found: DataFrame | list[Any] = RUN[asked.what](spark, *read, asked)
    return found


def _by(column: str) -> Column:
    from pyspark.sql import functions as F

    return F.col(column[1:]).desc() if column.startswith("-") else F.col(column).asc()
