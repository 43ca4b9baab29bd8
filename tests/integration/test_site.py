"""The documentation site: built strictly, whole, and of use to a reader without a network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from monazite import queries
from monazite.cli import app

ROOT = Path(__file__).parents[2]
MKDOCS = Path(sys.executable).with_name("mkdocs")
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
pytestmark = [pytest.mark.slow, pytest.mark.engine]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made from nothing: pages gathered, notebooks run, built with every warning an error."""
    if not MKDOCS.is_file():
        pytest.skip("what makes the site is not installed: make docs")
    folder = tmp_path_factory.mktemp("site")
    made = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--into", folder / "docs"],
        cwd=ROOT, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-4000:]
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("docs_dir: build/docs", f"docs_dir: {folder / 'docs'}")
    text = text.replace("paths: [src]", f"paths: [{ROOT / 'src'}]")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [MKDOCS, "build", "--strict", "--quiet", "--site-dir", folder / "site"],
        cwd=folder, env=quiet, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


class _Seen(HTMLParser):
    """What a page asks for, where it leads to, and which places in it have names."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids |= {value for value in (told.get("id"), told.get("name")) if value}
        if tag == "a":
            self.leads.append(told.get("href") or "")
        elif tag != "link" or told.get("rel") in ("stylesheet", "icon", "preload"):
            self.loads += [value for value in (told.get("src"), told.get("href")) if value]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Seen]:
    return {path: _Seen(path) for path in site.rglob("*.html")}


def test_each_page_asks_its_own_folder_alone(site: Path, pages: dict[Path, _Seen]) -> None:
    assert len(pages) > 55
    for path, seen in pages.items():
        for address in seen.loads:
            if path.name != "404.html" and not address.startswith(("data:", "#")):
                target = (path.parent / re.sub(r"[?#].*", "", address)).resolve()
                assert target.is_relative_to(site) and target.exists(), f"{path}: {address}"


def test_each_link_leads_somewhere(site: Path, pages: dict[Path, _Seen]) -> None:
    for path, seen in pages.items():
        if path.name == "404.html":
            continue
        for address in seen.leads:
            if re.match(r"[a-z]+:", address):
                assert address.startswith(("http:", "https:", "mailto:")), f"{path}: {address}"
                continue
            name, _, anchor = address.partition("#")
            target = (path.parent / name).resolve() if name else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_relative_to(site) and target.exists(), f"{path}: {address}"
            if anchor and target in pages:
                assert anchor in pages[target].ids, f"{path}: {address}"


def test_the_reference_is_whole(pages: dict[Path, _Seen], site: Path) -> None:
    reference = site / "reference"
    told = set().union(*(pages[p].ids for p in (reference / "questions").glob("*.html")))
    assert {*queries.library(), *queries.library("federated")} <= told
    assert {command.name for command in app.registered_commands} <= pages[reference / "commands.html"].ids
    ontology = (ROOT / "ontology" / "monazite.ttl").read_text(encoding="utf-8")
    terms = {term.removeprefix("mz:") for term in re.findall(r"^(mz:\w+)$", ontology, re.MULTILINE)}
    shown = set().union(*(pages[p].ids for p in (reference / "ontology").glob("*.html")))
    assert len(terms) > 150 and terms <= shown
    assert "monazite.graph.KnowledgeGraph.query" in pages[reference / "python" / "graph.html"].ids


def test_examples_of_the_package_are_code(site: Path) -> None:
    """A bare `>>>` in a docstring would be three quotations within each other."""
    pages = [page.read_text(encoding="utf-8") for page in (site / "reference" / "python").glob("*.html")]
    assert any("gt;&gt;&gt;" in text or ">>>" in text for text in pages)
    assert not any("<blockquote>" in text for text in pages)


def test_every_notebook_ran_to_its_end(site: Path) -> None:
    assert len(NOTEBOOKS) == 5
    for path in NOTEBOOKS:
        notebook = json.loads((site / "notebooks" / path.name).read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1)), path.name
        figures = [
            output for cell in code for output in cell["outputs"] if "image/png" in output.get("data", {})
        ]
        assert figures, f"{path.name} draws nothing"
        errors = [
            o
            for cell in code
            for o in cell["outputs"]
            if o["output_type"] == "error" or o.get("name") == "stderr"
        ]
        assert errors == [], path.name


def test_each_figure_leads_to_itself_in_its_own_size(site: Path) -> None:
    """In a page a figure is as wide as the text, and its small print cannot be read."""
    figures = 0
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        drawn = re.findall(r'<img alt="[^"]*" src="([^"]+)"', text)
        figures += len(drawn)
        for address in drawn:
            assert re.search(rf'<a href="{re.escape(address)}">\s*<img', text), f"{page.name}: {address}"
    assert figures >= 8


def test_notebooks_are_kept_without_what_they_gave() -> None:
    for path in NOTEBOOKS:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            assert cell.get("outputs", []) == [] and cell.get("execution_count") is None, path.name
            if cell["cell_type"] == "code" and re.search(
                r"plot\(\)$|^figure$|\.draw\(.*\)$", cell["source"][-1]
            ):
                assert cell["metadata"].get("alt"), (
                    f"{path.name}: a figure says nothing to who does not see it"
                )


def test_the_navigation_is_the_readers() -> None:
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda *_: None)  # type: ignore[attr-defined]
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), loader)
    assert config["strict"] and "site_url" not in config
    assert [next(iter(part)) for part in config["nav"]] == [
        "Home", "How to", "Notebooks", "Understand", "Reference", "Project",
    ]  # fmt: skip


def test_a_reader_without_a_network_finds_what_he_looks_for(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((site / "index.html").as_uri())
    page.fill("input[name=query]", "offtake agreement")
    found = page.locator(".md-search-result__link").first
    found.wait_for(timeout=30_000)
    found.click()
    page.wait_for_load_state()
    assert page.url.startswith("file:") and "offtake" in page.inner_text("article").lower()
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(site: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for name in ("index", "model", "zh", "reference/commands", "reference/questions/chain",
                 "reference/ontology/agreements", "reference/python/graph", "notebooks/baotou"):  # fmt: skip
        page.goto((site / f"{name}.html").as_uri())
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over == 0, f"{name} is {over} pixels too wide"
