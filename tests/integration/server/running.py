"""A server as its user runs it: the command, in a process of its own, asked over a socket."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?c) != STR(?i)) }"


@dataclass
class Running:
    """A running server: its address, its process, the file that its log goes to."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.client.get(self.address + path, **more)

    def ask(self, query: str, **more: Any) -> httpx.Response:
        return self.client.post(f"{self.address}/sparql", data={"query": query}, **more)

    def metric(self, name: str) -> float:
        text = self.get("/metrics").text
        return sum(float(line.split()[-1]) for line in text.splitlines() if re.match(rf"{name}(\{{| )", line))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def start(
    store: Path,
    log: Path,
    *options: str,
    bundle: Path | None = None,
    file_size: int = 0,
    path: Path | None = None,
) -> Running:
    """Starts a server on a free port and waits until it is ready.

    Args:
        store: what it serves.
        log: where its log goes.
        options: of the command.
        bundle: instead of the shipped one.
        file_size: bytes that any file it writes may have; 0 for as many as it likes.
        path: a folder whose modules it finds first.
    """
    environment = os.environ | ({"MONAZITE_BUNDLE": str(bundle)} if bundle else {})
    if path:
        # In front of what this process was given: the server is that of the same checkout.
        paths = (str(path), os.environ.get("PYTHONPATH", ""))
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    command = [sys.executable, "-m", "monazite", "serve", "--port", "0", "--store", str(store)]
    command += [*(() if "--warm" in options else ("--no-warm",)), *options]
    if file_size:
        command = ["sh", "-c", f'ulimit -f {file_size // 512}; exec "$@"', "sh", *command]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env=environment, stderr=file, stdout=file, stdin=subprocess.DEVNULL
        )
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"serving on (http\S+)", log.read_text()):
            return Running(found[1], process, log)
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


Begin = Callable[..., Running]


def build(home: Path, bundle: Path, *options: str) -> None:
    """Builds a store with the command."""
    environment = os.environ | {"MONAZITE_BUNDLE": str(bundle)}
    command = [sys.executable, "-m", "monazite", "build", "--store", str(home), *options]
    subprocess.run(command, check=True, env=environment, timeout=120)
