"""Real SPARQL engines in processes of their own, on free ports, empty."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
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
def oxigraph_over(store: Path, folder: Path) -> Iterator[str]:
    """Oxigraph's own server over a store that was built here, to be read; its query address."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", "--location", str(store)]
    with _running(
        [*command, "--bind", f"127.0.0.1:{port}"], folder / "oxigraph.log", f"http://127.0.0.1:{port}/"
    ):
        yield f"http://127.0.0.1:{port}/query"


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


class Relay:
    """Passes bytes on between clients and an engine, and counts those that come back."""

    def __init__(self, address: str) -> None:
        host, _, port = address.partition("//")[2].partition("/")[0].partition(":")
        self.target = (host, int(port))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = address.replace(f"{host}:{port}", f"127.0.0.1:{self.listener.getsockname()[1]}")
        self.received = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # closed
                return
            engine = socket.create_connection(self.target)
            for source, sink, counted in ((client, engine, False), (engine, client, True)):
                threading.Thread(target=self._pass, args=(source, sink, counted), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.received += len(data) if counted else 0
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
