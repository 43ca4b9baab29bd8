"""The SPARQL 1.1 Protocol and the Graph Store Protocol's reads, over a socket."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, VOID, Dataset, Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
LEASE = "SELECT ?lease ?area { ?lease a mz:Lease ; mz:leasedArea/mz:value ?area }"
SOURCE = "https://w3id.org/monazite/source/chinadaily-baotou-rare-earth-hi-tech-zone"
OTHER = "https://w3id.org/monazite/source/rareearthexchanges-baotou-rare-earth-zone"
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_a_query_is_asked_in_three_ways(client: httpx.Client, way: str) -> None:
    if way == "get":
        answer = client.get("/sparql", params={"query": LEASE})
    elif way == "form":
        answer = client.post("/sparql", data={"query": LEASE})
    else:
        answer = client.post("/sparql", content=LEASE, headers={"Content-Type": "application/sparql-query"})
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert [row["area"]["value"] for row in answer.json()["results"]["bindings"]] == ["6000"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/json;q=0.9", "application/sparql-results+json"),
        ("text/turtle, text/*;q=0.5", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, application/xml", "application/sparql-results+xml"),
    ],
)
def test_results_come_in_the_form_that_is_accepted(client: httpx.Client, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": LEASE}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert "6000" in answer.text
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt", "rdf", "trig", "nq"])
def test_graphs_come_in_every_form_and_say_the_same(client: httpx.Client, form: str) -> None:
    parsers = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml", "trig": "trig", "nq": "nquads"}
    answer = client.get(
        "/sparql", params={"query": "DESCRIBE <https://w3id.org/monazite/id/place/baotou>", "format": form}
    )
    expected = client.get(
        "/sparql", params={"query": "DESCRIBE <https://w3id.org/monazite/id/place/baotou>", "format": "nt"}
    )
    dataset = Dataset(default_union=True)
    dataset.parse(data=answer.content, format=parsers[form])
    found = {(s, p, o) for s, p, o, _ in dataset.quads()}
    assert found == set(Graph().parse(data=expected.content, format="nt")) and found


def test_ask_in_every_form(client: httpx.Client) -> None:
    ask = {"query": "ASK { ?lease a mz:Lease }"}
    assert client.get("/sparql", params=ask).json()["boolean"] is True
    xml = client.get("/sparql", params=ask, headers={"Accept": "application/sparql-results+xml"})
    assert ElementTree.fromstring(xml.text).findtext("{*}boolean") == "true"
    assert client.get("/sparql", params=ask | {"format": "csv"}).text == "true\n"


def test_a_form_that_cannot_be_given_is_406(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": LEASE}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    graph = client.get(
        "/sparql", params={"query": "DESCRIBE <https://w3id.org/monazite/id/place/baotou>", "format": "csv"}
    )
    assert graph.status_code == 406


def test_the_dataset_of_the_request_is_used(client: httpx.Client) -> None:
    def one(**graphs: str | list[str]) -> int:
        return number(client.get("/sparql", params={"query": COUNT, **graphs}))

    first, second = one(**{"default-graph-uri": SOURCE}), one(**{"default-graph-uri": OTHER})
    both = one(**{"default-graph-uri": [SOURCE, OTHER]})
    assert 0 < first < both <= first + second < one()
    assert one(**{"named-graph-uri": SOURCE}) == 0
    named = client.get(
        "/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": SOURCE}
    )
    assert [row["g"]["value"] for row in named.json()["results"]["bindings"]] == [SOURCE]
    # The request's dataset wins over the query's (SPARQL 1.1 Protocol, 2.1.4).
    query = COUNT.replace("{", f"FROM <{OTHER}> {{", 1)
    answer = client.post("/sparql", data={"query": query, "default-graph-uri": SOURCE})
    assert number(answer) == first
    by_address = client.post(
        "/sparql",
        params={"default-graph-uri": SOURCE},
        content=COUNT,
        headers={"Content-Type": "application/sparql-query"},
    )
    assert number(by_address) == first


@pytest.mark.parametrize(
    ("request_", "status", "kind"),
    [
        (("GET", "/sparql?query=nonsense", {}), 400, "bad-query"),
        (("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}), 400, "bad-request"),
        (("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a b", {}), 400, "bad-parameter"),
        (("GET", "/sparql?query=%FF", {}), 400, "bad-request"),
        (("POST", "/sparql", {"data": {}}), 415, "unsupported-media-type"),
        (("POST", "/sparql", {"data": {"x": "1"}}), 400, "bad-request"),
        (("POST", "/sparql", {"data": {"update": "CLEAR ALL"}}), 403, "read-only"),
        (("POST", "/sparql", {"content": b"\xff", "headers": QUERY}), 400, "bad-request"),
        (("POST", "/sparql", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}), 415,
         "unsupported-media-type"),
        (("POST", "/sparql", {"content": "CLEAR ALL", "headers": UPDATE}), 403, "read-only"),
        (("POST", "/sparql", {"data": {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}}), 400, "bad-query"),
        (("POST", "/sparql", {"data": {"query": "LOAD <file:///etc/passwd>"}}), 400, "bad-query"),
        (("POST", "/sparql", {"data": {"query": "ASK FROM <file:///etc/passwd> {}"}}), 400, "bad-query"),
        (("PUT", "/sparql", {}), 405, "method-not-allowed"),
        (("DELETE", "/data?default", {}), 405, "method-not-allowed"),
        (("PUT", f"/data?graph={SOURCE}", {"content": "<a:a> <a:b> <a:c> ."}), 405, "method-not-allowed"),
        (("GET", "/data?graph=https://example.org/none", {}), 404, "not-found"),
        (("GET", "/data?graph=nonsense", {}), 400, "bad-parameter"),
        (("GET", f"/data?default&graph={SOURCE}", {}), 400, "bad-request"),
        (("GET", "/nothing", {}), 404, "not-found"),
        (("GET", "/sparql/", {}), 404, "not-found"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(
    client: httpx.Client, request_: tuple[str, str, dict[str, object]], status: int, kind: str
) -> None:
    method, path, more = request_
    answer = client.request(method, path, **more)  # type: ignore[arg-type]
    told = answer.json()
    assert (answer.status_code, told["type"].rpartition("/")[2]) == (status, kind)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"] and told["status"] == status
    assert told["instance"].endswith(answer.headers["x-request-id"])
    assert (status == 405) == ("allow" in answer.headers)


def test_a_graph_of_the_store_is_read(client: httpx.Client) -> None:
    answer = client.get("/data", params={"graph": SOURCE}, headers={"Accept": "text/turtle"})
    found = Graph().parse(data=answer.content, format="turtle")
    assert len(found) == number(client.get("/sparql", params={"query": COUNT, "default-graph-uri": SOURCE}))
    everything = client.get("/data?default", headers={"Accept": "application/n-triples"})
    assert len(everything.text.splitlines()) == number(client.get("/sparql", params={"query": COUNT}))
    head = client.head("/data", params={"graph": SOURCE})
    assert head.status_code == 200 and not head.content


def test_all_graphs_are_read_each_statement_with_its_source(client: httpx.Client) -> None:
    answer = client.get("/data", headers={"Accept": "application/n-quads"})
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS))
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert len(set(quads)) == len(quads) == number(client.get("/sparql", params={"query": query}))
    assert all(isinstance(quad.graph_name, ox.NamedNode) for quad in quads)


def test_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    told = Graph().parse(data=answer.content, format="turtle")
    (service,) = told.subjects(RDF.type, SD.Service)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in told
    assert (service, SD.feature, SD.UnionDefaultGraph) in told
    (dataset,) = told.objects(service, SD.defaultDataset)
    triples = told.value(dataset, VOID.triples)
    assert int(str(triples)) == number(client.get("/sparql", params={"query": COUNT}))
    kinds = set(told.objects(None, VOID["class"]))
    assert URIRef("https://w3id.org/monazite/ontology#Lease") in kinds
    named = client.get("/sparql?format=nt", headers={"Accept": "text/turtle"})
    assert named.headers["content-type"].startswith("application/n-triples")
    well_known = client.get(
        "/.well-known/void", follow_redirects=True, headers={"Accept": "application/n-triples"}
    )
    assert set(Graph().parse(data=well_known.content, format="nt").subjects(RDF.type, SD.Service)) == {
        service
    }


def test_an_answer_is_not_sent_again_while_the_store_stays(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": LEASE})
    again = client.get("/sparql", params={"query": LEASE}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/sparql",
        params={"query": LEASE},
        headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"},
    )
    assert other.status_code == 200 and other.headers["etag"] != first.headers["etag"]
    unsteady = client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"})
    assert "etag" not in unsteady.headers and unsteady.headers["cache-control"] == "no-store"
    assert unsteady.text != client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"}).text


def test_a_file_of_the_explorer_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/explorer/notices.txt")
    etag = first.headers["etag"]
    for told in (etag, f"W/{etag}", f'"other", {etag}'):  # a proxy that packs makes it weak
        assert client.get("/explorer/notices.txt", headers={"If-None-Match": told}).status_code == 304
    assert client.get("/explorer/notices.txt", headers={"If-None-Match": '"other"'}).status_code == 200


def test_answers_are_packed_for_who_takes_that(client: httpx.Client) -> None:
    query = {"query": "SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 400", "format": "csv"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    refused = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers and "content-encoding" not in refused.headers
    assert packed.headers["content-encoding"] == "gzip" and "Accept-Encoding" in packed.headers["vary"]
    assert plain.content == packed.content == refused.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_head_says_what_get_would(client: httpx.Client) -> None:
    get = client.get("/sparql", params={"query": LEASE}, headers={"Accept-Encoding": "identity"})
    head = client.head("/sparql", params={"query": LEASE}, headers={"Accept-Encoding": "identity"})
    assert not head.content
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]


def test_a_page_of_another_site_may_ask(client: httpx.Client) -> None:
    origin = {"Origin": "https://example.org"}
    assert (
        client.get("/sparql", params={"query": LEASE}, headers=origin).headers["access-control-allow-origin"]
        == "*"
    )
    asked = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed = client.options("/sparql", headers=asked)
    assert allowed.status_code == 200 and "POST" in allowed.headers["access-control-allow-methods"]
    wrong = client.get("/sparql", params={"query": "no"}, headers=origin)
    assert wrong.status_code == 400 and wrong.headers["access-control-allow-origin"] == "*"


def test_a_person_gets_a_form(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<textarea" in page.text and "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_same_query_gives_the_same_as_the_library(client: httpx.Client, store: object) -> None:
    from pathlib import Path

    from monazite import KnowledgeGraph

    query = "SELECT ?s ?name { ?s a mz:Organization ; skos:prefLabel ?name } ORDER BY ?s ?name"
    served = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert isinstance(store, Path)
    local = json.loads(KnowledgeGraph.open(store).query(query).serialize(format="json") or b"")
    assert served == local["results"]["bindings"] and len(served) > 5
