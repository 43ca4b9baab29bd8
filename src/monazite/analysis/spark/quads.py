"""Writes the N-Quads of many source files, read by Spark's workers: what `monazite.bulk` writes here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from monazite import bulk, stores
from monazite.analysis.spark.session import place
from monazite.errors import EngineError, MonaziteError
from monazite.files import whole
from monazite.stores import Plan

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_QUAD, _GRAPH, _WRONG = "quad", "graph", "wrong"


def write(spark: SparkSession, what: Plan, folder: Path) -> int:
    """Writes the quads of a plan into a folder that all workers write, as they read its files.

    The workers need Monazite. What follows by the rules is found on this machine, which therefore has to hold
    the graph on its disk.

    Returns:
        the number of quads.

    Raises:
        FileError, TableError, QueryError: as `monazite.bulk.write`. EngineError: a worker cannot read what
            this machine can.
    """
    from pyspark.sql import functions as F

    files = [str(path.resolve()) for path in what.files]
    parts = min(len(files), 4 * spark.sparkContext.defaultParallelism)
    read = spark.sparkContext.parallelize(files, max(1, parts)).flatMap(_read)
    told = spark.createDataFrame(read, "kind string, file string, text string").persist()
    wrong = {row["file"]: row["text"] for row in told.where(F.col("kind") == _WRONG).collect()}
    for file in files:
        if file in wrong:
            bulk.lines(Path(file), {})  # raises the error itself
            raise EngineError(f"a worker cannot read {file}: {wrong[file]}")
    graphs: dict[str, list[str]] = {}
    for row in told.where(F.col("kind") == _GRAPH).collect():
        graphs.setdefault(row["file"], []).append(row["text"])
    seen: dict[str, Path] = {}
    for file in files:
        for graph in graphs.get(file, ()):
            stores.once(graph, Path(file), seen)
    lines = told.where(F.col("kind") == _QUAD).select(F.col("text").alias("value")).distinct().sort("value")
    with whole(folder) as fresh:
        lines.write.text(place(fresh))
        for left in (*fresh.glob(".*.crc"), *fresh.glob("._*"), *fresh.glob("_*")):
            left.unlink(missing_ok=True)
        written = [part.rename(fresh / f"{part.name[:10]}.nq") for part in sorted(fresh.glob("part-*.txt"))]
        number: int = lines.count() + bulk.write_rules(what, written, fresh / bulk.RULES)
    told.unpersist()
    return number


def _read(file: str) -> Iterator[tuple[str, str, str]]:
    """The lines and graphs of a file, or what is wrong with it."""
    seen: dict[str, Path] = {}
    try:
        lines = bulk.lines(Path(file), seen)
    except MonaziteError as error:
        yield _WRONG, file, str(error)
        return
    for graph in seen:
        yield _GRAPH, file, graph
    for line in lines:
        yield _QUAD, file, line
