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
from tests.browser.hostile import HOSTILE, IN_TRIG

from monazite import KnowledgeGraph, statements
from monazite.analysis import projection
from monazite.export import html

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

VIEWS = {
    "home": "#/",
    "unit": "#/entity/id:facility/mountain-pass",
    "company": "#/entity/id:org/mp-materials",
    "stage": "#/entity/concept:stage/magnet-making",
    "country": "#/entity/id:place/malaysia",
    "document": "#/entity/source:rareearthexchanges-baotou-rare-earth-zone",
    "chain": "#/chain/id:facility/mountain-pass",
    "path": "#/chain/id:facility/mountain-pass?to=id:org/general-motors",
    "picker": "#/chain",
    "nowhere": "#/nowhere",
}


def ready(page: Page) -> None:
    expect(page.get_by_text("Loading …")).to_have_count(0)
    expect(page.get_by_text("加载中……")).to_have_count(0)


def unfold(page: Page) -> None:
    """Opens all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


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


def test_a_document_tells_what_it_says(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["document"])
    expect(page.locator("td", has_text="Northern Magnet").first).to_be_visible()
    expect(page.locator("caption")).to_contain_text("What this document says")


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


def test_downloads(shipped_page: Path, open_page: Open, tmp_path: Path) -> None:
    page = open_page(shipped_page, VIEWS["chain"])

    def saved(button: str) -> Path:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).first.click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    drawing = saved("SVG").read_text(encoding="utf-8")
    assert "Monazite contributors, CC BY 4.0" in drawing and "Mountain Pass" in drawing
    assert saved("PNG").read_bytes().startswith(b"\x89PNG")
    with saved("CSV").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:2] == ["From", "To"]
    assert len(rows) - 1 == int(page.get_by_role("heading", name="The links").inner_text().split()[-1])


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [("desktop", "light", "en"), ("desktop", "dark", "zh"), ("phone", "dark", "en")],
)
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious(
    shipped_page: Path,
    open_page: Open,
    check_access: Callable[[Page], None],
    view: str,
    size: str,
    scheme: str,
    language: str,
) -> None:
    page = open_page(shipped_page, VIEWS[view], size, scheme, language)
    ready(page)
    check_access(page)


@pytest.fixture(scope="module")
def hostile_page(browser: Browser, small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    lines = []
    for name, text in IN_TRIG.items():
        lines.append(
            f"""
  organization:{name} a mz:Company ; skos:prefLabel "{text}"@en ; skos:altLabel "{text}"@zh-Hans ;
    dcterms:source source:hostile .
  facility:{name} a mz:Mine ; skos:prefLabel "{text}"@en ; dcterms:description "{text}" ;
    mz:operator organization:{name} ; mz:stage stage:mining ;
    schema:url <javascript:window.hacked=3> ; dcterms:source source:hostile .
  agreement:{name} a mz:SupplyAgreement ; skos:prefLabel "{text}"@en ;
    mz:supplier facility:{name} ; mz:buyer organization:script ; mz:product product:ore ;
    mz:agreementStatus <https://w3id.org/monazite/concept/agreement-status/binding> ."""
        )
    prefixes = {
        "organization": "id/org/",
        "facility": "id/facility/",
        "agreement": "id/agreement/",
        "source": "source/",
        "stage": "concept/stage/",
        "product": "concept/product/",
        "mz": "ontology#",
    }
    head = "\n".join(
        f"@prefix {name}: <https://w3id.org/monazite/{rest}> ." for name, rest in prefixes.items()
    )
    data = f"""{head}
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
source:hostile {{
  source:hostile a mz:SourceDocument ; dcterms:title "<b onmouseover=alert(1)>title</b>" ;
    dcterms:issued "2024" ; schema:url "javascript:alert(1)" .{"".join(lines)}
}}
"""
    (folder / "hostile.trig").write_text(data, encoding="utf-8")
    kg = KnowledgeGraph.in_memory(small_bundle, extra=[folder / "hostile.trig"])
    html.write(kg, folder / "hostile.html", title=HOSTILE["quotes"])
    return folder / "hostile.html"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_hostile_labels_do_nothing(hostile_page: Path, open_page: Open, name: str, size: str) -> None:
    page = open_page(hostile_page, f"#/entity/id:facility/{name}", size)
    ready(page)
    for address in (
        f"#/entity/id:org/{name}",
        "#/entity/source:hostile",
        f"#/chain/id:facility/{name}",
        "#/",
    ):
        unfold(page)
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.locator("main script, main img, main b").count() == 0
        page.goto(f"{hostile_page.as_uri()}{address}")
        ready(page)
    page.get_by_role("combobox", name="Search").fill(HOSTILE[name][:200])
    assert page.evaluate("window.hacked") is None


def test_hostile_addresses_do_nothing(hostile_page: Path, open_page: Open) -> None:
    for address in (
        "#/entity/%3Cscript%3Ewindow.hacked=1%3C/script%3E",
        "#/chain/%E0%A4%A?to=%",
        "#/entity/javascript:alert(1)",
        "#/constructor",
    ):
        page = open_page(hostile_page, address)
        assert page.evaluate("window.hacked") is None


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
