"""The explorer as a single file from disk: search, first page, entities, chain; by keyboard, on a phone."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import pages
from tests.browser.pages import ready

from monazite import KnowledgeGraph, statements
from monazite.analysis import projection

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

VIEWS = {
    "unit": "#/entity/id:facility/mountain-pass",
    "stage": "#/entity/concept:stage/magnet-making",
    "document": "#/entity/source:rareearthexchanges-baotou-rare-earth-zone",
    "chain": "#/chain/id:facility/mountain-pass",
}


def test_first_page_tells_what_there_is(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page)
    expect(page).to_have_title("Overview · Monazite")
    units = KnowledgeGraph.open().query("SELECT (COUNT(DISTINCT ?u) AS ?n) { ?u a mz:ProductionUnit }")
    told = page.locator(".counts div", has_text="production units").locator("dd")
    expect(told).to_have_text(str(next(iter(units.rows())).n))
    expect(page.locator(".stages tbody tr")).to_have_count(13)
    page.locator(".stages").get_by_role("link", name="separation").click()
    expect(page.locator("h1")).to_have_text("separation")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mountain pa", "Mountain Pass"),
        ("北方稀土", "China Northern Rare Earth"),
        ("beifang xitu", "China Northern Rare Earth"),
        ("bfxt", "China Northern Rare Earth"),
        ("600111", "China Northern Rare Earth"),
        ("magnet making", "magnet making"),
        ("lynas", "Lynas Rare Earths"),
    ],
)
def test_search_by_keyboard_alone(shipped_page: Path, open_page: Open, typed: str, name: str) -> None:
    page = open_page(shipped_page)
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type(typed)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    expect(page.locator("main")).to_be_focused()
    page.go_back()
    expect(page.locator("h1")).to_have_text("From ore to motor")


def test_search_says_when_nothing_fits_and_escape_closes(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page)
    field = page.get_by_role("combobox", name="Search")
    field.fill("xqzzw")
    expect(page.get_by_role("status").filter(has_text="Nothing is named like that")).to_have_count(1)
    field.fill("neo")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")


def test_entity_page_tells_each_statement_with_its_sources(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["unit"])
    ready(page)
    kg = KnowledgeGraph.open()
    produced = kg.query("SELECT DISTINCT ?p { ?mine mz:produces ?p }", mine=kg.resolve("Mountain Pass"))
    row = page.locator(".facts > div", has=page.locator("dt", has_text="produces"))
    expect(row.locator(".value")).to_have_count(len(list(produced.rows())))
    mark = row.locator(".mark").first
    tip = mark.get_attribute("data-tip") or ""
    mark.click()
    focused = page.evaluate("document.activeElement.textContent")
    assert tip.split(", ")[0] in focused
    stated = tuple(each for each in kg.describe("Mountain Pass").statements if not each.derived)
    behind = {source.url for source in statements.sources(kg.store, stated) if source.url}
    page.locator(".sources").get_by_role("button", name=re.compile("Show all")).click()
    listed = {link.get_attribute("href") for link in page.locator(".sources a[target]").all()}
    assert {url.rstrip("/") for url in behind} <= {(url or "").rstrip("/") for url in listed}


def test_a_mark_leads_to_a_source_that_a_long_list_does_not_show_yet(
    shipped_page: Path, open_page: Open
) -> None:
    page = open_page(shipped_page, VIEWS["unit"])
    ready(page)
    late = next(mark for mark in page.locator(".mark:visible").all() if int(mark.inner_text()) > 30)
    number = int(late.inner_text())
    late.click()
    expect(page.locator(".sources li").nth(number - 1)).to_be_focused()


def test_disagreements_stand_side_by_side(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["unit"])
    ready(page)
    row = page.locator(".differ", has=page.locator("dt", has_text="lifecycle status"))
    expect(row).to_contain_text("sources differ")
    expect(row.locator(".value")).to_have_count(2)
    boxes = [each.bounding_box() for each in row.locator(".value").all()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]


def test_agreements_capacities_and_outside_links(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["unit"])
    ready(page)
    loan = page.get_by_role("row").filter(has_text="Loan: Office of Strategic Capital to MP Materials").first
    expect(loan).to_contain_text("USD 150,000,000")
    expect(page.get_by_role("img", name="separation: t/a, by date")).to_be_visible()
    for link in page.locator("a[target=_blank]").all():
        assert link.get_attribute("rel") == "noreferrer noopener"
        assert re.match("https?://", link.get_attribute("href") or "")


def test_a_mapping_names_its_mapping_set(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/entity/id:org/texas-mineral-resources")
    ready(page)
    same = page.locator(".value").filter(has_text="549300X9HZNPH2EB4X93")
    expect(same).to_contain_text("mappings: Monazite and the Global LEI Index")


def test_a_document_tells_what_it_says(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["document"])
    expect(page.locator("td", has_text="Northern Magnet").first).to_be_visible()
    expect(page.locator("caption")).to_contain_text("What this document says")
    expect(page).to_have_title(f"{page.locator('h1').inner_text()} · Entity · Monazite")


def test_chain_is_what_the_projection_has(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, f"{VIEWS['chain']}?up=1&down=1")
    graph = projection.project(KnowledgeGraph.open())
    mine = "https://w3id.org/monazite/id/facility/mountain-pass"
    near = {mine, *graph.successors(mine), *graph.predecessors(mine)}
    expect(page.locator(".node")).to_have_count(len(near))
    links = graph.subgraph(near).number_of_edges()
    expect(page.get_by_role("heading", name="The links")).to_contain_text(str(links))
    expect(page.locator(".flow")).to_have_attribute(
        "aria-label", re.compile(f"{len(near)} nodes and {links} links")
    )


def test_chain_filters_and_their_address(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["chain"])
    nodes = page.locator(".node")
    before = nodes.count()
    page.get_by_role("checkbox", name="possible").check()
    expect(nodes).not_to_have_count(before)
    assert "basis=declared%2Cinternal%2Cpossible" in page.url
    after = nodes.count()
    page.reload()
    expect(nodes).to_have_count(after)
    page.get_by_role("button", name="Reset").click()
    expect(nodes).to_have_count(before)
    page.get_by_label("Links downstream").fill("0")
    page.get_by_label("Links upstream").fill("0")
    expect(page.get_by_text("No link fits these filters.")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("combobox", name="Product").select_option(label="NdPr oxide")
    shown = page.locator("tbody tr")
    expect(shown.first).to_contain_text("NdPr oxide")
    assert all("NdPr oxide" in text for text in shown.all_inner_texts())


def test_a_table_stays_when_the_column_that_it_is_sorted_by_goes(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["chain"])
    titles = page.locator("thead button")
    titles.last.click()
    before = titles.count()
    page.get_by_role("checkbox", name="declared").uncheck()
    expect(titles).not_to_have_count(before)
    expect(page.locator("tbody tr").first).to_contain_text("internal")


def test_chain_expands_and_collapses_by_keyboard(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, f"{VIEWS['chain']}?up=0&down=1")
    nodes = page.locator(".node")
    before = nodes.count()
    page.locator(".node[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    focused = page.locator(".node:focus")
    expect(focused).to_have_attribute("aria-pressed", "true")
    page.locator(".more").first.click()
    expect(nodes).not_to_have_count(before)
    assert "open=" in page.url
    expanded = nodes.count()
    assert expanded > before
    page.get_by_role("button", name="Collapse").click()
    expect(nodes).to_have_count(before)
    page.get_by_role("link", name="Open its page").click()
    expect(page).to_have_url(re.compile("#/entity/"))


def test_path_between_two(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["chain"])
    way = page.get_by_role("combobox", name="Show the shortest way to")
    way.fill("general motors")
    way.press("Enter")
    expect(page.locator("h1")).to_contain_text("The shortest way from Mountain Pass to General Motors")
    graph = projection.project(KnowledgeGraph.open())
    ends = [
        f"https://w3id.org/monazite/id/{name}" for name in ("facility/mountain-pass", "org/general-motors")
    ]
    expect(page.locator("h1")).to_contain_text(f"{nx.shortest_path_length(graph, *ends)} links")
    page.get_by_role("button", name="Back to the whole chain").click()
    expect(page.locator("h1")).to_have_text("Chain of Mountain Pass")


def test_language_and_theme_stay(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["stage"])
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("磁体制造")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="主题").click()
    page.get_by_role("button", name="主题").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("h1")).to_have_text("磁体制造")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_page_begins_in_its_own_language_until_a_reader_chooses(
    shipped_page: Path, open_page: Open, tmp_path: Path
) -> None:
    chinese = tmp_path / "zh.html"
    text = shipped_page.read_text(encoding="utf-8")
    chinese.write_text(text.replace('<html lang="en">', '<html lang="zh">', 1), encoding="utf-8")
    page = open_page(shipped_page)
    page.goto(chinese.as_uri())
    expect(page.locator("h1")).to_have_text("从矿石到电机")
    page.get_by_role("button", name="English").click()
    page.reload()
    expect(page.locator("h1")).to_have_text("From ore to motor")


def test_downloads(shipped_page: Path, open_page: Open, tmp_path: Path) -> None:
    page = open_page(shipped_page, VIEWS["chain"])

    def saved(button: str) -> Path:
        found = pages.download(page.get_by_role("button", name=button).first)
        path = tmp_path / found.suggested_filename
        found.save_as(path)
        return path

    drawing = saved("SVG").read_text(encoding="utf-8")
    assert "Monazite contributors, CC BY 4.0" in drawing and "Mountain Pass" in drawing
    assert saved("PNG").read_bytes().startswith(b"\x89PNG")
    with saved("CSV").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:2] == ["From", "To"] and rows[0][-2:] == ["Sources", "Licence"]
    assert {row[-1] for row in rows[1:]} == {"Monazite contributors, CC BY 4.0"}
    assert all(row[-2].startswith("http") for row in rows[1:]), "documents, not how many"
    assert len(rows) - 1 == int(page.get_by_role("heading", name="The links").inner_text().split()[-1])


def test_an_address_is_shown_to_copy_where_there_is_no_clipboard(shipped_page: Path, open_page: Open) -> None:
    """As on a page that came over plain HTTP from another machine."""
    page = open_page(shipped_page, VIEWS["chain"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy address").click()
    shown = page.get_by_role("textbox", name="Copy address")
    expect(shown).to_have_value(page.url)
    assert page.evaluate("getSelection().toString()") == page.url


def test_an_excerpt_is_small_and_says_what_it_lacks(
    browser: Browser, open_page: Open, shipped_page: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mp.html"
    command = [sys.executable, "-m", "monazite", "export", "--around", "MP Materials", "--output", str(path)]
    subprocess.run(command, check=True, capture_output=True)

    def held(page: Path) -> int:
        found = re.search(r'id="data-statements">([^<]+)<', page.read_text(encoding="utf-8"))
        assert found
        return len(found[1])

    assert held(path) < held(shipped_page) / 3
    page = open_page(path, "#/entity/id:org/mp-materials")
    ready(page)
    expect(page).to_have_title("MP Materials · Entity · Monazite")
    expect(page.locator("h1")).to_have_text("MP Materials")
    expect(page.locator(".node, .facts").first).to_be_visible()
    page.goto(f"{path.as_uri()}#/entity/id:facility/baogang-baiyun")
    expect(page.locator("h1")).to_contain_text("holds a part of the graph")


def test_the_policy_allows_nothing_from_elsewhere(shipped_page: Path) -> None:
    text = shipped_page.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy and "default-src 'none'" in policy[1] and "connect-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1] and "'unsafe-eval'" not in policy[1]
    head = text[: text.index('id="data-index"')]
    assert not re.search(r'(?:src|href)="(?!data:)[^#"]', head)
