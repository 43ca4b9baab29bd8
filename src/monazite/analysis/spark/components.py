"""Weakly connected components, by alternating large and small stars.

Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii, Connected Components in MapReduce and Beyond, SoCC
2014: the links are rewired until each node hangs on the least node of its component, in few rounds whatever
the diameter, and never are there more of them than in the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.spark.session import cut
from monazite.analysis.spark.tables import pairs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession


def components(spark: SparkSession, nodes: DataFrame, edges: DataFrame, asked: Asked) -> DataFrame:
    """The weakly connected component of each node, named by the first IRI in it, and its size."""
    from pyspark.sql import functions as F

    # Here every link points from the greater node to the lesser one.
    stars = cut(pairs(edges).select(F.col("b").alias("node"), F.col("a").alias("least")))
    before, now = None, _print(stars)
    while now != before:
        stars = cut(_small(_large(stars)))
        before, now = now, _print(stars)
    member = nodes.join(stars.withColumnRenamed("node", "iri"), "iri", "left").select(
        F.col("iri").alias("node"), "label", F.coalesce("least", "iri").alias("component")
    )
    sizes = member.groupBy("component").agg(F.count("*").alias("size"))
    found: DataFrame = member.join(sizes, "component").select("node", "label", "component", "size")
    return found


def _large(stars: DataFrame) -> DataFrame:
    """Each node links its greater neighbours to the least node beside it, itself among them."""
    from pyspark.sql import functions as F

    both = stars.unionByName(stars.select(F.col("least").alias("node"), F.col("node").alias("least")))
    least = both.groupBy("node").agg(F.min("least").alias("first"))
    least = least.select("node", F.least("node", "first").alias("first"))
    greater = both.where(F.col("least") > F.col("node")).join(least, "node")
    found: DataFrame = greater.select(F.col("least").alias("node"), F.col("first").alias("least")).distinct()
    return found


def _small(stars: DataFrame) -> DataFrame:
    """Each node links its lesser neighbours and itself to the least of them."""
    from pyspark.sql import functions as F

    least = stars.groupBy("node").agg(F.min("least").alias("first"))
    joined = stars.join(least, "node")
    moved = joined.where(F.col("least") != F.col("first")).select(
        F.col("least").alias("node"), F.col("first").alias("least")
    )
    found: DataFrame = moved.unionByName(least.withColumnRenamed("first", "least")).distinct()
    return found


def _print(stars: DataFrame) -> Row | None:
    """The number of links and a sum over all of them, which two sets of links hardly share."""
    from pyspark.sql import functions as F

    hashed = F.xxhash64("node", "least").cast("decimal(38,0)")
    return stars.agg(F.count("*"), F.sum(hashed)).first()
