"""The jobs that give what is said of an entity, or the ontology, as RDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import OWL, URIRef

from monazite import statements
from monazite.export.rdf import compact, named_quads
from monazite.server import negotiation
from monazite.server.problems import Problem
from monazite.statements import Description
from monazite.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context


def described(context: Context, iri: str) -> Description:
    """What the graph says of an entity.

    Raises:
        Problem: it says nothing of it.
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
        quads = list(named_quads(context.kg.store, described(context, str(job["iri"])).statements))
    except Problem:
        # A graph that nobody speaks of, such as the registry's: what it says itself.
        quads = list(context.kg.store.quads_for_pattern(None, None, None, graph))
        if not quads:
            raise
    reply.head(negotiation.content_type(chosen))
    if chosen == "jsonld":
        reply.write(compact(quads).encode())
    else:
        write(quads, chosen, reply)


def write(quads: list[ox.Quad], chosen: str, reply: Reply) -> None:
    """Writes statements in a form of `negotiation.GRAPHS`, with their graphs where it can hold them."""
    form = negotiation.GRAPH_FORMATS[chosen]
    told = quads if form.supports_datasets else dict.fromkeys(quad.triple for quad in quads)
    ox.serialize(told, cast("IO[bytes]", reply), format=form, prefixes=PREFIXES)


def of_version(context: Context, job: Mapping[str, Any]) -> None:
    """Checks that the version of the ontology that is asked for, if one is, is the one that is here.

    Raises:
        Problem: it is another.
    """
    asked = str(job["version"])
    quads = context.kg.store.quads_for_pattern(
        ox.NamedNode(str(ONTOLOGY)), ox.NamedNode(OWL.versionIRI), None, None
    )
    here = sorted({getattr(quad.object, "value", "") for quad in quads})
    if asked and f"{ONTOLOGY}/{asked}" not in here:
        raise Problem(
            "not-found",
            f"there is no version {asked[:40]!r} of the ontology here; there is: {', '.join(here)}",
        )


def ontology(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the ontology as RDF."""
    of_version(context, job)
    chosen = negotiation.demand(str(job["accept"]), str(job["format"]), negotiation.GRAPHS)
    reply.head(negotiation.content_type(chosen))
    graph = ox.NamedNode(str(ONTOLOGY))
    context.kg.embedded.dump(
        cast("IO[bytes]", reply),
        format=negotiation.GRAPH_FORMATS[chosen],
        from_graph=graph,
        prefixes=PREFIXES,
    )


JOBS = {"entity-rdf": rdf, "ontology-rdf": ontology}
