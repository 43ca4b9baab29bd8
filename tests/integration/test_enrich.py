"""`monazite enrich` asks a real HTTP server on this machine, which answers in the datasets' own forms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph, enrich, sssom
from monazite.enrich.enriching import NotLinked
from monazite.enrich.records import RecordError
from monazite.vocabulary import local_name
from monazite.web import Limits, Web, WebError, check

ORG = "https://w3id.org/monazite/id/org/"
GOLDWIND = f"{ORG}goldwind"


def claim(value: object, rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank}


# The form of Special:EntityData: labels by language, claims by property.
ITEM = {
    "entities": {
        "Q1090900": {
            "type": "item",
            "id": "Q1090900",
            "labels": {
                "en": {"language": "en", "value": "Goldwind"},
                "zh-hans": {"language": "zh-hans", "value": "金风科技"},
                "de": {"language": "de", "value": "Goldwind Science & Technology"},
                "bad": {"language": "not a language", "value": "x"},
            },
            "aliases": {"en": [{"language": "en", "value": "Xinjiang Goldwind"}]},
            "claims": {
                "P856": [
                    claim("http://old.example/", "deprecated"),
                    claim("https://www.goldwind.com/"),
                    claim("javascript:alert(1)"),
                ],
                "P749": [claim({"entity-type": "item", "id": "Q5"}, "preferred"), claim({"id": "Q6"})],
                "P625": [
                    claim({"latitude": 43.8, "longitude": 87.6, "globe": "http://www.wikidata.org/entity/Q2"})
                ],
                "P1278": [claim("529900UCUDMIZJ2ZJJ84")],
                "P17": [{"mainsnak": {"snaktype": "novalue"}, "rank": "normal"}],
            },
        }
    }
}
RECORD = {
    "data": {
        "type": "lei-records",
        "id": "529900UCUDMIZJ2ZJJ84",
        "attributes": {
            "lei": "529900UCUDMIZJ2ZJJ84",
            "entity": {
                "legalName": {"name": "新疆金风科技股份有限公司", "language": "zh"},
                "otherNames": [
                    {"name": "Goldwind Science", "language": "en", "type": "TRADING_OR_OPERATING_NAME"}
                ],
                "transliteratedOtherNames": [],
                "legalAddress": {"country": "CN", "city": "Urumqi"},
            },
        },
        "relationships": {"direct-parent": {"links": {"reporting-exception": "https://api.gleif.org/x"}}},
    }
}
FEATURE = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:gn="http://www.geonames.org/ontology#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:wgs84_pos="http://www.w3.org/2003/01/geo/wgs84_pos#">
<gn:Feature rdf:about="http://sws.geonames.org/2038432/">
  <gn:name>Baotou</gn:name>
  <gn:alternateName xml:lang="zh">包头市</gn:alternateName>
  <gn:countryCode>CN</gn:countryCode>
  <wgs84_pos:lat>40.65222</wgs84_pos:lat><wgs84_pos:long>109.82222</wgs84_pos:long>
  <gn:parentCountry rdf:resource="http://sws.geonames.org/1814991/"/>
</gn:Feature></rdf:RDF>"""


class Service(ThreadingHTTPServer):
    """A service that answers paths as it is told to: (status, headers, body), one after the other."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, dict(self.headers), time.monotonic()))
                found = service.answers.get(self.path, [(404, {}, b"")])
                status, headers, body = found.pop(0) if len(found) > 1 else found[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        self.web = Web(
            (f"127.0.0.1:{self.server_address[1]}",), True, Limits(pause=0.05, patience=2, timeout=5)
        )

    def give(self, path: str, content: object, status: int = 200, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, named, body))


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def kg(checkout: Path) -> KnowledgeGraph:
    """The registry with its mappings, without the documents."""
    kg = KnowledgeGraph.empty()
    for name in ("organizations", "places", "countries"):
        kg.store.load(path=checkout / "data" / "registry" / f"{name}.trig")
    for path in sorted((checkout / "data" / "links").glob("*.sssom.tsv")):
        kg.store.extend(sssom.quads(sssom.read(path)))
    return kg


Ask = Callable[..., enrich.Enriched]


@pytest.fixture
def ask(kg: KnowledgeGraph, service: Service, tmp_path: Path) -> Ask:
    def asked(entity: str = GOLDWIND, source: str = "wikidata", **more: Any) -> enrich.Enriched:
        options: dict[str, Any] = {"service": service.url, "loopback": True, "web": service.web} | more
        return enrich.enrich(kg, entity, enrich.DATASETS[source], tmp_path / "cache", **options)

    return asked


def statements(found: enrich.Enriched) -> set[tuple[str, str, str]]:
    said = set()
    for quad in ox.parse(found.trig(), format=ox.RdfFormat.TRIG):
        assert isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == found.graph
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
        language = quad.object.language if isinstance(quad.object, ox.Literal) else None
        value = f"{quad.object.value}@{language}" if language else quad.object.value
        said.add((quad.subject.value, local_name(quad.predicate.value), value))
    return said


def test_wikidata_gives_labels_coordinates_website_and_parent(service: Service, ask: Ask) -> None:
    service.give("/Q1090900.json", ITEM)
    found = ask()
    item = "http://www.wikidata.org/entity/Q1090900"
    said = {(p, o) for s, p, o in statements(found) if s == item}
    assert said == {
        ("prefLabel", "Goldwind@en"), ("prefLabel", "金风科技@zh-hans"),
        ("prefLabel", "Goldwind Science & Technology@de"), ("altLabel", "Xinjiang Goldwind@en"),
        ("url", "https://www.goldwind.com/"), ("parentOrganization", "http://www.wikidata.org/entity/Q5"),
        ("lat", "43.8"), ("long", "87.6"), ("leiCode", "529900UCUDMIZJ2ZJJ84"),
        ("type", "http://www.opengis.net/ont/geosparql#Feature"),
    }  # fmt: skip
    about = {p: o for s, p, o in statements(found) if s == found.graph}
    assert (
        about["generatedAtTime"] == found.at.isoformat() and about["source"] == f"{service.url}Q1090900.json"
    )
    assert found.graph == "https://w3id.org/monazite/dataset/wikidata/Q1090900"
    assert service.asked[0][1]["User-Agent"].startswith("Monazite/")


def test_gleif_gives_the_legal_name(service: Service, ask: Ask) -> None:
    service.give("/529900UCUDMIZJ2ZJJ84", RECORD)
    said = {(p, o) for s, p, o in statements(ask(source="gleif")) if s.startswith("https://rdf.gleif.org/")}
    assert {("prefLabel", "新疆金风科技股份有限公司@zh"), ("altLabel", "Goldwind Science@en"),
            ("addressCountry", "CN")} <= said  # fmt: skip


def test_geonames_gives_names_and_coordinates(service: Service, ask: Ask) -> None:
    service.give("/2038432/about.rdf", FEATURE.encode())
    found = ask("Baotou", "geonames")
    said = {(p, o) for s, p, o in statements(found) if s == "https://sws.geonames.org/2038432/"}
    assert {("prefLabel", "Baotou@en"), ("altLabel", "包头市@zh"), ("lat", "40.65222"),
            ("sfWithin", "https://sws.geonames.org/1814991/")} <= said  # fmt: skip
    assert found.near


def test_what_is_kept_is_not_asked_again_and_serves_without_a_network(service: Service, ask: Ask) -> None:
    service.give("/Q1090900.json", ITEM)
    first = ask()
    again = ask()
    assert len(service.asked) == 1 and again.cached and again.at == first.at and again.said == first.said
    assert (
        ask(offline=True, fresh=timedelta(0)).problem == f"{service.url}Q1090900.json is not asked: --offline"
    )
    service.answers["/Q1090900.json"] = [(500, {}, b"")]
    stale = ask(fresh=timedelta(0))
    assert stale.cached and stale.problem is not None and "answered 500" in stale.problem


def test_without_network_and_without_a_kept_answer_it_says_so(ask: Ask) -> None:
    with pytest.raises(WebError, match="not asked: --offline; and nothing is kept of http"):
        ask(offline=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_busy_service_is_asked_again_when_it_says(
    service: Service, ask: Ask, status: int, form: str
) -> None:
    later = datetime.now(UTC) + timedelta(seconds=1)
    wanted = "1" if form == "seconds" else format_datetime(later, True)
    service.give("/Q1090900.json", b"", status, Retry_After=wanted)
    service.give("/Q1090900.json", ITEM)
    assert ask().said
    if form == "seconds":
        assert service.asked[1][2] - service.asked[0][2] >= 1


def test_a_service_that_stays_busy_is_left_alone(service: Service, ask: Ask) -> None:
    service.give("/Q1090900.json", b"", 503)
    with pytest.raises(WebError, match="answered 503, 4 times"):
        ask()
    assert len(service.asked) == 4
    gaps = [b[2] - a[2] for a, b in zip(service.asked, service.asked[1:], strict=False)]
    assert gaps[0] >= 0.05 and gaps[2] >= 0.2, "each pause is longer"
    service.answers["/Q1090900.json"] = [(429, {"Retry-After": "3600"}, b"")]
    with pytest.raises(WebError, match="asks to come back in 3600 s"):
        ask()


def test_a_redirect_is_followed_to_the_same_host_only(service: Service, ask: Ask) -> None:
    service.give("/Q1090900.json", b"", 302, Location="/new/Q1090900.json")
    service.give("/new/Q1090900.json", ITEM)
    assert ask().url == f"{service.url}new/Q1090900.json"


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://169.254.169.254/latest/meta-data/", "the host 169.254.169.254 is not allowed"),
        ("http://127.0.0.1:1/", "the host 127.0.0.1:1 is not allowed"),
        ("file:///etc/passwd", "is no address to ask"),
        ("/Q1090900.json", "more than 5 redirects"),
    ],
)
def test_a_redirect_elsewhere_is_refused(service: Service, ask: Ask, location: str, told: str) -> None:
    service.give("/Q1090900.json", b"", 302, Location=location)
    with pytest.raises(WebError, match=told):
        ask()


def test_an_answer_that_is_too_large_is_dropped(service: Service, ask: Ask) -> None:
    service.web.limits = Limits(largest=1000, pause=0)
    service.give("/Q1090900.json", b"x" * 2000)
    with pytest.raises(WebError, match="the answer is larger than"):
        ask()


@pytest.mark.parametrize(
    ("source", "path", "content"),
    [
        ("wikidata", "/Q1090900.json", b"<html>"),
        ("wikidata", "/Q1090900.json", b'{"entities": {"Q1090900": {"labels": [], "claims": 5}}}'),
        ("wikidata", "/Q1090900.json", b"[" * 100_000),
        ("gleif", "/529900UCUDMIZJ2ZJJ84", b'{"data": {"attributes": {"lei": "X"}}}'),
        ("geonames", "/2038432/about.rdf", b"<rdf:RDF"),
        ("geonames", "/2038432/about.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        ("geonames", "/2038432/about.rdf", FEATURE.replace("2038432", "1").encode()),
    ],
)
def test_another_form_is_refused(service: Service, ask: Ask, source: str, path: str, content: bytes) -> None:
    service.give(path, content)
    with pytest.raises(RecordError, match="this is"):
        ask("Baotou" if source == "geonames" else GOLDWIND, source)


def test_what_is_not_linked_is_told(ask: Ask) -> None:
    with pytest.raises(NotLinked, match=r"Goldwind is not linked to GeoNames: no mapping in data/links"):
        ask(source="geonames")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://localhost/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
        ("http://10.1.2.3/", "not on the public internet"),
        ("http://0.0.0.0/", "not on the public internet"),
        ("http://user:pw@www.wikidata.org/", "user or password"),
        ("ftp://www.wikidata.org/", "no address to ask"),
        ("http://2130706433/", "not on the public internet"),
    ],
)
def test_addresses_that_are_never_asked(url: str, told: str) -> None:
    hosts = ("127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1", "10.1.2.3", "0.0.0.0", "2130706433")
    with pytest.raises(WebError, match=told):
        check(url, hosts)


def test_a_private_network_is_not_asked_with_loopback_either() -> None:
    with pytest.raises(WebError, match="not on the public internet"):
        check("http://10.1.2.3/", ("10.1.2.3",), loopback=True)


def test_the_command_writes_a_graph_that_a_build_takes(
    service: Service, small_bundle: Path, checkout: Path, tmp_path: Path
) -> None:
    service.give("/Q148.json", {"entities": {"Q148": ITEM["entities"]["Q1090900"]}})
    environment = os.environ | {"MONAZITE_BUNDLE": str(small_bundle)}
    environment["MONAZITE_CACHE_DIR"] = str(tmp_path / "cache")
    links = str(checkout / "data" / "links" / "wikidata.sssom.tsv")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "monazite", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    assert run("build", "--store", str(tmp_path / "store"), "--data", links).returncode == 0
    ask = ("enrich", "China", "--store", str(tmp_path / "store"), "--service", service.url)
    refused = run(*ask)
    assert refused.returncode == 1 and "need --loopback" in refused.stderr and not refused.stdout
    done = run(*ask, "--loopback", "--into", str(tmp_path / "more"))
    assert done.returncode == 0, done.stderr
    assert "statements on <http://www.wikidata.org/entity/Q148>, read on 20" in done.stderr
    again = run(*ask, "--loopback", "--offline")
    assert again.returncode == 0 and "kept for less than an hour" in again.stderr
    assert again.stdout == (tmp_path / "more" / "wikidata-Q148.trig").read_text(encoding="utf-8")
    kg = KnowledgeGraph.in_memory(small_bundle, [Path(links), tmp_path / "more"])
    china = "?c mz:countryCode 'CN' ; skos:exactMatch ?i"
    asked = f"SELECT ?g ?l {{ {china} GRAPH ?g {{ ?i skos:prefLabel ?l }} }} ORDER BY ?l"
    rows = [(str(row.g).rsplit("/", 1)[1], str(row.l)) for row in kg.query(asked).rows()]
    assert ("Q148", "金风科技") in rows and len(rows) == 3
