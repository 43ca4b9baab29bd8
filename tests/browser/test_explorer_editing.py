"""A query that is being written: it is asked when it is run, and never in place of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.pages import LONG

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def answer(page: Page, name: str) -> Locator:
    return page.locator(f"[data-answer={name}]")


def written(page: Page, text: str) -> Locator:
    """The editor, a text in it."""
    page.locator("details.editing").evaluate("details => { details.open = true }")
    area = page.get_by_role("textbox", name="SPARQL")
    area.fill(text)
    return area


def test_a_question_that_is_changed_keeps_its_parameters(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/sparql?query=suppliers-of")
    told = answer(page, "suppliers-of").locator("h2").first
    expect(told).to_be_visible(timeout=LONG)
    rows = told.inner_text().split(" in ")[0]
    text = page.get_by_role("textbox", name="SPARQL", include_hidden=True).input_value()
    written(page, f"{text}\n").press("Control+Enter")
    expect(answer(page, "query").locator("h2").first).to_contain_text(f"{rows} in", timeout=LONG)


def test_the_question_that_is_chosen_is_asked_and_not_what_was_being_written(
    shipped_page: Path, open_page: Open
) -> None:
    page = open_page(shipped_page, "#/sparql?query=leases")
    expect(answer(page, "leases")).to_be_visible(timeout=LONG)
    written(page, "SELECT (1 AS ?own) {}")
    page.get_by_label("Question", exact=True).select_option("stages")
    titles = answer(page, "stages").locator("thead")
    expect(titles).to_contain_text("processes", timeout=LONG)
    expect(titles).not_to_contain_text("own")
