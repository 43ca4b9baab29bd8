"""RDF exports: every statement with its graph, read by an engine that did not write it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef

from monazite import KnowledgeGraph
from monazite.errors import QueryError
from monazite.export import jsonld, rdf
from monazite.vocabulary import MZ

QUADS = ("trig", "nq", "jsonld")
TRIPLES = ("ttl", "nt", "rdf")
_RDFLIB = {"trig": "trig", "nq": "nquads", "ttl": "turtle", "nt": "nt", "rdf": "xml"}


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle)


def stated(kg: KnowledgeGraph) -> set[tuple[str, ...]]:
    """The statements of the store between things, each with its graph."""
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value, quad.graph_name.value)
        for quad in kg.embedded
        if isinstance(quad.graph_name, ox.NamedNode)
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    }


@pytest.mark.parametrize("form", QUADS)
def test_the_whole_graph_keeps_the_source_of_each_statement(
    kg: KnowledgeGraph, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"all.{form}"
    count = rdf.write(kg, form, path)
    if form == "jsonld":
        # Written by rdflib, read by Oxigraph; the others the other way round.
        read = {
            (q.subject.value, q.predicate.value, q.object.value, q.graph_name.value)
            for q in ox.parse(path=path, format=ox.RdfFormat.JSON_LD)
            if isinstance(q.graph_name, ox.NamedNode)
            and isinstance(q.subject, ox.NamedNode)
            and isinstance(q.object, ox.NamedNode)
        }
    else:
        dataset = Dataset().parse(path, format=_RDFLIB[form])
        read = {
            (str(s), str(p), str(o), str(getattr(g, "identifier", g)))
            for s, p, o, g in dataset.quads()
            if isinstance(s, URIRef) and isinstance(o, URIRef) and g is not None
        }
    assert stated(kg) == {quad for quad in read if quad[3] != rdf.DATASET.value}
    assert count > len(read)
    text = path.read_text(encoding="utf-8")
    assert "creativecommons.org/licenses/by/4.0" in text and "Monazite contributors" in text


@pytest.mark.parametrize("form", TRIPLES)
def test_formats_without_graphs_hold_each_statement_once(
    kg: KnowledgeGraph, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"all.{form}"
    count = rdf.write(kg, form, path)
    read = Graph().parse(path, format=_RDFLIB[form])
    assert len(read) == count
    assert {quad[:3] for quad in stated(kg)} == {
        (str(s), str(p), str(o))
        for s, p, o in read
        if isinstance(s, URIRef) and isinstance(o, URIRef) and p != URIRef("http://purl.org/dc/terms/license")
    } | {quad[:3] for quad in stated(kg) if quad[1] == "http://purl.org/dc/terms/license"}


def test_what_is_said_of_a_thing_comes_with_its_documents(kg: KnowledgeGraph, tmp_path: Path) -> None:
    thing = kg.resolve("Northern Magnet")
    rdf.write(kg, "trig", tmp_path / "x.trig", [str(thing)])
    read = KnowledgeGraph.empty()
    read.embedded.load(path=tmp_path / "x.trig", format=ox.RdfFormat.TRIG)
    assert [s.subject for s in read.describe(thing).about] == [thing] * len(kg.describe(thing).about)
    assert set(read.sources(thing)) == set(kg.sources(thing))


def test_json_ld_reads_as_json_in_our_words(kg: KnowledgeGraph, tmp_path: Path) -> None:
    rdf.write(kg, "jsonld", tmp_path / "x.jsonld", [str(kg.resolve("Northern Magnet"))])
    document = json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
    [lease] = [
        node
        for graph in document["@graph"]
        for node in graph.get("@graph", [])
        if node.get("type") == "Lease"
    ]
    assert "/id/org/" in lease["lessee"] and lease["leasedArea"]


def test_the_context_is_that_of_the_ontology(checkout: Path) -> None:
    """A term that is added gets its place in the context: MONAZITE_UPDATE_GOLDEN=1 writes it."""
    path = checkout / "ontology" / "context.jsonld"
    ontology = Graph().parse(checkout / "ontology" / "monazite.ttl")
    text = json.dumps(jsonld.context(ontology), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    terms = json.loads(text)["@context"]
    assert terms["operator"] == {"@id": "mz:operator", "@type": "@id"} and terms["mz"] == str(MZ)


def test_an_unknown_format_is_refused(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="unknown format 'n3'"):
        rdf.write(kg, "n3", tmp_path / "x.n3")
    assert not list(tmp_path.iterdir())
