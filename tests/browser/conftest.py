"""What browser tests share: Chromium, the explorer of the shipped graph in both modes, a hostile one."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page
from tests.browser import pages
from tests.browser.hostile import HOSTILE, trig
from tests.integration.server.running import start

from monazite import KnowledgeGraph
from monazite.export import html, pagedata
from monazite.server.jobs.explorer import PARTS

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """The Chromium of the machine, if there is an explorer to look at."""
    if not (html.APP / "app.js").is_file() or not pages.AXE.is_file():
        pytest.skip("the explorer is not built: make explorer")
    return browser


@pytest.fixture(scope="session")
def shipped_page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The single file of the shipped graph; one for all processes that run tests.

    Its parts are those that the server made: to make them twice would take a fifth of the time of all tests.
    """
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / "explorer.html"
    with FileLock(folder / "explorer.lock"):
        if not path.is_file():
            address = f"{request.getfixturevalue('served_page')}/explorer/data"
            parts = {
                name: pagedata.make(KnowledgeGraph.open(), name)
                if name == "statements"
                else httpx.get(f"{address}/{name}.json", timeout=240).json()
                for name in pagedata.PARTS
            }
            text = html.fill(parts, title="Monazite", language="en")
            path.with_suffix(".part").write_text(text, encoding="utf-8")
            path.with_suffix(".part").rename(path)
    return path


@pytest.fixture(scope="session")
def served_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a server of the shipped graph."""
    store = KnowledgeGraph.open().path
    assert store is not None
    log = tmp_path_factory.mktemp("served") / "log"
    # What it makes on demand it makes at once, and not when nobody else wants the processor.
    options = ("--rate", "0", "--seconds", "0", "--at-once", "0", "--workers", "1")
    server = start(store, log, *options, "--quick", "240", "--timeout", "240")
    for name in PARTS:
        assert server.get(f"/explorer/data/{name}.json", timeout=240).status_code == 200
    yield server.address
    server.stop()


@pytest.fixture
def open_page(browser: Browser) -> Generator[Open]:
    """Opens an address of a file or server; fails if the page asks for another or reports an error."""
    found: list[pages.Opened] = []

    def opened(where: Path | str, at: str = "#/", size: str = "desktop", **more: str) -> Page:
        found.append(pages.opened(browser, where, at, size, **more))  # type: ignore[arg-type]
        return found[-1].page

    yield opened
    for each in found:
        each.context.close()
    assert not [wrong for each in found for wrong in each.wrong]


@pytest.fixture(scope="session")
def hostile_page(browser: Browser, small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The single file of a graph whose labels would do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.trig").write_text(trig(), encoding="utf-8")
    kg = KnowledgeGraph.in_memory(small_bundle, extra=[folder / "hostile.trig"])
    html.write(kg, folder / "hostile.html", title=HOSTILE["quotes"])
    return folder / "hostile.html"
