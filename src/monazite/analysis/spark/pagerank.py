"""PageRank by power iteration, round by round as networkx does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.graphs.local import ROUNDS
from monazite.analysis.spark.session import cut
from monazite.errors import EngineError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def pagerank(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> DataFrame:
    """The PageRank of each node.

    Raises:
        EngineError: the ranks still change by more than the tolerance after `ROUNDS` rounds.
    """
    from pyspark.sql import functions as F

    number = nodes.count()
    weights = edges.groupBy("from", "to").agg(F.count("*").alias("weight"))
    sums = weights.groupBy("from").agg(F.sum("weight").alias("sum"))
    shares = cut(
        weights.join(sums, "from").select(
            F.col("from").alias("node"), "to", (F.col("weight") / F.col("sum")).alias("share")
        )
    )
    state = cut(
        nodes.select(F.col("iri").alias("node"), F.lit(1 / number if number else 0.0).alias("rank")).join(
            shares.select("node", F.lit(False).alias("dangles")).distinct(), "node", "left"
        )
    )
    state = state.select("node", "rank", F.coalesce("dangles", F.lit(True)).alias("dangles"))
    loose = F.sum(F.when(F.col("dangles"), F.col("rank")).otherwise(0.0)).alias("loose")
    first = state.agg(loose).first()
    dangling: float = (first and first["loose"]) or 0.0
    for _ in range(ROUNDS if number else 0):
        flows = (
            state.join(shares, "node")
            .groupBy(F.col("to").alias("node"))
            .agg(F.sum(F.col("rank") * F.col("share")).alias("flow"))
        )
        gained = F.coalesce("flow", F.lit(0.0)) + F.lit(dangling / number)
        rank = F.lit(asked.damping) * gained + F.lit((1 - asked.damping) / number)
        state = cut(
            state.join(flows, "node", "left").select(
                "node", "dangles", F.col("rank").alias("last"), rank.alias("rank")
            )
        )
        change = F.sum(F.abs(F.col("rank") - F.col("last"))).alias("change")
        told = state.agg(loose, change).first()
        assert told is not None
        dangling = told["loose"]
        if told["change"] < asked.tolerance:
            break
    else:
        if number:
            raise EngineError(f"PageRank changes by more than {asked.tolerance} after {ROUNDS} rounds")
    found: DataFrame = state.join(nodes.withColumnRenamed("iri", "node"), "node").select(
        "node", "label", F.col("rank").alias("pagerank")
    )
    return found
