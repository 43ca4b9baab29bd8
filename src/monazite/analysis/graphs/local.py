"""Computes the analyses of tables on this machine, with networkx."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import networkx as nx

from monazite.analysis.graphs import figures
from monazite.analysis.graphs.figures import Holding, Sums, interval
from monazite.analysis.graphs.kinds import (
    Asked,
    Balanced,
    Cornered,
    Member,
    Motif,
    Path,
    Ranked,
    Reached,
    Stage,
)
from monazite.analysis.graphs.tables import JOINT, Row, Tables
from monazite.analysis.intervals import NOTHING, Interval, total
from monazite.errors import EngineError, ExtraMissing, QueryError

ROUNDS = 1000


def reach(tables: Tables, asked: Asked) -> list[Reached]:
    """All nodes that are reached from any of the starts, each by its least number of links."""
    graph = _walked(tables, asked)
    layers = enumerate(nx.bfs_layers(graph, sorted(asked.starts)))
    return [
        Reached(node, graph.nodes[node]["label"], links)
        for links, nodes in layers
        if asked.depth is None or links <= asked.depth
        for node in nodes
    ]


def paths(tables: Tables, asked: Asked) -> list[Path]:
    """The shortest paths from each start to each node that it reaches."""
    graph = _walked(tables, asked)
    found = []
    for start in asked.starts:
        links = nx.single_source_shortest_path_length(graph, start, cutoff=asked.depth)
        for node, number in links.items():
            before = [near for near in graph.predecessors(node) if links.get(near, number) == number - 1]
            label = graph.nodes[node]["label"]
            found.append(Path(start, node, label, number, min(before) if number else None))
    return found


def components(tables: Tables, asked: Asked) -> list[Member]:
    """The weakly connected component of each node."""
    graph = tables.graph()
    return [
        Member(node, graph.nodes[node]["label"], min(nodes), len(nodes))
        for nodes in nx.weakly_connected_components(graph)
        for node in nodes
    ]


def pagerank(tables: Tables, asked: Asked) -> list[Ranked]:
    """The PageRank of each node.

    Raises:
        ExtraMissing: scipy is not installed.
        EngineError: the ranks still change by more than the tolerance after `ROUNDS` rounds.
    """
    graph = tables.graph()
    try:
        # networkx multiplies the tolerance by the number of nodes.
        each = asked.tolerance / max(1, len(graph))
        ranks = nx.pagerank(graph, alpha=asked.damping, tol=each, max_iter=ROUNDS)
    except ImportError as error:
        raise ExtraMissing("PageRank with networkx", "analyse") from error
    except nx.PowerIterationFailedConvergence as error:
        raise EngineError(f"PageRank changes by more than {asked.tolerance} after {ROUNDS} rounds") from error
    return [Ranked(node, graph.nodes[node]["label"], rank) for node, rank in ranks.items()]


def triangles(tables: Tables, asked: Asked) -> list[Cornered]:
    """In how many triangles each node is."""
    graph = tables.graph()
    around: nx.Graph[str] = nx.Graph(graph)
    around.remove_edges_from(list(nx.selfloop_edges(around)))
    counts = nx.triangles(around)
    assert isinstance(counts, dict)  # of one node alone it would be a number
    return [Cornered(node, graph.nodes[node]["label"], count) for node, count in counts.items()]


def motifs(tables: Tables, asked: Asked) -> list[Motif]:
    """The triad census, links of a node to itself left out."""
    graph: nx.DiGraph[str] = nx.DiGraph(tables.graph())
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return [Motif(name, count) for name, count in nx.triadic_census(graph).items()]


def concentration(tables: Tables, asked: Asked) -> list[Stage]:
    """How concentrated the capacity of each stage is."""
    kind = "planned" if asked.planned else "installed"
    stages: dict[tuple[int, str], list[tuple[Row, Interval]]] = {}
    for row in _there(tables.capacities, "capacities"):
        amount = interval(row[f"{kind}_low"], row[f"{kind}_high"])
        if amount.high:
            stages.setdefault((row["rank"], row["stage"]), []).append((row, amount))
    return figures.concentrated(_held(stage, stages[rank, stage], asked.by) for rank, stage in sorted(stages))


def _held(stage: str, units: Sequence[tuple[Row, Interval]], by: str) -> Holding:
    # As `monazite.analysis.concentration.holders.of_stage`: of what has no figure, the most that one has.
    most = max((amount.high for _, amount in units if amount.bounded), default=1.0)
    held: dict[str, Interval] = {}
    loose = []
    for row, amount in units:
        filled = amount if amount.bounded else Interval(amount.low, max(amount.low, most))
        named = holders_of(row, by)
        part = filled if len(named) < 2 else Interval(0, filled.high)
        for holder in named:
            held[holder] = held.get(holder, NOTHING) + part
        if not named:
            loose.append(filled)
    unknown = sum(not amount.bounded for _, amount in units)
    return Holding(stage, len(units), unknown, held, tuple(loose))


def holders_of(row: Row, by: str) -> list[str]:
    """Who holds a unit of the table of capacities; empty if nobody tells."""
    if by == "facility":
        return [row["iri"]]
    cell = row["country"] if by == "country" else row["operators"]
    return cell.split(JOINT) if cell else []


def balance(tables: Tables, asked: Asked) -> list[Balanced]:
    """The balance of the NdFeB chain, of the units alone."""
    stages: dict[str, list[Row]] = {}
    for row in _there(tables.balance, "balance"):
        if not asked.countries or row["country"] in asked.countries:
            stages.setdefault(row["stage"], []).append(row)
    return figures.balanced({stage: _sums(rows) for stage, rows in stages.items()})


def _sums(rows: Sequence[Row]) -> Sums:
    there, meant = (
        [interval(row[f"{kind}_low"], row[f"{kind}_high"]) for row in rows]
        for kind in ("installed", "planned")
    )
    magnets = interval(rows[0]["magnets_low"], rows[0]["magnets_high"])
    return Sums(_told(there), _open(there), _told(meant), _open(meant), magnets)


def _told(amounts: Sequence[Interval]) -> Interval:
    return total(each if each.bounded else Interval(each.low, each.low) for each in amounts)


def _open(amounts: Sequence[Interval]) -> int:
    return sum(math.isinf(each.high) for each in amounts)


def _there(rows: Sequence[Row] | None, name: str) -> Sequence[Row]:
    if rows is None:
        raise QueryError(f"there is no table {name!r}: these tell of no capacities of units")
    return rows


def _walked(tables: Tables, asked: Asked) -> nx.MultiDiGraph[str]:
    graph = tables.graph()
    return graph.reverse(copy=False) if asked.against else graph


RUN: dict[str, Callable[[Tables, Asked], list[Any]]] = {
    "reach": reach,
    "paths": paths,
    "components": components,
    "pagerank": pagerank,
    "triangles": triangles,
    "motifs": motifs,
    "concentration": concentration,
    "balance": balance,
}
# The tables that each reads.
READS = {what: ("nodes", "edges") for what in RUN} | {
    "concentration": ("capacities",),
    "balance": ("balance",),
}
