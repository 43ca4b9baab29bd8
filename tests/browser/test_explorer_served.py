"""The explorer that is served: it tells what the single file tells, and asks the server for it."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import pages
from tests.browser.pages import LONG, go, opened, ready, unfold

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

GOLDEN = Path(__file__).parents[1] / "golden" / "questions"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize(
    "at",
    [
        "#/entity/id:facility/mountain-pass",
        "#/entity/id:org/lynas-rare-earths",
        "#/entity/concept:product/ndpr-oxide",
        "#/entity/source:rareearthexchanges-baotou-rare-earth-zone",
        "#/ownership/id:org/mp-materials",
        "#/tables/concentration",
        "#/network/id:org/mp-materials",
    ],
)
def test_both_modes_tell_the_same(served_page: str, shipped_page: Path, open_page: Open, at: str) -> None:
    told = []
    for where in (shipped_page, served_page):
        page = open_page(where, at)
        ready(page)
        unfold(page)
        ready(page)
        text = page.locator("main").inner_text()
        told.append(sorted(line for line in re.split(r"\s*\n\s*", text) if line))
    assert told[0] == told[1]
    assert len(told[0]) > 20


def test_the_page_carries_no_data_and_may_do_nothing_but_ask(served_page: str) -> None:
    page = httpx.get(f"{served_page}/")
    assert len(page.content) < 2_000 and "data-index" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "script-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    for name in re.findall(r'(?:src|href)="(explorer/[^"]+)"', page.text):
        file = httpx.get(f"{served_page}/{name}", headers={"Accept-Encoding": "gzip"})
        assert file.headers["content-encoding"] == "gzip" and "immutable" in file.headers["cache-control"]
        assert file.headers["x-content-type-options"] == "nosniff"


def test_parts_are_packed_and_asked_for_once(served_page: str) -> None:
    for path in ("/explorer/data/questions.json", "/explorer/statements?of=id:org/mp-materials"):
        part = httpx.get(served_page + path, headers={"Accept-Encoding": "gzip"})
        assert (
            part.headers["content-encoding"] == "gzip" and "must-revalidate" in part.headers["cache-control"]
        )
        again = httpx.get(
            served_page + path, headers={"If-None-Match": part.headers["etag"], "Accept-Encoding": "gzip"}
        )
        assert again.status_code == 304 and not again.content
        plain = httpx.get(served_page + path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers and plain.json() == part.json()
    assert httpx.get(f"{served_page}/explorer/data/secrets.json").status_code == 404
    assert httpx.get(f"{served_page}/explorer/..%2fhtml.py").status_code == 404
    assert httpx.get(f"{served_page}/explorer/statements", params={"of": "no iri"}).status_code == 400


def test_a_mapping_names_its_mapping_set(served_page: str, open_page: Open) -> None:
    page = open_page(served_page, "#/entity/id:org/texas-mineral-resources")
    same = page.locator(".value").filter(has_text="549300X9HZNPH2EB4X93")
    expect(same).to_contain_text("mappings: Monazite and the Global LEI Index", timeout=LONG)
    plain = httpx.get(f"{served_page}/doc/id/org/texas-mineral-resources", headers={"Accept": "text/html"})
    assert "<bdi>Monazite and the Global LEI Index</bdi></a>" in plain.text


def test_questions_go_to_the_endpoint(served_page: str, open_page: Open) -> None:
    asked: list[str] = []
    page = open_page(served_page, "#/sparql")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Question", exact=True).select_option("leases")
    expect(page.get_by_role("heading", name="Results")).to_be_visible(timeout=LONG)
    assert f"{served_page}/sparql" in asked
    saved = pages.download(page.get_by_role("button", name="CSV ↓"))
    with (
        Path(saved.path()).open(encoding="utf-8", newline="") as file,
        (GOLDEN / "leases.csv").open() as golden,
    ):
        assert sorted(csv.reader(file)) == sorted(csv.reader(golden))
    go(page, f"#/sparql?query={quote('CONSTRUCT { ?s a mz:Lease } WHERE { ?s a mz:Lease }')}")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"\d+ statements in"))).to_be_visible()


def test_an_answer_names_what_the_page_does_not_hold(served_page: str, open_page: Open) -> None:
    query = "SELECT ?amount { ?deal a mz:Loan ; mz:amount ?amount } LIMIT 1"
    page = open_page(served_page, f"#/sparql?query={quote(query)}")
    page.locator("tbody td a").click(timeout=LONG)
    expect(page).to_have_url(re.compile("#/entity/id:amount/"))
    expect(page.locator(".facts")).to_contain_text("currency", timeout=LONG)


def test_what_cannot_be_read_is_told_until_another_view_is_shown(served_page: str, browser: Browser) -> None:
    found = opened(browser, served_page)
    told = {"status": 400, "content_type": "application/problem+json", "body": '{"detail": "no such luck"}'}
    found.page.route("**/explorer/data/analyses.json", lambda route: route.fulfill(**told))
    go(found.page, "#/tables")
    expect(found.page.get_by_role("alert")).to_contain_text("no such luck")
    go(found.page, "#/capacity")
    expect(found.page.locator(".sankey")).to_be_visible(timeout=LONG)
    expect(found.page.get_by_role("alert")).to_have_count(0)
    found.context.close()


def test_mistakes_are_told_and_long_queries_end_when_told(served_page: str, open_page: Open) -> None:
    page = open_page(served_page)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    go(page, f"#/sparql?query={quote(ENDLESS)}")
    began = time.monotonic()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    assert time.monotonic() - began < 20
    go(page, f"#/sparql?query={quote('ASK {}')}")
    expect(page.get_by_role("status").filter(has_text="Yes, in")).to_be_visible()
    assert not errors
