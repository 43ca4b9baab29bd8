"""Which of a list of companies depend on a place: by what way its units' products reach each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
from rdflib import URIRef

from monazite.analysis import evidence
from monazite.analysis.projection import support
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import count
from monazite.analysis.walks.ends import starts
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

# What stands below a company that was asked about.
_LISTED = "on the list"


@dataclass(frozen=True)
class Dependence:
    """The shortest way from a unit in the place to a company.

    Attributes:
        company: whom it reaches.
        links: how many links away the unit is; 0 where the company runs it.
        unit: the unit in the place.
        stages: what it does.
        by_way_of: the names in between, from the unit to the company.
        products: of each link, what it carries.
        sources: the documents that the links rest on.
        confidence: ``high``, ``medium`` or ``low``: that of the weakest link; "" where there is none.
    """

    company: str
    links: int
    unit: str
    stages: tuple[str, ...]
    by_way_of: tuple[str, ...]
    products: tuple[str, ...]
    sources: tuple[Source, ...]
    confidence: str
    iri: str = field(metadata=HIDDEN)
    unit_iri: str = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Dependences(Result[Dependence]):
    """Who depends on a place and by what way.

    Attributes:
        place: its name.
        independent: the companies that nothing is known to reach from there.
        drawn: the part of the chain.
    """

    place: str
    independent: tuple[str, ...]
    drawn: nx.MultiDiGraph[str] = field(repr=False, compare=False, metadata=HIDDEN)

    def plot(self) -> Figure:
        """The ways from the units of the place, on the left, to the companies.

        Raises:
            QueryError: nothing reaches any of them. ExtraMissing: matplotlib is not installed.
        """
        from monazite.export import figure

        if not self.rows:
            raise QueryError(f"nothing is known to reach them from {self.place}: there is nothing to draw")
        graph = self.drawn.copy()
        graph.graph["documents"] = {str(source.iri): source for source in self.sources()}
        listed = {row.iri for row in self.rows}
        graph.add_nodes_from((node, {"stages": (_LISTED,)}) for node in listed & set(graph))
        runners = {}
        for row in self.rows:
            if not row.links:
                # A node of its own: the company may stand further on, too, as one that gets something.
                runners[runner := f"{row.iri} runs"] = row.company
                graph.add_node(runner, label=row.company, kind="Company", stages=(_LISTED,), rank=0)
                graph.add_edge(runner, row.unit_iri, label="runs it", basis="internal", product="")
        columns: dict[int, list[str]] = {}
        for node, place in _layers(self.drawn).items():
            columns.setdefault(place, []).append(node)
        titled = [("runs units there", list(runners))] * bool(runners)
        titled += [
            (f"step {place}" if place else f"in {self.place}", columns[place]) for place in sorted(columns)
        ]
        by_name = [
            (title, sorted(nodes, key=lambda node: str(graph.nodes[node]["label"])))
            for title, nodes in titled
        ]
        return figure.draw(graph, f"Who depends on {self.place}", by_name)


def _layers(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """The column of each node: behind all that feed it, as far as the ways go in no circle."""
    condensed = nx.condensation(nx.DiGraph(graph))
    place: dict[str, int] = {}
    for number, group in enumerate(nx.topological_generations(condensed)):
        place |= {node: number for each in group for node in condensed.nodes[each]["members"]}
    return place


def dependence(
    kg: KnowledgeGraph,
    chain: nx.MultiDiGraph[str],
    companies: Sequence[str],
    place: str,
    depth: int = 3,
) -> Dependences:
    """By what way the products of a place's units reach companies.

    For each company the shortest way from each unit there that has none shorter through another unit there;
    a company that runs a unit in the place, itself or by a wholly owned one, depends on it at once.

    Args:
        kg: the knowledge graph.
        chain: a projection by `monazite.analysis.projection.project`, of facilities.
        companies: their IRIs.
        place: a place, by its IRI or name; what lies in a part of it counts.
        depth: how many links a way has at most.

    Raises:
        QueryError: no unit is known there, or the depth is not positive. UnknownEntity, AmbiguousEntity: the
            place is none, or several.
    """
    if depth < 1:
        raise QueryError(f"the depth must be 1 or more, not {depth}")
    language = chain.graph["language"]
    where = kg.resolve(place)
    text = "SELECT DISTINCT ?unit { ?unit mz:locatedIn ?place }"
    inside = {str(row.unit) for row in kg.query(text, place=URIRef(where)).rows()} & set(chain)
    name = kg.label(where, language)
    if not inside:
        raise QueryError(f"no unit of the chain is known in {name}")
    rows: list[Dependence] = []
    steps: set[tuple[str, str]] = set()
    nodes: set[str] = set()
    independent = []
    # What a unit there feeds to another there is no dependence from outside: ways begin at the last of them.
    wholly = "SELECT DISTINCT ?owned ?owner { ?owned mz:whollyOwnedBy ?owner }"
    owned: dict[str, set[str]] = defaultdict(set)
    for row in kg.query(wholly).rows():
        owned[str(row.owner)].add(str(row.owned))
    outside: nx.DiGraph[str] = nx.DiGraph(
        (start, end) for start, end in chain.edges() if end not in inside and start != end
    )
    for company in dict.fromkeys(companies):
        own = {node for each in (company, *owned[company]) for node in starts(kg, chain, each)}
        ways = _ways(outside, inside, own, depth)
        label = kg.label(URIRef(company), language)
        if not ways:
            independent.append(label)
        for way in ways:
            rows.append(_row(chain, label, company, way))
            steps |= set(pairwise(way))
            nodes |= set(way)
    rows.sort(key=lambda row: (row.company.casefold(), row.links, row.unit))
    drawn: nx.MultiDiGraph[str] = chain.subgraph(nodes).copy()
    drawn.remove_edges_from([edge for edge in drawn.edges if edge[:2] not in steps])
    return Dependences(
        f"who depends on {name}",
        tuple(rows),
        _notes(name, len(set(companies)), rows, independent, depth),
        name,
        tuple(sorted(independent)),
        drawn,
        language=language,
    )


def _ways(graph: nx.DiGraph[str], inside: set[str], own: set[str], depth: int) -> list[list[str]]:
    """A shortest way from each unit inside to the company's own nodes; alone, those that it runs itself."""
    running = sorted(own & inside)
    targets = own & set(graph) - inside
    if not targets:
        return [[node] for node in running]
    backwards = graph.reverse(copy=False)
    found = nx.multi_source_dijkstra_path(backwards, targets, cutoff=depth)
    ways = [list(reversed(way)) for node, way in found.items() if node in inside - own]
    return [[node] for node in running] + sorted(ways, key=lambda way: (len(way), way))


def _row(chain: nx.MultiDiGraph[str], label: str, company: str, way: Sequence[str]) -> Dependence:
    documents = chain.graph["documents"]
    links = [list(chain[start][end].values()) for start, end in pairwise(way)]
    said = {source for link in links for each in link for source in each["sources"]}
    weighed = [support(chain, start, end) for start, end in pairwise(way)]
    unit = chain.nodes[way[0]]
    return Dependence(
        label,
        len(links),
        unit["label"],
        tuple(unit["stages"]),
        tuple(chain.nodes[node]["label"] for node in way[1:]),
        tuple(dict.fromkeys(each["label"] for link in links for each in link if each["label"])),
        evidence.named(documents, said),
        evidence.weakest(weighed).confidence if weighed else "",
        company,
        way[0],
    )


def _notes(
    place: str, asked: int, rows: Sequence[Dependence], independent: Sequence[str], depth: int
) -> tuple[str, ...]:
    reached = len({row.iri for row in rows})
    running = len({row.iri for row in rows if not row.links})
    said = (
        f"Of {asked} companies, {reached} get something from units in {place} within {count(depth, 'link')}, "
        f"{running} of these run units there themselves."
    )
    if not independent:
        return (said,)
    return said, f"Of the other {len(independent)} no way is known: that is not to say that there is none."
