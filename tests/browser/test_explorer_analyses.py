"""What analyses find, who owns what, and what is lost when things are gone: from disk, offline."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import pages

from monazite import KnowledgeGraph
from monazite.analysis.ownership import stage_owners
from monazite.export.pagedata import analyses

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

GOLDEN = Path(__file__).parents[1] / "golden" / "analysis"


def rows(page: Page) -> list[dict[str, str]]:
    saved = pages.download(page.get_by_role("button", name="CSV ↓"))
    with Path(saved.path()).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_hold_what_python_finds(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/tables")
    for name in ("Chokepoints", "Concentration", "Owners of the stages", "EU targets"):
        page.get_by_role("navigation", name="Analyses").get_by_role("link", name=name).click()
        expect(page.locator(".notes li").first).to_be_visible()
    page.goto(f"{shipped_page.as_uri()}#/tables/owners?stage=separation")
    expect(page.get_by_label("Stage", exact=True)).to_have_value("separation")
    found = stage_owners.of_stages(KnowledgeGraph.open(), "separation", "owner")
    told = rows(page)
    assert [row["holder"] for row in told] == [row.holder for row in found.rows]
    assert [float(row["installed_low"]) for row in told] == pytest.approx(
        [row.installed.low for row in found.rows]
    )


def test_an_excerpt_holds_no_analyses() -> None:
    assert analyses.make(KnowledgeGraph.empty(), ["https://w3id.org/monazite/id/org/mp-materials"]) == []


def test_a_small_graph_leaves_out_what_cannot_be_analysed(small_bundle: Path) -> None:
    found = {each["name"] for each in analyses.make(KnowledgeGraph.in_memory(small_bundle))}
    assert found < analyses.ANALYSES.keys()


def test_ownership_goes_up_and_down(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/ownership")
    page.get_by_role("combobox", name="Company or plant").fill("Mountain Pass")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Mountain Pass")
    owners = page.locator("section", has=page.get_by_role("heading", name="Its owners"))
    owners.get_by_role("link", name="MP Materials").first.click()
    expect(page.locator("h1")).to_have_text("Ownership of MP Materials")
    expect(owners.locator("li").first).to_contain_text("United States Department of Defense")
    owned = page.locator("section", has=page.get_by_role("heading", name="What it owns"))
    expect(owned.get_by_role("link", name="Mountain Pass", exact=True)).to_be_visible()


def test_shares_are_told_with_all_their_digits(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/ownership/id:org/yantai-zhenghai-magnetic-material")
    expect(page.locator(".share", has_text="43.66 %").first).to_be_visible()
    expect(page.locator(".hold text", has_text="43.66 %").first).to_be_attached()


def test_a_production_line_can_be_switched_off(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/scenario")
    page.get_by_role("combobox", name="Switch off").fill("Tianjin Ruimaige magnet electroplating line")
    page.keyboard.press("Enter")
    expect(page.locator(".off li").first).to_contain_text("Tianjin Ruimaige magnet electroplating line")


def test_the_loss_of_silmet_cuts_off_whom_the_analysis_says(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/scenario")
    page.get_by_role("combobox", name="Switch off").fill("Silmet separation plant")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome")).to_contain_text("end users with a known path")
    golden = json.loads((GOLDEN / "scenario-loss-of-silmet.json").read_text())["rows"]
    users = {row["name"]: row for row in golden if row["level"] == "user"}
    told = {row["End user"]: row for row in rows(page)}
    assert told.keys() == users.keys()
    for name, row in told.items():
        assert row["Outcome"].startswith(users[name]["outcome"])
        assert int(row["Units upstream before"]) == users[name]["units_before"]
        assert int(row["after"]) == users[name]["units_after"]
        assert row["Direct suppliers lost"] == "; ".join(users[name]["suppliers_lost"])
    everybody = next(row for row in golden if row["level"] == "all")
    expect(page.locator(".outcome")).to_contain_text(
        f"Of {everybody['users']} end users with a known path, {everybody['cut_off']} lose all of theirs"
    )
    page.get_by_role("button", name="Switch Silmet separation plant on again").click()
    expect(page.get_by_text("Nothing is switched off yet.")).to_be_visible()
