"""Walks the value chain upstream and downstream of an entity, a product or a country, link by link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx

from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import HIGH, LOW, MEDIUM, Evidence, named
from monazite.analysis.neighbourhood import DOWNSTREAM, UPSTREAM
from monazite.analysis.projection import support
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import count, sentence, some
from monazite.analysis.walks.ends import PRODUCT, Ends, ends
from monazite.analysis.walks.parts import idle, part
from monazite.analysis.walks.reaches import walked
from monazite.errors import QueryError
from monazite.statements import Source
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

# More nodes than these nobody reads in one figure.
MOST_DRAWN = 40
_UNPLACED = "without a stage"
_MOST_GATES = 3
_OF = {UPSTREAM: "Upstream of", DOWNSTREAM: "Downstream of"}


@dataclass(frozen=True)
class Link:
    """That one node feeds another, in the direction in which the products flow.

    `depth` is the number of links between the entity that was asked about and the far end of this one.
    `products` and `statuses` are those of all links between the two on that basis.
    """

    depth: int
    supplier: str
    supplier_stages: tuple[str, ...]
    products: tuple[str, ...]
    consumer: str
    consumer_stages: tuple[str, ...]
    basis: str
    statuses: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Layer:
    """How many nodes of a stage are reached at a depth; a node counts at the first of its stages."""

    depth: int
    stage: str
    nodes: int


@dataclass(frozen=True)
class Gate:
    """A node through which alone others are reached: it dominates them (Lowry and Medlock, 1969)."""

    node: str
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Reach(Result[Link]):
    """What lies upstream or downstream: the links, nearest first.

    All links count that lead on, in whatever direction along the stages, so that recycling closes loops; a
    node counts at its least depth. Of a product, only those count that carry what it can have been made of,
    or what can be made of it.

    Attributes:
        entity: IRI of the entity, product or country that was asked about.
        asked: its name.
        direction: ``upstream`` or ``downstream``.
        bases: what the links may rest on.
        starts: the names of the nodes that the walk began at: the entity and the units that it operates, all
            in a country, those that get (upstream) or deliver (downstream) a product.
        gates: what is reached only through one node, the weightiest first.
        depths: the least depth of each node reached, by its IRI.
        drawn: the part of the chain that is reached.
    """

    entity: str
    asked: str
    direction: str
    bases: tuple[str, ...]
    starts: tuple[str, ...]
    gates: tuple[Gate, ...]
    depths: dict[str, int] = field(repr=False, metadata=HIDDEN)
    drawn: nx.MultiDiGraph[str] = field(repr=False, compare=False, metadata=HIDDEN)

    def by_stage(self) -> Result[Layer]:
        """How many nodes are reached, by depth and stage."""
        counts = Counter((self.depths[node], self._stage(node)) for node in self._reached())
        ranks = {self._stage(node): rank for node, rank in self.drawn.nodes(data="rank")}
        order = sorted(counts, key=lambda each: (each[0], ranks[each[1]], each[1]))
        layers = tuple(Layer(depth, stage, counts[depth, stage]) for depth, stage in order)
        return Result(f"{self.title}, by depth and stage", layers, self.notes, language=self.language)

    def plot(self) -> Figure:
        """What is reached, a column a depth, from left to right as products flow; of many the nearest."""
        from monazite.export import figure

        if not self.rows:
            raise QueryError(f"there are no links {self.title} to draw")
        title = f"{say(_OF[self.direction], self.language)} {self.asked}"
        if len(self.drawn) > MOST_DRAWN:
            said = say("the nearest {shown} of {all} nodes", self.language)
            title = f"{title} ({said.format(shown=MOST_DRAWN, all=len(self.drawn))})"
        near = sorted(self.drawn, key=lambda node: (self.depths[node], self._stage(node), node))[:MOST_DRAWN]
        columns: dict[int, list[str]] = {}
        for node in near:
            columns.setdefault(self.depths[node], []).append(node)
        titled = [
            (say("depth {count}", self.language).format(count=depth) if depth else self.asked, nodes)
            for depth, nodes in sorted(columns.items(), reverse=self.direction == UPSTREAM)
        ]
        return figure.draw(self.drawn.subgraph(near), title, titled)

    def _reached(self) -> list[str]:
        return [node for node, depth in self.depths.items() if depth]

    def _stage(self, node: str) -> str:
        return next(iter(self.drawn.nodes[node]["stages"]), "")


def upstream(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], asked: str, depth: int | None = None) -> Reach:
    """All that flows, over any number of links, into an entity, a country or the making of a product.

    Args:
        kg: the knowledge graph, for names, and for the units that an organization operates.
        chain: a projection by `monazite.analysis.projection.project`.
        asked: an entity, product or country, by its IRI or name.
        depth: how many links to follow at most; all of them if None.

    Raises:
        QueryError: the depth is not positive. UnknownEntity, AmbiguousEntity: the name means nothing, or
            several things.
    """
    return _reach(kg, chain, asked, UPSTREAM, depth)


def downstream(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], asked: str, depth: int | None = None
) -> Reach:
    """All that flows, over any number of links, out of an entity or a country, or is made of a product.

    Arguments and errors are those of `upstream`.
    """
    return _reach(kg, chain, asked, DOWNSTREAM, depth)


def _reach(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], asked: str, direction: str, depth: int | None
) -> Reach:
    if depth is not None and depth < 1:
        raise QueryError(f"the depth must be 1 or more, not {depth}")
    known = concepts(kg, chain.graph["language"])
    begin = ends(kg, chain, asked, known)
    found = walked(chain, begin, known, against=direction == UPSTREAM, depth=depth)
    label: dict[str, str] = {node: data["label"] for node, data in chain.nodes(data=True)}
    gates = [
        Gate(label[gate], tuple(sorted(label[node] for node in nodes)))
        for gate, nodes in found.behind.items()
    ]
    gates.sort(key=lambda gate: (-len(gate.behind), gate.node))
    links = [
        link(chain, reached, supplier, consumer, alike)
        for (supplier, consumer, reached), edges in found.edges.items()
        for alike in _by_basis(edges)
    ]
    links.sort(key=lambda link: (link.depth, link.supplier, link.consumer, link.basis))
    drawn = part(chain, ((*key[:2], edges) for key, edges in found.edges.items()))
    return Reach(
        f"{direction} of {begin.label}",
        tuple(links),
        (*_notes(chain, begin, direction, found.depths, links, gates), *idle(drawn)),
        begin.iri,
        begin.label,
        direction,
        chain.graph["bases"],
        tuple(sorted(label[node] for node, reached in found.depths.items() if not reached)),
        tuple(gates),
        dict(found.depths),
        drawn,
        language=chain.graph["language"],
    )


def _notes(
    chain: nx.MultiDiGraph[str],
    begin: Ends,
    direction: str,
    depths: Mapping[str, int],
    links: Sequence[Link],
    gates: Sequence[Gate],
) -> tuple[str, ...]:
    if not depths:
        if begin.kind == PRODUCT:
            return (f"No link of the chain carries {begin.label}.",)
        return (f"{begin.label} stands in no chain: it is no production unit and operates none.",)
    if not links:
        return (f"There are no {' and '.join(chain.graph['bases'])} links {direction} of {begin.label}.",)
    reached = [chain.nodes[node] for node, depth in depths.items() if depth]
    stages = Counter((node["rank"], next(iter(node["stages"]), _UNPLACED)) for node in reached)
    listed = ", ".join(f"{number} {stage}" for (_, stage), number in sorted(stages.items()))
    weights = Counter(each.evidence.confidence for each in links)
    weighed = ", ".join(f"{weights[level]} of {level}" for level in (HIGH, MEDIUM, LOW) if weights[level])
    away = count(max(depths.values()), "link")
    notes = [
        f"{count(len(reached), 'node')} reached, at most {away} away: {listed}.",
        f"{count(len(links), 'link')}: {weighed} confidence.",
    ]
    shown: list[Gate] = []
    for gate in gates:
        # What is behind a gate that is shown need not be said twice.
        if len(shown) < _MOST_GATES and not any(gate.node in other.behind for other in shown):
            shown.append(gate)
    for gate in shown:
        verb = "is" if len(gate.behind) == 1 else "are"
        notes.append(sentence(f"Only through {gate.node} {verb} reached: {some(gate.behind)}"))
    return tuple(notes)


def _by_basis(edges: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    by_basis: dict[str, list[Mapping[str, Any]]] = {}
    for attributes in edges:
        by_basis.setdefault(attributes["basis"], []).append(attributes)
    return [by_basis[basis] for basis in sorted(by_basis)]


def link(
    chain: nx.MultiDiGraph[str],
    depth: int,
    supplier: str,
    consumer: str,
    edges: Sequence[Mapping[str, Any]],
) -> Link:
    """Edges of the chain between two nodes, on one basis, as a link of a walk.

    Args:
        chain: the projection.
        depth: how far from the start of the walk its far end is.
        supplier: the node that the products come from.
        consumer: the node that they go to.
        edges: the attributes of the edges.
    """
    documents = chain.graph["documents"]
    return Link(
        depth=depth,
        supplier=chain.nodes[supplier]["label"],
        supplier_stages=chain.nodes[supplier]["stages"],
        products=tuple(sorted({edge["label"] for edge in edges if edge["label"]})),
        consumer=chain.nodes[consumer]["label"],
        consumer_stages=chain.nodes[consumer]["stages"],
        basis=edges[0]["basis"],
        statuses=tuple(sorted({edge["status"] for edge in edges if edge["status"]})),
        sources=named(documents, {source for edge in edges for source in edge["sources"]}),
        evidence=support(chain, supplier, consumer, edges),
    )
