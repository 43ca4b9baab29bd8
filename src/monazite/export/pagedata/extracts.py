"""Statements that a page asks a server for: of a thing, of who holds whom, of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from monazite import statements
from monazite.export import rdf
from monazite.export.pagedata import quads
from monazite.vocabulary import MAPPINGS, MZ

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph
    from monazite.stores import Readable

# What a page tells of a thing that it only names: what it is and is called, and who says so.
_NAMING = tuple(ox.NamedNode(iri) for iri in (RDF.type, SKOS.prefLabel, DCTERMS.title, DCTERMS.source))
_STAKE = ox.NamedNode(MZ.EquityStake)
_HOLDING = tuple(ox.NamedNode(iri) for iri in (MZ.owner, MZ.operator))


def about(kg: KnowledgeGraph, iri: str) -> dict[str, Any]:
    """What is said of a thing and of the facts that it takes part in, and, of a document, what it says.

    Args:
        kg: the knowledge graph.
        iri: the thing. Nothing is said of what the graph does not know.
    """
    node = ox.NamedNode(iri)
    described = statements.describe(kg.store, URIRef(iri)).statements
    found = dict.fromkeys(rdf.named_quads(kg.store, described))
    found |= dict.fromkeys(kg.store.quads_for_pattern(None, None, None, node))
    return quads.columns([*found, *_named(kg.store, found)])


def stakes(kg: KnowledgeGraph) -> dict[str, Any]:
    """All that is said of equity stakes, and of who owns and operates what."""
    store = kg.store
    holders = {quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), _STAKE, None)}
    found = [quad for node in holders for quad in store.quads_for_pattern(node, None, None, None)]
    shares = {quad.object for quad in found if quad.predicate.value == str(MZ.share)}
    figures = [quad for node in shares for quad in _of(store, node)]
    told = [quad for name in _HOLDING for quad in store.quads_for_pattern(None, name, None, None)]
    return quads.columns([*found, *figures, *told, *_named(store, told)])


def vocabulary(kg: KnowledgeGraph) -> dict[str, Any]:
    """The ontology and its concepts: the names of all that statements are made of."""
    return quads.columns(quads.vocabulary(kg))


def _of(store: Readable, node: object) -> Iterator[ox.Quad]:
    if isinstance(node, ox.NamedNode):
        yield from store.quads_for_pattern(node, None, None, None)


def _named(store: Readable, found: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    found = list(found)
    ends = (end for quad in found for end in (quad.subject, quad.object))
    sets = (quad.graph_name for quad in found if str(quad.graph_name).startswith(f"<{MAPPINGS}"))
    for node in {*ends, *sets}:
        if isinstance(node, ox.NamedNode):
            for predicate in _NAMING:
                yield from store.quads_for_pattern(node, predicate, None, None)
