"""Who runs the server sees what it does, replaces its store, and stops it, without losing a request."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.integration.server.running import BOMB, Begin, Running, build

MARK = "SELECT ?o { <https://example.org/a> <https://example.org/b> ?o }"


def test_the_log_is_json_with_the_id_of_each_request(server: Running) -> None:
    answer = server.get("/robots.txt", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer.headers["x-request-id"] == "from-the-proxy-1"
    forged = server.get("/robots.txt", headers={"X-Request-ID": "a b {}"})
    assert forged.headers["x-request-id"] != "a b {}"
    server.ask("SELECT nonsense")
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line.get("request") == "from-the-proxy-1"]
    assert (told["method"], told["path"], told["status"]) == ("GET", "/robots.txt", 200)
    assert any(line.get("problem") == "bad-query" for line in lines)


def test_metrics_count(server: Running) -> None:
    before = server.metric("monazite_requests_total")
    server.get("/robots.txt")
    assert server.metric("monazite_requests_total") >= before + 1
    assert server.metric("monazite_workers") >= 2
    assert server.metric("monazite_request_seconds_count") > 0
    far = server.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"})
    assert far.status_code == 404


def test_what_takes_long_is_made_after_the_start(begin: Begin, store: Path) -> None:
    running = begin(store, "--warm", "--workers", "1")
    first = running.get("/api/v1/search?q=magnet").json()  # while it is made
    until = time.monotonic() + 60
    shared = _scratch(running) / "data.nq"
    while not shared.is_file() and time.monotonic() < until:
        time.sleep(0.1)
    made = {path.stem for path in shared.parent.iterdir()}
    assert {"names", "documents", "counts", "addresses", "network-en", "data"} <= made
    assert running.get("/api/v1/search?q=magnet").json() == first
    assert len(running.get("/data", headers={"Accept": "application/n-quads"}).text.splitlines()) > 1000
    assert running.stop() == 0
    assert not shared.parent.exists()


def test_health_and_readiness(server: Running) -> None:
    assert server.get("/healthz").status_code == server.get("/readyz").status_code == 200


def test_a_new_store_takes_its_place_and_no_request_is_lost(
    begin: Begin, small_bundle: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    build(home, small_bundle)
    running = begin(home, "--rate", "0", "--at-once", "0", "--seconds", "0", "--workers", "2")
    extra = tmp_path / "extra.trig"
    extra.write_text('<https://example.org/g> { <https://example.org/a> <https://example.org/b> "new" }')
    stop = threading.Event()
    etag = running.ask(MARK).headers["etag"]
    page = running.get("/api/v1/search?q=china&limit=2").json()

    def ask(number: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        with httpx.Client(timeout=30) as client:
            while not stop.is_set():
                query = f"{MARK} # {number} {len(found)}"
                answer = client.get(f"{running.address}/sparql", params={"query": query})
                found.append((answer.status_code, len(answer.json()["results"]["bindings"])))
        return found

    with concurrent.futures.ThreadPoolExecutor(4) as many:
        asking = [many.submit(ask, number) for number in range(4)]
        try:
            build(home, small_bundle, "--data", str(extra))
            running.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 30
            while running.metric("monazite_reloads_total") < 1 and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(0.5)
        finally:
            stop.set()
        for each in asking:
            found = each.result()
            assert {status for status, _ in found} == {200}
            rows = [rows for _, rows in found]
            assert rows == sorted(rows) and rows[-1] == 1  # first the old store, then the new one
    fresh = running.get("/sparql", params={"query": MARK}, headers={"If-None-Match": etag})
    assert fresh.status_code == 200 and fresh.headers["etag"] != etag
    # A page of the old store leads to no page of the new one.
    gone = running.get(page["next"])
    assert (gone.status_code, gone.json()["type"].rpartition("/")[2]) == (410, "store-changed")
    assert running.stop() == 0


def test_stopping_lets_a_query_finish(begin: Begin, store: Path) -> None:
    running = begin(store, "--timeout", "3", "--workers", "1")
    with concurrent.futures.ThreadPoolExecutor(1) as one:
        asked = one.submit(running.ask, BOMB)
        time.sleep(0.7)
        running.process.send_signal(signal.SIGTERM)
        answer = asked.result()
    assert answer.json()["type"].endswith("time-limit")  # it went on to its limit, and was answered
    assert running.process.wait(20) == 0
    assert "Traceback" not in running.log.read_text()


def test_no_process_outlives_a_server_that_is_killed(begin: Begin, store: Path) -> None:
    running = begin(store, "--workers", "2")
    family = _descendants(running.process.pid)
    assert len(family) >= 3
    running.process.kill()
    running.process.wait(10)
    until = time.monotonic() + 10
    while any(map(_lives, family)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in family if _lives(pid)]


def test_a_worker_that_is_killed_is_replaced(begin: Begin, store: Path) -> None:
    running = begin(store, "--workers", "2", "--rate", "0", "--seconds", "0", "--at-once", "0")
    with concurrent.futures.ThreadPoolExecutor(4) as many:
        asked = [many.submit(running.ask, f"SELECT ?s {{ ?s a mz:Lease }} # {n}") for n in range(300)]
        killed = 0
        while not all(each.done() for each in asked):
            for pid in _descendants(running.process.pid)[2:]:
                if killed < 4:
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
                    time.sleep(0.05)
            time.sleep(0.02)
    assert killed
    answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} <= {200, 503}
    right = [answer for answer in answers if answer.status_code == 200]
    assert len(right) >= 290 and all(len(answer.json()["results"]["bindings"]) == 1 for answer in right)
    assert running.ask("ASK {}").status_code == 200


@pytest.mark.parametrize("wrong", [("--store", "/nonexistent"), ("--host", "192.0.2.1")])
def test_what_cannot_be_served_is_one_message(store: Path, wrong: tuple[str, str]) -> None:
    command = [sys.executable, "-m", "monazite", "serve", "--port", "0", "--store", str(store), *wrong]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "monazite: " in done.stderr and "Traceback" not in done.stderr


def _scratch(running: Running) -> Path:
    """The folder that the workers of a server share."""
    import tempfile

    (found,) = (
        path
        for path in Path(tempfile.gettempdir()).glob("monazite-*")
        if (path / "owner").is_file() and int((path / "owner").read_text()) == running.process.pid
    )
    return found


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has ended since
            for child in task.read_text().split():
                found += [int(child), *_descendants(int(child))]
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
