"""What the tests of the server share: a store, and servers over it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from tests.integration.server.running import Begin, Running, build, start


@pytest.fixture(scope="session")
def store(small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a store of the small bundle."""
    home = tmp_path_factory.mktemp("served")
    build(home, small_bundle)
    return home


@pytest.fixture(scope="session")
def begin(small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begin]:
    """Starts servers; all of them are stopped at the end."""
    running: list[Running] = []

    def begun(store: Path, *options: str) -> Running:
        log = tmp_path_factory.mktemp("log") / "log"
        running.append(start(store, log, *options, bundle=small_bundle))
        return running[-1]

    yield begun
    for each in running:
        each.process.terminate()  # all at once, each takes away what it made
    for each in running:
        each.process.wait(60)


@pytest.fixture(scope="session")
def server(begin: Begin, store: Path) -> Running:
    """The server that most tests ask: no limits of rate, since all tests are one client."""
    return begin(
        store, "--rate", "0", "--seconds", "0", "--at-once", "0", "--workers", "2", "--timeout", "20"
    )


@pytest.fixture(scope="session")
def client(server: Running) -> Generator[httpx.Client]:
    """A client that keeps its connection."""
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield client
