"""The server under load: ordinary clients beside attackers, and beside Fuseki and rdflib-endpoint.

    export MONAZITE_LOAD=1 MONAZITE_LOAD_SECONDS=600
    .venv/bin/python -m pytest -m benchmark -s tests/benchmarks/test_server.py

`MONAZITE_LOAD_SECONDS` is for each server and each mix. `make clients` fetches Fuseki.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.benchmarks import load, peers
from tests.integration.server.running import start

from monazite import KnowledgeGraph

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not os.environ.get("MONAZITE_LOAD"), reason="MONAZITE_LOAD=1 runs it"),
]
SECONDS = float(os.environ.get("MONAZITE_LOAD_SECONDS", "10"))
CLIENTS = int(os.environ.get("MONAZITE_LOAD_CLIENTS", "50"))
ATTACKERS = 5
# What the documented limits answer with.
REFUSALS = {429, 503}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def mix(kg: KnowledgeGraph) -> list[load.Question]:
    found = load.mix(kg)
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def data(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the default graph holds, each statement once, as N-Triples."""
    import pyoxigraph as ox

    path = tmp_path_factory.mktemp("data") / "data.nt"
    kg.store.dump(path, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return path


@pytest.fixture(scope="module")
def ours(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert kg.path is not None
    log = tmp_path_factory.mktemp("log") / "log"
    running = start(kg.path, log, "--rate", "0", "--workers", "2", "--timeout", "10", "--quick", "1",
                    "--at-once", "0", "--seconds", "60")  # fmt: skip
    yield f"{running.address}/sparql"
    running.stop()


def _figures(noted: load.Noted) -> dict[str, object]:
    return {
        "per second": round(noted.statuses[200] / SECONDS, 1),
        "p50 ms": round(noted.quantile(0.5) * 1000, 1),
        "p99 ms": round(noted.quantile(0.99) * 1000, 1),
        "statuses": dict(noted.statuses),
        "wrong": sorted(set(noted.wrong)),
    }


@pytest.mark.parametrize("fresh", [True, False], ids=["every query new", "queries repeat"])
def test_costly_queries_do_not_hold_up_ordinary_ones(
    ours: str, mix: list[load.Question], fresh: bool
) -> None:
    calm, _ = load.load(ours, mix, CLIENTS, 0, SECONDS, fresh)
    beset, hostile = load.load(ours, mix, CLIENTS, ATTACKERS, SECONDS, fresh)
    figures = {"alone": _figures(calm), "beside attackers": _figures(beset)}
    print(f"\nserver, {'every query new' if fresh else 'queries repeat'}: {json.dumps(figures)}; "
          f"attackers: {dict(hostile.statuses)}")  # fmt: skip
    assert not calm.wrong and not beset.wrong
    assert set(calm.statuses) == {200} and set(beset.statuses) <= {200} | REFUSALS
    assert set(hostile.statuses) <= {200} | REFUSALS
    assert beset.statuses[200] / beset.statuses.total() > 0.99
    assert beset.quantile(0.99) <= 3 * calm.quantile(0.99) + 0.05


@pytest.mark.parametrize("fresh", [True, False], ids=["every query new", "queries repeat"])
def test_throughput_beside_fuseki_and_rdflib_endpoint(
    ours: str, mix: list[load.Question], data: Path, tmp_path: Path, fresh: bool
) -> None:
    noted = {"monazite": load.load(ours, mix, CLIENTS, 0, SECONDS, fresh)[0]}
    for name, peer in (("fuseki", peers.fuseki), ("rdflib-endpoint", peers.rdflib_endpoint)):
        with peer(data, tmp_path) as address:
            load.load(address, mix, CLIENTS, 0, min(SECONDS, 20), fresh)  # until it is warm
            noted[name] = load.load(address, mix, CLIENTS, 0, SECONDS, fresh)[0]
    print(f"\nthroughput, {'every query new' if fresh else 'queries repeat'}: "
          f"{json.dumps({name: _figures(each) for name, each in noted.items()})}")  # fmt: skip
    answered = {name: each.statuses[200] for name, each in noted.items()}
    assert answered["monazite"] >= answered["fuseki"]
    assert answered["monazite"] >= 10 * answered["rdflib-endpoint"]
