"""What a name means in the chain: the nodes of an entity, a country or a stage, or a product's links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import URIRef

from monazite.analysis.asking import rows
from monazite.analysis.concepts import Concepts
from monazite.errors import QueryError
from monazite.vocabulary import THING

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

ENTITY, PRODUCT, COUNTRY, STAGE = "entity", "product", "country", "stage"


@dataclass(frozen=True)
class Ends:
    """Where walks along the chain begin or end.

    Attributes:
        kind: ``entity``, ``product``, ``country`` or ``stage``.
        iri: the IRI of what was named.
        label: its name.
        nodes: the nodes of the projection that stand for it: an entity and the units that it operates, all
            that is in a country, all units of a stage. For a product, nobody: its links do.
        products: of a product, the IRIs of itself and of all its kinds; else empty.
    """

    kind: str
    iri: str
    label: str
    nodes: frozenset[str]
    products: frozenset[str] = frozenset()

    def carried_by(self, attributes: dict[str, Any]) -> bool:
        """Whether an edge of the chain carries the product, or a kind of it."""
        return attributes["product"] in self.products


def ends(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], text: str, known: Concepts) -> Ends:
    """What a text means: a stage's name (``magnet-making``), or what `KnowledgeGraph.resolve` takes.

    To the stage of end use belong those, too, who only buy: see `users`.

    Args:
        kg: the knowledge graph.
        chain: a projection by `monazite.analysis.projection.project`.
        text: a name in any language, an IRI, a prefixed name, or a stage's name.
        known: the stages and products.

    Raises:
        UnknownEntity: nothing has the name. AmbiguousEntity: several things have it.
    """
    name = "-".join(text.casefold().split())
    stage = known.stages.get(name)
    iri = stage.iri if stage else str(kg.resolve(text))
    language = chain.graph["language"]
    if stage := next((each for each in known.stages.values() if each.iri == iri), None):
        nodes = {node for node, names in chain.nodes(data="stage_names") if stage.name in names}
        if stage.name == "end-use":
            nodes |= users(chain, known)
        return Ends(STAGE, iri, stage.label, frozenset(nodes))
    label = kg.label(URIRef(iri), language)
    if iri in known.products:
        return Ends(PRODUCT, iri, label, frozenset(), known.narrower[iri])
    places = iri.startswith(f"{THING}place/")
    codes = {country: code for code, country, *_ in rows(kg, "countries")} if places else {}
    if iri in codes:
        nodes = {node for node, data in chain.nodes(data=True) if data["country"] == codes[iri]}
        return Ends(COUNTRY, iri, label, frozenset(nodes))
    return Ends(ENTITY, iri, label, frozenset(starts(kg, chain, iri)))


def check(chain: nx.MultiDiGraph[str], end: Ends) -> None:
    """Refuses what no link of a projection has to do with.

    Raises:
        QueryError: no link carries the product, or none of the nodes has a link.
    """
    if end.kind == PRODUCT:
        if not any(end.carried_by(attributes) for *_, attributes in chain.edges(data=True)):
            raise QueryError(f"no link of the chain carries {end.label}; name a product that one carries")
    elif not any(chain.degree(node) for node in end.nodes):
        raise QueryError(
            f"{end.label} stands in no chain; name a unit, company, product, country or stage that does"
        )


def starts(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], entity: str) -> list[str]:
    """The nodes of a projection that stand for an entity: itself, its units, the lines of a facility."""
    text = "SELECT DISTINCT ?unit { ?unit mz:operator|mz:lineOf ?entity }"
    units = [str(row.unit) for row in kg.query(text, entity=URIRef(entity)).rows()]
    # An rdflib IRI is no key of a graph whose nodes are plain strings.
    return sorted({node for node in (str(entity), *units) if node in chain})


def users(chain: nx.MultiDiGraph[str], known: Concepts) -> set[str]:
    """The organizations that buy magnets, or what is made with them, and supply nobody with anything.

    Left out are those that buy scrap alone, and those that run a unit up to the coating of magnets.
    """
    first, last = known.stages["magnet-making"].rank, known.stages["magnet-coating"].rank
    makers = {
        operator
        for _, unit in chain.nodes(data=True)
        if any(known.stages[name].rank <= last for name in unit["stage_names"])
        for operator in unit["operator_iris"]
    }
    found = set()
    for node, names in chain.nodes(data="stage_names"):
        if names or node in makers:
            continue
        bought = {link["product"] for *_, link in chain.in_edges(node, data=True) if _declared(link)}
        sells = any(_declared(link) for *_, link in chain.out_edges(node, data=True))
        if not sells and any(known.ranks.get(product, 0) >= first for product in bought - known.scrap):
            found.add(node)
    return found


def _declared(link: dict[str, Any]) -> bool:
    return bool(link["basis"] == "declared")
