"""Other SPARQL endpoints over the same data, to measure ours beside: Jena's Fuseki and rdflib-endpoint."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

CHECKOUT = Path(__file__).parents[2]
_RDFLIB_ENDPOINT = """
import sys, uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint
graph = Graph().parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Peer:
    """A running endpoint: its address, and the process that it began with."""

    address: str
    pid: int

    def seconds(self) -> float:
        """The processor time that its processes have taken."""
        return _ticks(self.pid) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [
            int(each)
            for task in Path(f"/proc/{pid}/task").glob("*/children")
            for each in task.read_text().split()
        ]
    except OSError:
        return 0
    # Its own, of its children that have ended, and of those that live.
    return sum(map(int, told[11:15])) + sum(map(_ticks, children))


@contextlib.contextmanager
def fuseki(data: Path, folder: Path, *, union: bool = False) -> Iterator[Peer]:
    """A Fuseki over a TDB2 store of N-Triples, or of N-Quads whose graphs together are the default graph.

    Skips where there is none.
    """
    jars = Path(os.environ.get("MONAZITE_CLIENTS", CHECKOUT / ".clients")) / "jena"
    if not any(jars.glob("jena-fuseki-main-*.jar")) or not shutil.which("java"):
        pytest.skip(f"engine: no Fuseki in {jars}; run make clients")
    java, store, port = ["java", "-Xmx2g", "-cp", f"{jars}/*"], folder / "tdb2", _free_port()
    load = [*java, "tdb2.tdbloader", f"--loc={store}", str(data)]
    subprocess.run(load, check=True, capture_output=True, timeout=600)
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    seen = ["--set=tdb2:unionDefaultGraph=true"] if union else []
    serve = [*java, main, *seen, "--port", str(port), "--localhost", "--tdb2", f"--loc={store}", "/graph"]
    with _running(serve, f"http://127.0.0.1:{port}/graph/sparql", folder / "fuseki.log") as peer:
        yield peer


@contextlib.contextmanager
def rdflib_endpoint(data: Path, folder: Path) -> Iterator[Peer]:
    """An rdflib-endpoint over N-Triples, as its own documentation sets it up."""
    pytest.importorskip("rdflib_endpoint")
    port = _free_port()
    serve = [sys.executable, "-c", _RDFLIB_ENDPOINT, str(data), str(port)]
    with _running(serve, f"http://127.0.0.1:{port}/", folder / "rdflib-endpoint.log") as peer:
        yield peer


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], address: str, log: Path) -> Iterator[Peer]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 300
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(address, params={"query": "ASK {}"}, timeout=60).status_code == 200:
                    break
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"{command[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.5)
        yield Peer(address, process.pid)
    finally:
        process.kill()
        process.wait(30)
