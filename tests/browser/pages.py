"""Opens the explorer in Chromium, from disk with the network off or from a server, and watches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Download,
    Locator,
    Page,
    Route,
    TimeoutError,
    expect,
)

WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
AXE = Path(__file__).parents[2] / "src" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WAITING = ("Loading …", "加载中……", "Arranging …", "正在布局……")
LONG = 60_000

Scheme = Literal["light", "dark"]

# Every view, and what an address of it has to show before it counts as shown.
VIEWS = {
    "home": ("#/", ".stages tbody tr"),
    "unit": ("#/entity/id:facility/mountain-pass", ".facts .value"),
    "company": ("#/entity/id:org/mp-materials", ".facts .value"),
    "stage": ("#/entity/concept:stage/magnet-making", "table"),
    "document": ("#/entity/source:rareearthexchanges-baotou-rare-earth-zone", "table"),
    "chain": ("#/chain/id:facility/mountain-pass", ".node"),
    "path": ("#/chain/id:facility/mountain-pass?to=id:org/general-motors", ".node"),
    "map": ("#/map", ".symbol"),
    "country": ("#/map?country=AU", ".symbol"),
    "capacity": ("#/capacity?year=2032", ".sankey .block"),
    "network": ("#/network", ".network-canvas canvas"),
    "neighbours": ("#/network/id:org/mp-materials?colour=stage", ".network-canvas canvas"),
    "ownership": ("#/ownership/id:org/mp-materials", ".owning .holder"),
    "chokepoints": ("#/tables/chokepoints", ".notes li"),
    "concentration": ("#/tables/concentration", ".notes li"),
    "scenario": ("#/scenario?off=id:facility/silmet-separation-plant", "tbody tr"),
    "bars": ("#/sparql?query=stages&shown-as=chart&shown-size=units", ".chart rect"),
    "answer map": ("#/sparql?query=leases&shown-as=map&shown-by=lessee", ".drawn .spot"),
    "parameters": ("#/sparql?query=suppliers-of", "[data-answer=suppliers-of]"),
    "about": ("#/about", ".about pre"),
    "nowhere": ("#/nowhere", "h1"),
}


@dataclass
class Opened:
    """A page, its context, and what went wrong on it."""

    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)


def address(where: Path | str) -> str:
    """The address of a file, or of a server."""
    return where.as_uri() if isinstance(where, Path) else f"{where}/"


def opened(
    browser: Browser,
    where: Path | str,
    at: str = "#/",
    size: str = "desktop",
    scheme: Scheme = "light",
    language: str = "en",
) -> Opened:
    """Opens an address of a file, offline, or of a server, which alone may be asked for something."""
    width, height = WIDTHS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=size == "phone",
        reduced_motion="reduce",
    )
    found = Opened(context, context.new_page())

    def guard(route: Route) -> None:
        if isinstance(where, str) and route.request.url.startswith(f"{where}/"):
            route.continue_()
            return
        found.wrong.append(f"asked for {route.request.url}")
        route.abort()

    def dismiss(dialog: Dialog) -> None:
        found.wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.wrong.append(message.text)

    context.set_offline(isinstance(where, Path))
    context.route("http*://**", guard)
    if language != "en":
        # Unless the page has kept another choice.
        context.add_init_script(f"localStorage['monazite-language'] ??= '{language}'")
    found.page.on("console", note)
    found.page.on("pageerror", lambda error: found.wrong.append(str(error)))
    found.page.on("dialog", dismiss)
    found.page.goto(f"{address(where)}{at}")
    found.page.wait_for_selector("main h1", timeout=LONG)
    return found


def go(page: Page, at: str) -> None:
    """Leads an open page to another address of its own."""
    page.evaluate("hash => { location.hash = hash }", at)


def ready(page: Page) -> None:
    """Waits until nothing is loaded or arranged any more."""
    for text in WAITING:
        expect(page.get_by_text(text)).to_have_count(0, timeout=LONG)


def download(button: Locator, tries: int = 2) -> Download:
    """What a button saves; clicked again if nothing comes: a busy machine loses a click in a thousand."""
    for left in reversed(range(tries)):
        try:
            with button.page.expect_download(timeout=20_000) as waiting:
                button.click()
            return waiting.value
        except TimeoutError:
            if not left:
                raise
    raise ValueError(f"{tries} tries")


def unfold(page: Page) -> None:
    """Opens all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


def check_access(page: Page) -> None:
    """Fails if axe finds something serious on a page, all that is folded unfolded, or it is too wide."""
    unfold(page)
    ready(page)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES)
    serious = {
        each["id"]: [node["html"][:200] for node in each["nodes"][:3]]
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    }
    assert not serious
    check_width(page)


def check_width(page: Page) -> None:
    """Fails if a page is wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
