"""A worker that dies in the middle of a computation changes nothing of what is found."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.spark import generated
from tests.integration.spark.conftest import Cluster, wait

from monazite.analysis.graphs import analyse
from monazite.analysis.graphs.kinds import Asked

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.engine

_ROUNDS_BEFORE = 4


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_time_and_nothing_else(
    cluster: Cluster, spark: SparkSession, tmp_path: Path
) -> None:
    from monazite.analysis.spark import run

    folder = generated.write(generated.graph(2000, 6000, seed=5), tmp_path / "tables")
    asked = Asked("pagerank")
    context = spark.sparkContext._jsc.sc()
    rounds = Path(context.getCheckpointDir().get().removeprefix("file:"))
    before, executors = set(rounds.iterdir()), at_work(spark)
    assert len(executors) == 2
    done = threading.Event()
    in_the_middle = []

    def strike() -> None:
        wait(lambda: len(set(rounds.iterdir()) - before) >= _ROUNDS_BEFORE)
        in_the_middle.append(not done.is_set())
        cluster.kill_a_worker()

    striking = threading.Thread(target=strike)
    striking.start()
    try:
        found, number = run.rows(spark, folder, asked, None)
        done.set()
    finally:
        striking.join()
        cluster.add_worker()
    assert in_the_middle == [True]
    assert len(at_work(spark) & executors) == 1, "one of the executors was lost"
    expected = {row.node: row.pagerank for row in analyse.of_tables(folder, asked).rows}
    assert number == 2000
    assert {row.node: row.pagerank for row in found} == pytest.approx(expected, rel=1e-9)


def at_work(spark: SparkSession) -> set[str]:
    """The addresses of the executors that the driver has now."""
    context = spark.sparkContext._jsc.sc()
    driver = str(context.env().blockManager().blockManagerId().hostPort())
    return set(context.getExecutorMemoryStatus().keySet().mkString(" ").split()) - {driver}
