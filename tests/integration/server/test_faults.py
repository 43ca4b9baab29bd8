"""Faults: workers killed, clients gone, a disk that is full, a clock that jumps: nothing wrong is served."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import socket
import struct
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.integration.server.running import Begin, Running, start

from monazite.server.answers import SHORT, Answer

LEASES = "SELECT ?s { ?s a mz:Lease }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
UNLIMITED = ("--rate", "0", "--seconds", "0", "--at-once", "0")
# Seconds; a fresh worker is a fork of a process that has imported everything.
RECOVERY = 15


def test_each_worker_killed_in_turn_is_replaced_and_nothing_wrong_is_served(
    begin: Begin, store: Path
) -> None:
    running = begin(store, "--workers", "2", *UNLIMITED)
    stop, told, wrong = threading.Event(), Counter[int](), list[str]()

    def ask(number: int) -> None:
        with httpx.Client(timeout=30) as client:
            count = 0
            while not stop.is_set():
                count += 1
                query = {"query": f"{LEASES} # {number} {count}"}
                answer = client.get(f"{running.address}/sparql", params=query)
                told[answer.status_code] += 1
                if answer.status_code == 200 and len(answer.json()["results"]["bindings"]) != 1:
                    wrong.append(answer.text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    recoveries = []
    try:
        killed: set[int] = set()
        for _ in range(4):
            (pid, *_) = [each for each in workers(running) if each not in killed]
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
            began = time.monotonic()
            while len([each for each in workers(running) if each not in killed]) < 2:
                assert time.monotonic() - began < RECOVERY
                time.sleep(0.01)
            recoveries.append(time.monotonic() - began)
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    print(
        f"\nworkers killed: recovery {min(recoveries):.2f} to {max(recoveries):.2f} s; statuses {dict(told)}"
    )
    assert not wrong and set(told) <= {200, 503} and told[200] > 5
    # No more is lost than what a killed worker was about, or was given before it was known to be gone.
    assert told[503] <= 3 * len(recoveries)


def workers(running: Running) -> list[int]:
    """The worker processes: what the server's fork server has forked."""
    found = []
    for server in _children(running.process.pid):
        found += [pid for pid in _children(server) if _lives(pid)]
    return found


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [
            int(each)
            for task in Path(f"/proc/{pid}/task").glob("*/children")
            for each in task.read_text().split()
        ]
    return []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_thousand_that_vanish_in_the_middle_of_an_answer(begin: Begin, store: Path) -> None:
    running = begin(store, "--workers", "1", *UNLIMITED)
    whole = running.get("/data", headers={"Accept": "application/n-quads"}).content
    assert len(whole) > 300_000
    before = _open_files(running)
    request = b"GET /data HTTP/1.1\r\nHost: x\r\nAccept: application/n-quads\r\n\r\n"
    host, port = running.address.removeprefix("http://").split(":")
    begun = 0
    for _ in range(20):
        connections = [socket.create_connection((host, int(port)), timeout=30) for _ in range(50)]
        for connection in connections:
            connection.sendall(request)
        for connection in connections:
            begun += connection.recv(1000).startswith(b"HTTP/1.1 200")
            # Closed without a goodbye: the system sends a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
    assert begun > 900
    began = time.monotonic()
    assert running.get("/data", headers={"Accept": "application/n-quads"}).content == whole
    assert time.monotonic() - began < RECOVERY
    until = time.monotonic() + RECOVERY
    while _open_files(running) > before + 5 and time.monotonic() < until:
        time.sleep(0.1)
    assert _open_files(running) <= before + 5
    assert "Traceback" not in running.log.read_text()


def _open_files(running: Running) -> int:
    return len(os.listdir(f"/proc/{running.process.pid}/fd"))


@pytest.fixture
def full(store: Path, tmp_path: Path) -> Generator[Running]:
    """A server that can write no file beyond 2 MiB, as on a disk that is full."""
    running = start(store, tmp_path / "log", "--workers", "1", *UNLIMITED, file_size=2 * 2**20)
    yield running
    running.stop()


def test_a_disk_that_is_full_cuts_long_answers_and_leaves_short_ones(full: Running) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete chunked read|without sending"):
        httpx.get(f"{full.address}/sparql", params={"query": LONG, "format": "csv"}, timeout=60)
    began = time.monotonic()
    assert len(full.ask(LEASES).json()["results"]["bindings"]) == 1
    assert time.monotonic() - began < RECOVERY
    refused = full.get("/api/v1/export", params={"format": "trig"})
    if refused.status_code != 200:  # the file did not fit
        assert refused.status_code == 503
    assert len(full.ask(f"{LEASES} # again").json()["results"]["bindings"]) == 1


def test_an_answer_that_the_disk_takes_in_part_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Filling(io.BytesIO):
        def write(self, data: Any) -> int:
            return super().write(bytes(data)[:-1])

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Filling())
    answer = Answer()
    answer.add(b"x" * SHORT)
    with pytest.raises(OSError, match="No space left"):
        answer.add(b"x")


def test_a_clock_that_jumps_changes_nothing(store: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import time\n"
        "_time, _calls = time.time, [0]\n"
        "def jumping():\n"
        "    _calls[0] += 1\n"
        "    return _time() + (-1) ** _calls[0] * 86400 * _calls[0]\n"
        "time.time = jumping\n"
    )
    options = ("--workers", "1", "--rate", "40", "--timeout", "3", "--quick", "3", "--seconds", "0")
    running = start(store, tmp_path / "log", *options, path=tmp_path)
    try:
        first = running.ask(LEASES)
        for number in range(30):
            assert running.ask(f"{LEASES} # {number}").status_code == 200
        again = running.client.post(
            f"{running.address}/sparql",
            data={"query": LEASES},
            headers={"If-None-Match": first.headers["etag"]},
        )
        assert again.status_code == 304
        statuses = Counter(running.get("/robots.txt").status_code for _ in range(300))
        assert statuses[429] > 0 and statuses[200] > 100  # the rate of a client goes by no clock on the wall
    finally:
        assert running.stop() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
