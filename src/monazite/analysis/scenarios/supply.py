"""The chain as a flow network: from where product comes, through what it passes, and who uses it.

A *stop* is where product stands: a production unit at one of its stages, or an organization that holds the
product of a stage. Product only goes forward: a link leads from the stop whose stage makes it to the first
stop that takes it further, so that no path returns to an earlier stage (trade within a stage stays in it).
What a recycler puts out begins a path of its own; what goes back to it (scrap, old motors) is left out.

Product begins at mines and recyclers, and at the *first known supplier* of a chain: a stop into which no
known link leads. That its supplier is not known does not mean that it has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import networkx as nx

from monazite.analysis.concepts import Concepts
from monazite.analysis.dates import over

MINE, RECYCLER, FIRST_KNOWN = "mine", "recycler", "first known supplier"
USES = ("motor-making", "end-use")
Key = tuple[str, str, str]


class Stop(NamedTuple):
    """A unit at a stage, or an organization (`stage` is "") with the product of the stage of that rank."""

    node: str
    stage: str
    rank: int


@dataclass(frozen=True)
class Supply:
    """A flow network.

    Attributes:
        graph: an edge leads from stop to stop; its attribute ``links`` holds the keys ``(supplier, consumer,
            link)`` of the chain's edges behind it, none for what goes on within a unit or a company.
        users: the stops at which product comes to each end user: a unit that makes motors or uses them and
            has a known supplier, or an organization that buys magnets or later products and runs no unit
            that takes them in.
        left_out: how many links are in no path, since nobody tells what they deliver, or it leads back.
    """

    graph: nx.DiGraph[Stop]
    users: Mapping[str, tuple[Stop, ...]]
    left_out: int

    def edges(self) -> Iterator[tuple[Stop, Stop, frozenset[Key]]]:
        """The edges of the graph, each with the keys of the links behind it."""
        yield from self.graph.edges(data="links")

    def origins(self, standing: Collection[str]) -> dict[Stop, str]:
        """The stops where product begins, given the units that stand, each with what kind of origin it is."""
        found = {}
        fed = {
            other.node if other.stage else other
            for one, other in self.graph.edges
            if one.node != other.node and (not one.stage or one.node in standing)
        }
        for stop in self.graph:
            own = [before for before in self.graph.pred[stop] if before.node == stop.node]
            # What a unit's later stages get beside a known supplier is not counted; scrap alone is none.
            unfed = (stop.node if stop.stage else stop) not in fed
            if stop.stage in ("mining", "recycling"):
                found[stop] = MINE if stop.stage == "mining" else RECYCLER
            elif unfed and all(before.stage == "recycling" for before in own):
                found[stop] = FIRST_KNOWN
        return found


@dataclass(frozen=True)
class World:
    """What stands and what is limited: one state of the world for a flow network.

    Attributes:
        standing: the units that are there.
        origins: the stops where product begins.
        capacities: tonnes a year that can pass a stop; one that is missing sets no limit.
        agreed: tonnes a year that can pass a link, where an agreement says so.
        nodes: the share that is left of units and organizations; 1 where missing.
        links: the share that is left of links; 1 where missing.
    """

    standing: frozenset[str]
    origins: Collection[Stop]
    capacities: Mapping[Stop, float] = field(default_factory=dict)
    agreed: Mapping[Key, float] = field(default_factory=dict)
    nodes: Mapping[str, float] = field(default_factory=dict)
    links: Mapping[Key, float] = field(default_factory=dict)

    def stands(self, stop: Stop) -> bool:
        """Whether anything can pass a stop."""
        return (not stop.stage or stop.node in self.standing) and self.nodes.get(stop.node, 1.0) > 0

    def carries(self, links: Collection[Key]) -> bool:
        """Whether anything can pass one of the links of an edge."""
        return not links or any(self.links.get(link, 1.0) > 0 for link in links)


def build(
    chain: nx.MultiDiGraph[str],
    known: Concepts,
    follow: Collection[str] = (),
    bases: Collection[str] = ("declared", "internal"),
    day: str = "",
) -> Supply:
    """The flow network of a projection of the chain.

    Args:
        chain: a projection at the level of facilities, by `monazite.analysis.projection.project`.
        known: the stages and products.
        follow: IRIs of elements; only links whose product carries one of them, or names none, are held.
        bases: what links may rest on.
        day: only links whose agreement has begun and not ended by then; all if "".
    """
    stages = {node: _stages(node, data["stage_names"], known) for node, data in chain.nodes(data=True)}
    held = [
        (start, end, key, data)
        for start, end, key, data in chain.edges(keys=True, data=True)
        if data["basis"] in bases and not (day and over(data["since"], data["until"], day))
    ]
    named = {(start, end) for start, end, _, data in held if data["product"]}
    links = []
    for start, end, key, data in held:
        product = known.products.get(data["product"])
        elements = product.elements if product else frozenset()
        # Beside a link that names its product, one that names none tells of no other.
        told = data["product"] or (start, end) not in named
        if (
            told
            and data["product"] not in known.scrap
            and (not follow or not elements or elements & set(follow))
        ):
            links.append(((start, end, key), known.ranks.get(data["product"], 0), data["basis"]))
    graph: nx.DiGraph[Stop] = nx.DiGraph()
    for stops in stages.values():
        nx.add_path(graph, stops, links=frozenset())
    placed = _place(graph, links, stages)
    _pass_on(graph, chain, stages)
    return Supply(graph, _users(chain, graph, links, stages, known), len(links) - len(placed))


def _stages(node: str, names: Iterable[str], known: Concepts) -> list[Stop]:
    """The stops of a unit, in the order in which product passes them: what is recycled comes in first."""
    ranks = {name: known.stages[name].rank for name in names if name != "exploration"}
    ordered = sorted(ranks, key=lambda name: (name != "recycling", ranks[name]))
    return [Stop(node, name, 0 if name == "recycling" else ranks[name]) for name in ordered]


def _place(
    graph: nx.DiGraph[Stop], links: list[tuple[Key, int, str]], stages: Mapping[str, list[Stop]]
) -> set[Key]:
    """Draws each link between the stops that it leads from and to; those that could be drawn."""
    placed: set[Key] = set()
    held = _held(links, stages)
    for key, rank, _ in links:
        for one, other in _between(key, rank, stages, held):
            earlier = graph.edges[one, other]["links"] if graph.has_edge(one, other) else frozenset()
            graph.add_edge(one, other, links=earlier | {key})
            placed.add(key)
    return placed


def _held(links: list[tuple[Key, int, str]], stages: Mapping[str, list[Stop]]) -> dict[str, set[int]]:
    """The ranks of the stages whose products each organization holds.

    That is what it gets; only where that does not explain what it is said to sell, that too.
    """
    held: dict[str, set[int]] = {}
    fed = {end for (_, end, _), *_ in links}
    for unexplained in (False, True):
        for (start, end, _), rank, _ in links:
            if not stages[start] and (unexplained or start not in fed):
                sold = rank or (stages[end][0].rank - 1 if stages[end] else 0)
                if sold > 0 and not any(each <= sold for each in held.get(start, ())):
                    held.setdefault(start, set()).add(sold)
        grown = True
        while grown:
            grown = False
            for key, rank, _ in links:
                for _, other in _between(key, rank, stages, held):
                    if not other.stage and other.rank not in held.get(other.node, ()):
                        held.setdefault(other.node, set()).add(other.rank)
                        grown = True
    return held


def _pass_on(graph: nx.DiGraph[Stop], chain: nx.MultiDiGraph[str], stages: Mapping[str, list[Stop]]) -> None:
    """Takes what an organization gets and no link passes on to its own units, at their first later stage.

    Who makes metal of the oxide that a magnet maker buys is mostly not told.
    """
    own: dict[str, list[str]] = {}
    for node, operators in chain.nodes(data="operator_iris"):
        for operator in operators:
            own.setdefault(operator, []).append(node)
    for stop in [stop for stop in graph if not stop.stage and not graph.succ[stop]]:
        for unit in own.get(stop.node, ()):
            if later := [each for each in stages[unit] if each.rank > stop.rank]:
                graph.add_edge(stop, later[0], links=frozenset())


def _between(
    key: Key, rank: int, stages: Mapping[str, list[Stop]], held: Mapping[str, set[int]]
) -> list[tuple[Stop, Stop]]:
    """From which stops to which a link leads, its product being of a stage's rank, 0 if that is unknown."""
    start, end, _ = key
    last = stages[end][-1].rank if stages[end] else 99
    made = stages[start] or [Stop(start, "", each) for each in sorted(held.get(start, ()))]
    fitting = [stop for stop in made if stop.rank <= (rank or last)]
    if rank and not stages[start] and any(stop.rank == rank for stop in fitting):
        fitting = [stop for stop in fitting if stop.rank == rank]
    if stages[start]:
        # A unit delivers from one stage: the last that the product can come from.
        fitting = (fitting or made[:1] if rank else [s for s in made if s.rank < last] or fitting)[-1:]
    pairs = []
    for stop in fitting:
        level = max(rank, stop.rank)
        if not stages[end]:
            pairs.append((stop, Stop(end, "", level)))
            continue
        takers = [each for each in stages[end] if each.stage != "recycling"]
        further = [s for s in takers if s.rank > level] or [s for s in takers if s.rank == level]
        pairs += [(stop, further[0])] if further else []
    return [pair for pair in pairs if pair[0] != pair[1]]


def _users(
    chain: nx.MultiDiGraph[str],
    graph: nx.DiGraph[Stop],
    links: list[tuple[Key, int, str]],
    stages: Mapping[str, list[Stop]],
    known: Concepts,
) -> dict[str, tuple[Stop, ...]]:
    magnets = known.stages["magnet-making"].rank
    takes = {
        operator
        for node, stops in stages.items()
        if any(stop.rank >= magnets for stop in stops)
        for operator in chain.nodes[node]["operator_iris"]
    }
    buys = {end for (_, end, _), _, basis in links if basis != "internal" and end not in takes}
    supplied = {other.node for one, other in graph.edges if one.node != other.node}
    users: dict[str, list[Stop]] = {}
    for stop in sorted(graph):
        bought = not stop.stage and stop.node in buys and stop.rank >= magnets and graph.pred[stop]
        if bought or (stop.stage in USES and stop.node in supplied):
            users.setdefault(stop.node, []).append(stop)
    return {user: tuple(stops) for user, stops in users.items()}
