"""What the actions of a scenario hit: nodes and links of the chain, and the units whose start they move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
from rdflib import URIRef

from monazite import statements
from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Facility
from monazite.analysis.scenarios.files import Delay, Limit, OnTime, Place, Remove, Scenario
from monazite.analysis.scenarios.supply import Key
from monazite.errors import AmbiguousEntity, EntityError, QueryError
from monazite.vocabulary import MZ, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# What each field of an action names.
_KINDS = {
    "facilities": MZ.ProductionUnit,
    "companies": MZ.Organization,
    "countries": MZ.Country,
    "across": MZ.Country,
    "products": MZ.Product,
    "elements": MZ.Element,
    "initiatives": MZ.Initiative,
    "places": MZ.Place,
}


@dataclass(frozen=True)
class Restriction:
    """What a `Remove` or `Limit` hits, and the share that is left, from a lower to an upper end.

    `perhaps` are links that would be hit if what nobody tells of them were so: their consumer lay abroad, or
    they carried the product. `border` is the code of the country whose border it is about, "" if none.
    """

    nodes: frozenset[str]
    links: frozenset[Key]
    perhaps: frozenset[Key]
    low: float
    high: float
    border: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Timing:
    """Which units a `Delay` moves by `months`, or an `OnTime` keeps (`months` None, `undated` as there)."""

    units: frozenset[str]
    months: int | None
    undated: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A scenario with its names resolved; `later` are the actions that begin only after its date."""

    restrictions: tuple[Restriction, ...]
    timings: tuple[Timing, ...]
    later: int


def resolve(
    kg: KnowledgeGraph,
    scenario: Scenario,
    chain: nx.MultiDiGraph[str],
    facilities: Mapping[str, Facility],
    known: Concepts,
    day: str,
) -> Plan:
    """Resolves the names of a scenario, and finds what they hit in a projection of the chain.

    Args:
        kg: the knowledge graph.
        scenario: the scenario.
        chain: the projection, at the level of facilities.
        facilities: the units, by IRI.
        known: the stages and products.
        day: actions from a later date do not count.

    Raises:
        QueryError: a name means nothing, several things, or something of another kind; the message names the
            place in the file.
    """
    restrictions, timings, later = [], [], 0
    for number, action in enumerate(scenario.actions):
        names = _Names(kg, scenario, ("actions", number))
        found = {
            field: names.all(field, getattr(action, field)) for field in _KINDS if hasattr(action, field)
        }
        sources = names.sources(action.sources)
        if action.since and action.since > day:
            later += 1
        elif isinstance(action, Remove | Limit):
            low, high = action.share if isinstance(action, Limit) else (0.0, 0.0)
            nodes = _nodes(kg, found, chain, facilities)
            if not action.of_links:
                restrictions.append(Restriction(nodes, frozenset(), frozenset(), low, high, "", sources))
                continue
            suppliers = nodes if action.facilities or action.companies or action.countries else None
            border = country_code(kg, found["across"][0]) if action.across else ""
            links, perhaps = _links(found, suppliers, border, chain, known)
            restrictions.append(Restriction(frozenset(), links, perhaps, low, high, border, sources))
        else:
            units = _nodes(kg, found, chain, facilities) & facilities.keys()
            months = action.months if isinstance(action, Delay) else None
            undated = action.undated if isinstance(action, OnTime) else None
            timings.append(Timing(frozenset(units), months, undated, sources))
    return Plan(tuple(restrictions), tuple(timings), later)


@dataclass(frozen=True)
class _Names:
    """Resolves names that stand at a place of a file."""

    kg: KnowledgeGraph
    scenario: Scenario
    place: Place

    def all(self, field: str, given: str | Sequence[str] | None) -> tuple[str, ...]:
        if given is None or isinstance(given, str):
            return (self.one(given, (*self.place, field), _KINDS[field]),) if given else ()
        places: list[Place] = [(*self.place, field, number) for number, _ in enumerate(given)]
        return tuple(self.one(*each, _KINDS[field]) for each in zip(given, places, strict=True))

    def one(self, name: str, place: Place, kind: URIRef) -> str:
        iri = self._known(name, place, kind)
        kinds = statements.types(self.kg.store, iri, derived=True)
        if kind not in kinds:
            own = {local_name(each) for each in kinds if each.startswith(MZ)}
            is_a = ", ".join(sorted(own)) or "nothing that is described"
            wanted = local_name(kind)
            raise QueryError(f"{self.scenario.where(place)}: {name!r} is no {wanted}, it is {is_a}")
        return str(iri)

    def sources(self, given: Iterable[str]) -> tuple[str, ...]:
        """The documents that names of documents, or of what documents tell of, stand for."""
        found: dict[str, None] = {}
        for number, name in enumerate(given):
            iri = self._known(name, (*self.place, "sources", number))
            if MZ.SourceDocument in statements.types(self.kg.store, iri, derived=True):
                found[str(iri)] = None
            else:
                found |= {str(source.iri): None for source in self.kg.sources(iri)}
        return tuple(found)

    def _known(self, name: str, place: Place, kind: URIRef | None = None) -> URIRef:
        try:
            return self.kg.resolve(name)
        except EntityError as error:
            fitting = {
                candidate.iri
                for candidate in error.candidates
                if isinstance(error, AmbiguousEntity)
                and kind in statements.types(self.kg.store, URIRef(candidate.iri), derived=True)
            }
            # A plant often has its company's name: the field says which is meant.
            if len(fitting) == 1:
                return URIRef(fitting.pop())
            raise QueryError(f"{self.scenario.where(place)}: {error}") from error


def _nodes(
    kg: KnowledgeGraph,
    found: Mapping[str, tuple[str, ...]],
    chain: nx.MultiDiGraph[str],
    facilities: Mapping[str, Facility],
) -> frozenset[str]:
    """The nodes of the chain that the facilities, companies, countries and places of an action are."""
    nodes = set(found["facilities"])
    for iri in (*found["facilities"], *found["companies"]):
        text = """SELECT DISTINCT ?unit { ?operator mz:whollyOwnedBy* ?entity .
            ?unit mz:operator|mz:lineOf ?operator }"""
        nodes |= {iri} | {str(row.unit) for row in kg.query(text, entity=URIRef(iri)).rows()}
    for iri in found.get("places", ()):
        text = "SELECT DISTINCT ?unit { ?unit mz:locatedIn ?place ; a mz:ProductionUnit }"
        nodes |= {str(row.unit) for row in kg.query(text, place=URIRef(iri)).rows()}
    if initiatives := set(found.get("initiatives", ())):
        nodes |= {iri for iri, unit in facilities.items() if initiatives & set(unit.initiatives)}
    for iri in found["countries"]:
        code = country_code(kg, iri)
        nodes |= {node for node, data in chain.nodes(data=True) if data["country"] == code}
    return frozenset(node for node in nodes if node in chain)


def country_code(kg: KnowledgeGraph, country: str) -> str:
    """The ISO 3166-1 code of a country."""
    rows = kg.query("SELECT ?code { ?country mz:countryCode ?code }", country=URIRef(country)).rows()
    return str(next(iter(rows)).code)


def _links(
    found: Mapping[str, tuple[str, ...]],
    suppliers: frozenset[str] | None,
    border: str,
    chain: nx.MultiDiGraph[str],
    known: Concepts,
) -> tuple[frozenset[Key], frozenset[Key]]:
    """The links that an action hits, and those that it would if what nobody tells of them were so.

    That is the country of the consumer, and the product where none is named: it can be any that the last
    stage of the supplier puts out. A link from a unit to the company that runs it crosses no border: the
    goods lie where they are made.
    """
    products = {kind for iri in found["products"] for kind in known.narrower[iri]}
    elements = set(found["elements"])

    def fits(product: str) -> bool:
        carried = known.products[product].elements if product in known.products else frozenset()
        return (not products or product in products) and (not elements or bool(elements & carried))

    hit: set[Key] = set()
    perhaps: set[Key] = set()
    for start, end, key, data in chain.edges(keys=True, data=True):
        home, abroad = chain.nodes[start]["country"], chain.nodes[end]["country"]
        inside = data["basis"] == "internal" and not chain.nodes[end]["stage_names"]
        if suppliers is not None and start not in suppliers:
            continue
        if border and (home != border or abroad == border or inside):
            continue
        made = chain.nodes[start]["stage_names"][-1:]
        told = bool(data["product"] or not (products or elements))
        could_be = [data["product"]] if told else [each for name in made for each in known.outputs[name]]
        if any(map(fits, could_be)):
            (hit if told and (abroad or not border) else perhaps).add((start, end, key))
    return frozenset(hit), frozenset(perhaps)
