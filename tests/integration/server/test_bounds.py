"""What costs too much ends at its limit, and harms nobody beside it."""

from __future__ import annotations

import concurrent.futures
import os
import socket
import time
from pathlib import Path

import httpx
import pytest
from tests.integration.server.running import BOMB, Begin, Running

QUICK = "SELECT ?lease { ?lease a mz:Lease }"
PATHS = "SELECT (COUNT(*) AS ?n) { ?a (!mz:none|^!mz:none)*/(!mz:none|^!mz:none)* ?b }"
_PATTERN = "(a|b|ab)*c(.*)*x{90}"
REGEX = (
    f'SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "{_PATTERN}")) }}'
)
HUNGRY = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"


@pytest.fixture(scope="module")
def tight(begin: Begin, store: Path) -> Running:
    """A server with tight limits."""
    return begin(
        store, "--timeout", "2", "--quick", "0.5", "--workers", "1", "--slow", "1", "--memory", "192",
        "--result", "1", "--rate", "0", "--seconds", "0", "--at-once", "0", "--queue", "3",
    )  # fmt: skip


@pytest.fixture(scope="module")
def roomy(begin: Begin, store: Path) -> Running:
    """A server with one worker that has time, and not much memory."""
    return begin(
        store, "--timeout", "30", "--quick", "30", "--workers", "1", "--memory", "128", "--rate", "0",
        "--seconds", "0", "--at-once", "0",
    )  # fmt: skip


def kind(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2]


@pytest.mark.parametrize("query", [BOMB, PATHS, REGEX], ids=["product", "paths", "regex"])
def test_a_bomb_ends_at_its_time_and_others_are_answered_meanwhile(tight: Running, query: str) -> None:
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        began = time.monotonic()
        bomb = one.submit(tight.ask, query)
        time.sleep(0.8)  # it is slow by now
        waits = []
        while not bomb.done():
            asked = time.monotonic()
            assert tight.ask(f"{QUICK} # {asked}").status_code == 200
            waits.append(time.monotonic() - asked)
        answer, took = bomb.result(), time.monotonic() - began
    assert (answer.status_code, kind(answer)) == (503, "time-limit")
    assert 1.9 < took < 4
    assert len(waits) > 2 and max(waits) < 1


@pytest.mark.parametrize("query", [HUNGRY, SORTED], ids=["distinct", "sorting"])
def test_who_takes_too_much_memory_is_ended(roomy: Running, query: str) -> None:
    answer = roomy.ask(query)
    assert (answer.status_code, kind(answer)) == (503, "memory-limit")
    assert roomy.ask(QUICK).status_code == 200
    assert roomy.metric("monazite_worker_ends_total") >= 1


def test_a_crash_of_the_engine_costs_one_process(tight: Running) -> None:
    answer = tight.ask("SELECT * { ?a " + "/".join(["mz:feeds"] * 20_000) + " ?b }")
    assert (answer.status_code, kind(answer)) == (400, "too-complex")
    assert tight.ask(QUICK).status_code == 200
    for nested in (
        "{" * 3000 + "}" * 3000,
        "FILTER(" + "!" * 3000 + "true)",
        "FILTER(" + "(" * 999 + "1" + ")" * 999,
    ):
        answer = tight.ask(f"SELECT * {{ {nested} }}")
        assert (answer.status_code, kind(answer)) == (400, "too-complex")


def test_a_result_has_a_largest_size(tight: Running) -> None:
    answer = tight.ask("SELECT * { ?a ?b ?c . ?a ?d ?e }")
    assert (answer.status_code, kind(answer)) == (400, "too-large-result")
    assert "LIMIT" in answer.json()["detail"]


def test_a_long_answer_grows_while_it_is_sent_and_is_cut_when_it_fails(begin: Begin, store: Path) -> None:
    running = begin(store, "--timeout", "3", "--result", "900", "--workers", "1", "--rate", "0")
    whole = httpx.get(
        f"{running.address}/sparql",
        params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 14000", "format": "csv"},
        timeout=30,
    )
    assert whole.headers["transfer-encoding"] == "chunked"
    assert len(whole.text.splitlines()) == 14_001 and len(whole.content) > 2**22
    endless = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }", "format": "csv"}
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        httpx.get(f"{running.address}/sparql", params=endless, timeout=30)


def test_when_all_are_busy_it_says_when_to_come_again(tight: Running) -> None:
    with concurrent.futures.ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda n: tight.ask(f"{BOMB} # {n}"), range(12)))
    assert {answer.status_code for answer in answers} == {503}
    busy = [answer for answer in answers if kind(answer) == "busy"]
    assert busy and all(int(answer.headers["retry-after"]) >= 1 for answer in busy)
    assert any(kind(answer) == "time-limit" for answer in answers)
    assert tight.ask(QUICK).status_code == 200


def test_a_client_has_a_rate_a_time_and_a_number_at_once(begin: Begin, store: Path) -> None:
    running = begin(
        store, "--rate", "2", "--workers", "1", "--timeout", "1", "--seconds", "0.5", "--at-once", "2"
    )
    answers = [running.get("/healthz" if n == 0 else "/robots.txt") for n in range(20)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and kind(refused[0]) == "too-many-requests" and int(refused[0].headers["retry-after"]) >= 1
    # Another client is not held up; the address is believed since this machine is the proxy.
    other = {"X-Forwarded-For": "203.0.113.7"}
    assert running.get("/robots.txt", headers=other).status_code == 200
    costly = {"X-Forwarded-For": "203.0.113.8"}
    assert kind(running.ask(BOMB, headers=costly)) == "time-limit"
    again = running.ask(QUICK, headers=costly)
    assert (again.status_code, kind(again)) == (429, "too-many-requests")
    assert int(again.headers["retry-after"]) > 30
    many = {"X-Forwarded-For": "203.0.113.9"}
    with concurrent.futures.ThreadPoolExecutor(4) as at_once:
        found = list(at_once.map(lambda n: running.ask(f"{BOMB} # {n}", headers=many).status_code, range(4)))
    assert found.count(429) == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://169.254.169.254/latest> { ?s ?p ?o } }",
        "PREFIX x: <http://127.0.0.1/> SELECT * { SERVICE x:y { ?s ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { ?a ?c ?b FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1/>{} }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> {} }",
        "SELECT * { sErViCe\t#x\n#y\nsilent#\n<http://127.0.0.1/>{} }",
    ],
)
def test_no_service_is_asked(tight: Running, query: str) -> None:
    answer = tight.ask(query)
    assert (answer.status_code, kind(answer)) == (403, "service-refused")


def test_a_thing_that_is_called_service_is_no_service(tight: Running) -> None:
    for query in (
        "SELECT ?service { ?service <http://schema.org/x> ?microService ; mz:service ?x }",
        'SELECT * { ?s rdfs:label "the service" }',
        "SELECT * { ?s a <https://schema.org/Service> }",
    ):
        assert tight.ask(query).status_code == 200, query


def test_service_reaches_the_hosts_that_are_allowed_and_no_private_address(begin: Begin, store: Path) -> None:
    running = begin(store, "--allow-service", "localhost", "--allow-service", "query.example.org")
    private = running.ask("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }")
    assert (private.status_code, kind(private)) == (403, "service-refused")
    assert "public internet" in private.json()["detail"]
    other = running.ask("SELECT * { SERVICE <http://example.com/> { ?s ?p ?o } }")
    assert other.status_code == 403 and "query.example.org" in other.json()["detail"]
    hidden = running.ask("SELECT * { SERVICE <http://query.example.org@127.0.0.1/> { ?s ?p ?o } }")
    assert hidden.status_code == 403


def test_a_worker_cannot_open_a_socket_or_start_a_program() -> None:
    import subprocess
    import sys

    code = (
        "import socket, os\nfrom monazite.server import sandbox\nassert sandbox.close_network()\n"
        "for call in (socket.socket, lambda: os.execv('/bin/true', ['true'])):\n"
        "    try: call()\n    except PermissionError: print('refused')\n"
        "print(len(os.listdir('/')) > 0)\n"
        # socket by its number in the x32 ABI: without the filter ENOSYS, or a socket.
        "import ctypes, errno\nlibrary = ctypes.CDLL(None, use_errno=True)\n"
        "library.syscall(0x40000000 + 41, 2, 1, 0)\nprint(errno.errorcode[ctypes.get_errno()])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["refused", "refused", "True", "EPERM"], done.stderr


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"POST /sparql HTTP/1.1\r\n"])
def test_who_does_not_finish_a_request_is_cut_off(slowly: Running, sent: bytes) -> None:
    began = time.monotonic()
    with _connected(slowly) as connection:
        connection.sendall(sent)
        assert connection.recv(1000) == b""
    assert time.monotonic() - began < 10


def test_who_does_not_finish_a_body_is_told(slowly: Running) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 99\r\n\r\n"
    )
    with _connected(slowly) as connection:
        connection.sendall(head + b"SELECT")
        assert b"408 Request Timeout" in connection.recv(5000)


def test_too_much_is_refused_at_once(slowly: Running) -> None:
    assert kind(slowly.ask("#" * 300_000)) == "too-large-request"

    def endless() -> list[bytes]:
        return [b"#" * 10_000] * 60

    chunked = httpx.post(
        f"{slowly.address}/sparql",
        content=iter(endless()),
        headers={"Content-Type": "application/sparql-query"},
    )
    assert (chunked.status_code, kind(chunked)) == (413, "too-large-request")
    with _connected(slowly) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 200_000)
        assert connection.recv(100).startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))


def test_a_client_that_goes_away_frees_its_worker(roomy: Running) -> None:
    for _ in range(3):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{roomy.address}/sparql", data={"query": BOMB}, timeout=0.3)
    began = time.monotonic()
    assert roomy.ask(QUICK).status_code == 200
    assert time.monotonic() - began < 10


def test_a_thousand_that_vanish_leave_nothing_behind(roomy: Running) -> None:
    running = roomy
    open_before = len(os.listdir(f"/proc/{running.process.pid}/fd"))
    request = b"GET /data HTTP/1.1\r\nHost: x\r\nAccept: application/n-quads\r\n\r\n"
    for _ in range(10):
        connections = [_connected(running) for _ in range(100)]
        for connection in connections:
            connection.sendall(request)
        for connection in connections:
            connection.close()
    assert running.ask(QUICK).status_code == 200
    until = time.monotonic() + 20
    while len(os.listdir(f"/proc/{running.process.pid}/fd")) > open_before + 5 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(os.listdir(f"/proc/{running.process.pid}/fd")) <= open_before + 5
    until = time.monotonic() + 3
    while running.metric("monazite_queries_waiting") and time.monotonic() < until:
        time.sleep(0.1)
    assert running.metric("monazite_queries_waiting") == 0


@pytest.fixture(scope="module")
def slowly(begin: Begin, tight: Running, store: Path) -> Running:
    """A server that waits a second for slow clients."""
    return begin(store, "--slow-client", "1", "--workers", "1", "--rate", "0")


def _connected(running: Running) -> socket.socket:
    host, port = running.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)
