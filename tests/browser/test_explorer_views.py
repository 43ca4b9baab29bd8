"""Every view in both modes, on a desktop and on a phone, light and dark, in English and Chinese."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.hostile import HOSTILE
from tests.browser.pages import VIEWS, Opened, check_access, check_width, go, opened, ready, unfold

pytestmark = pytest.mark.browser

# The mode, the page, and whether axe looks at it: once in each size, theme, language and mode.
TOURS = {
    "file-desktop": ("shipped_page", ("desktop", "light", "en"), True),
    "file-phone": ("shipped_page", ("phone", "light", "zh"), False),
    "served-desktop": ("served_page", ("desktop", "dark", "en"), False),
    "served-phone": ("served_page", ("phone", "dark", "zh"), True),
}


@pytest.fixture(scope="module", params=TOURS)
def tour(request: pytest.FixtureRequest, browser: Browser) -> Generator[tuple[Opened, bool]]:
    """One page that is led from view to view, as a reader would."""
    mode, (size, scheme, language), access = TOURS[request.param]
    where: Path | str = request.getfixturevalue(mode)
    found = opened(browser, where, "#/", size, scheme, language)  # type: ignore[arg-type]
    yield found, access
    found.context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_itself(tour: tuple[Opened, bool], view: str) -> None:
    found, access = tour
    page, (at, shown) = found.page, VIEWS[view]
    go(page, at)
    expect(page.locator(f"main {shown}").first).to_be_attached(timeout=60_000)
    ready(page)
    if access:
        check_access(page)
    else:
        unfold(page)
        ready(page)
        check_width(page)
    if view not in ("nowhere", "about", "document"):
        # An address to share, a picture, and how we know.
        assert (
            page.get_by_role("button", name="Copy address")
            .or_(page.get_by_role("button", name="复制链接"))
            .count()
        )
        if view != "parameters":  # a table: nothing is drawn until it is asked for
            assert page.get_by_role("button", name="SVG ↓").count()
            assert page.get_by_role("button", name="PNG ↓").count()
        assert page.locator(".sources summary").count() == 1
    wrong = found.wrong.copy()
    found.wrong.clear()
    assert not wrong


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_hostile_labels_do_nothing(browser: Browser, hostile_page: Path, size: str) -> None:
    found = opened(browser, hostile_page, "#/", size)
    page = found.page
    addresses = ["#/", "#/map?country=AU", "#/map?supplies=possible", "#/capacity", "#/network", "#/about"]
    for name in HOSTILE:
        addresses += [
            f"#/entity/id:facility/{name}",
            f"#/entity/id:org/{name}",
            f"#/chain/id:facility/{name}",
        ]
        addresses += [f"#/network?focus=id:org/{name}", f"#/ownership/id:facility/{name}"]
    for at in [*addresses, "#/entity/source:hostile", "#/scenario?off=id:facility/script"]:
        go(page, at)
        page.wait_for_function(
            "hash => decodeURIComponent(location.hash) === decodeURIComponent(hash)", arg=at
        )
        ready(page)
        unfold(page)
        ready(page)
        assert page.evaluate("window.hacked") is None, at
        assert page.locator("a[href^='javascript']").count() == 0, at
        assert page.locator("main script, main img, main b").count() == 0, at
        check_width(page)
    for label in HOSTILE.values():
        page.get_by_role("combobox", name="Search", exact=True).fill(label[:200])
    assert page.evaluate("window.hacked") is None
    found.context.close()
    assert not found.wrong


def test_hostile_addresses_do_nothing(browser: Browser, hostile_page: Path) -> None:
    found = opened(browser, hostile_page)
    for at in (
        "#/entity/%3Cscript%3Ewindow.hacked=1%3C/script%3E",
        "#/chain/%E0%A4%A?to=%",
        "#/entity/javascript:alert(1)",
        "#/constructor",
        "#/map?country=%3Cscript%3E&stages=constructor&states=&supplies=x",
        "#/capacity?year=99999&planned=%00",
        "#/capacity?year=-1e9",
        "#/network/%3Cscript%3E?relations=constructor&kinds=toString&colour=url(x)",
        "#/network?focus=javascript:alert(1)",
        "#/ownership/%3Cscript%3E",
        "#/scenario?off=constructor,%3Cscript%3E&material=toString",
    ):
        go(found.page, at)
        ready(found.page)
        expect(found.page.locator("main h1")).to_be_visible()
        assert found.page.evaluate("window.hacked") is None
    found.context.close()
    assert not found.wrong
