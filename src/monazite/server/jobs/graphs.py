"""The jobs about whole graphs: Graph Store Protocol reads, the service description with VoID, the sitemap."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import DCAT, RDF, VOID, Graph, Literal, Namespace, URIRef

from monazite import queries
from monazite.export import void
from monazite.export.rdf import all_quads
from monazite.export.void import DATASET
from monazite.results import convert, from_engine
from monazite.server import negotiation
from monazite.server.frames import CHUNK
from monazite.server.problems import Problem
from monazite.vocabulary import PREFIXES, RULE

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
_SITEMAP = 49_000
# What has a page worth finding: what has a name.
_ADDRESSES = (
    "SELECT DISTINCT ?s { ?s skos:prefLabel|dcterms:title ?name . FILTER(STRSTARTS(STR(?s), "
    '"https://w3id.org/monazite/")) }'
)


def graph(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives a graph of the store: the one that ``graph`` names, the default one (""), or all (None)."""
    store, named = context.kg.embedded, job["graph"]
    offers = negotiation.GRAPHS
    if named is None:
        offers = {name: offers[name] for name in ("trig", "nq", "jsonld")}
    chosen = negotiation.demand(str(job["accept"]), str(job["format"]), offers)
    options: dict[str, Any] = {"format": negotiation.GRAPH_FORMATS[chosen], "prefixes": PREFIXES}
    if named is not None:
        options["from_graph"] = _named(store, str(named))
    reply.head(negotiation.content_type(chosen))
    if named is not None:
        store.dump(cast("IO[bytes]", reply), **options)
    elif (made := _dumped(context, chosen)).is_file():
        with made.open("rb") as file:
            while part := file.read(CHUNK):
                reply.write(part)
    else:
        ox.serialize(all_quads(context.kg.store), cast("IO[bytes]", reply), **options)


def _dumped(context: Context, form: str) -> Path:
    return context.scratch / f"data.{form}"


def dump(context: Context) -> None:
    """Writes all graphs to files for all workers to give, since that takes too long for a request."""
    for form in ("trig", "nq"):
        fresh = context.scratch / f".data.{form}"
        ox.serialize(
            all_quads(context.kg.store), fresh, format=negotiation.GRAPH_FORMATS[form], prefixes=PREFIXES
        )
        os.replace(fresh, _dumped(context, form))


def _named(store: ox.Store, iri: str) -> ox.NamedNode | ox.DefaultGraph:
    if not iri:
        return ox.DefaultGraph()
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise Problem("bad-parameter", f"graph: {error}") from error
    if not store.contains_named_graph(node):
        raise Problem("not-found", f"there is no graph <{iri[:200]}>")
    return node


def description(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Describes the service (SPARQL 1.1 Service Description) and the dataset (VoID with linksets, DCAT)."""
    chosen = negotiation.demand(str(job["accept"]), str(job["format"]), negotiation.GRAPHS)
    told = _described(str(job["base"]), counted(context), bool(job["services"]))
    for quad in context.kg.store.quads_for_pattern(None, None, None, ox.NamedNode(RULE["linksets"])):
        told.add((from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)))
    reply.head(negotiation.content_type(chosen))
    triples = ox.parse(told.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    form = negotiation.GRAPH_FORMATS[chosen]
    prefixes = void.PREFIXES | {"sd": str(SD)}
    ox.serialize(
        sorted((quad.triple for quad in triples), key=str),
        cast("IO[bytes]", reply),
        format=form,
        prefixes=prefixes,
    )


def counted(context: Context) -> void.Counts:
    """How many triples, graphs, things of each class there are."""
    return context.once("counts", lambda: void.count(context.kg))


def _described(base: str, counts: void.Counts, services: bool) -> Graph:
    service, default = URIRef(f"{base}/sparql"), URIRef(f"{base}/data?default")
    dumps = (
        void.Distribution(f"{base}/data?format={form}", media)
        for form, media in (("trig", "application/trig"), ("nq", "application/n-quads"))
    )
    told = void.describe(counts, dumps)
    for predicate, value in (
        (RDF.type, SD.Service),
        (SD.endpoint, service),
        (SD.supportedLanguage, SD.SPARQL11Query),
        (SD.feature, SD.UnionDefaultGraph),
        (SD.defaultDataset, DATASET),
        (RDF.type, DCAT.DataService),
        (DCAT.endpointURL, service),
        (DCAT.servesDataset, DATASET),
    ):
        told.add((service, predicate, value))
    if services:
        told.add((service, SD.feature, SD.BasicFederatedQuery))
    for name in _RESULT_FORMATS:
        told.add((service, SD.resultFormat, FORMATS[name]))
    for predicate, node in (
        (RDF.type, SD.Dataset),
        (SD.defaultGraph, default),
        (VOID.sparqlEndpoint, service),
        (VOID.dataDump, URIRef(f"{base}/data")),
    ):
        told.add((DATASET, predicate, node))
    told.add((default, RDF.type, SD.Graph))
    told.add((default, VOID.triples, Literal(counts.triples)))
    return told


def sitemap(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """The addresses of all pages, as sitemaps.org wants them; ``part`` counts from 1, 0 is the index."""
    base = str(job["base"])
    found = addresses(context)
    parts = -(-len(found) // _SITEMAP)
    part = int(job["part"])
    if part > parts or part < 0:
        raise Problem("not-found", f"the sitemap has {parts} parts")
    reply.head("application/xml")
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    if part == 0 and parts > 1:
        maps = "".join(f"<sitemap><loc>{base}/sitemap-{n}.xml</loc></sitemap>\n" for n in range(1, parts + 1))
        reply.write(f"{xml}<sitemapindex {space}>\n{maps}</sitemapindex>\n".encode())
        return
    first = max(part - 1, 0) * _SITEMAP
    urls = "".join(f"<url><loc>{base}{path}</loc></url>\n" for path in found[first : first + _SITEMAP])
    reply.write(f"{xml}<urlset {space}>\n{urls}</urlset>\n".encode())


def addresses(context: Context) -> list[str]:
    """The paths of all pages, sorted."""
    return context.once("addresses", lambda: _addresses(context))


def _addresses(context: Context) -> list[str]:
    from monazite.server.addresses import page_of

    iris = [row[0] for row in convert(context.kg.solve(queries.Query("", _ADDRESSES))).values()]
    return sorted({page for iri in iris if (page := page_of(iri))})


JOBS = {"graph": graph, "description": description, "sitemap": sitemap}
