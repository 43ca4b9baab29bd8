"""The index: every entity with its names, the chain of units and links, and the documents behind them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from monazite.analysis import facilities, projection
from monazite.analysis.asking import rows
from monazite.analysis.concepts import Concepts, concepts
from monazite.analysis.facilities import Capacity, Facility
from monazite.analysis.intervals import Interval
from monazite.export import rdf
from monazite.export.pagedata import naming
from monazite.export.pagedata.naming import Names
from monazite.statements import Source
from monazite.vocabulary import CONCEPT, MZ, PREFIXES, local_name, shorten

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

FORMAT = 1


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> dict[str, Any]:
    """The index of a graph; of an excerpt, the things, and by name alone what their statements name."""
    standing = facilities.standing(kg)
    known = concepts(kg)
    chain = projection.project(kg, projection.BASES)
    names = naming.names(kg)
    entities = _entities(kg, names, None if things is None else _named(kg, things))
    for node in chain:
        if node not in entities and (things is None or node in things):
            entities[node] = _entity(node, chain.nodes[node]["kind"], names)
    told = entities if things is None else entities.keys() & set(things)
    numbers = {iri: number for number, iri in enumerate(entities)}
    documents = _Documents(standing.documents)
    for iri, entity in entities.items():
        if iri in standing.facilities and iri in told:
            entity["unit"] = _unit(standing.facilities[iri], chain, numbers, documents)
        if iri in chain and "longitude" in chain.nodes[iri]:
            entity["at"] = [chain.nodes[iri]["longitude"], chain.nodes[iri]["latitude"]]
    links = _links(chain.subgraph(told), numbers, documents)
    if things is None:
        documents.number(standing.documents)
    return {
        "format": FORMAT,
        "asOf": standing.at,
        "excerpt": things is not None,
        "prefixes": PREFIXES,
        "stages": _stages(known, numbers),
        "products": _products(known, numbers),
        "countries": _countries(kg, numbers),
        "kinds": {local_name(iri): names[iri].label for iri in names if iri.startswith(MZ)},
        "concepts": {iri.removeprefix(CONCEPT): names[iri].label for iri in names if iri.startswith(CONCEPT)},
        "entities": list(entities.values()),
        "links": links,
        "documents": documents.told(),
    }


class _Documents:
    """Numbers documents as they are named."""

    def __init__(self, known: Mapping[str, Source]) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}

    def number(self, iris: Iterable[str]) -> list[int]:
        found = sorted(iri for iri in iris if iri in self._known)
        return [self._numbers.setdefault(iri, len(self._numbers)) for iri in found]

    def told(self) -> list[dict[str, Any]]:
        """Those that were named, and those that they quote."""
        waiting = list(self._numbers)
        while waiting:
            quoted = [str(iri) for iri in self._known[waiting.pop()].quoted]
            fresh = [iri for iri in quoted if iri in self._known and iri not in self._numbers]
            self.number(fresh)
            waiting += fresh
        return [_document(self._known[iri], self._numbers) for iri in self._numbers]


def _document(source: Source, numbers: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": shorten(source.iri), "title": source.title}
    told |= {"publisher": source.publisher, "issued": source.issued, "url": source.url}
    told["quoted"] = [numbers[str(iri)] for iri in source.quoted if str(iri) in numbers]
    return {name: value for name, value in told.items() if value}


def _entities(
    kg: KnowledgeGraph, names: Mapping[str, Names], things: Collection[str] | None
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for iri, kind, country, documents in rows(kg, "page-entities"):
        if things is not None and iri not in things and not iri.startswith(CONCEPT):
            continue
        entity = found.get(iri)
        if entity is None:
            found[iri] = entity = _entity(iri, local_name(kind), names)
            if documents:
                entity["documents"] = int(documents)
        if country:
            entity.setdefault("country", country)
    return found


def _named(kg: KnowledgeGraph, things: Collection[str]) -> set[str]:
    quads = rdf.quads(kg, things)
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _entity(iri: str, kind: str, names: Mapping[str, Names]) -> dict[str, Any]:
    entity: dict[str, Any] = {"id": shorten(iri), "kind": kind}
    if named := names.get(iri):
        entity["label"] = named.label
        told = {"names": named.others, "codes": named.codes, "latin": named.latin}
        entity |= {name: value for name, value in told.items() if value}
    else:
        entity["label"] = {"en": local_name(iri)}
    return entity


def _unit(
    facility: Facility, chain: nx.MultiDiGraph[str], numbers: Mapping[str, int], documents: _Documents
) -> dict[str, Any]:
    node = chain.nodes[facility.iri]
    told: dict[str, Any] = {"stages": list(node["stage_names"]), "state": facility.state}
    told |= {"reported": facility.reported, "since": facility.since, "due": facility.due}
    for name in ("operators", "owners", "products", "initiatives"):
        told[name] = sorted(numbers[iri] for iri in getattr(facility, name) if iri in numbers)
    told["capacities"] = {
        stage: {
            "installed": bounds(capacity.installed),
            "planned": bounds(capacity.planned),
            "basis": capacity.basis,
            "sources": documents.number(capacity.sources),
        }
        for stage, capacity in node["capacities"].items()
        if capacity.known
    }
    told["told"] = [_capacity(capacity, numbers, documents) for capacity in facility.capacities]
    told["sources"] = documents.number(facility.sources)
    return {name: value for name, value in told.items() if value}


def _capacity(capacity: Capacity, numbers: Mapping[str, int], documents: _Documents) -> dict[str, Any]:
    told: dict[str, Any] = {"stage": capacity.stage, "basis": capacity.basis, "per": capacity.per}
    if capacity.product in numbers:
        told["product"] = numbers[capacity.product]
    told |= {"figure": bounds(capacity.figure), "planned": capacity.planned, "dated": capacity.dated}
    return told | {"sources": documents.number([capacity.source])}


def bounds(figure: Interval) -> list[float | None]:
    """The lower and upper bound; None for no upper bound."""
    return [figure.low, figure.high if math.isfinite(figure.high) else None]


def _links(
    chain: nx.MultiDiGraph[str], numbers: Mapping[str, int], documents: _Documents
) -> list[dict[str, Any]]:
    links = []
    for start, end, key, data in chain.edges(keys=True, data=True):
        if start not in numbers or end not in numbers:
            continue
        link: dict[str, Any] = {"id": shorten(key), "from": numbers[start], "to": numbers[end]}
        link["product"] = numbers.get(data["product"])
        link |= {name: data[name] for name in ("basis", "status", "since", "until", "confidence")}
        if "quantity_low" in data:
            link["quantity"] = bounds(Interval(data["quantity_low"], data["quantity_high"]))
        link["sources"] = documents.number(data["sources"])
        links.append({name: value for name, value in link.items() if value not in (None, "", [])})
    return links


def _stages(known: Concepts, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": stage.name,
            "rank": stage.rank,
            "entity": numbers[stage.iri],
            "inputs": sorted(numbers[iri] for iri in known.inputs[stage.name] if iri in numbers),
            "outputs": sorted(numbers[iri] for iri in known.outputs[stage.name] if iri in numbers),
        }
        for stage in sorted(known.stages.values(), key=lambda stage: stage.rank)
        if stage.iri in numbers
    ]


def _products(known: Concepts, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "entity": numbers[product.iri],
            "rank": known.ranks.get(product.iri, 0),
            "elements": sorted(numbers[iri] for iri in product.elements if iri in numbers),
            "broader": sorted(numbers[iri] for iri in product.broader if iri in numbers),
        }
        for product in known.products.values()
        if product.iri in numbers
    ]


def _countries(kg: KnowledgeGraph, numbers: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for code, iri, label, language in rows(kg, "countries"):
        country = found.setdefault(code, {"label": {}})
        country["label"][naming.tag(language)] = label
        if iri in numbers:
            country["entity"] = numbers[iri]
    return found
