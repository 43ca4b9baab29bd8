"""The statements: a dictionary of terms in N-Triples form, and four columns of numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from monazite.export import rdf
from monazite.vocabulary import ALIGNMENT, CONCEPT, ONTOLOGY

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> dict[str, Any]:
    """The statements of a graph; of an excerpt, those of the things, the ontology and the concepts."""
    quads = set(rdf.quads(kg, things))
    if things is not None:
        quads |= set(vocabulary(kg))
    return columns(quads)


def columns(quads: Iterable[ox.Quad]) -> dict[str, Any]:
    """Statements as the page reads them, each once; those of blank nodes and without a graph are left out."""
    # Graph by graph, subject by subject: the columns then hold long runs, and pack well.
    told = sorted(
        (tuple(map(str, _terms(quad))) for quad in set(quads) if not _blank(quad)),
        key=lambda quad: (quad[3], *quad),
    )
    numbers: dict[str, int] = {}
    places: list[list[int]] = [[], [], [], []]
    for quad in told:
        for column, term in zip(places, quad, strict=True):
            column.append(numbers.setdefault(term, len(numbers)))
    return {"terms": list(numbers), "quads": places}


def _terms(quad: ox.Quad) -> tuple[object, ...]:
    return quad.subject, quad.predicate, quad.object, quad.graph_name


def _blank(quad: ox.Quad) -> bool:
    blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    return blank or not isinstance(quad.graph_name, ox.NamedNode)


def vocabulary(kg: KnowledgeGraph) -> Iterator[ox.Quad]:
    """The statements of the ontology, its concepts and its alignment."""
    for graph in kg.store.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.startswith((ONTOLOGY, CONCEPT, ALIGNMENT)):
            yield from kg.store.quads_for_pattern(None, None, None, graph)
