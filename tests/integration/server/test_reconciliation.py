"""The Reconciliation Service API 0.2, as the specification has it and as a public client uses it.

Where ``MONAZITE_RECONCILIATION_SPECS`` names a checkout of github.com/reconciliation-api/specs, answers are
checked by its JSON schemas, too.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pandas
import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from tests.integration.server.running import Begin, Running

from monazite import KnowledgeGraph
from monazite.link import reconcile as library

MAGNET = "id/org/northern-magnet-inner-mongolia"
BAOTOU = "id/place/baotou"
SPACE = "https://w3id.org/monazite/"
SPECS = os.environ.get("MONAZITE_RECONCILIATION_SPECS", "")
Check = Callable[[str, Any], None]


@pytest.fixture(scope="module")
def valid() -> Check:
    """Checks a value by a schema of the specification, where that is at hand."""
    if not SPECS:
        return lambda name, value: None
    folder = Path(SPECS) / "0.2" / "schemas"
    # `authentication`, the only thing that refers outside, is nothing that this service has.
    schemas = {path.stem: _local(json.loads(path.read_text())) for path in folder.glob("*.json")}
    space = "https://reconciliation-api.github.io/specs/0.2/schemas/"
    registry: Registry[Any] = Registry().with_resources(
        (f"{space}{name}.json", Resource.from_contents(schema, DRAFT7)) for name, schema in schemas.items()
    )

    def check(name: str, value: Any) -> None:
        Draft7Validator(schemas[name], registry=registry).validate(value)

    return check


def post(client: httpx.Client, **form: Any) -> httpx.Response:
    return client.post("/reconcile", data={name: json.dumps(value) for name, value in form.items()})


def match(client: httpx.Client, valid: Check, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    valid("reconciliation-query-batch", queries)
    answer = post(client, queries=queries)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    valid("reconciliation-result-batch", told)
    for each in (each for result in told.values() for each in result["result"]):
        assert isinstance(each["id"], str) and isinstance(each["name"], str)
        assert isinstance(each["score"], float | int) and isinstance(each["match"], bool)
        assert all(kind["id"] and kind["name"] for kind in each["type"])
        assert all(isinstance(one["value"], float | int) for one in each["features"])
    return {key: result["result"] for key, result in told.items()}


def test_the_service_tells_of_itself(client: httpx.Client, server: Running, valid: Check) -> None:
    told = client.get("/reconcile").json()
    valid("manifest", told)
    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"] == "https://w3id.org/monazite/"
    view = told["view"]["url"].replace("{{id}}", MAGNET)
    assert client.get(view, follow_redirects=True).status_code == 200
    preview = told["preview"]["url"].replace("{{id}}", MAGNET)
    assert "Northern Magnet" in client.get(preview).text
    for what, service in told["suggest"].items():
        found = client.get(service["service_url"] + service["service_path"], params={"prefix": "p"})
        assert found.json()["result"], what
    cross = client.get("/reconcile", headers={"Origin": "https://openrefine.example"})
    assert cross.headers["access-control-allow-origin"] == "*"


def test_a_batch_is_matched_as_the_library_matches(client: httpx.Client, valid: Check, store: Path) -> None:
    things = library.index(KnowledgeGraph.open(store))
    queries: dict[str, Any] = {
        "q0": {"query": "Northern Magnet"},
        "q1": {"query": "Baotou", "type": "AdministrativeArea", "limit": 2},
        "q2": {"query": "包头", "type": ["AdministrativeArea", "Company"], "type_strict": "should"},
        "q3": {"query": "nothing of that name at all 123"},
        "q4": {"query": "Northern Magnet", "properties": [{"pid": "country", "v": "China"}]},
    }
    told = match(client, valid, **queries)
    assert told["q0"][0]["id"] == MAGNET and told["q0"][0]["match"] is True
    assert [each["id"] for each in told["q1"]][:1] == [BAOTOU] and len(told["q1"]) <= 2
    assert told["q2"][0]["id"] == BAOTOU
    assert not any(each["match"] for each in told["q3"])
    for key, name, kind, most in (
        ("q0", "Northern Magnet", None, 5),
        ("q1", "Baotou", "AdministrativeArea", 2),
    ):
        expected = library.candidates(things, name, kind, None, most)
        found = [(SPACE + each["id"], each["score"]) for each in told[key]]
        assert found == [(each.iri, round(each.score, 2)) for each in expected]
    here, there = (
        match(client, valid, q={"query": "Northern Magnet", "properties": [{"pid": "country", "v": v}]})["q"]
        for v in ("China", ["EE"])
    )
    assert here[0]["score"] > there[0]["score"]


@pytest.mark.skipif(not SPECS, reason="MONAZITE_RECONCILIATION_SPECS names no checkout")
def test_the_examples_of_the_specification_are_answered(client: httpx.Client, valid: Check) -> None:
    examples = Path(SPECS) / "0.2" / "examples"
    good = sorted((examples / "reconciliation-query-batch" / "valid").glob("*.json"))
    for path in good:
        match(client, valid, **json.loads(path.read_text()))
    bad = sorted((examples / "reconciliation-query-batch" / "invalid").glob("*.json"))
    refused = [
        path.stem for path in bad if post(client, queries=json.loads(path.read_text())).status_code == 400
    ]
    assert good and set(refused) >= {"empty-properties", "empty-query"}
    for path in (examples / "data-extension-query" / "valid").glob("*.json"):
        answer = post(client, extend=json.loads(path.read_text()))
        assert answer.status_code == 200, answer.text
        valid("data-extension-response", answer.json())


def test_what_is_typed_is_suggested(client: httpx.Client, valid: Check) -> None:
    def suggested(what: str, **more: Any) -> list[dict[str, Any]]:
        told = client.get(f"/reconcile/suggest/{what}", params=more).json()
        valid({"entity": "suggest-entities-response", "type": "suggest-types-response",
               "property": "suggest-properties-response"}[what], told)  # fmt: skip
        found: list[dict[str, Any]] = told["result"]
        assert all(each["id"] and each["name"] for each in found)
        return found

    assert MAGNET in [each["id"] for each in suggested("entity", prefix="northern mag")[:3]]
    assert BAOTOU in [each["id"] for each in suggested("entity", prefix="包头")]
    assert suggested("entity", prefix="") == []
    kinds = suggested("type", prefix="comp")
    assert kinds[0]["id"] == "Company"
    names = [each["id"] for each in suggested("property", prefix="")]
    assert {"country", "place"} <= set(names) and len(names) == 20
    assert suggested("property", prefix="", cursor=20)[0]["id"] not in names


def test_a_table_is_extended(client: httpx.Client, valid: Check) -> None:
    proposed = client.get("/reconcile/properties", params={"type": "Company", "limit": 60}).json()
    valid("data-extension-property-proposal", proposed)
    ids = [each["id"] for each in proposed["properties"]]
    assert {"country", "legalName"} <= set(ids) and len(ids) <= 60
    asked = {
        "ids": [MAGNET, "id/org/nobody"],
        "properties": [
            {"id": "country"}, {"id": "legalName"}, {"id": "rdf:type", "settings": {"limit": 1}},
            {"id": "skos:prefLabel"},
        ],
    }  # fmt: skip
    valid("data-extension-query", asked)
    told = post(client, extend=asked).json()
    valid("data-extension-response", told)
    assert [each["id"] for each in told["meta"]] == ["country", "legalName", "rdf:type", "skos:prefLabel"]
    row = told["rows"][MAGNET]
    assert row["country"] == [{"str": "CN"}]
    assert {"str": "Northern Magnet (Inner Mongolia) Co., Ltd."} in row["legalName"]
    assert len(row["rdf:type"]) == 1 and len(row["skos:prefLabel"]) >= 1
    assert set(map(str, told["rows"]["id/org/nobody"].values())) == {"[]"}


def test_a_preview_can_be_framed_and_runs_nothing(client: httpx.Client) -> None:
    page = client.get("/reconcile/preview", params={"id": MAGNET})
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors" not in policy
    assert "<script" not in page.text and len(page.content) < 20_000
    told = client.get("/reconcile/flyout/entity", params={"id": MAGNET}).json()
    assert told["id"] == MAGNET and "Northern Magnet" in told["html"]
    kind = client.get("/reconcile/flyout/type", params={"id": "Lease"}).json()
    assert "lease" in kind["html"].lower()
    assert client.get("/reconcile/preview?feature=country").status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"queries": "no JSON"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": "[" * 80_000}, 400),
        ({"queries": '{"q": 1}'}, 400),
        ({"queries": '{"q": {}}'}, 400),
        ({"queries": '{"q": {"query": ""}}'}, 400),
        ({"queries": '{"q": {"query": 7}}'}, 400),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400),
        ({"queries": '{"q": {"query": "a", "limit": NaN}}'}, 400),
        ({"queries": '{"q": {"query": "a", "type": 7}}'}, 400),
        ({"queries": '{"q": {"query": "a", "properties": [{"pid": "p"}]}}'}, 400),
        ({"queries": '{"q": {"query": "a", "properties": [{"pid": "latitude", "v": "north"}]}}'}, 400),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(101)})}, 400),
        ({"extend": '{"ids": [], "properties": {}}'}, 400),
        ({"extend": '{"ids": ["a b"], "properties": [{"id": "country"}, {"id": "mz:x y"}]}'}, 400),
        ({"extend": '{"ids": ["> <x"], "properties": [{"id": "legalName"}]}'}, 400),
        ({"queries": "{}", "extend": "{}"}, 400),
        ({"other": "{}"}, 400),
        ({"queries": "{}"}, 200),
    ],
)
def test_what_is_wrong_is_said(client: httpx.Client, form: dict[str, str], status: int) -> None:
    answer = client.post("/reconcile", data=form)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]


def test_a_public_client_matches_a_column(server: Running) -> None:
    from reconciler import reconcile

    column = pandas.Series(["Northern Magnet", "Baotou"])
    found = reconcile(column, reconciliation_endpoint=f"{server.address}/reconcile")
    assert dict(zip(found["input_value"], found["id"], strict=True)) == {
        "Northern Magnet": MAGNET,
        "Baotou": BAOTOU,
    }
    of_a_kind = reconcile(
        column[1:], type_id="AdministrativeArea", reconciliation_endpoint=f"{server.address}/reconcile"
    )
    assert list(of_a_kind["id"]) == [BAOTOU]


def test_matching_holds_up_nobody(begin: Begin, store: Path) -> None:
    running = begin(store, "--workers", "1", "--rate", "0", "--seconds", "0", "--quick", "25")
    queries = {f"q{n}": {"query": f"Rare Earth Company {n}"} for n in range(40)}
    waits = list(_beside(running, queries))
    assert len(waits) > 3 and max(waits) < 0.5


def _beside(running: Running, queries: dict[str, Any]) -> Iterator[float]:
    """The seconds that other requests take while a batch is matched."""
    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor(1) as one:
        batch = one.submit(
            httpx.post, f"{running.address}/reconcile", data={"queries": json.dumps(queries)}, timeout=60
        )
        while not batch.done():
            began = time.monotonic()
            assert running.get("/healthz").status_code == 200
            yield time.monotonic() - began
    assert batch.result().status_code == 200


def _local(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {name: _local(value) for name, value in schema.items() if name != "authentication"}
    return [_local(each) for each in schema] if isinstance(schema, list) else schema
