"""Addresses of things: what a browser, a robot and a linked data client get."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from tests.integration.server.running import Running

BAOTOU = "/id/place/baotou"
IRI = f"https://w3id.org/monazite{BAOTOU}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [(BROWSER, ""), ("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"), ("*/*", "")],
)
def test_a_thing_is_elsewhere_described(client: httpx.Client, accept: str, ending: str) -> None:
    answer = client.get(BAOTOU, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/doc{BAOTOU}{ending}")
    assert "Accept" in answer.headers["vary"]
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("ending", "parser"),
    [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml"), ("trig", "trig")],
)
def test_the_document_says_what_the_graph_says(client: httpx.Client, ending: str, parser: str) -> None:
    answer = client.get(f"/doc{BAOTOU}.{ending}")
    assert answer.status_code == 200
    dataset = Dataset(default_union=True)
    dataset.parse(data=answer.content, format=parser)
    labels = set(dataset.objects(URIRef(IRI), SKOS.prefLabel))
    assert Literal("Baotou", lang="en") in labels and "包头市" in {str(label) for label in labels}
    if ending in ("trig", "jsonld"):
        assert any(
            str(g.identifier).startswith("https://w3id.org/monazite/registry/") for g in dataset.graphs()
        )


def test_the_document_names_itself_and_its_other_forms(client: httpx.Client, server: Running) -> None:
    links = client.get(f"/doc{BAOTOU}").headers["link"]
    assert f'<{server.address}/doc{BAOTOU}>; rel="canonical"' in links
    assert f'<{IRI}>; rel="describes"' in links
    for address in re.findall(r'<([^>]+)>; rel="alternate"', links):
        assert client.get(address).status_code == 200
    # What a client says the server is called is not believed.
    forged = client.get(f"/doc{BAOTOU}", headers={"Host": "evil.example"})
    assert "evil.example" not in forged.headers["link"] + forged.text


def test_the_page_shows_statements_with_their_sources_and_runs_nothing(client: httpx.Client) -> None:
    page = client.get("/doc/id/org/northern-magnet-inner-mongolia", headers={"Accept": BROWSER})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Northern Magnet (Inner Mongolia) Co., Ltd." in page.text
    assert "Sources" in page.text and "Rare Earth Exchanges" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text and not re.search(r"\son\w+=|style=", page.text)
    for address in set(re.findall(r'href="(/[^"#]*)', page.text)):
        assert client.get(address).status_code in (200, 303), address


def test_what_the_data_says_is_text(server: Running, client: httpx.Client) -> None:
    found = client.get("/search", params={"q": "<script>alert(1)</script>"})
    assert found.status_code == 200 and "<script" not in found.text


@pytest.mark.parametrize(
    "path",
    ["/id/org/nobody", "/doc/id/org/nobody", "/doc/id/../../etc/passwd", "/doc/etc/passwd", "/id/%00",
     "/doc/id/a%3Cb", "/doc/%2e%2e/%2e%2e/etc/passwd", "/ontology.exe", "/sitemap-99.xml",
     "/doc/id/org/%F0%9F%A7%B2", "/doc/id/%5B%5D", "/id/%25zz", "/doc/id/x%25.ttl"],
)  # fmt: skip
def test_what_is_not_there_is_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "passwd" not in answer.text


def test_terms_of_the_ontology(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": BROWSER})
    assert 'id="Lease"' in page.text and "default-src 'none'" in page.headers["content-security-policy"]
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=turtle.content, format="turtle")
    lease = URIRef("https://w3id.org/monazite/ontology#Lease")
    assert graph.value(lease, RDFS.label) and (lease, RDF.type, None) in graph
    assert len(Graph().parse(data=client.get("/ontology.jsonld").content, format="json-ld")) == len(graph)


def test_robots_find_the_pages_and_not_the_queries(client: httpx.Client, server: Running) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /sparql" in robots and f"Sitemap: {server.address}/sitemap.xml" in robots
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    pages = [str(each.text) for each in found.iterfind("{*}url/{*}loc")]
    assert f"{server.address}/doc{BAOTOU}" in pages and len(pages) == len(set(pages)) > 100
    for page in pages[::60]:
        assert client.get(page).status_code == 200, page


def test_there_is_a_page_to_start_from(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert "Monazite" in page.text
