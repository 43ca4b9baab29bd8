"""Starts Spark in this process, or joins a cluster."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.errors import EngineError, ExtraMissing

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HERE = "local[*]"
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # What a later round has made needless is removed while the job runs.
    "spark.cleaner.referenceTracking.cleanCheckpoints": "true",
}


@dataclass(frozen=True)
class Spark:
    """Where Spark computes.

    Attributes:
        master: where to compute: ``local[*]`` for all cores of this machine, ``spark://HOST:PORT``, ``yarn``,
            ``k8s://...``.
        scratch: a folder that all workers can write, such as ``hdfs:///tmp``, for what each round of a
            computation leaves behind, so that a worker that is lost costs its last round only. A temporary
            folder of this machine if None, which does for workers on this machine.
        settings: Spark's own settings, by their names.
    """

    master: str = HERE
    scratch: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def session(where: Spark) -> Iterator[SparkSession]:
    """A Spark session, ended with the block.

    Raises:
        ExtraMissing: PySpark is not installed.
        EngineError: Spark does not start (it needs Java 17 or newer), or a computation fails on it.
    """
    # Nothing here goes through pandas, which PySpark wants older than it may be.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ExtraMissing("Spark", "spark") from error
    # Workers on this machine run the same Python; elsewhere the variable says which.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory(prefix="monazite-spark-") as own:
        try:
            builder = SparkSession.builder.appName("monazite").master(where.master)
            for name, value in (_QUIET | dict(where.settings)).items():
                builder = builder.config(name, value)
            spark = builder.getOrCreate()
            try:
                spark.sparkContext.setCheckpointDir(where.scratch or own)
                yield spark
            finally:
                spark.stop()
        except (PySparkException, Py4JError, ConnectionError) as error:
            said = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
            hint = " (it needs Java 17 or newer)" if "GATEWAY" in said else ""
            raise EngineError(f"Spark at {where.master}: {said}{hint}") from error


def cut(frame: DataFrame) -> DataFrame:
    """The same rows, computed now and kept in the scratch folder, so that later rounds begin from them."""
    kept: DataFrame = frame.checkpoint(eager=True)
    return kept


def place(path: str | os.PathLike[str]) -> str:
    """A path as Spark takes it: an address as it is, a path of this machine as a ``file:`` address."""
    text = os.fspath(path)
    return text if "://" in text else f"file://{os.path.abspath(text)}"
