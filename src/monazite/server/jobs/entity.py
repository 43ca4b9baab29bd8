"""The jobs that give what is said of an entity, or the ontology, as RDF."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import URIRef

from monazite import bundle, statements
from monazite.results import to_engine
from monazite.server import negotiation
from monazite.server.problems import Problem
from monazite.statements import Description
from monazite.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def described(context: Context, iri: str) -> Description:
    """What the graph says of an entity.

    Raises:
        Problem: nothing.
    """
    found = statements.describe(context.kg.store, URIRef(iri))
    if not found.statements:
        raise Problem("unknown-entity", f"nothing in the graph is <{iri[:200]}>")
    return found


def rdf(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives what is said of the entity ``iri`` and of its facts, and the names of what they mention."""
    chosen = negotiation.demand(str(job["accept"]), str(job["format"]), negotiation.GRAPHS)
    graph = ox.NamedNode(str(job["iri"]))
    try:
        quads = list(_quads(context, described(context, str(job["iri"]))))
    except Problem:
        # A graph that nobody speaks of, such as the registry's: what it says itself.
        quads = list(context.kg.store.quads_for_pattern(None, None, None, graph))
        if not quads:
            raise
    reply.head(negotiation.content_type(chosen))
    if chosen == "jsonld":
        reply.write(_compact(quads))
    else:
        write(quads, chosen, reply)


def write(quads: list[ox.Quad], chosen: str, reply: Reply) -> None:
    """Writes statements in a form of `negotiation.GRAPHS`, with their graphs where it can hold them."""
    form = negotiation.GRAPH_FORMATS[chosen]
    told = quads if form.supports_datasets else dict.fromkeys(quad.triple for quad in quads)
    ox.serialize(told, cast("IO[bytes]", reply), format=form, prefixes=PREFIXES)


def _quads(context: Context, found: Description) -> Iterator[ox.Quad]:
    told: dict[ox.Quad, None] = {}
    for each in found.statements:
        subject, predicate, target, graph = (
            to_engine(term) for term in (each.subject, each.predicate, each.object, each.graph)
        )
        if isinstance(predicate, ox.NamedNode) and not isinstance(subject, ox.Literal):
            told[ox.Quad(subject, predicate, target, graph)] = None  # type: ignore[arg-type]
    yield from told
    subjects = {quad.subject for quad in told}
    named = {quad.object for quad in told if isinstance(quad.object, ox.NamedNode)} - subjects
    for node in sorted(named, key=str):
        for quad in context.kg.store.quads_for_pattern(node, _LABEL, None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad


def _compact(quads: list[ox.Quad]) -> bytes:
    """JSON-LD in the words of our context, which the document carries with it."""
    from rdflib import Dataset

    dataset = Dataset(default_union=False)
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
    text: str = dataset.serialize(format="json-ld", context=_context(), indent=1)
    return f"{text}\n".encode()


@cache
def _context() -> Any:
    path = bundle.root() / "ontology" / "context.jsonld"
    return json.loads(path.read_text(encoding="utf-8"))["@context"]


def ontology(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the ontology as RDF."""
    chosen = negotiation.demand(str(job["accept"]), str(job["format"]), negotiation.GRAPHS)
    reply.head(negotiation.content_type(chosen))
    graph = ox.NamedNode(str(ONTOLOGY))
    context.kg.store.dump(
        cast("IO[bytes]", reply),
        format=negotiation.GRAPH_FORMATS[chosen],
        from_graph=graph,
        prefixes=PREFIXES,
    )


JOBS = {"entity-rdf": rdf, "ontology-rdf": ontology}
