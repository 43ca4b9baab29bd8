"""What a notebook shows of the graph, answers, entities and figures; nothing that data holds runs there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monazite import KnowledgeGraph, drawing, markup
from monazite.statements import Source
from monazite.vocabulary import MZ, SOURCE, THING

HOSTILE = '<img src=x onerror=alert(1)>"&$x^2$'
_GRAPHS = f"""
<https://w3id.org/monazite/registry/evil> {{
  <{THING}org/evil> a <{MZ.Company}> ; <http://www.w3.org/2004/02/skos/core#prefLabel> '{HOSTILE}'@en ;
    <https://schema.org/url> <javascript:alert(1)> .
}}
<{SOURCE}evil> {{
  <{SOURCE}evil> a <{MZ.SourceDocument}> ; <http://purl.org/dc/terms/title> '{HOSTILE}' ;
    <https://schema.org/url> "javascript:alert(2)" .
  <{THING}org/evil> <http://purl.org/dc/terms/description> '</td></table><script>alert(3)</script>' ;
    <{MZ.registeredIn}> <{THING}place/china> .
}}
"""


class _Page(HTMLParser):
    """Collects the elements of a page, the text it shows, and whether each element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(shown: object) -> _Page:
    """What a notebook shows of an object, held to what it may be made of."""
    made = _Page(shown._repr_html_())  # type: ignore[attr-defined]
    assert made.open == []
    assert set(made.tags) <= {
        *("section", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "ol", "ul", "li", "a", "code"),
    }
    assert {name for name, _ in made.attributes} <= {"class", "href", "target", "rel"}
    for name, value in made.attributes:
        if name == "href":
            assert re.match(r"https?://", value or ""), value
    return made


@pytest.fixture(scope="module")
def kg(small: None, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    path = tmp_path_factory.mktemp("evil") / "evil.trig"
    path.write_text(_GRAPHS, encoding="utf-8")
    return KnowledgeGraph.in_memory(extra=[path])


def test_the_graph_tells_how_much_it_holds(kg: KnowledgeGraph) -> None:
    shown = page(kg).text
    (leases,) = kg.query("SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a mz:Agreement }").values()
    assert re.search(rf"Agreement{leases[0]}(?!\d)", shown) and 'kg.query("leases")' in shown


def test_an_answer_is_a_table_whose_things_lead_on(kg: KnowledgeGraph) -> None:
    made = page(kg.query("leases"))
    assert "1 row" in made.text and "Inner Mongolia Seagate" in made.text and "6000" in made.text
    assert ("href", f"{SOURCE}rareearthexchanges-baotou-rare-earth-zone") in made.attributes
    assert "source:rareearthexchanges-baotou-rare-earth-zone" in made.text


def test_a_long_answer_is_cut_and_says_so(kg: KnowledgeGraph) -> None:
    found = kg.query("SELECT ?s ?p { ?s ?p ?o } LIMIT 1200")
    made = page(found)
    assert "1,200 rows" in made.text and f"and {1200 - markup.MOST:,} more" in made.text
    assert made.tags.count("tr") == markup.MOST + 1 and len(found.values()) == 1200


def test_yes_or_no_and_a_constructed_graph(kg: KnowledgeGraph) -> None:
    assert page(kg.query("ASK { ?x a mz:Lease }")).text == "yes"
    assert page(kg.query("ASK { ?x a mz:NoSuchThing }")).text == "no"
    made = page(kg.query("CONSTRUCT WHERE { ?x a mz:Lease }"))
    assert "1 statement" in made.text and "mz:Lease" in made.text
    assert page(kg.query("SELECT ?x { ?x a mz:NoSuchThing }")).text == "0 rows"


def test_an_entity_shows_its_facts_each_with_its_source(kg: KnowledgeGraph) -> None:
    made = page(kg.describe("Northern Magnet"))
    assert made.text.startswith("Northern Magnet") and "Company" in made.text
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", made.text)}
    assert cited == set(range(1, made.tags.count("li") + 1)), "each number is that of a document, each told"
    assert "baotou-rare-earth-zone" in "".join(value or "" for _, value in made.attributes)
    assert re.search(r"\d+ statements more follow by rules", made.text)


def test_a_source_leads_to_where_it_stands(kg: KnowledgeGraph) -> None:
    for source in kg.sources("Northern Magnet"):
        made = page(source)
        assert source.title in made.text and (source.url is None or ("href", source.url) in made.attributes)


@pytest.mark.parametrize("what", ["entity", "answer", "source", "constructed"])
def test_nothing_that_data_holds_runs(kg: KnowledgeGraph, what: str) -> None:
    evil = THING["org/evil"]
    ways: dict[str, Callable[[], object]] = {
        "entity": lambda: kg.describe(str(evil)),
        "answer": lambda: kg.query(f"SELECT ?o {{ <{evil}> ?p ?o }}"),
        "source": lambda: Source(SOURCE.evil, HOSTILE, "<b>", None, "javascript:alert(2)"),
        "constructed": lambda: kg.query(f"CONSTRUCT WHERE {{ <{evil}> ?p ?o }}"),
    }
    made = page(ways[what]())
    assert HOSTILE in made.text
    # What stands between dollar signs is a price, and no formula.
    assert what == "source" or any(
        "ignore" in (value or "") for name, value in made.attributes if name == "class"
    )


def test_a_figure_shows_itself(tmp_path: Path) -> None:
    with drawing.style():
        figure, axes = drawing.new("Bars", 3, 2)
        drawing.bars(axes, ["a", "b"], [1, 2], [2, 3])
    shown = figure._repr_png_()  # type: ignore[attr-defined]
    assert shown.startswith(b"\x89PNG\r\n")
