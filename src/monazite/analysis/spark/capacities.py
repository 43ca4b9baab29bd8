"""Adds up capacities: who holds what of each stage, and what stages are enough for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.analysis.graphs import figures
from monazite.analysis.graphs.figures import Holding, Sums, interval
from monazite.analysis.graphs.kinds import Asked, Balanced, Stage
from monazite.analysis.graphs.tables import JOINT
from monazite.analysis.intervals import Interval

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, Row, SparkSession


def concentration(spark: SparkSession, capacities: DataFrame, asked: Asked) -> list[Stage]:
    """How concentrated the capacity of each stage is; one row a holder comes here from the workers."""
    from pyspark.sql import functions as F

    kind = "planned" if asked.planned else "installed"
    units = capacities.select(
        "stage", "rank", _holders(asked.by).alias("holders"),
        F.col(f"{kind}_low").alias("low"), F.col(f"{kind}_high").alias("high"),
    ).where("high IS NULL OR high > 0").persist()  # fmt: skip
    stages = (
        units.groupBy("rank", "stage")
        .agg(
            F.count("*").alias("units"),
            F.count_if(F.col("high").isNull()).alias("unknown"),
            # Of what has no figure, the most that one has.
            F.coalesce(F.max("high"), F.lit(1.0)).alias("most"),
        )
        .persist()
    )
    filled = units.join(stages.select("stage", "most"), "stage").select(
        "stage", "holders", "low", F.coalesce("high", F.greatest("low", "most")).alias("high")
    )
    # Of several operators each runs anything from nothing to all.
    least = F.when(F.size("holders") < 2, F.col("low")).otherwise(0.0).alias("low")
    held = (
        filled.select("stage", F.explode("holders").alias("holder"), least, "high")
        .groupBy("stage", "holder")
        .agg(F.sum("low").alias("low"), F.sum("high").alias("high"))
        .collect()
    )
    loose = filled.where(F.size("holders") == 0).collect()
    rows = stages.orderBy("rank", "stage").collect()
    stages.unpersist()
    units.unpersist()
    return figures.concentrated(
        Holding(
            row["stage"],
            row["units"],
            row["unknown"],
            {each["holder"]: _amount(each) for each in held if each["stage"] == row["stage"]},
            tuple(_amount(each) for each in loose if each["stage"] == row["stage"]),
        )
        for row in rows
    )


def _amount(row: Row) -> Interval:
    return interval(row["low"], row["high"])


def _holders(by: str) -> Column:
    from pyspark.sql import functions as F

    if by == "facility":
        return F.array("iri")
    cell = F.col("country" if by == "country" else "operators")
    joined = F.split(cell, f"\\Q{JOINT}\\E")
    return F.when(F.coalesce(cell, F.lit("")) == "", F.array().cast("array<string>")).otherwise(joined)


def balance(spark: SparkSession, units: DataFrame, asked: Asked) -> list[Balanced]:
    """The balance of the NdFeB chain, of the units alone."""
    from pyspark.sql import functions as F

    if asked.countries:
        units = units.where(F.col("country").isin(*asked.countries))
    kinds = ("installed", "planned")
    sums = [
        total.alias(f"{kind}_{name}")
        for kind in kinds
        for name, total in (
            ("low", F.sum(f"{kind}_low")),
            ("high", F.sum(F.coalesce(f"{kind}_high", f"{kind}_low"))),
            ("unknown", F.count_if(F.col(f"{kind}_high").isNull())),
        )
    ]
    rows = units.groupBy("stage").agg(*sums, F.first("magnets_low"), F.first("magnets_high")).collect()
    return figures.balanced(
        {
            row["stage"]: Sums(
                Interval(row["installed_low"], row["installed_high"]),
                row["installed_unknown"],
                Interval(row["planned_low"], row["planned_high"]),
                row["planned_unknown"],
                interval(row["first(magnets_low)"], row["first(magnets_high)"]),
            )
            for row in rows
        }
    )
