"""A cold process answers a question in at most 3 times the time of importing the two libraries below it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

ROUNDS = 9
LIMIT = 3.0
PEER = [sys.executable, "-c", "import rdflib, pyoxigraph"]
QUERY = [sys.executable, "-m", "monazite", "query", "leases", "--format", "csv"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


@pytest.mark.benchmark
def test_a_cold_query_against_the_bare_imports(tmp_path: Path) -> None:
    # An installed package has its bytecode compiled; so has a checkout after its first run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["MONAZITE_CACHE_DIR"] = str(tmp_path)
    for command in (QUERY, PEER):  # builds the store, compiles the bytecode
        seconds(command, environment)
    times: dict[str, list[float]] = {"query": [], "imports": []}
    for _ in range(ROUNDS):
        times["query"].append(seconds(QUERY, environment))
        times["imports"].append(seconds(PEER, environment))
    query, imports = median(times["query"]), median(times["imports"])
    print(f"\nmonazite query: {query:.3f} s, bare imports: {imports:.3f} s, ratio {query / imports:.2f}")
    assert query / imports <= LIMIT
