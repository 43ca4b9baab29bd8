"""The audit of a graph: its duplicates, its support, its page and its other forms."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.audits.test_explained import HEAD

from monazite import KnowledgeGraph
from monazite.audit import auditing, checks, duplicates, page, support
from monazite.audit.auditing import Audit

HOSTILE = """=HYPERLINK("https://evil.example")<script>alert(1)</script><img src=x onerror=alert(2)>"""
FACTS = f"""{HEAD}
<https://w3id.org/monazite/registry/test> {{
  facility:works a mz:ManufacturingPlant ; skos:prefLabel "Blue River Magnet Works Lisburn"@en ;
    dcterms:source source:first .
  facility:again a mz:ManufacturingPlant ; skos:prefLabel "Blue River Magnet Works, Lisburn"@en ;
    dcterms:source source:first .
  facility:line a mz:ProductionLine ; skos:prefLabel "Blue River magnet works Lisburn"@en ;
    dcterms:source source:first .
  facility:other a mz:ManufacturingPlant ; skos:prefLabel "Green Hill Motors Derby"@en ;
    dcterms:source source:first .
  facility:hostile a mz:ManufacturingPlant ; skos:prefLabel '''{HOSTILE}'''@en ;
    dcterms:source source:first .
}}
source:first {{
  source:first a mz:SourceDocument ; dcterms:title "First" ; dcterms:publisher org:first ;
    dcterms:issued "2026-05" .
  facility:line mz:lineOf facility:works , facility:again .
  facility:works mz:stage stage:magnet-making ; mz:locatedIn place:norway ; mz:operator org:first .
  facility:other mz:stage stage:motor-making .
}}
source:old {{
  source:old a mz:SourceDocument ; dcterms:title "Old" ; dcterms:publisher org:second ;
    dcterms:issued "2015" .
  facility:works mz:stage stage:magnet-making .
}}
"""


@pytest.fixture(scope="module")
def kg(small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    facts = tmp_path_factory.mktemp("facts") / "facts.trig"
    facts.write_text(FACTS, encoding="utf-8")
    return KnowledgeGraph.in_memory(small_bundle, [facts])


@pytest.fixture(scope="module")
def audit(kg: KnowledgeGraph) -> Audit:
    return auditing.audit(kg)


class Reader(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_entries_that_look_alike_are_suspected_unless_they_are_kin_or_decided(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def ours() -> Iterator[str]:
        return (pair.thing.rsplit("/", 1)[1] for pair in duplicates.suspected(kg) if "Blue River" in pair.one)

    assert list(ours()) == ["again"]
    (tmp_path / "data" / "registry").mkdir(parents=True)
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(Path(__file__).parents[2] / name)
    (tmp_path / "data" / "registry" / "matches.csv").write_text(
        "family,name,candidate,candidate_name,score,decision,reason\n"
        'facility,"Blue River Magnet Works, Lisburn",https://w3id.org/monazite/id/facility/works,'
        "Blue River Magnet Works Lisburn,99,new,two sites\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("MONAZITE_BUNDLE", str(tmp_path))
    assert list(ours()) == []


def test_support_counts_independent_publishers_and_ages(kg: KnowledgeGraph) -> None:
    rows = {(row.by, row.of): row for row in support.support(kg).rows}
    magnets = rows["country", "Norway"]
    assert (magnets.things, magnets.one_publisher, magnets.two_publishers) == (2, 1, 1)
    assert (magnets.with_operator, magnets.with_coordinates, magnets.with_capacity) == (2, 0, 0)
    motors = rows["stage", "motor making"]
    assert motors.one_publisher >= 1
    units = rows["family", "production units"]
    # The hostile one stands in the registry alone.
    assert units.no_publisher >= 1
    for row in rows.values():
        publishers = row.no_publisher + row.one_publisher + row.two_publishers + row.more_publishers
        ages = row.up_to_3_years + row.up_to_8_years + row.more_than_8_years + row.undated
        assert publishers == ages == row.things


def test_a_publisher_that_repeats_another_is_no_second_voice(kg: KnowledgeGraph) -> None:
    quoting = ox.Quad(
        ox.NamedNode("https://w3id.org/monazite/source/old"),
        ox.NamedNode("http://www.w3.org/ns/prov#wasQuotedFrom"),
        ox.NamedNode("https://w3id.org/monazite/source/first"),
    )
    kg.embedded.add(quoting)
    try:
        rows = {row.of: row for row in support.support(kg).rows if row.by == "country"}
    finally:
        kg.embedded.remove(quoting)
    assert (rows["Norway"].one_publisher, rows["Norway"].two_publishers) == (2, 0)


def test_the_page_shows_all_and_neither_loads_nor_runs_anything(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    page.write(audit, path)
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "iframe", "object", "embed", "link", "a", "form", "svg"}
    pictures = [attributes for tag, attributes in reader.tags if tag == "img"]
    assert len(pictures) >= 2
    assert all((picture["src"] or "").startswith("data:image/svg+xml;base64,") for picture in pictures)
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    text = " ".join(reader.text)
    assert HOSTILE in text
    for name in (*audit.findings, "Blue River Magnet Works, Lisburn"):
        assert name in text
    policy = next(a["content"] or "" for t, a in reader.tags if t == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in policy


def test_each_form_tells_the_same(audit: Audit) -> None:
    told = json.loads(audit.to_json())
    assert told["passed"] is audit.checks.passed is False
    counted = {row["audit"]: row["found"] for row in told["checks"]["rows"]}
    assert counted["units-without-coordinates"] == len(told["findings"]["units-without-coordinates"]["rows"])
    assert counted.keys() == audit.findings.keys() == set(checks.names())
    rows = list(csv.DictReader(audit.everything.to_csv().splitlines()))
    assert len(rows) == sum(len(found.rows) for found in audit.findings.values())
    assert any(row["name"] == "'" + HOSTILE for row in rows)


def test_progress_tells_each_audit(kg: KnowledgeGraph) -> None:
    steps: list[tuple[str, int, int]] = []
    auditing.audit(kg, lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(len(checks.names()) + 3))
    assert steps[-1][1] == steps[-1][2]
