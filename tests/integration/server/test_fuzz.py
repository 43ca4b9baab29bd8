"""Malformed requests are refused, nothing of the server shows, and its OpenAPI document holds."""

from __future__ import annotations

import os
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.integration.server.running import Begin, Running

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
REQUESTS = int(os.environ.get("MONAZITE_FUZZ", "2000"))
# A traceback, a path of this machine, a name of a module or of the engine's own source.
LEAK = re.compile(
    r"Traceback|File \"|/(?:work|home|usr|opt|root|tmp|var|etc|srv)/|site-packages|\.py\b"
    r"|\.rs:\d|0x[0-9a-f]{6}"
)
PIECES = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FILTER", "REGEX", "BIND", "AS", "VALUES",
    "UNDEF", "SERVICE", "SILENT", "GRAPH", "FROM", "NAMED", "UNION", "MINUS", "OPTIONAL", "EXISTS",
    "NOT", "LIMIT", "OFFSET", "HAVING", "INSERT", "DELETE", "LOAD", "CLEAR", "a", "true", "{", "}", "(",
    ")", "<", ">", "?x", "$y", "*", "+", "|", "^", "!", "/", ".", ";", ",", ":", "_:b", "[]", "#", "%",
    "%00", "%ff", "..", "-0", "1e999", "@en", "^^xsd:integer", "mz:Lease", "id:x",
    "<file:///etc/passwd>", "<http://127.0.0.1/>", "ORDER BY", "GROUP BY", "'", "\"", "\"\"\"", "\\",
    "\\u0041", "\\UFFFFFFFF", "\n", "\t", "\x00", "999999999999999999999999999999", "é", "包", "🧲",
    "../../etc/passwd", "{{7*7}}", "<script>",
    "{\"q\":{\"query\":\"x\"}}", "{\"ids\":[\"a\"],\"properties\":[]}",
    "[[[[", "graphml", "mining", "separation",
)  # fmt: skip
PATHS = (
    "/sparql", "/data", "/id/", "/doc/id/", "/doc/", "/source/", "/ontology", "/ontology.", "/sitemap-",
    "/search", "/", "/void", "/style.css", "/healthz", "/api/openapi.json", "/api/v1/search",
    "/api/v1/entity", "/api/v1/neighbourhood", "/api/v1/questions/", "/api/v1/questions/leases",
    "/api/v1/concentration", "/api/v1/paths", "/api/v1/ownership", "/api/v1/scenario", "/api/v1/export",
    "/reconcile", "/reconcile/suggest/entity", "/reconcile/suggest/type", "/reconcile/properties",
    "/reconcile/preview", "/reconcile/flyout/type", "/healthz", "/robots.txt", "/readyz",
)  # fmt: skip
NAMES = (
    "query", "default-graph-uri", "named-graph-uri", "graph", "default", "format", "q", "id", "limit",
    "cursor", "depth", "queries", "extend", "prefix", "from", "to", "stage", "name", "id", "around", "format",
)  # fmt: skip


@pytest.fixture(scope="module")
def fuzzed(begin: Begin, store: Path) -> Running:
    """A server with short limits, so that what happens to be costly ends soon."""
    options = [
        "--rate",
        "0",
        "--seconds",
        "0",
        "--at-once",
        "0",
        "--timeout",
        "1",
        "--quick",
        "1",
        "--workers",
        "2",
        "--slow",
        "0",
        "--result",
        "1",
    ]
    return begin(store, *options)


def requests(rng: random.Random, count: int) -> Iterator[httpx.Request]:
    """Requests of which few are right."""
    for _ in range(count):
        text = " ".join(rng.choices(PIECES, k=rng.randrange(1, 14)))
        path = rng.choice(PATHS) + rng.choice(("", "", rng.choice(PIECES), text))
        parameters = [(rng.choice(NAMES), rng.choice((text, *PIECES))) for _ in range(rng.randrange(4))]
        headers = {
            "Accept": rng.choice(
                ("*/*", "text/html", "text/turtle", "image/png", ";q", "a/b;q=nan", ",,,", "*/*;q=0")
            ),
            "If-None-Match": rng.choice(("*", 'W/"x"', '"', "")),
            "X-Request-ID": rng.choice(("x" * 100, "ok-ok-ok-ok", "{}")),
            "Accept-Encoding": rng.choice(("gzip", "br", "gzip;q=0", "*")),
        }
        method = rng.choices(METHODS, (9, 5, 1, 1, 1, 1, 1, 1))[0]
        kind = rng.choice(
            ("application/sparql-query", "application/x-www-form-urlencoded", "multipart/form-data", "x")
        )
        body = text.encode() if method == "POST" else None
        if body and kind == "application/x-www-form-urlencoded":
            body = b"query=" + body
        if body is not None:
            headers["Content-Type"] = kind
        url = httpx.URL("http://x", path="/").copy_with(raw_path=_quoted(path))
        yield httpx.Request(method, url.copy_merge_params(tuple(parameters)), headers=headers, content=body)


def _quoted(path: str) -> bytes:
    from urllib.parse import quote

    return quote(path, safe="/:%?&=.").encode()


def test_malformed_requests_are_refused_and_nothing_shows(fuzzed: Running) -> None:
    rng = random.Random(20261125)
    statuses: dict[int, int] = {}
    level = 0
    with httpx.Client(timeout=30) as client:
        for number, made in enumerate(requests(rng, REQUESTS)):
            if number == REQUESTS // 2:
                level = resident(fuzzed)
            url = httpx.URL(fuzzed.address + made.url.raw_path.decode())
            answer = client.send(
                client.build_request(made.method, url, headers=made.headers, content=made.content)
            )
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            asked = (made.method, made.url, made.content)
            if answer.status_code >= 500 and made.method != "HEAD":
                assert answer.json()["type"].rpartition("/")[2] in ("time-limit", "memory-limit", "busy"), (
                    asked
                )
            if answer.status_code >= 400 and made.method != "HEAD":
                assert answer.headers["content-type"] == "application/problem+json", asked
                told = answer.json()
                said = told["detail"].replace("/etc/passwd", "")  # it may say what was asked for
                assert not LEAK.search(said), (asked, said)
    assert sum(count for status, count in statuses.items() if 400 <= status < 500) > REQUESTS / 3
    assert sum(count for status, count in statuses.items() if status >= 500) < REQUESTS / 50
    assert "Traceback" not in fuzzed.log.read_text()
    if REQUESTS > 20_000:  # what is kept to give again has its size by then
        print(f"\nfuzz: {statuses}; resident: {level} KiB at half, {resident(fuzzed)} KiB at the end")
    assert resident(fuzzed) - level < 24_000


def resident(running: Running) -> int:
    """KiB of memory that the server's first process takes."""
    with open(f"/proc/{running.process.pid}/status", encoding="ascii") as file:
        return int(re.findall(r"VmRSS:\s+(\d+)", file.read())[0])


def test_what_is_no_http_is_refused(fuzzed: Running) -> None:
    rng = random.Random(7)
    host, port = fuzzed.address.removeprefix("http://").split(":")
    for number in range(200):
        raw = rng.randbytes(rng.randrange(1, 300))
        if number % 2:
            raw = (
                b"GET /"
                + raw.replace(b"\n", b"")
                + b" HTTP/1.1\r\nHost: x\r\n"
                + rng.randbytes(20)
                + b"\r\n\r\n"
            )
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(raw + b"\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            said = connection.recv(65536)
        assert not said or said.startswith(b"HTTP/1.1 4"), (raw, said)
        assert not LEAK.search(said.decode("latin-1"))
    assert fuzzed.get("/healthz").status_code == 200


def test_the_memory_of_the_server_is_bounded(fuzzed: Running) -> None:
    with httpx.Client(timeout=30, base_url=fuzzed.address) as client:
        for number in range(300):
            client.get("/sparql", params={"query": f"ASK {{}} # {number}"})
        before = resident(fuzzed)
        for number in range(1500):
            client.get("/sparql", params={"query": f"SELECT nonsense {number}"})
        assert resident(fuzzed) - before < 24_000


def test_the_openapi_document_holds(server: Running) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}/api/openapi.json")
    few = settings(
        max_examples=int(os.environ.get("MONAZITE_FUZZ_EXAMPLES", "1")),
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    tried = []
    for each in schema.get_all_operations():
        operation: Any = each.ok()  # type: ignore[union-attr]

        def holds(case: Any) -> None:
            # A name that means nothing, or a date that is none, is valid by its form.
            case.call_and_validate(base_url=server.address, excluded_checks=[positive_data_acceptance])

        few(given(case=operation.as_strategy())(holds))()
        tried.append(operation.path)
    assert "/api/v1/search" in tried and "/api/v1/questions/leases" in tried and len(tried) > 60
