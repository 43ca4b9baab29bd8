"""Reads the exported Parquet tables into DataFrames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monazite.analysis.graphs.tables import COLUMNS
from monazite.analysis.spark.session import place
from monazite.errors import FileError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def read(spark: SparkSession, folder: str, name: str) -> DataFrame:
    """A table with the columns that analyses read, of `monazite.analysis.graphs.tables.COLUMNS`.

    Args:
        spark: the session.
        folder: where the tables are: a path, or an address such as ``hdfs://`` or ``s3a://``.
        name: the table's name.

    Raises:
        FileError: the table is missing, is no Parquet, or lacks a column.
    """
    from pyspark.errors import AnalysisException

    path = f"{folder.rstrip('/')}/{name}.parquet"
    try:
        frame = spark.read.parquet(place(path))
    except AnalysisException as error:
        told = "there is no such table" if error.getCondition() == "PATH_NOT_FOUND" else "is no Parquet"
        raise FileError(Path(path), f"{told}: monazite export --format parquet writes it") from error
    if missing := [column for column in COLUMNS[name] if column not in frame.columns]:
        raise FileError(
            Path(path), f"has no column {missing[0]!r}: monazite export --format parquet writes it"
        )
    chosen: DataFrame = frame.select(*COLUMNS[name])
    return chosen


def pairs(edges: DataFrame) -> DataFrame:
    """The pairs of different nodes that are linked, once each, the lesser IRI as `a`.

    `forth` tells whether there is a link from `a` to `b`, `back` whether there is one from `b` to `a`.
    """
    from pyspark.sql import functions as F

    found: DataFrame = (
        edges.where(F.col("from") != F.col("to"))
        .select(
            F.least("from", "to").alias("a"),
            F.greatest("from", "to").alias("b"),
            (F.col("from") < F.col("to")).alias("forth"),
        )
        .groupBy("a", "b")
        .agg(F.bool_or("forth").alias("forth"), F.bool_or(~F.col("forth")).alias("back"))
    )
    return found
