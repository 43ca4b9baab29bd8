"""The tables that analyses read: of a projection, or the Parquet files that an export of one wrote."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from monazite.analysis import facilities
from monazite.analysis.balance import factors, magnets
from monazite.analysis.concentration import holders
from monazite.analysis.concepts import concepts
from monazite.analysis.intervals import Interval
from monazite.errors import ExtraMissing, FileError, QueryError

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

Row = Mapping[str, Any]
# What analyses read of each table.
COLUMNS = {
    "nodes": ("iri", "label"),
    "edges": ("from", "to"),
    "capacities": (
        "iri", "stage", "rank", "country", "operators",
        "installed_low", "installed_high", "planned_low", "planned_high",
    ),
    "balance": (
        "iri", "stage", "country", "installed_low", "installed_high", "planned_low", "planned_high",
        "magnets_low", "magnets_high",
    ),
}  # fmt: skip
# What joins several values in one cell, as in all flat exports.
JOINT = " | "


@dataclass(frozen=True)
class Tables:
    """The rows of the tables that an analysis reads; None for a table that there is not."""

    nodes: Sequence[Row]
    edges: Sequence[Row]
    capacities: Sequence[Row] | None = None
    balance: Sequence[Row] | None = None

    def graph(self) -> nx.MultiDiGraph[str]:
        """The nodes, with their labels, and the links between them."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from((row["iri"], {"label": row["label"]}) for row in self.nodes)
        graph.add_edges_from((row["from"], row["to"]) for row in self.edges)
        return graph


def read(folder: Path, wanted: Sequence[str]) -> Tables:
    """Reads tables that ``monazite export --format parquet`` wrote.

    Args:
        folder: where they are.
        wanted: the names of the tables, of `COLUMNS`; nodes and edges that are not wanted stay empty.

    Raises:
        FileError: a table is missing, is no Parquet, or lacks a column. ExtraMissing: there is no pyarrow.
    """
    found: dict[str, Sequence[Row]] = {name: _read(folder, name) for name in wanted}
    return Tables(
        found.get("nodes", ()), found.get("edges", ()), found.get("capacities"), found.get("balance")
    )


def _read(folder: Path, name: str) -> Sequence[Row]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise ExtraMissing("Parquet", "analyse") from error
    path = folder / f"{name}.parquet"
    try:
        names = parquet.ParquetDataset(path).schema.names
        if missing := [column for column in COLUMNS[name] if column not in names]:
            raise FileError(path, f"has no column {missing[0]!r}: monazite export --format parquet writes it")
        rows: list[Row] = parquet.read_table(path, columns=list(COLUMNS[name])).to_pylist()
    except FileNotFoundError as error:
        raise FileError(path, "there is no such table: monazite export --format parquet writes it") from error
    except (ArrowException, OSError) as error:
        raise FileError(path, f"is no Parquet: {error}") from error
    return rows


def of(kg: KnowledgeGraph, graph: nx.MultiDiGraph[str], wanted: Sequence[str]) -> Tables:
    """Tables of a projection of a graph, those that are wanted of `COLUMNS`."""
    more = capacity_tables(kg, graph) if {"capacities", "balance"} & set(wanted) else {}
    return Tables(
        [{"iri": node, "label": label} for node, label in graph.nodes(data="label")],
        [{"from": start, "to": end} for start, end in graph.edges()],
        more.get("capacities"),
        more.get("balance"),
    )


def capacity_tables(kg: KnowledgeGraph, graph: nx.MultiDiGraph[str]) -> dict[str, list[Row]]:
    """What the units of a chain can make, stage by stage: the tables ``capacities`` and ``balance``.

    In *capacities* a row is a unit at a stage, in tonnes of rare earth oxide, of product or in pieces a year,
    as the stage is counted; in *balance* a unit at a stage of the NdFeB chain, in tonnes of that stage's
    product, of each of which ``magnets_low`` to ``magnets_high`` tonnes of magnet can be made. A missing
    upper bound means that nobody gives one. Where the sources do not tell the factors, there is no
    *balance*; of the network, and of a chain that is gathered to another level, there is neither.
    """
    if graph.graph.get("level") != "facility":
        return {}
    known = concepts(kg)
    standing = facilities.standing(kg, graph.graph["at"])
    capacities: list[Row] = []
    for node, data in graph.nodes(data=True):
        for stage, capacity in data["capacities"].items():
            counted = {
                "installed": holders.counted(stage, capacity, capacity.installed, known),
                "planned": holders.counted(stage, capacity, capacity.planned, known),
            }
            named = {
                "iri": node,
                "stage": stage,
                "rank": known.stages[stage].rank,
                "country": data["country"],
            }
            operators = {"operators": JOINT.join(data["operator_iris"])}
            capacities.append(named | operators | _bounds(counted))
    found = {"capacities": capacities} if capacities else {}
    try:
        converter = magnets.converter(kg, known)
        used = factors.to_magnets(converter.factors)
    except QueryError:
        return found
    balance: list[Row] = []
    for node in graph:
        for stage in magnets.CHAIN if node in standing.facilities else ():
            if worth := converter.worth(standing.facilities[node], stage):
                told = {"installed": worth.installed, "planned": worth.planned}
                named = {"iri": node, "stage": stage, "country": worth.unit.country}
                balance.append(named | _bounds(told | {"magnets": used[stage].figure}))
    return found | ({"balance": balance} if balance else {})


def _bounds(intervals: Mapping[str, Interval]) -> dict[str, float | None]:
    return {
        f"{name}_{end}": None if math.isinf(bound) else float(bound)
        for name, interval in intervals.items()
        for end, bound in (("low", interval.low), ("high", interval.high))
    }
