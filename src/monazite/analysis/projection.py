"""Projects the knowledge graph to networkx: the value chain at four levels, or the network of relations.

Both give a ``networkx.MultiDiGraph`` whose nodes are IRIs (strings). Its attributes:

| of | attribute | value |
|---|---|---|
| graph | name | ``chain`` or ``network`` |
| graph | documents | {IRI: `monazite.statements.Source`} of all that stands behind it |
| graph | bases | the bases of the links that it holds, sorted tuple (chain only) |
| graph | level | ``facility``, ``organization``, ``country`` or ``stage`` (chain only) |
| graph | at | the day as of which it stands, ISO 8601 (chain only) |
| graph | language | ``en`` or ``zh``, in which things are named |
| node | label | its name, str |
| node | kind | local name of its class, str; ``Country`` or ``Stage`` at those levels |
| node | stages | labels of its stages, tuple of str in the order of the chain |
| node | rank | rank of the first of its stages in the chain, 1 for exploration; int |
| node | country | ISO 3166-1 alpha-2 code, "" if none is stated |
| node | stage_names | names of its stages, such as ``magnet-making``, tuple (chain only) |
| node | operators | labels of its operators, tuple of str (chain only) |
| node | operator_iris | their IRIs, tuple of str (chain only) |
| node | state | its lifecycle status, "" for what is no production unit (chain only) |
| node | longitude | degrees east, float; the first of several; absent if no source tells (facility level) |
| node | latitude | degrees north, likewise |
| node | since, due | when it started or is to start, "" if unknown (chain only) |
| node | capacities | {stage name: `monazite.analysis.capacities.StageCapacity`} (facility level) |
| node | capacity_low | tonnes (or pieces) a year installed at its last stage of which anything is known, |
| | | lower bound, float; absent if nothing is known (facility level) |
| node | capacity_high | the upper bound of the same (facility level) |
| node | members | IRIs of the nodes of the facility level in it, tuple (other levels) |
| node | inside | how many links have both ends in it, int (other levels) |
| edge | label | the product's label (chain) or the property's (network), str |
| edge | product | IRI of the product, "" if none is stated (chain only) |
| edge | basis | ``declared``, ``internal`` or ``possible`` (chain only) |
| edge | status | the agreement's status, "" if there is none (chain only) |
| edge | since, until | when the agreement begins and ends, "" if unknown (chain only) |
| edge | quantity_low | agreed tonnes a year, lower bound, float; absent if none is agreed on (chain only) |
| edge | quantity_high | the upper bound of the same (chain only) |
| edge | confidence | ``high``, ``medium`` or ``low``, see `monazite.analysis.evidence` (chain only) |
| edge | supplier | the node of the facility level that the link starts at (chain only) |
| edge | consumer | the one that it ends at (chain only) |
| edge | property | IRI of the property (network only) |
| edge | sources | IRIs of the source documents, sorted tuple of str |

The key of an edge is the IRI of its link (chain) or property (network), so that every function of networkx
works on it; those that want no parallel edges take ``networkx.DiGraph(graph)``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from monazite.analysis import dates, evidence, facilities, levels, neighbourhood
from monazite.analysis.asking import rows
from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import LANGUAGES, Concepts, concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Facility, Standing
from monazite.errors import QueryError
from monazite.statements import Source
from monazite.vocabulary import THING, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

BASES = ("declared", "internal", "possible")
DEFAULT_BASES = ("declared", "internal")
LEVELS = ("facility", "organization", "country", "stage")
PLACES = ("Place", "IndustrialZone", "AdministrativeArea", "Country")


def project(
    kg: KnowledgeGraph,
    bases: Collection[str] = DEFAULT_BASES,
    level: str = "facility",
    at: str | None = None,
    language: str = "en",
) -> nx.MultiDiGraph[str]:
    """The value chain: an edge is a flow of a product from a node to another.

    At the level of facilities the nodes are the production units, and the organizations that links name. At
    that of organizations a unit is its operator (each of them, or itself if nobody tells); at that of
    countries a node is the country that it lies or is registered in, and who is in none is left out; at that
    of stages, the stage that the product comes from, and the one that it goes to.

    Args:
        kg: the knowledge graph.
        bases: which links to hold, of `BASES`; *possible* ones, which nobody states, only if asked for.
        level: one of `LEVELS`.
        at: only what stands at that date: units that work then, or of which nobody tells, and of a date
            ahead of all documents those that are due by then; links whose agreement has begun and not ended.
            Everything that is known, if None.
        language: ``en`` or ``zh``, for names.

    Raises:
        QueryError: a basis, the level or the date is none.
    """
    _check(bases)
    if level not in LEVELS:
        raise QueryError(f"unknown level {level!r}; there are: {', '.join(LEVELS)}")
    known = concepts(kg, language)
    graph = _projected(
        kg, facilities.standing(kg, at, language), known, bases, language, dated=at is not None
    )
    if level != "facility":
        graph = levels.gathered(graph, kg, level, known)
    return _with_documents(graph, graph.graph["documents"])


def near(
    kg: KnowledgeGraph,
    entity: str,
    direction: str,
    bases: Collection[str] = DEFAULT_BASES,
    depth: int | None = None,
    at: str | None = None,
    language: str = "en",
) -> nx.MultiDiGraph[str]:
    """The part of the chain upstream or downstream of an entity, in time that does not grow with the chain.

    Of a product, a country or a stage, and behind an endpoint, it is the whole chain.

    Args:
        kg: the knowledge graph.
        entity: what is asked about, by its IRI or name.
        direction: ``upstream`` or ``downstream``.
        depth: how many links to follow at most; all of them if None.
        bases: as for `project`.
        at: the same.
        language: the same.

    Raises:
        QueryError: as `project`. UnknownEntity, AmbiguousEntity: the name means nothing, or several things.
    """
    known = concepts(kg, language)
    if not isinstance(kg.store, ox.Store) or "-".join(entity.casefold().split()) in known.stages:
        return project(kg, bases, at=at, language=language)
    iri = str(kg.resolve(entity))
    if not iri.startswith((f"{THING}facility/", f"{THING}org/", f"{THING}line/")):
        return project(kg, bases, at=at, language=language)
    _check(bases)
    nodes, links = neighbourhood.reached(kg.store, iri, direction, bases, depth)
    part = type(kg)(neighbourhood.copied(kg.store, nodes, links))
    (standing,) = facilities.standings(part, (at,), language, evidence.newest(kg))
    graph = _projected(part, standing, known, bases, language, dated=at is not None)
    return _with_documents(graph, standing.documents)


def _check(bases: Collection[str]) -> None:
    if unknown := sorted(set(bases) - set(BASES)):
        raise QueryError(f"unknown basis {unknown[0]!r}; there are: {', '.join(BASES)}")


def _projected(
    kg: KnowledgeGraph,
    standing: Standing,
    known: Concepts,
    bases: Collection[str],
    language: str,
    *,
    dated: bool,
) -> nx.MultiDiGraph[str]:
    """The chain at the level of facilities, with all documents."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name="chain", bases=tuple(sorted(bases)), level="facility", at=standing.at, language=language
    )
    graph.graph["documents"] = standing.documents
    _add_nodes(graph, kg, standing, known, dated=dated)
    _add_links(graph, kg, known, standing.at if dated else "")
    if dated:
        graph.remove_nodes_from(
            [n for n, unit in graph.nodes(data="state") if not unit and not graph.degree(n)]
        )
    return graph


def network(kg: KnowledgeGraph, language: str = "en") -> nx.MultiDiGraph[str]:
    """The network of organizations, units, projects, agreements, initiatives and places, as stated.

    Names are given in ``en``, or in ``zh`` where there are any.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="network", language=language)
    known, tag = concepts(kg, language), LANGUAGES[language]
    stages: dict[str, dict[str, None]] = {}
    for node, label, spoken, kind, stage, country in rows(kg, "network-nodes"):
        if node not in graph:
            graph.add_node(node, label=label or local_name(node), kind=local_name(kind), country=country)
        elif spoken == tag:
            graph.nodes[node]["label"] = label
        stages.setdefault(node, {}).update({local_name(stage): None} if stage else {})
    for node, attributes in graph.nodes(data=True):
        placed = levels.placed(stages[node], known)
        attributes |= {name: placed[name] for name in ("stages", "rank")}
    names: dict[str, str] = {}
    for start, end, iri, label, spoken, source in rows(kg, "network-edges"):
        if spoken == tag or iri not in names:
            names[iri] = label or local_name(iri)
        _add_edge(graph, start, end, iri, source, {"label": "", "property": iri})
    for *_, attributes in graph.edges(data=True):
        attributes["label"] = names[attributes["property"]]
    return _with_documents(graph, evidence.documents(kg))


def around(graph: nx.MultiDiGraph[str], nodes: Collection[str], depth: int = 1) -> nx.MultiDiGraph[str]:
    """The part of a projection that is at most some links away from nodes, whatever way the links point.

    Places are reached but not passed: what merely lies in the same country is not near.

    Args:
        graph: a projection.
        nodes: the IRIs to start from.
        depth: how many links to follow.

    Raises:
        QueryError: none of the nodes is in the projection, or the depth is not positive.
    """
    if depth < 1:
        raise QueryError(f"the depth must be 1 or more, not {depth}")
    reached = {node for node in nodes if node in graph}
    if not reached:
        raise QueryError(f"{', '.join(sorted(nodes))} has no links in the projection {graph.name!r}")
    edge = reached
    for _ in range(depth):
        passed = [node for node in edge if node in nodes or graph.nodes[node]["kind"] not in PLACES]
        edge = {near for node in passed for near in nx.all_neighbors(graph, node)} - reached
        reached = reached | edge
    part = graph.subgraph(reached).copy()
    return _with_documents(part, graph.graph["documents"])


def support(
    graph: nx.MultiDiGraph[str], start: str, end: str, links: Collection[Mapping[str, Any]] | None = None
) -> Evidence:
    """The evidence that a node feeds another: all links between the two together, or some of them.

    What is declared counts before what is internal, and that before what is possible; agreements that bind
    before those that do not; all documents behind the links that so remain are counted.

    Args:
        graph: a projection by `project`.
        start: the node that the product comes from.
        end: the node that it goes to.
        links: the attributes of the edges to count; all edges from `start` to `end` if None.

    Raises:
        KeyError: there is no link.
    """
    found = list(graph[start][end].values()) if links is None else list(links)
    basis = min((link["basis"] for link in found), key=BASES.index)
    best = [link for link in found if link["basis"] == basis]
    firm = [link for link in best if link["status"] not in evidence.LOOSE] or best
    ends = [graph.nodes[node]["country"] for node in (start, end)]
    return evidence.weigh(
        graph.graph["documents"],
        {source for link in firm for source in link["sources"]},
        basis=basis,
        status=firm[0]["status"],
        far=len(set(filter(None, ends))) > 1,
        as_of=graph.graph["at"],
    )


def _add_nodes(
    graph: nx.MultiDiGraph[str], kg: KnowledgeGraph, standing: Standing, known: Concepts, *, dated: bool
) -> None:
    tag = LANGUAGES[graph.graph["language"]]
    names = levels.names(kg, tag)
    for node, label, language, kind, country in rows(kg, "chain-nodes"):
        unit = standing.facilities.get(node)
        if unit and dated and not _stands(unit, standing.at, standing.newest):
            continue
        if node not in graph:
            graph.add_node(node, label=label or local_name(node), kind=local_name(kind), country=country)
            graph.nodes[node].update(_unit(unit, known, names) if unit else levels.blank())
        elif language == tag:
            graph.nodes[node]["label"] = label
    for thing, latitude, longitude in rows(kg, "coordinates"):
        if thing in graph and "latitude" not in graph.nodes[thing]:
            graph.add_node(thing, latitude=float(latitude), longitude=float(longitude))


def _stands(unit: Facility, day: str, newest: str) -> bool:
    # Of a day that has passed, documents would tell if a plan had come true.
    due = day > newest and unit.comes and "" < unit.due <= day
    return unit.works or due or unit.state in ("unknown", "suspended")


def _unit(unit: Facility, known: Concepts, names: Mapping[str, str]) -> dict[str, Any]:
    capacities = {name: at_stage(unit, name, known) for name in unit.stages}
    placed = levels.placed(unit.stages, known)
    attributes: dict[str, Any] = {
        "label": unit.label,
        "country": unit.country,
        **placed,
        "operators": tuple(sorted(names.get(iri, local_name(iri)) for iri in unit.operators)),
        "operator_iris": unit.operators,
        "state": unit.state,
        "since": unit.since,
        "due": unit.due,
        "capacities": capacities,
    }
    if told := [name for name in placed["stage_names"] if capacities[name].known]:
        installed = capacities[told[-1]].installed
        attributes |= {"capacity_low": float(installed.low), "capacity_high": float(installed.high)}
    return attributes


def _add_links(graph: nx.MultiDiGraph[str], kg: KnowledgeGraph, known: Concepts, day: str) -> None:
    terms: dict[str, tuple[str, str, str, str]] = {}
    for link, since, until, low, high in rows(kg, "chain-terms"):
        terms[link] = (since, until, low, high)
    for link, start, end, basis, product, status, source in rows(kg, "chain-edges"):
        name = local_name(basis)
        since, until, low, high = terms.get(link, ("", "", "", ""))
        if name not in graph.graph["bases"] or (day and dates.over(since, until, day)):
            continue
        attributes: dict[str, Any] = {
            "label": known.products[product].label if product in known.products else "",
            "product": product,
            "basis": name,
            "status": local_name(status) if status else "",
            "since": since,
            "until": until,
            "supplier": start,
            "consumer": end,
        }
        if low or high:
            attributes |= {"quantity_low": float(low or 0), "quantity_high": float(high or math.inf)}
        _add_edge(graph, start, end, link, source, attributes)
    for start, end, attributes in graph.edges(data=True):
        attributes["confidence"] = support(graph, start, end, [attributes]).confidence


def _add_edge(
    graph: nx.MultiDiGraph[str], start: str, end: str, key: str, source: str, attributes: dict[str, Any]
) -> None:
    if start not in graph or end not in graph:
        return
    sources = graph.edges[start, end, key]["sources"] if graph.has_edge(start, end, key) else ()
    if source:
        sources = tuple(sorted({*sources, source}))
    graph.add_edge(start, end, key, **attributes, sources=sources)


def _with_documents(graph: nx.MultiDiGraph[str], documents: Mapping[str, Source]) -> nx.MultiDiGraph[str]:
    named = {source for *_, attributes in graph.edges(data=True) for source in attributes["sources"]}
    wanted = named | {str(q) for iri in named if iri in documents for q in documents[iri].quoted}
    graph.graph["documents"] = {iri: documents[iri] for iri in sorted(wanted) if iri in documents}
    return graph
