"""What browser tests share: Chromium, and pages opened from disk with the network off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route, sync_playwright

from monazite import KnowledgeGraph
from monazite.export import html

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
AXE = Path(__file__).parents[2] / "src" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """The Chromium of the machine (``MONAZITE_CHROMIUM``, else by its usual names)."""
    path = os.environ.get("MONAZITE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium; install it or name it in MONAZITE_CHROMIUM")
    if not (html.APP / "app.js").is_file():
        pytest.skip("the explorer is not built: make explorer")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shipped_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The single file of the shipped graph."""
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    html.write(KnowledgeGraph.open(), path)
    return path


@pytest.fixture
def open_page(browser: Browser) -> Generator[Open]:
    """Opens an address of a file, offline; fails if the page asks for a network or reports an error."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def refuse(route: Route) -> None:
        wrong.append(f"asked for {route.request.url}")
        route.abort()

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    def opened(
        path: Path, address: str = "#/", size: str = "desktop", scheme: Scheme = "light", language: str = "en"
    ) -> Page:
        width, height = WIDTHS[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=size == "phone"
        )
        contexts.append(context)
        context.set_offline(True)
        context.route("http*://**", refuse)
        if language != "en":
            # Unless the page has kept another choice.
            context.add_init_script(f"localStorage['monazite-language'] ??= '{language}'")
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", dismiss)
        page.goto(f"{path.as_uri()}{address}")
        page.wait_for_selector("main h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def check_access() -> Callable[[Page], None]:
    """Fails if axe finds something serious on a page, all that is folded unfolded, or it is too wide."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make explorer")

    def check(page: Page) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)
        serious = {
            each["id"]: [node["html"][:200] for node in each["nodes"][:3]]
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        }
        assert not serious
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    return check
