"""SERVICE reaches the endpoints that are allowed, over HTTP, and no others.

The outside dataset is a second store, served by a real SPARQL server on the loopback interface: our own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from rdflib import URIRef
from tests.integration.server.running import start

from monazite import KnowledgeGraph, queries, sssom
from monazite.errors import QueryError
from monazite.federation import Services
from monazite.vocabulary import PREFIXES
from monazite.web import Web, WebError

FACILITY = "https://w3id.org/monazite/id/facility/inner-mongolia-seagate-plant"
OUTSIDE = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
<https://outside.example/graph> {
  wd:Q148 wdt:P31 wd:Q3624078 .
  wd:Q1 wdt:P1278 "529900UCUDMIZJ2ZJJ84" ; wdt:P749 wd:Q2 ; rdfs:label "金风科技"@zh .
  <https://outside.example/capacity> a mz:CapacityObservation ;
    mz:featureOfInterest <FACILITY> ; mz:result <https://outside.example/figure> .
  <https://outside.example/figure> mz:value 123.0 ; mz:unit unit:TONNE-PER-YR .
  <http://www.wikidata.org/entity/Q148> <http://www.wikidata.org/prop/direct/P1082> 1411778724 ;
    <http://www.w3.org/2000/01/rdf-schema#label> "China"@en , "Chine"@fr .
  <http://www.wikidata.org/entity/Q30> <http://www.wikidata.org/prop/direct/P1082> 331449281 ;
    <http://www.w3.org/2000/01/rdf-schema#label> "United States"@en .
}
"""
JOIN = """
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?name ?people WHERE {
  ?country a mz:Country ; skos:exactMatch ?item ; skos:prefLabel ?name FILTER(LANG(?name) = "en")
  SERVICE <%s> { ?item wdt:P1082 ?people }
} ORDER BY ?name
"""


@pytest.fixture(scope="module")
def outside(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a SPARQL server over the outside dataset."""
    folder = tmp_path_factory.mktemp("outside")
    for name in ("ontology", "queries", "data"):
        (folder / name).mkdir()
    (folder / "ontology" / "monazite.ttl").symlink_to(checkout / "ontology" / "monazite.ttl")
    (folder / "data" / "outside.trig").write_text(OUTSIDE.replace("FACILITY", FACILITY), encoding="utf-8")
    KnowledgeGraph.build(folder / "store", folder)
    running = start(folder / "store", folder / "log", "--rate", "0", "--workers", "1")
    yield f"{running.address}/sparql"
    running.stop()


@pytest.fixture(scope="module")
def kg(small_bundle: Path, checkout: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle, [checkout / "data" / "links" / "wikidata.sssom.tsv"])


def ask(kg: KnowledgeGraph, services: Services, text: str) -> list[tuple[str, ...]]:
    kg.services = services
    return [tuple(map(str, row)) for row in kg.query(text).rows()]


def test_our_countries_are_joined_with_what_another_endpoint_says(kg: KnowledgeGraph, outside: str) -> None:
    rows = ask(kg, Services((outside,), loopback=True), JOIN % outside)
    assert ask(kg, Services(loopback=True, hosts=("127.0.0.1",)), JOIN % outside) == rows
    with pytest.raises(QueryError, match=r"the host .* is not allowed; allowed are: example\.org"):
        ask(kg, Services(loopback=True, hosts=("example.org",)), JOIN % outside)
    assert rows == [("China", "1411778724"), ("United States", "331449281")]


def asked(kg: KnowledgeGraph, name: str, outside: str) -> list[tuple[str, ...]]:
    """A question of the library, its endpoint the outside one in place of the one that it names."""
    text = queries.shipped("federated", name).text
    (endpoint,) = re.findall(r"SERVICE <([^>]+)>", text)
    return ask(kg, Services((outside,), loopback=True), text.replace(endpoint, outside))


def test_our_units_are_joined_with_the_countries_of_wikidata(kg: KnowledgeGraph, outside: str) -> None:
    units = kg.query(
        "SELECT DISTINCT ?u { ?u a mz:ProductionUnit ; mz:locatedIn id:china }".replace(
            "id:china", "<https://w3id.org/monazite/id/place/china>"
        )
    )
    assert asked(kg, "wikidata-countries", outside) == [("China", str(len(units)), "1411778724")]


def test_our_operators_are_joined_with_the_parents_of_wikidata(checkout: Path, outside: str) -> None:
    kg = KnowledgeGraph.empty()
    kg.embedded.load(path=checkout / "data" / "registry" / "organizations.trig")
    kg.embedded.extend(sssom.quads(sssom.read(checkout / "data" / "links" / "gleif.sssom.tsv")))
    operates = (
        "INSERT DATA { GRAPH <urn:g> { <urn:u> mz:operator <https://w3id.org/monazite/id/org/goldwind> } }"
    )
    kg.embedded.update(operates, prefixes=PREFIXES)
    wd = "http://www.wikidata.org/entity/"
    row = ("Goldwind", "529900UCUDMIZJ2ZJJ84", f"{wd}Q1", "金风科技", f"{wd}Q2")
    assert asked(kg, "wikidata-parents", outside) == [row]


def test_our_units_are_joined_with_the_capacities_of_another_store(kg: KnowledgeGraph, outside: str) -> None:
    name = kg.label(URIRef(FACILITY))
    tonnes = "http://qudt.org/vocab/unit/TONNE-PER-YR"
    assert asked(kg, "other-store-capacities", outside) == [(name, "123", tonnes, "false")]


def test_each_federated_question_says_what_it_needs() -> None:
    for query in queries.library("federated").values():
        (endpoint,) = re.findall(r"SERVICE <([^>]+)>", query.text)
        assert f"Needs {endpoint} to be allowed with --service" in query.description
        assert query.summary.endswith("?") and "federated" in query.tags


def test_a_graph_is_made_of_two_endpoints(kg: KnowledgeGraph, outside: str) -> None:
    kg.services = Services((outside,), loopback=True)
    there = f"SERVICE <{outside}> {{ ?item rdfs:label ?label }}"
    text = f"CONSTRUCT {{ ?c rdfs:label ?label }} {{ ?c skos:exactMatch ?item {there} }}"
    graph = kg.query(text).graph
    assert graph is not None
    assert {str(label) for label in graph.objects()} == {"China", "Chine", "United States"}
    assert kg.query(f"ASK {{ SERVICE <{outside}> {{ ?item ?p 331449281 }} }}").askAnswer


@pytest.mark.parametrize(
    ("services", "told"),
    [
        (Services(), "is not allowed: name the endpoint with --service"),
        (Services(("https://query.wikidata.org/sparql",)), "allowed now: https://query.wikidata.org/sparql"),
        (Services(("HERE",)), "is not on the public internet"),
    ],
)
def test_another_service_is_refused(kg: KnowledgeGraph, outside: str, services: Services, told: str) -> None:
    services = Services(tuple(e.replace("HERE", outside) for e in services.endpoints))
    with pytest.raises(QueryError, match=told):
        ask(kg, services, JOIN % outside)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { BIND(<ENDPOINT/x> AS ?s) SERVICE ?s { ?a ?b ?c } }",
        "PREFIX e: <ENDPOINT/> SELECT * { SERVICE e:x { ?a ?b ?c } }",
        "SELECT * { SERVICE <ENDPOINT/x> { ?a ?b ?c } }",
        "SELECT * { SeRvIcE # SILENT\n SILENT <http://169.254.169.254/latest> { ?a ?b ?c } }",
        "SELECT * { \\u0053ERVICE <http://10.0.0.1/sparql> { ?a ?b ?c } }",
        "SELECT * { ?x ?y true SERVICE <file:///etc/passwd> { ?a ?b ?c } }",
        "SELECT * { { SERVICE <http://user:secret@127.0.0.1/sparql> { ?a ?b ?c } } }",
    ],
)
def test_no_spelling_gets_past(kg: KnowledgeGraph, outside: str, text: str) -> None:
    kg.services = Services((outside, "http://user:secret@127.0.0.1/sparql"), loopback=True)
    with pytest.raises(QueryError, match="SERVICE"):
        kg.query(text.replace("ENDPOINT", outside))


def test_a_name_that_ends_in_service_is_no_clause(kg: KnowledgeGraph) -> None:
    kg.services = Services()
    assert kg.query("SELECT ?service { BIND(1 AS ?service) }").values() == [(1,)]


class _Odd(BaseHTTPRequestHandler):
    """An endpoint that does what none should: redirects, is busy, answers without end."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.headers["User-Agent"])
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
        elif self.path == "/busy" and len(self.asked) < 2:
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(40):
                    self.wfile.write(b" " * 2**20)
            except OSError:
                pass
        else:
            one = b'{"x": {"type": "literal", "value": "1"}}'
            answer = b'{"head": {"vars": ["x"]}, "results": {"bindings": [%s]}}' % one
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(answer)

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://[nowhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    _Odd.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "told"),
    [("/away", "wants to redirect to http://127.0.0.1:1/"), ("/endless", "larger than 16 MiB")],
)
def test_an_endpoint_that_misbehaves_is_told_on(kg: KnowledgeGraph, odd: str, path: str, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        ask(kg, Services((odd + path,), True), f"SELECT * {{ SERVICE <{odd}{path}> {{ ?x ?y ?z }} }}")


def test_a_host_may_be_written_in_any_case(kg: KnowledgeGraph, odd: str) -> None:
    address = odd.replace("127.0.0.1", "LocalHost") + "/plain"
    found = ask(kg, Services((address,), True), f"SELECT * {{ SERVICE <{address}> {{ ?x ?y ?z }} }}")
    assert [row[0] for row in found] == ["1"]


def test_without_httpx_a_service_says_what_to_install(
    kg: KnowledgeGraph, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(QueryError, match=r"pip install 'monazite\[link\]'"):
        ask(kg, Services((odd,), True), f"SELECT * {{ SERVICE <{odd}> {{ ?x ?y ?z }} }}")


def test_a_redirect_to_what_is_no_address_is_said_so(odd: str) -> None:
    with pytest.raises(WebError, match="redirects to what is no address"):
        Web(["127.0.0.1"], loopback=True).get(odd + "/nowhere")


def test_a_busy_endpoint_is_asked_again_and_knows_who_asks(kg: KnowledgeGraph, odd: str) -> None:
    text = f"SELECT ?x {{ SERVICE <{odd}/busy> {{ ?x ?y ?z }} }}"
    assert ask(kg, Services((f"{odd}/busy",), True), text) == [("1",)]
    assert len(_Odd.asked) == 2 and all(name.startswith("Monazite/") for name in _Odd.asked)


def test_the_command_asks_only_what_it_is_told_to(small: None, outside: str) -> None:
    command = [sys.executable, "-m", "monazite", "query", "-", "--format", "csv"]
    there = f"SERVICE <{outside}> {{ ?item <http://www.wikidata.org/prop/direct/P1082> ?people }}"
    text = f"SELECT ?people {{ {there} }} ORDER BY ?people"

    def run(*more: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *more],
            input=text,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    good = run("--service", outside, "--loopback")
    assert (good.returncode, good.stdout.split()) == (0, ["people", "331449281", "1411778724"]), good.stderr
    assert run("--loopback", MONAZITE_SERVICES=outside).stdout == good.stdout
    for bad in (run(), run("--service", outside), run("--service", "https://query.wikidata.org/sparql")):
        assert bad.returncode == 1 and not bad.stdout
        assert "SERVICE" in bad.stderr and "Traceback" not in bad.stderr
