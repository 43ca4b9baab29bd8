"""What all tests share: a cache of their own, and no skipped engine where engines are required."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIRST_DOCUMENTS = (
    "rareearthexchanges-baotou-rare-earth-zone",
    "chinadaily-baotou-rare-earth-hi-tech-zone",
    "people-cn-two-rare-earth-bases-symposium",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = os.environ.get("MONAZITE_REQUIRE_ENGINES") == "1"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the cache of whoever runs it; child processes inherit this."""
    os.environ["MONAZITE_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("MONAZITE_STORE", None)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """The Chromium of the machine (``MONAZITE_CHROMIUM``, else by its usual names): one in each process."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("MONAZITE_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("there is no Chromium; install it or name it in MONAZITE_CHROMIUM")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def small_bundle(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the ontology, the queries, the first documents and whom they name: quick to build."""
    import pyoxigraph as ox

    from monazite.tables import trig

    folder = tmp_path_factory.mktemp("bundle")
    for name in ("ontology", "queries"):
        (folder / name).symlink_to(checkout / name)
    for name in ("registry", "sources"):
        (folder / "data" / name).mkdir(parents=True)
    for name in FIRST_DOCUMENTS:
        path = checkout / "data" / "sources" / f"{name}.trig"
        (folder / "data" / "sources" / path.name).symlink_to(path)
    named = {ox.NamedNode(f"https://w3id.org/monazite/source/{name}") for name in FIRST_DOCUMENTS}
    for path in (checkout / "data" / "registry").glob("*.trig"):
        nodes: dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]] = {}
        for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG):
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode | ox.Literal)
            nodes.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
        if path.stem != "countries":
            nodes = {iri: said for iri, said in nodes.items() if named & {value for _, value in said}}
        graph = f"https://w3id.org/monazite/registry/{path.stem}"
        text = trig.write(graph, nodes, "# An excerpt.")
        (folder / "data" / "registry" / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(small_bundle: Path) -> Generator[None]:
    """The few documents of the small bundle in place of all that are shipped, in child processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONAZITE_BUNDLE", str(small_bundle))
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where engines are required (CI), a skipped engine or browser test has failed."""
    report = yield
    needs_engine = any(item.get_closest_marker(name) for name in ("engine", "browser"))
    if REQUIRED and report.skipped and needs_engine and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Where engines are required, a module that skips itself whole (``importorskip``) has failed too."""
    report = yield
    if REQUIRED and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"skipped where engines are required: {report.longrepr}"
