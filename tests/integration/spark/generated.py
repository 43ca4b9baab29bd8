"""Graphs made by chance, with all that a projection can have: parallel links, loops, islands, gaps."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import networkx as nx

from monazite import export
from monazite.analysis.balance.magnets import CHAIN
from monazite.analysis.graphs.tables import JOINT, Row

STAGES = ("mining", "separation", "metal-making", "magnet-making")


def graph(nodes: int, links: int, seed: int) -> nx.MultiDiGraph[str]:
    """A graph of several components, hubs among them, with the tables of its units' capacities."""
    chance = random.Random(seed)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="chain")
    names = [f"https://example.org/{number:05}" for number in chance.sample(range(99_999), nodes)]
    for number, name in enumerate(names):
        made.add_node(name, label=f"Node {number} 矿 'quoted' \"so\"")
    islands = [names[: nodes * 2 // 3], names[nodes * 2 // 3 : nodes * 9 // 10]]
    for key in range(links):
        island = islands[chance.random() < 0.2]
        # The lower of two draws: some nodes have far more links than others.
        near, far = (island[min(chance.randrange(len(island)), chance.randrange(len(island)))] for _ in "ab")
        made.add_edge(near, far, f"link-{key}")
        if chance.random() < 0.2:
            made.add_edge(near, far, f"link-{key}-again")
        if chance.random() < 0.2:
            made.add_edge(far, near, f"link-{key}-back")
    # A chain, so that something is far away.
    for near, far in pairwise(islands[1][:15]):
        made.add_edge(near, far, "path")
    made.graph["tables"] = {"capacities": _capacities(names, chance), "balance": _balance(names, chance)}
    return made


def write(made: nx.MultiDiGraph[str], folder: Path) -> str:
    """Writes the tables of a graph as an export does."""
    export.write(made, "parquet", folder)
    return str(folder)


def _capacities(names: list[str], chance: random.Random) -> list[Row]:
    return [
        {
            "iri": name,
            "stage": stage,
            "rank": STAGES.index(stage),
            "country": chance.choice(("CN", "US", "AU", "MY", "")),
            "operators": JOINT.join(chance.sample(["a", "b", "c", "d"], chance.choice((0, 1, 1, 2)))),
        }
        | _amount("installed", chance)
        | _amount("planned", chance)
        for name in names
        for stage in chance.sample(STAGES, 2)
    ]


def _balance(names: list[str], chance: random.Random) -> list[Row]:
    factors = {stage: (0.5 + place / 4, 0.7 + place / 4) for place, stage in enumerate(CHAIN)}
    return [
        {"iri": name, "stage": stage, "country": chance.choice(("CN", "US", ""))}
        | _amount("installed", chance)
        | _amount("planned", chance)
        | {"magnets_low": factors[stage][0], "magnets_high": factors[stage][1]}
        for name in names
        for stage in chance.sample(list(CHAIN), 1)
    ]


def _amount(kind: str, chance: random.Random) -> dict[str, float | None]:
    low = chance.choice((0.0, float(chance.randrange(1, 5000)), chance.random() * 1000))
    high = chance.choice((low, low + chance.randrange(1000), None))
    return {f"{kind}_low": low, f"{kind}_high": high}
