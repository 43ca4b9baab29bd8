"""The jobs that give pages for people: about an entity, the ontology, what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from monazite import statements
from monazite.export import html
from monazite.results import from_engine
from monazite.server.jobs import markup
from monazite.server.jobs.entity import described, of_version
from monazite.server.problems import Problem
from monazite.statements import Statement
from monazite.vocabulary import MZ, local_name, shorten

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

_HTML = "text/html; charset=utf-8"
# A page that tells more statements than this is nobody's reading; the RDF has them all.
_MOST = 3000


def entity(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the page about the entity ``iri``: every statement, with the number of its source."""
    iri = str(job["iri"])
    try:
        found = described(context, iri)
    except Problem:
        if not context.kg.store.contains_named_graph(ox.NamedNode(iri)):
            raise
        reply.head(_HTML)
        reply.write(_graph_page(iri))
        return
    told = [each for each in found.statements if not each.derived]
    shown = told[:_MOST]
    sources = statements.sources(context.kg.store, tuple(shown), context.documents)
    numbers = {source.iri: number for number, source in enumerate(sources, 1)}
    kinds = ", ".join(markup.link(str(MZ[kind]), kind) for kind in found.kinds)
    parts = [
        f"<h1>{markup.text(found.label)}</h1>",
        f'<p class="kinds">{kinds}</p><p class="iri">{markup.text(iri)}</p>',
    ]
    for subject, group in groupby(shown, key=lambda each: each.subject):
        name = found.label if subject == found.entity else context.kg.label(subject)
        heading = "What is said" if subject == found.entity else markup.link(str(subject), name)
        rows = "".join(_row(context, each, numbers) for each in group)
        parts.append(f"<h2>{heading}</h2>\n<table>{rows}</table>")
    if len(told) > len(shown):
        parts.append(f"<p>{len(told) - len(shown)} statements more are in the RDF.</p>")
    if sources:
        items = "".join(_reference(source) for source in sources)
        parts.append(f"<h2>Sources</h2>\n<ol>{items}</ol>")
    path = escape(str(job["path"]))
    forms = (("Turtle", "ttl"), ("TriG, with sources", "trig"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdf"))
    links = ", ".join(f'<a href="{path}.{ending}">{name}</a>' for name, ending in forms)
    parts.append(f"<h2>As data</h2>\n<p>{links}</p>")
    if (html.APP / "index.html").is_file():
        address = f"/#/entity/{quote(shorten(iri), safe='/:')}"
        parts.append(f'<p><a href="{escape(address)}">In the explorer</a></p>')
    reply.head(_HTML)
    head = f'<link rel="alternate" type="text/turtle" href="{path}.ttl">\n'
    reply.write(markup.page(found.label, "\n".join(parts), head))


def _graph_page(iri: str) -> bytes:
    """The page of a graph that nobody speaks of, such as the registry's."""
    address = f"/data?{urlencode({'graph': iri, 'format': 'ttl'})}"
    return markup.page(
        local_name(iri),
        f"<h1>{markup.text(local_name(iri))}</h1>\n<p>A graph of the store. "
        f'<a href="{escape(address)}">What it says, as Turtle</a></p>',
    )


def _row(context: Context, each: Statement, numbers: Mapping[URIRef, int]) -> str:
    predicate = markup.link(str(each.predicate), context.kg.label(each.predicate))
    target = markup.value(each.object, context.kg.label(each.object))
    number = numbers.get(each.graph)
    said = f"[{number}]" if number else markup.link(str(each.graph), context.kg.label(each.graph))
    return f'<tr><th>{predicate}</th><td>{target}</td><td class="said">{said}</td></tr>\n'


def _reference(source: statements.Source) -> str:
    about = ", ".join(part for part in (source.publisher, source.issued or "undated") if part)
    address = f", {markup.link(source.url, source.url)}" if source.url else ""
    return f"<li>{markup.link(str(source.iri), source.title)}, {markup.text(about)}{address}</li>\n"


def ontology(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the page that lists the terms of the ontology, each under its own name."""
    of_version(context, job)
    parts = ["<h1>The ontology</h1>"]
    parts.append('<p>As data: <a href="/ontology.ttl">Turtle</a>, <a href="/ontology.jsonld">JSON-LD</a></p>')
    for heading, kind in (
        ("Classes", OWL.Class),
        ("Relations", OWL.ObjectProperty),
        ("Attributes", OWL.DatatypeProperty),
    ):
        terms = sorted(set(_subjects(context, kind)))
        rows = "".join(_term(context, term) for term in terms)
        parts.append(f"<h2>{heading}</h2>\n<table>{rows}</table>")
    reply.head(_HTML)
    reply.write(markup.page("The ontology", "\n".join(parts)))


def _subjects(context: Context, kind: URIRef) -> list[str]:
    predicate, target = ox.NamedNode(RDF.type), ox.NamedNode(kind)
    quads = context.kg.store.quads_for_pattern(None, predicate, target, None)
    return [s for quad in quads if (s := getattr(quad.subject, "value", "")).startswith(str(MZ))]


def _term(context: Context, iri: str) -> str:
    name, term = local_name(iri), URIRef(iri)
    values = partial(_values, context, term)
    labels = " / ".join(f"{markup.value(node, '')}" for node in values(RDFS.label))
    definitions = " ".join(
        markup.value(node, "") for node in (*values(SKOS.definition), *values(RDFS.comment))
    )
    above = ", ".join(
        markup.link(str(node), shorten(str(node)))
        for node in (*values(RDFS.subClassOf), *values(RDFS.subPropertyOf))
        if isinstance(node, URIRef)
    )
    under = f" Under {above}." if above else ""
    return f'<tr id="{name}"><th>{markup.text(name)}<br>{labels}</th><td>{definitions}{under}</td></tr>\n'


def _values(context: Context, term: URIRef, predicate: URIRef) -> list[Any]:
    subject, named = ox.NamedNode(term), ox.NamedNode(predicate)
    quads = context.kg.store.quads_for_pattern(subject, named, None, None)
    return list(dict.fromkeys(from_engine(quad.object) for quad in quads))


def search(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the page of what a search finds."""
    from monazite.server.jobs.api import found

    asked = str(job["q"])
    rows = "".join(
        f"<tr><th>{markup.text(', '.join(named.kinds))}</th>"
        f"<td>{markup.link(named.iri, named.label)}</td></tr>"
        for named in found(context, asked, "")[:50]
    )
    body = f"<h1>{markup.text(asked)}</h1>\n<table>{rows}</table>" if rows else "<h1>Nothing is named so</h1>"
    reply.head(_HTML)
    reply.write(markup.page(asked, body))


JOBS = {"entity-page": entity, "ontology-page": ontology, "search-page": search}
