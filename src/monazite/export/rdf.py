"""RDF: the whole graph, or what is said of some things, with the named graph of each statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import URIRef

from monazite import bundle, statements
from monazite.errors import QueryError
from monazite.export import LICENCE
from monazite.files import whole
from monazite.results import to_engine
from monazite.stores import Readable
from monazite.vocabulary import PREFIXES

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
DATASET = ox.NamedNode("https://w3id.org/monazite/dataset")
_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_LICENSE = ox.NamedNode("http://purl.org/dc/terms/license")
_CC_BY = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_CREDIT = ox.NamedNode("http://purl.org/dc/terms/bibliographicCitation")


def write(kg: KnowledgeGraph, form: str, path: Path, things: Collection[str] | None = None) -> int:
    """Writes statements as RDF and returns how many; the file appears only when it is whole.

    TriG, N-Quads and JSON-LD keep the named graph, which is the source, of each; the others cannot.

    Args:
        kg: the knowledge graph.
        form: one of `FORMATS`.
        path: the file to write.
        things: the IRIs of those to tell of, with the facts that they take part in and the documents that
            say so; everything if None.

    Raises:
        QueryError: the format is not known.
        FileError: the file cannot be written.
    """
    if form not in FORMATS:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")
    chosen, count = FORMATS[form], 0

    def told() -> Iterator[ox.Quad] | Iterator[ox.Triple]:
        nonlocal count
        found: Iterator[Any] = quads(kg, things)
        if not chosen.supports_datasets:
            found = iter(dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in found))
        for each in found:
            count += 1
            yield each

    with whole(path) as fresh:
        if form == "jsonld":
            fresh.write_text(compact(told()), encoding="utf-8")
        else:
            ox.serialize(told(), fresh, format=chosen, prefixes=PREFIXES)
    return count


def quads(kg: KnowledgeGraph, things: Collection[str] | None = None) -> Iterator[ox.Quad]:
    """What `write` writes: statements with their graphs, and the licence in a graph of its own."""
    yield from all_quads(kg.store) if things is None else _about(kg, things)
    yield ox.Quad(DATASET, _LICENSE, _CC_BY, DATASET)
    yield ox.Quad(DATASET, _CREDIT, ox.Literal(LICENCE), DATASET)


def all_quads(store: Readable) -> Iterator[ox.Quad]:
    """All statements with their graphs: what stands in the default graph stands in a named one, too."""
    if isinstance(store, ox.Store):
        graphs = (graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
        return (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    quads = store.quads_for_pattern(None, None, None, None)
    return (quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode))


def _about(kg: KnowledgeGraph, things: Collection[str]) -> Iterator[ox.Quad]:
    found: dict[statements.Statement, None] = {}
    for thing in things:
        found |= dict.fromkeys(statements.describe(kg.store, URIRef(thing)).statements)
    for document in statements.sources(kg.store, tuple(found)):
        found |= dict.fromkeys(statements.describe(kg.store, document.iri).about)
    yield from named_quads(kg.store, found)


def named_quads(store: Readable, found: Iterable[statements.Statement]) -> Iterator[ox.Quad]:
    """Statements as quads, each once, and the names of what they only mention."""
    told: dict[ox.Quad, None] = {}
    for each in found:
        subject, predicate, target, graph = (
            to_engine(term) for term in (each.subject, each.predicate, each.object, each.graph)
        )
        if isinstance(predicate, ox.NamedNode) and not isinstance(subject, ox.Literal):
            told[ox.Quad(subject, predicate, target, graph)] = None  # type: ignore[arg-type]
    yield from told
    subjects = {quad.subject for quad in told}
    named = {quad.object for quad in told if isinstance(quad.object, ox.NamedNode)} - subjects
    for node in sorted(named, key=str):
        for quad in store.quads_for_pattern(node, _LABEL, None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad


def compact(quads: Iterable[ox.Quad] | Iterable[ox.Triple]) -> str:
    """JSON-LD in the words of our context, which the document carries with it."""
    from rdflib import Dataset

    dataset = Dataset(default_union=False)
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    dataset.parse(data=text, format="nquads")
    return dataset.serialize(format="json-ld", context=_context(), indent=1) + "\n"


@cache
def _context() -> Any:
    path = bundle.root() / "ontology" / "context.jsonld"
    return json.loads(path.read_text(encoding="utf-8"))["@context"]
