"""Real SPARQL engines in processes of their own, on free ports, empty."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from monazite.push import Endpoint

JENA = Path(__file__).parents[3] / ".clients" / "jena"


@contextmanager
def fuseki(folder: Path, *options: str) -> Iterator[Endpoint]:
    """Apache Jena Fuseki with an empty dataset in memory, whose default graph is one of its own."""
    if not JENA.is_dir():
        pytest.skip("no Fuseki: make clients")
    port = _free_port()
    command = ["java", "-Xmx1g", "-cp", f"{JENA}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"]
    command += ["--localhost", "--port", str(port), *options, "--mem", "--update", "/ds"]
    with _running(command, folder / "fuseki.log", f"http://127.0.0.1:{port}/$/ping"):
        yield Endpoint.of(f"http://127.0.0.1:{port}/ds")


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Endpoint]:
    """Oxigraph's own server with an empty store, whose default graph is the union of the others."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "--union-default-graph"]
    command += ["--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder / "oxigraph.log", f"http://127.0.0.1:{port}/"):
        yield Endpoint.of(f"http://127.0.0.1:{port}", "oxigraph")


@contextmanager
def _running(command: Sequence[str], log: Path, address: str) -> Iterator[None]:
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            _wait(process, address, log)
            yield
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address).status_code < 500:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"the engine did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
