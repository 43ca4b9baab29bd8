"""What the tests of the server share: a store, and servers over it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from tests.integration.server.running import Begin, Running, build, start

# The plant that Northern Magnet leases is closed: something that the small bundle knows of.
SCENARIO = """title: The plant in Baotou is closed
description: For the tests of the server.
actions:
  - action: remove
    facilities: [Seagate plant]
"""


@pytest.fixture(scope="session")
def bundle(small_bundle: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bundle with what capacities are converted by, and with a scenario."""
    folder = tmp_path_factory.mktemp("bundle")
    for name in ("ontology", "queries"):
        (folder / name).symlink_to(checkout / name)
    for name in ("registry", "sources", "scenarios"):
        (folder / "data" / name).mkdir(parents=True)
    found = [*(small_bundle / "data").glob("*/*.trig")]
    for path in (checkout / "data" / "sources").glob("*.trig"):
        if re.search(
            r"measure:(content|process-yield|process-loss)\b",
            path.read_text(encoding="utf-8"),
        ):
            found.append(path)
    for path in found:
        (folder / "data" / path.parent.name / path.name).symlink_to(path)
    (folder / "data" / "scenarios" / "closed.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a store of the small bundle."""
    home = tmp_path_factory.mktemp("served")
    build(home, bundle)
    return home


@pytest.fixture(scope="session")
def begin(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begin]:
    """Starts servers; all of them are stopped at the end."""
    running: list[Running] = []

    def begun(store: Path, *options: str) -> Running:
        log = tmp_path_factory.mktemp("log") / "log"
        running.append(start(store, log, *options, bundle=bundle))
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
