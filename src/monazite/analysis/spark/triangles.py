"""Triangles, each found once, at that of its nodes which has the fewest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.spark.session import cut
from monazite.analysis.spark.tables import pairs

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession


def triangles(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> DataFrame:
    """In how many triangles each node is."""
    from pyspark.sql import functions as F

    corners = closed(cut(pairs(edges))).select(F.explode(F.array("x", "y", "z")).alias("iri"))
    counts = corners.groupBy("iri").agg(F.count("*").alias("triangles"))
    found: DataFrame = nodes.join(counts, "iri", "left").select(
        F.col("iri").alias("node"), "label", F.coalesce("triangles", F.lit(0)).alias("triangles")
    )
    return found


def closed(linked: DataFrame) -> DataFrame:
    """The triangles, once each: corners `x`, `y`, `z` and, as ``xy``, ``yx`` ..., which of the six links are.

    Pairs are followed from the node with fewer neighbours to the one with more, so that no node has more than
    the square root of twice the number of pairs to follow (Schank and Wagner, WEA 2005).

    Args:
        linked: pairs by `monazite.analysis.spark.tables.pairs`.
    """
    from pyspark.sql import functions as F

    ends = linked.select(F.explode(F.array("a", "b")).alias("node"))
    degrees = ends.groupBy("node").agg(F.count("*").alias("degree"))
    known = linked.join(degrees.select(F.col("node").alias("a"), F.col("degree").alias("at_a")), "a").join(
        degrees.select(F.col("node").alias("b"), F.col("degree").alias("at_b")), "b"
    )
    one, other = (F.struct(F.col(f"at_{end}").alias("at"), F.col(end).alias("iri")) for end in "ab")
    ahead = one < other

    def either(if_ahead: str, if_not: str, name: str) -> Column:
        return F.when(ahead, F.col(if_ahead)).otherwise(F.col(if_not)).alias(name)

    ways = cut(
        known.select(
            F.when(ahead, one).otherwise(other).alias("near"),
            F.when(ahead, other).otherwise(one).alias("far"),
            either("forth", "back", "out"),
            either("back", "forth", "in"),
        )
    )

    def named(first: str, second: str) -> DataFrame:
        renamed: DataFrame = ways.select(
            F.col("near").alias(first),
            F.col("far").alias(second),
            F.col("out").alias(first + second),
            F.col("in").alias(second + first),
        )
        return renamed

    wedges = named("x", "y").join(named("x", "z"), "x").where(F.col("y") < F.col("z"))
    found = wedges.join(named("y", "z"), ["y", "z"])
    corners = [F.col(name)["iri"].alias(name) for name in ("x", "y", "z")]
    told: DataFrame = found.select(*corners, "xy", "yx", "xz", "zx", "yz", "zy")
    return told
