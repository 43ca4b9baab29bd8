"""How soon the explorer shows something, and whether panning the network is smooth, by the browser."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from monazite import KnowledgeGraph
from monazite.export import html, pagedata

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api")

# Seconds of a browser, not a ratio: on a machine that does nothing else.
pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("MONAZITE_LOAD"), reason="MONAZITE_LOAD=1 runs it"),
]

FIRST_VIEW = 1500.0
LONGEST_TASK = 200.0
NODES = 5000
EVERY_RELATION = "declared,internal,possible,agreements,ownership,money,projects,places"
# Long tasks are those of 50 ms and more; the browser writes them down from before the page begins.
WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longTasks.push([entry.startTime, entry.duration]);
}).observe({ type: "longtask", buffered: true });
"""
FRAMES = """
() => { window.frames_ = []; window.pans = true;
  const frame = (now) => { frames_.push(now); if (window.pans) requestAnimationFrame(frame); };
  requestAnimationFrame(frame); }
"""


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("MONAZITE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("there is no Chromium; install it or name it in MONAZITE_CHROMIUM")
    if not (html.APP / "app.js").is_file():
        pytest.skip("the explorer is not built: make explorer")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    kg = KnowledgeGraph.open()
    return {part: pagedata.make(kg, part) for part in pagedata.PARTS}


@pytest.fixture(scope="module")
def shipped(parts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(html.fill(parts, title="Monazite", language="en"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def large(parts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped network with as many of its nodes doubled, each with its relations, as make 5,000."""
    index, relations = parts["index"], parts["relations"]
    linked = {index["entities"][link[end]]["id"] for link in index["links"] for end in ("from", "to")}
    known = list(dict.fromkeys([*relations["nodes"], *sorted(linked)]))
    doubled = set(relations["nodes"][: NODES - len(known)])
    entities = {each["id"]: each for each in index["entities"]}
    twins = [{**entities[name], "id": f"{name}-twin"} for name in relations["nodes"] if name in doubled]
    nodes = [*relations["nodes"], *(twin["id"] for twin in twins)]
    place = {name: number for number, name in enumerate(nodes)}
    columns = {name: relations[name] for name in ("from", "to", "property", "sources")}
    grown = {name: list(column) for name, column in columns.items()}
    for start, end, named, sources in zip(*columns.values(), strict=True):
        ends = [nodes[start], nodes[end]]
        if doubled.isdisjoint(ends):
            continue
        twinned = [place[f"{name}-twin" if name in doubled else name] for name in ends]
        for name, value in zip(grown, (*twinned, named, sources), strict=True):
            grown[name].append(value)
    both = {
        **parts,
        "index": {**index, "entities": [*index["entities"], *twins]},
        "relations": {**relations, "nodes": nodes, **grown},
    }
    path = tmp_path_factory.mktemp("large") / "explorer.html"
    path.write_text(html.fill(both, title="Monazite", language="en"), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{path.as_uri()}{address}")
    return page


def mark(page: Page, name: str) -> float:
    # The page's policy forbids what Playwright's own waiting evaluates.
    for _ in range(600):
        found = page.evaluate(f"performance.getEntriesByName('{name}')[0]?.startTime")
        if found is not None:
            return float(found)
        time.sleep(0.1)
    raise AssertionError(f"no {name} within a minute")


def test_first_view_comes_soon(browser: Browser, shipped: Path) -> None:
    print(f"\nthe single file: {shipped.stat().st_size / 1e6:.1f} MB")
    for name, address, what in (
        ("first page", "#/", "monazite-shown"),
        ("map", "#/map", "monazite-shown"),
        ("network", "#/network", "monazite-network"),
    ):
        times = []
        for _ in range(3):
            page = opened(browser, shipped, address)
            times.append(mark(page, what))
            page.context.close()
        print(f"{name}: {min(times):.0f} ms (of {', '.join(f'{each:.0f}' for each in times)})")
        assert min(times) < FIRST_VIEW, name


@pytest.mark.parametrize("which", ["shipped", "large"])
def test_panning_the_network_is_smooth(browser: Browser, which: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(which)
    page = opened(browser, path, f"#/network?relations={EVERY_RELATION}")
    shown = mark(page, "monazite-network")
    status = page.locator(".network-find > [role=status]")
    playwright.expect(status).to_contain_text("nodes", timeout=60_000)
    told = status.inner_text()
    canvas = page.locator(".network-canvas")
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    start = float(page.evaluate("performance.now()"))
    page.evaluate(FRAMES)
    for near in (False, True):
        if near:
            page.mouse.wheel(0, -600)
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(x + 150 * ((step % 20) / 10 - 1), y + 80 * ((step % 12) / 6 - 1))
            time.sleep(0.016)
        page.mouse.up()
    page.evaluate("window.pans = false")
    frames = page.evaluate("frames_")
    tasks = [each for at, each in page.evaluate("longTasks") if at >= start]
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(frames))
    page.context.close()
    print(
        f"\n{which}: {told}; drawn after {shown:.0f} ms; panning: {len(frames)} frames, median "
        f"{gaps[len(gaps) // 2]:.0f} ms, longest {gaps[-1]:.0f} ms; long tasks: {len(tasks)}, "
        f"longest {max(tasks, default=0):.0f} ms"
    )
    assert not [each for each in tasks if each > LONGEST_TASK]
