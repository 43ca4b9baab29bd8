"""The server under load: ordinary clients beside clients that send the most costly queries."""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.integration.server.running import BOMB, Running, start

from monazite import KnowledgeGraph, queries

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not os.environ.get("MONAZITE_LOAD"), reason="MONAZITE_LOAD=1 runs it"),
]
SECONDS, CLIENTS, ATTACKERS = int(os.environ.get("MONAZITE_LOAD_SECONDS", "20")), 10, 5
# Seconds of processor time: what takes longer counts the whole graph, and is no ordinary question.
ORDINARY = 0.5
BOMBS = (
    BOMB,
    "SELECT (COUNT(*) AS ?n) { ?a (!mz:none|^!mz:none)*/(!mz:none|^!mz:none)* ?b }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }",
)


class Asking(threading.Thread):
    """One client: asks until it is told to stop, and notes what it got and how long that took."""

    def __init__(
        self, running: Running, address: str, asked: list[str], stop: threading.Event, fresh: bool
    ) -> None:
        super().__init__(daemon=True)
        self.host = running.address.removeprefix("http://")
        self.address, self.asked, self.stop_, self.fresh = address, asked, stop, fresh
        self.seconds: list[float] = []
        self.statuses: list[int] = []

    def run(self) -> None:
        rng = random.Random(self.address)
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"X-Forwarded-For": self.address, "Content-Type": "application/x-www-form-urlencoded"}
        while not self.stop_.is_set():
            query = rng.choice(self.asked) + (f"\n# {rng.random()}" if self.fresh else "")
            began = time.perf_counter()
            connection.request("POST", "/sparql", urlencode({"query": query}), headers)
            answer = connection.getresponse()
            answer.read()
            self.seconds.append(time.perf_counter() - began)
            self.statuses.append(answer.status)
            if answer.status in (429, 503):
                time.sleep(min(float(answer.headers.get("Retry-After", 0)), 1))
        connection.close()


def load(
    running: Running, mix: list[str], attackers: int, fresh: bool
) -> tuple[list[float], list[int], list[int]]:
    """The seconds and statuses of ordinary clients, and the statuses of the attackers."""
    stop = threading.Event()
    ordinary = [Asking(running, f"198.51.100.{n}", mix, stop, fresh) for n in range(CLIENTS)]
    hostile = [Asking(running, f"192.0.2.{n}", list(BOMBS), stop, True) for n in range(attackers)]
    for each in (*hostile, *ordinary):
        each.start()
    time.sleep(SECONDS)
    stop.set()
    for each in (*ordinary, *hostile):
        each.join(60)
    return (
        [s for each in ordinary for s in each.seconds],
        [s for each in ordinary for s in each.statuses],
        [s for each in hostile for s in each.statuses],
    )


def _bound(query: queries.Query) -> str:
    return queries.bind(query, {})


def _cost(kg: KnowledgeGraph, query: str) -> float:
    """Seconds of processor time that a query takes alone."""
    began = time.process_time()
    kg.query(query)
    return time.process_time() - began


@pytest.mark.parametrize("fresh", [True, False], ids=["every query new", "queries repeat"])
def test_costly_queries_do_not_hold_up_ordinary_ones(tmp_path: Path, fresh: bool) -> None:
    kg = KnowledgeGraph.open()
    assert kg.path is not None
    mix = [query for query in map(_bound, queries.library().values()) if _cost(kg, query) < ORDINARY]
    assert len(mix) > 40
    running = start(
        kg.path, tmp_path / "log", "--rate", "0", "--workers", "2", "--timeout", "10", "--quick", "1"
    )
    try:
        calm, calm_statuses, _ = load(running, mix, 0, fresh)
        beset, beset_statuses, hostile = load(running, mix, ATTACKERS, fresh)
    finally:
        running.stop()
    figures = {
        name: {
            "per second": round(len(times) / SECONDS, 1),
            "p50 ms": round(statistics.median(times) * 1000, 1),
            "p99 ms": round(sorted(times)[int(len(times) * 0.99)] * 1000, 1),
        }
        for name, times in (("alone", calm), ("beside attackers", beset))
    }
    refused = {status: hostile.count(status) for status in sorted(set(hostile))}
    kind = "every query new" if fresh else "queries repeat"
    print(f"\nserver, {kind}: {json.dumps(figures)}; attackers: {refused}")
    assert set(calm_statuses) == {200}
    assert beset_statuses.count(200) / len(beset_statuses) > 0.99
    assert figures["beside attackers"]["p99 ms"] <= 3 * figures["alone"]["p99 ms"] + 200
