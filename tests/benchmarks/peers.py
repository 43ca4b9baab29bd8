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


@contextlib.contextmanager
def fuseki(data: Path, folder: Path) -> Iterator[str]:
    """The address of a Fuseki over a TDB2 store of N-Triples; skips where there is none."""
    jars = Path(os.environ.get("MONAZITE_CLIENTS", CHECKOUT / ".clients")) / "jena"
    if not any(jars.glob("jena-fuseki-main-*.jar")) or not shutil.which("java"):
        pytest.skip(f"engine: no Fuseki in {jars}; run make clients")
    java, store, port = ["java", "-Xmx2g", "-cp", f"{jars}/*"], folder / "tdb2", _free_port()
    load = [*java, "tdb2.tdbloader", f"--loc={store}", str(data)]
    subprocess.run(load, check=True, capture_output=True, timeout=600)
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    serve = [*java, main, "--port", str(port), "--localhost", "--tdb2", f"--loc={store}", "/graph"]
    with _running(serve, f"http://127.0.0.1:{port}/graph/sparql", folder / "fuseki.log") as address:
        yield address


@contextlib.contextmanager
def rdflib_endpoint(data: Path, folder: Path) -> Iterator[str]:
    """The address of an rdflib-endpoint over N-Triples, as its own documentation sets it up."""
    pytest.importorskip("rdflib_endpoint")
    port = _free_port()
    serve = [sys.executable, "-c", _RDFLIB_ENDPOINT, str(data), str(port)]
    with _running(serve, f"http://127.0.0.1:{port}/", folder / "rdflib-endpoint.log") as address:
        yield address


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], address: str, log: Path) -> Iterator[str]:
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
        yield address
    finally:
        process.kill()
        process.wait(30)
