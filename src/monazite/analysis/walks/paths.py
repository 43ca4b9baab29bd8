"""Finds the paths that a product takes along the chain: between two ends, and from mines to motors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from monazite.analysis import evidence
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.projection import support
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import count
from monazite.analysis.walks import routes
from monazite.analysis.walks.ends import Ends, check, ends
from monazite.analysis.walks.flows import Link, link
from monazite.analysis.walks.parts import idle, part
from monazite.analysis.walks.steps import Step, steps
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

Walk = tuple[Step, ...]
# From each node to each that it feeds, the rank of the product; whether a walk may end at a node, come to so.
_Ranked = Mapping[str, Mapping[str, int]]
_EndsAt = Callable[[str, int], bool]
SHORTEST, BEST, OTHER = "shortest", "best evidenced", "other"
# So many paths are looked at, of which the first are shown; more than that nobody reads.
_ENOUGH = 2000

# The longest walk that is looked for; the chain has 13 stages, and a trader may stand between two of them.
MOST_LINKS = 16
# Of a ring of more nodes the ways are not told one by one.
_LARGE_RING = 8


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
    using, magnets = {rank["motor-making"], rank["end-use"]}, rank["magnet-making"]
    steps = _steps(chain, ranks)

    def ends_at(node: str, reached: int) -> bool:
        uses = not using.isdisjoint(rank[name] for name in chain.nodes[node]["stage_names"])
        return uses or (not chain.nodes[node]["stages"] and reached >= magnets)

    lasting = _lasting(steps, ends_at)
    mines = sorted(node for node, stages in chain.nodes(data="stage_names") if "mining" in stages)
    found = [nodes for mine in mines if (nodes := _longest(steps, ends_at, lasting, mine))]
    longest = sorted(found, key=lambda nodes: (-len(nodes), nodes))[:most]
    return tuple(_path(chain, nodes, ranks) for nodes in longest)


def _steps(chain: nx.MultiDiGraph[str], ranks: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """From each node to each that it feeds: the rank of the product's stage, 0 if that is unknown."""
    steps: dict[str, dict[str, int]] = {node: {} for node in chain}
    for start, end, attributes in chain.edges(data=True):
        rank = ranks.get(attributes["product"], 0)
        steps[start][end] = max(rank, steps[start].get(end, 0))
    return steps


def _lasting(steps: _Ranked, ends_at: _EndsAt) -> dict[int, dict[str, int]]:
    """By the rank at which one arrives at a node: how many links more may lead to an end, 0 if it is one.

    Never too few; too many only where a way would pass a node again at another rank, or where many nodes feed
    each other.
    """
    found: dict[int, dict[str, int]] = {}
    onward: dict[str, int] = {}
    for rank in sorted({rank for fed in steps.values() for rank in fed.values()}, reverse=True):
        same = nx.DiGraph((node, end) for node, fed in steps.items() for end, at in fed.items() if at == rank)
        arrived = {node: 0 for node in same if ends_at(node, rank)}
        later = dict(onward)
        rings = nx.condensation(same)
        for ring in reversed(list(nx.topological_sort(rings))):
            nodes = rings.nodes[ring]["members"]
            leaving = {
                node: max(
                    onward.get(node, -1),
                    *(1 + arrived[end] for end in (same[node].keys() - nodes) & arrived.keys()),
                    -1,
                )
                for node in nodes
            }
            for node, around in _around(same.subgraph(nodes)).items():
                most = [
                    links + max(leaving[end], arrived.get(end, -1) if links else -1)
                    for end, links in around.items()
                    if leaving[end] >= 0 or (links and end in arrived)
                ]
                if most:
                    later[node] = max(most)
            arrived |= {node: later[node] for node in nodes & later.keys()}
        found[rank] = arrived
        onward = later
    return found


def _around(ring: nx.DiGraph[str]) -> dict[str, dict[str, int]]:
    """The most links from each node of a ring to each, no node twice."""
    if len(ring) > _LARGE_RING:
        return {node: dict.fromkeys(ring, len(ring) - 1) for node in ring}
    found = {node: {node: 0} for node in ring}
    for start in ring:
        for end in set(ring) - {start}:
            found[start][end] = max(len(way) - 1 for way in nx.all_simple_paths(ring, start, end))
    return found


def _longest(
    steps: _Ranked, ends_at: _EndsAt, lasting: Mapping[int, Mapping[str, int]], start: str
) -> list[str] | None:
    """The longest way from a node to an end, of equally long ones the first by its nodes; None if none is.

    Depth-first, and on only where the way can become longer than the longest so far (branch and bound, Land
    and Doig, Econometrica 28, 1960).
    """
    walked, best = [start], [start]

    def onward(node: str, rank: int) -> None:
        nonlocal best
        for end, reached in sorted(steps[node].items()):
            further = lasting[reached].get(end, -1)
            most = min(len(walked) + further, MOST_LINKS)
            if reached < rank or further < 0 or end in walked or most < len(best):
                continue
            walked.append(end)
            if len(walked) > len(best) and ends_at(end, reached):
                best = [*walked]
            onward(end, reached)
            walked.pop()

    onward(start, 0)
    return best if len(best) > 1 else None


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


@dataclass(frozen=True)
class Route:
    """A path between two ends, in the direction in which the products flow.

    Attributes:
        rank: its number, 1 for the first.
        kind: ``shortest``, ``best evidenced``, both joined by "and", or ``other``.
        path: the names of its nodes, joined by arrows.
        products: for each link the products that it carries, "not named" where nobody names one.
        countries: ISO 3166-1 alpha-2 codes of the nodes, "" where no source tells.
        links: how many links it has.
        sources: the documents behind its links.
        evidence: that of the weakest of its links.
        nodes: IRIs of the nodes.
    """

    rank: int
    kind: str
    path: str
    products: tuple[str, ...]
    countries: tuple[str, ...]
    links: int
    sources: tuple[Source, ...]
    evidence: Evidence
    nodes: tuple[str, ...] = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Routes(Result[Route]):
    """The paths between two ends, the shortest and the best evidenced first.

    `start` and `end` are the names of the ends; `drawn` is the part of the chain that the paths make up.
    """

    start: str
    end: str
    drawn: nx.MultiDiGraph[str] = field(repr=False, compare=False, metadata=HIDDEN)

    def plot(self) -> Figure:
        """The paths as a layered drawing; a node stands as many columns on as it is links from the start."""
        from monazite.export import figure

        if not self.rows:
            raise QueryError(f"there is no path to draw from {self.start} to {self.end}")
        places: dict[str, int] = {}
        for row in self.rows:
            for place, node in enumerate(row.nodes):
                places[node] = max(place, places.get(node, 0))
        last = max(places.values())
        places |= {row.nodes[-1]: last for row in self.rows}
        columns = [("", [node for node in places if places[node] == place]) for place in range(last + 1)]
        return figure.draw(self.drawn, f"{self.start} → {self.end}", columns)


def between(
    kg: KnowledgeGraph,
    chain: nx.MultiDiGraph[str],
    start: str,
    end: str,
    most_links: int = 8,
    most: int = 20,
) -> Routes:
    """The paths along the chain from one end to another: the shortest, the best evidenced, and all others.

    Each end is a unit, a company, a product, a country or a stage, by name. Along a path the product never
    goes back to an earlier stage and no node stands twice, but an organization stands before and behind a
    unit of its own if it buys what the unit takes and sells what the unit makes (see
    `monazite.analysis.walks.steps`). Inside a path no node belongs to either end.

    The best-evidenced path is the one whose weakest link is the strongest: by confidence, then by
    independent publishers; of equal ones the shortest. It is a bottleneck path (Pollack, Operations Research
    8, 1960), found by admitting the links from the strongest down until there is a path.

    Args:
        kg: the knowledge graph.
        chain: a projection by `monazite.analysis.projection.project`, at the level of facilities.
        start: where paths begin.
        end: where they end.
        most_links: how many links a path has at most.
        most: how many paths to give at most.

    Raises:
        QueryError: a bound is not positive, or an end stands in no chain. UnknownEntity, AmbiguousEntity: a
            name means nothing, or several things.
    """
    for name, bound in (("links", most_links), ("paths", most)):
        if bound < 1:
            raise QueryError(f"the most {name} must be 1 or more, not {bound}")
    known = concepts(kg, chain.graph["language"])
    first, last = ends(kg, chain, start, known), ends(kg, chain, end, known)
    for each in (first, last):
        check(chain, each)
    asked = routes.search(steps(chain, known), first, last).narrowed()
    walks = _kinds(chain, asked, most_links)
    more = len(walks) < _ENOUGH and routes.longer(asked, most_links)
    # The best evidenced is the first or the second: it is told of even where one path alone is shown.
    told = [_route(chain, n, kind, walk) for n, (kind, walk) in enumerate(walks[: max(most, 2)], 1)]
    shown, best = tuple(told[:most]), next((route for route in told if BEST in route.kind), None)
    links = dict.fromkeys(step for _, walk in walks[:most] for step in walk)
    drawn = part(chain, ((step.start.node, step.end.node, step.edges) for step in links))
    notes = (*_notes(shown, best, first, last, len(walks), most_links, more=more), *idle(drawn))
    title = f"paths from {first.label} to {last.label}"
    return Routes(title, shown, notes, first.label, last.label, drawn, language=chain.graph["language"])


def _kinds(chain: nx.MultiDiGraph[str], asked: routes.Search, most_links: int) -> list[tuple[str, Walk]]:
    """The walks with their kinds: the shortest, the best evidenced, then the others from the shortest on."""
    strength = {
        step: _strength(support(chain, step.start.node, step.end.node, step.edges))
        for each in asked.leaving.values()
        for step in each
    }
    best = routes.strongest(asked, strength, most_links)
    if best is None:
        return []
    found = {_nodes(walk): walk for walk in islice(routes.walks(asked, most_links), _ENOUGH)}
    # The best may take other links between the same nodes.
    found[_nodes(best)] = best
    weak = {nodes: min(strength[step] for step in walk) for nodes, walk in found.items()}
    order = sorted(found, key=lambda nodes: (len(nodes), [-part for part in weak[nodes]], nodes))
    shortest, strongest = order[0], _nodes(best)
    if weak[shortest] == weak[strongest]:
        kinds = {shortest: f"{SHORTEST} and {BEST}"}
    else:
        kinds = {shortest: SHORTEST, strongest: BEST}
    order = [*kinds, *(nodes for nodes in order if nodes not in kinds)]
    return [(kinds.get(nodes, OTHER), found[nodes]) for nodes in order]


def _strength(found: Evidence) -> tuple[int, int]:
    return evidence.rank(found), found.publishers


def _nodes(walk: Walk) -> tuple[str, ...]:
    return (walk[0].start.node, *(step.end.node for step in walk))


def _route(chain: nx.MultiDiGraph[str], rank: int, kind: str, walk: Walk) -> Route:
    nodes = _nodes(walk)
    found = [edge for step in walk for edge in step.edges]
    return Route(
        rank=rank,
        kind=kind,
        path=" → ".join(chain.nodes[node]["label"] for node in nodes),
        products=tuple(
            " / ".join(sorted({e["label"] for e in step.edges} - {""})) or "not named" for step in walk
        ),
        countries=tuple(chain.nodes[node]["country"] for node in nodes),
        links=len(walk),
        sources=evidence.named(chain.graph["documents"], {iri for edge in found for iri in edge["sources"]}),
        evidence=evidence.weakest(support(chain, s.start.node, s.end.node, s.edges) for s in walk),
        nodes=nodes,
    )


def _notes(
    shown: tuple[Route, ...],
    best: Route | None,
    start: Ends,
    end: Ends,
    number: int,
    most_links: int,
    *,
    more: bool,
) -> tuple[str, ...]:
    ends = f"from {start.label} to {end.label}"
    further = f"{most_links + 1} or {most_links + 2} links"
    beyond = f"There are longer ones, of {further}." if more else f"None has {further}."
    if best is None:
        return (f"No path of at most {count(most_links, 'link')} is known {ends}. {beyond}",)
    known = f"{'is' if number == 1 else 'are'} {count(number, 'path')}"
    if number >= _ENOUGH:
        known, beyond = f"are {_ENOUGH:,} paths or more", "Fewer links at most leave fewer paths."
    only = f"; the first {len(shown)} are shown" if len(shown) < number else ""
    weak = best.evidence
    links = count(most_links, "link")
    publishers = count(weak.publishers, "independent publisher")
    return (
        f"As far as the graph knows, there {known} of at most {links} {ends}{only}. {beyond}",
        f"The best evidenced has {count(best.links, 'link')}, the weakest of them of {weak.confidence} "
        f"confidence, with {publishers}; it would be overturned by {weak.overturned_by}.",
    )
