"""The JSON API: what it gives is what the library gives, page by page, as its OpenAPI document says."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from monazite import KnowledgeGraph, analysis, queries

MAGNET = "https://w3id.org/monazite/id/org/northern-magnet-inner-mongolia"


def all_pages(client: httpx.Client, address: str, **parameters: Any) -> list[Any]:
    answer = client.get(address, params=parameters)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    items = list(page["items"])
    while page["next"]:
        page = client.get(page["next"]).json()
        items += page["items"]
    assert len(items) == page["total"]
    return items


def test_search_finds_by_name_in_both_languages(client: httpx.Client) -> None:
    for text in ("northern magnet", "Northern Magnet (Inner Mongolia) Co., Ltd."):
        first = client.get("/api/v1/search", params={"q": text}).json()["items"][0]
        assert first["iri"] == MAGNET and "Company" in first["kinds"]
    place = client.get("/api/v1/search", params={"q": "包头", "kind": "AdministrativeArea"}).json()["items"]
    assert "https://w3id.org/monazite/id/place/baotou" in [each["iri"] for each in place]
    assert client.get("/api/v1/search", params={"q": "qqqqqqqq"}).json()["total"] == 0


def test_pages_together_are_the_whole(client: httpx.Client) -> None:
    whole = client.get("/api/v1/entity", params={"id": MAGNET, "limit": 1000}).json()["items"]
    assert all_pages(client, "/api/v1/entity", id=MAGNET, limit=7) == whole and len(whole) > 14
    searched = all_pages(client, "/api/v1/search", q="china", limit=3)
    assert len({each["iri"] for each in searched}) == len(searched) > 3


def test_an_entity_is_told_as_the_library_tells_it(client: httpx.Client, store: Any) -> None:
    kg = KnowledgeGraph.open(store)
    told = client.get("/api/v1/entity", params={"id": "Northern Magnet", "limit": 1000}).json()
    expected = [s for s in kg.describe(MAGNET).statements if not s.derived]
    assert [
        (s["subject"]["value"], s["predicate"]["value"], s["object"]["value"], s["graph"])
        for s in told["items"]
    ] == [(str(s.subject), str(s.predicate), str(s.object), str(s.graph)) for s in expected]
    assert {s["iri"] for s in told["sources"]} == {str(s.iri) for s in kg.sources(MAGNET)}
    chinese = client.get("/api/v1/entity", params={"id": MAGNET, "language": "zh"}).json()
    assert chinese["label"] == kg.label(kg.resolve(MAGNET), "zh")


@pytest.mark.parametrize("direction", ["upstream", "downstream"])
def test_walks_are_those_of_the_library(client: httpx.Client, store: Any, direction: str) -> None:
    kg = KnowledgeGraph.open(store)
    chain = analysis.project(kg)
    start = max(chain.nodes, key=chain.degree)
    expected = getattr(analysis, direction)(kg, chain, start)
    found = client.get(f"/api/v1/{direction}", params={"id": start, "limit": 2000}).json()
    assert found["notes"] == list(expected.notes) and found["total"] == len(expected.rows)
    assert [row["supplier"] for row in found["items"]] == [row.supplier for row in expected.rows]


def test_the_neighbourhood_is_a_graph(client: httpx.Client) -> None:
    near = client.get("/api/v1/neighbourhood", params={"id": MAGNET, "depth": 2}).json()
    nodes = {node["iri"] for node in near["nodes"]}
    assert near["nodes"][0] == {"iri": MAGNET, "depth": 0} | {
        k: near["nodes"][0][k] for k in ("label", "kind", "country")
    }
    assert near["edges"] and all(edge["from"] in nodes and edge["to"] in nodes for edge in near["edges"])
    assert all(edge["sources"] for edge in near["edges"])
    few = client.get("/api/v1/neighbourhood", params={"id": MAGNET, "depth": 2, "limit": 2}).json()
    assert few["truncated"] and len(few["nodes"]) == 2 and few["total"] == near["total"]


def test_every_question_answers_as_the_library_does(client: httpx.Client, store: Any) -> None:
    kg = KnowledgeGraph.open(store)
    listed = client.get("/api/v1/questions").json()
    assert [each["name"] for each in listed["items"]] == list(queries.library())
    answered = 0
    for question in listed["items"]:
        expected = kg.query(question["name"])
        rows = all_pages(client, question["address"], limit=1000)
        assert [[None if c is None else c["value"] for c in row] for row in rows] == [
            [None if c is None else str(c) for c in row] for row in expected.rows()
        ], question["name"]
        answered += bool(rows)
    assert answered > 15


def test_a_question_takes_parameters_and_forms(client: httpx.Client) -> None:
    named = client.get("/api/v1/questions/facilities-of-place", params={"place": "Baotou"}).json()
    by_iri = client.get(
        "/api/v1/questions/facilities-of-place", params={"place": "https://w3id.org/monazite/id/place/baotou"}
    ).json()
    assert named["items"] == by_iri["items"] != []
    table = client.get("/api/v1/questions/leases", params={"format": "csv"})
    assert table.headers["content-type"].startswith("text/csv") and table.text.startswith("lessee,")
    results = client.get("/api/v1/questions/leases", params={"format": "srj"})
    assert results.headers["content-type"] == "application/sparql-results+json"
    assert (
        len(results.json()["results"]["bindings"]) == client.get("/api/v1/questions/leases").json()["total"]
    )


def test_the_description_says_what_a_parameter_takes(client: httpx.Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    told = {
        each["description"]
        for path, operation in paths.items()
        if "/questions/" in path
        for each in operation["get"]["parameters"]
    }
    assert {"A date, such as 2025-04-04.", "An entity: its IRI, a prefixed name or a name."} <= told
    assert not [text for text in told if text.startswith("A ") and len(text.split()) < 3]


def test_a_text_that_is_too_long_is_told_the_longest(client: httpx.Client) -> None:
    told = client.get("/api/v1/search", params={"q": "a", "kind": "a" * 61}).json()["detail"]
    assert told.endswith("is not a text whose length is at most 60")


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/api/v1/search", 400, "bad-parameter"),
        ("/api/v1/search?q=", 400, "bad-parameter"),
        ("/api/v1/search?q=a&limit=0", 400, "bad-parameter"),
        ("/api/v1/search?q=a&limit=1e3", 400, "bad-parameter"),
        ("/api/v1/search?q=a&q=b", 400, "bad-parameter"),
        ("/api/v1/search?q=a&page=2", 400, "bad-parameter"),
        ("/api/v1/search?q=a&cursor=7", 400, "bad-parameter"),
        ("/api/v1/search?q=a&cursor=0123456789ab.7", 410, "store-changed"),
        ("/api/v1/search?q=%00", 400, "bad-parameter"),
        ("/api/v1/entity?id=Nobody%20At%20All", 404, "unknown-entity"),
        ("/api/v1/entity?id=https://example.org/nobody", 404, "unknown-entity"),
        ("/api/v1/upstream?id=Baotou&bases=guessed", 400, "bad-parameter"),
        ("/api/v1/upstream?id=Baotou&at=yesterday", 400, "bad-request"),
        ("/api/v1/questions/nothing", 404, "not-found"),
        ("/api/v1/questions/facilities-of-place?place=Nowhere", 404, "unknown-entity"),
        ("/api/v1/questions/changes?from=yesterday", 400, "bad-parameter"),
    ],
)
def test_what_is_wrong_is_said(client: httpx.Client, address: str, status: int, kind: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind), answer.text


def test_an_unknown_name_brings_near_ones(client: httpx.Client) -> None:
    told = client.get("/api/v1/entity", params={"id": "Northern Magnets"}).json()
    assert MAGNET in [candidate["iri"] for candidate in told["candidates"]]


def test_statistics_count_the_graph(client: httpx.Client, store: Any) -> None:
    told = client.get("/api/v1/statistics").json()
    leases = next(each for each in told["classes"] if each["name"] == "Lease")
    assert leases["count"] == 1 and told["triples"] > 1000
