"""Finds the paths that a product takes along the chain, from a mine to a motor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from monazite.analysis.concepts import concepts
from monazite.analysis.flows import Link, link

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# The longest walk that is looked for; the chain has 13 stages, and a trader may stand between two of them.
MOST_LINKS = 16


@dataclass(frozen=True)
class Path:
    """One way along the chain, link by link.

    `countries` are those of the nodes along it, "" where no source tells; `nodes` are IRIs.
    """

    nodes: tuple[str, ...]
    labels: tuple[str, ...]
    countries: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def crosses_border(self) -> bool:
        """Whether two nodes of the path are known to lie in different countries."""
        return len({country for country in self.countries if country}) > 1


def mine_to_motor(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], most: int = 10) -> tuple[Path, ...]:
    """The longest paths from a mine to who makes motors, or uses magnets or motors; the longest first.

    Along a path the product never goes back to an earlier stage, and no node stands twice. A path ends at a
    unit of motor making or end use, or at an organization that buys magnets or what is made with them. Of the
    paths from one mine only the longest counts; of those that are equally long, the first by its IRIs.

    Args:
        kg: the knowledge graph, for the stages that products come from.
        chain: a projection by `monazite.analysis.projection.project`.
        most: how many paths to return at most.
    """
    known = concepts(kg)
    ranks = known.ranks
    rank = {name: stage.rank for name, stage in known.stages.items()}
    motors, magnets = rank["motor-making"], rank["magnet-making"]
    steps = _steps(chain, ranks)
    found: dict[str, list[str]] = {}
    for start in sorted(node for node, stages in chain.nodes(data="stage_names") if "mining" in stages):
        for nodes in _forward(steps, start, 0, [start]):
            end = nodes[-1]
            uses = {rank[name] for name in chain.nodes[end]["stage_names"]} & {motors, rank["end-use"]}
            buys = not chain.nodes[end]["stages"] and steps[nodes[-2]][end] >= magnets
            best = found.get(start, [])
            if (uses or buys) and (-len(nodes), nodes) < (-len(best), best):
                found[start] = list(nodes)
    longest = sorted(found.values(), key=lambda nodes: (-len(nodes), nodes))[:most]
    return tuple(_path(chain, nodes, ranks) for nodes in longest)


def _steps(chain: nx.MultiDiGraph[str], ranks: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """From each node to each that it feeds: the rank of the product's stage, 0 if that is unknown."""
    steps: dict[str, dict[str, int]] = {node: {} for node in chain}
    for start, end, attributes in chain.edges(data=True):
        rank = ranks.get(attributes["product"], 0)
        steps[start][end] = max(rank, steps[start].get(end, 0))
    return steps


def _forward(
    steps: dict[str, dict[str, int]], node: str, rank: int, walked: list[str]
) -> Iterator[list[str]]:
    """All ways on from a node on which the rank of the product does not fall; each list is used once."""
    if len(walked) > MOST_LINKS:
        return
    for end, reached in sorted(steps[node].items()):
        if reached >= rank and end not in walked:
            walked.append(end)
            yield walked
            yield from _forward(steps, end, reached, walked)
            walked.pop()


def _path(chain: nx.MultiDiGraph[str], nodes: list[str], ranks: Mapping[str, int]) -> Path:
    links = []
    for depth, (start, end) in enumerate(pairwise(nodes), 1):
        edges = list(chain[start][end].values())
        furthest = max(ranks.get(edge["product"], 0) for edge in edges)
        carried = [edge for edge in edges if ranks.get(edge["product"], 0) == furthest]
        bases = [edge["basis"] for edge in carried]
        links.append(link(chain, depth, start, end, [e for e in carried if e["basis"] == min(bases)]))
    attributes = [chain.nodes[node] for node in nodes]
    return Path(
        tuple(nodes),
        tuple(node["label"] for node in attributes),
        tuple(node["country"] for node in attributes),
        tuple(links),
    )
