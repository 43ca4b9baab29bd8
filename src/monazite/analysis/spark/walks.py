"""Reach and shortest paths, breadth-first: a round of joins for each further link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.spark.session import cut

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# So many rounds are put together without being computed: a union costs nothing, a plan that grows does.
_ROUNDS = 8


def reach(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> DataFrame:
    """All nodes that are reached from any of the starts, each by its least number of links."""
    begin = [("", node) for node in asked.starts]
    found = _walk(spark, edges, begin, asked)
    return _labelled(found, nodes).select("node", "label", "links")


def paths(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> DataFrame:
    """The shortest paths from each start to each node that it reaches."""
    begin = [(node, node) for node in asked.starts]
    found = _walk(spark, edges, begin, asked)
    return _labelled(found, nodes).select("start", "node", "label", "links", "before")


def _walk(spark: SparkSession, edges: DataFrame, begin: list[tuple[str, str]], asked: Asked) -> DataFrame:
    from pyspark.sql import functions as F

    near, far = ("to", "from") if asked.against else ("from", "to")
    links = edges.select(F.col(near).alias("node"), F.col(far).alias("far")).distinct().persist()
    front = spark.createDataFrame(
        [(start, node, 0, None) for start, node in begin],
        "start string, node string, links long, before string",
    )
    found = front
    number = 0
    while asked.depth is None or number < asked.depth:
        number += 1
        further = (
            front.join(links, "node")
            .groupBy("start", F.col("far").alias("node"))
            .agg(F.lit(number).cast("long").alias("links"), F.min(front["node"]).alias("before"))
        )
        front = cut(further.join(found, ["start", "node"], "left_anti"))
        if front.isEmpty():
            break
        found = found.unionByName(front)
        if number % _ROUNDS == 0:
            found = cut(found)
    links.unpersist()
    return found


def _labelled(found: DataFrame, nodes: DataFrame) -> DataFrame:
    return found.join(nodes.withColumnRenamed("iri", "node"), "node")
