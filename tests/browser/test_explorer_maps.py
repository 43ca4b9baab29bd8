"""The map, the capacity and the network view, as a single file: counts, filters, keyboard."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import pages
from tests.browser.pages import ready

from monazite import KnowledgeGraph
from monazite.analysis import projection
from monazite.export import html, pagedata

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

VIEWS = {"map": "#/map", "capacity": "#/capacity", "network": "#/network"}
TOO_LONG = 15_000


@pytest.fixture(scope="module")
def chain() -> nx.MultiDiGraph[str]:
    return projection.project(KnowledgeGraph.open())


def test_map_counts_every_unit_of_which_a_country_is_known(
    shipped_page: Path, open_page: Open, chain: nx.MultiDiGraph[str]
) -> None:
    page = open_page(shipped_page, VIEWS["map"])
    units = pagedata.make(KnowledgeGraph.open(), "index")["entities"]
    lands = Counter(each["country"] for each in units if "unit" in each and "country" in each)
    status = page.locator("main p[role=status]")
    expect(status).to_contain_text(f"{lands.total()} units in {len(lands)} countries.")
    rows = page.get_by_role("navigation", name="Countries").locator("button").all()
    told = [int(row.locator(".numeric").inner_text()) for row in rows]
    assert told == sorted(lands.values(), reverse=True)
    expect(page.locator(".symbol")).to_have_count(len(lands))
    placed = sum("unit" in each and "at" in each for each in units)
    expect(page.locator(".place")).to_have_count(placed)
    land = nx.get_node_attributes(chain, "country")
    routes = Counter((land[a], land[b]) for a, b in set(chain.edges()) if land[a] != land[b])
    routes = Counter({ends: n for ends, n in routes.items() if all(ends)})
    expect(page.get_by_role("heading", name="Supplies between countries")).to_contain_text(str(len(routes)))
    expect(page.locator("tbody tr").first.locator("td").nth(2)).to_have_text(str(max(routes.values())))


def test_map_of_a_country_lists_its_units_and_links(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["map"])
    country = page.get_by_role("navigation", name="Countries").get_by_role("button", name="Australia")
    country.focus()
    expect(page.locator(".map-tip")).to_contain_text("Australia")
    country.press("Enter")
    expect(country).to_have_attribute("aria-pressed", "true")
    assert "country=AU" in page.url
    count = country.locator(".numeric").inner_text()
    expect(page.get_by_role("heading", name="Units in Australia")).to_contain_text(count)
    expect(page.get_by_role("link", name="Mt Weld").first).to_be_visible()
    assert page.locator("section .mark").count() > 10
    page.get_by_role("button", name="Back to all countries").click()
    expect(page.get_by_role("heading", name="Supplies between countries")).to_be_visible()
    page.locator(".symbol", has_text="CN").click()
    expect(page).to_have_url(re.compile("country=CN"))


def test_map_filters_and_their_address(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["map"])
    symbols = page.locator(".symbol")
    before = symbols.count()
    for name in ("Mining", "Separation", "Metal and alloy", "Motors and use", "Recycling", "Not stated"):
        page.get_by_role("checkbox", name=name).uncheck()
    expect(symbols).not_to_have_count(before)
    fewer = symbols.count()
    assert page.url.endswith("stages=magnets")
    page.get_by_role("combobox", name=re.compile("^Supplies")).select_option("none")
    expect(page.locator(".arc")).to_have_count(0)
    page.reload()
    expect(symbols).to_have_count(fewer)
    page.get_by_role("checkbox", name="Magnets").uncheck()
    expect(page.locator("main p[role=status]")).to_contain_text("No unit fits these filters.")
    page.get_by_role("button", name="Reset").click()
    expect(symbols).to_have_count(before)


def test_map_moves_by_keyboard_wheel_and_pointer(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["map"])
    frame = page.get_by_role("group", name=re.compile("^Map"))
    ground = page.locator(".map-hold svg > g")
    still = ground.get_attribute("transform")
    frame.focus()
    frame.press("+")
    frame.press("ArrowLeft")
    expect(ground).not_to_have_attribute("transform", still or "")
    moved = ground.get_attribute("transform") or ""
    box = frame.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 350, box["y"] + 220, steps=4)
    page.mouse.up()
    expect(ground).not_to_have_attribute("transform", moved)
    assert "country=" not in page.url
    dragged = ground.get_attribute("transform") or ""
    page.mouse.wheel(0, -300)
    expect(ground).not_to_have_attribute("transform", dragged)
    page.get_by_role("button", name="Whole map").click()
    expect(ground).to_have_attribute("transform", still or "")


def test_capacity_agrees_with_the_data_in_every_year(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["capacity"])
    told = pagedata.make(KnowledgeGraph.open(), "years")
    now = int(told["newest"][:4])
    slider = page.get_by_role("slider", name="Year")
    expect(slider).to_have_value(str(now))
    china = page.get_by_role("row").filter(has_text="magnet making").filter(has_text="China")
    years = {each["year"]: each for each in told["years"]}
    slider.focus()
    for year in (now, now + 1, now + 2):
        expect(page.locator("output")).to_have_text(str(year))
        column = next(each for each in years[year]["stages"] if each["stage"] == "magnet-making")
        figure = column["countries"]["CN"]
        page.get_by_role("button", name="Show all").first.click()
        cells = [cell.replace(",", "") for cell in china.locator("td").all_inner_texts()[2:]]
        expected = [*figure["installed"], *figure["planned"]]
        assert [float(cell) for cell in cells] == [pytest.approx(value, abs=0.5) for value in expected]
        page.get_by_role("button", name="Show fewer").first.click()
        slider.press("ArrowRight")
    assert f"year={now + 3}" in page.url
    expect(page.get_by_role("checkbox", name="with what is planned")).to_be_checked()
    expect(page.get_by_text(f"plans due by the end of {now + 3}")).to_be_visible()


def test_capacity_blocks_show_what_is_certain_and_what_can_be(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["capacity"])
    blocks = page.locator(".sankey .block")
    installed = blocks.count()
    assert page.locator(".sankey .solid").count() <= installed
    assert page.locator(".sankey .supply").count() > 5
    page.get_by_role("checkbox", name="with what is planned").check()
    assert "planned=yes" in page.url
    expect(blocks).not_to_have_count(installed)
    heights = page.evaluate(
        """[...document.querySelectorAll('.sankey .block')].map((block) => [
          Number(block.querySelector('.solid')?.getAttribute('height') ?? 0),
          Number(block.querySelector('.pale').getAttribute('height'))])"""
    )
    assert all(solid <= whole + 1 for solid, whole in heights)


def test_capacity_plays_to_its_end(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/capacity?year=2034")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output")).to_have_text("2035")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_network_is_what_the_projections_have(
    shipped_page: Path, open_page: Open, chain: nx.MultiDiGraph[str]
) -> None:
    page = open_page(shipped_page, VIEWS["network"])
    ready(page)
    places = ("locatedIn", "registeredIn", "basedIn", "sfWithin")
    stated = [
        (start, end)
        for start, end, data in projection.network(KnowledgeGraph.open()).edges(data=True)
        if not data["property"].endswith(places)
    ]
    relations = [each for each in [*stated, *chain.edges()] if each[0] != each[1]]
    nodes = {node for each in relations for node in each}
    expect(page.locator(".network-find > [role=status]")).to_have_text(
        f"{len(nodes)} nodes, {len(relations)} relations"
    )
    counts = page.locator(".network-legend .muted").all_inner_texts()
    assert sum(map(int, counts)) == len(nodes)
    mine = "https://w3id.org/monazite/id/org/mp-materials"
    near = {node for each in relations if mine in each for node in each} - {mine}
    find = page.get_by_role("combobox", name="Find a node")
    find.fill("mp materials")
    find.press("ArrowDown")
    find.press("Enter")
    expect(page.get_by_role("heading", name="Neighbours of MP Materials")).to_contain_text(str(len(near)))
    assert "focus=id%3Aorg%2Fmp-materials" in page.url
    expect(page.locator("tbody .mark").first).to_be_visible()


def test_network_by_keyboard_and_table_alone(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, VIEWS["network"])
    ready(page)
    page.get_by_role("button", name="Show the neighbours of Lynas Rare Earths").press("Enter")
    expect(page.get_by_role("heading", name="Neighbours of Lynas Rare Earths")).to_be_visible()
    frame = page.get_by_role("group", name=re.compile("^Network drawing"))
    frame.press("+")
    frame.press("ArrowRight")
    frame.press("Escape")
    expect(page.get_by_role("heading", name="Nodes with most neighbours")).to_be_visible()
    page.get_by_role("checkbox", name="Parties of agreements").uncheck()
    ready(page)
    page.reload()
    ready(page)
    expect(page.get_by_role("checkbox", name="Parties of agreements")).not_to_be_checked()
    assert "relations=" in page.url


def test_network_can_be_picked_in_the_drawing(shipped_page: Path, open_page: Open) -> None:
    page = open_page(shipped_page, "#/network?focus=id:org/mp-materials")
    ready(page)
    expect(page.locator(".network-canvas canvas").first).to_be_attached(timeout=TOO_LONG)
    page.locator(".network-canvas").scroll_into_view_if_needed()
    # Until the settled layout is drawn, with the chosen node in the middle.
    page.wait_for_timeout(1000)
    box = page.locator(".network-canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + 12, box["y"] + box["height"] - 12)
    expect(page.get_by_role("heading", name="Nodes with most neighbours")).to_be_visible()
    # Sooner, it would be a double click.
    page.wait_for_timeout(500)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", name="Neighbours of MP Materials")).to_be_visible()


def test_downloads(shipped_page: Path, open_page: Open, tmp_path: Path) -> None:
    def saved(page: Page, button: str) -> Path:
        found = pages.download(page.get_by_role("button", name=button).first)
        path: Path = tmp_path / found.suggested_filename
        found.save_as(path)
        return path

    for view, word in (("map", "CN"), ("capacity", "China (CN)")):
        page = open_page(shipped_page, VIEWS[view])
        ready(page)
        drawing = saved(page, "SVG").read_text(encoding="utf-8")
        assert "Monazite contributors, CC BY 4.0" in drawing and word in drawing
        assert saved(page, "PNG").read_bytes().startswith(b"\x89PNG")
        with saved(page, "CSV").open(newline="", encoding="utf-8") as stream:
            assert len(list(csv.reader(stream))) > 20
    page = open_page(shipped_page, VIEWS["network"])
    ready(page)
    with saved(page, "CSV").open(newline="", encoding="utf-8") as stream:
        assert next(csv.reader(stream)) == ["Node", "Kind", "Neighbours", "Licence"]
    picture = saved(page, "PNG")
    from PIL import Image

    with Image.open(picture) as image:
        assert len(image.convert("RGB").getcolors(1 << 24) or []) > 50


def test_an_excerpt_has_the_views_too(open_page: Open, browser: Browser, tmp_path: Path) -> None:
    kg = KnowledgeGraph.open()
    mine = "https://w3id.org/monazite/id/org/lynas-rare-earths"
    network = projection.network(kg)
    html.write(kg, tmp_path / "part.html", {mine, *nx.all_neighbors(network, mine)})
    for view in ("map", "capacity", "network"):
        page = open_page(tmp_path / "part.html", VIEWS[view])
        ready(page)
        expect(page.locator("main h1")).to_be_visible()
