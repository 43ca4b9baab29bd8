"""Each audit finds what is wrong in its bad example, and nothing of it in what is sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph, queries, sssom
from monazite.audit import checks
from monazite.link import mappings
from monazite.link.propose import Band, Proposal
from monazite.link.record import Record
from monazite.link.score import Score
from monazite.vocabulary import THING

BAD = Path(__file__).with_name("bad")
AUDITS = sorted(queries.library("audits"))
# How many rows the bad example has to give.
ROWS = {"statements-without-source": 3, "open-ended": 3, "dangling-links": 2}


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle)


@pytest.mark.parametrize("name", AUDITS)
def test_the_bad_example_is_caught_and_nothing_else(kg: KnowledgeGraph, name: str) -> None:
    before = checks.findings(kg, name).rows
    told = list(ox.parse(path=BAD / f"{name}.trig", format=ox.RdfFormat.TRIG))
    # The default graph of a store that is built holds what all others say.
    told += [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in told]
    quads = [quad for quad in told if quad not in kg.embedded]
    assert quads
    kg.embedded.extend(quads)
    try:
        found = [row for row in checks.findings(kg, name).rows if row not in before]
    finally:
        for quad in quads:
            kg.embedded.remove(quad)
    assert len(found) == ROWS.get(name, 1)
    assert all("odd" in row.thing for row in found)
    assert checks.findings(kg, name).rows == before


def test_what_a_run_of_linking_found_is_no_statement_without_a_source(
    small_bundle: Path, tmp_path: Path
) -> None:
    ours, theirs = Record(THING["place/china"], ()), Record("http://www.wikidata.org/entity/Q148", ())
    found = Proposal(ours, theirs, Score(99.0, ()), Band.accepted)
    empty = mappings.empty("wikidata", "Wikidata", "http://www.wikidata.org/entity/", date(2026, 12, 1))
    path = tmp_path / "mine.sssom.tsv"
    sssom.write(mappings.added(empty, [found], (), "https://example.org/me", date(2026, 12, 1)), path)
    kg = KnowledgeGraph.in_memory(small_bundle, [path])
    assert kg.query("SELECT ?x { GRAPH ?g { id:place\\/china skos:exactMatch ?x } }").rows()
    assert checks.findings(kg, "statements-without-source").rows == ()


def test_each_audit_has_its_example_and_says_what_it_looks_at(kg: KnowledgeGraph) -> None:
    assert len(AUDITS) >= 12
    assert {path.stem for path in BAD.glob("*.trig")} == set(AUDITS)
    totals = {str(row[0]) for row in kg.query(queries.shipped("projections", "audit-totals").text).rows()}
    for name in AUDITS:
        query = queries.shipped("audits", name)
        assert query.summary and len(query.description) > 30
        assert query.header["among"] in totals
        assert set(query.header) <= {"summary", "description", "among", "must"}
    assert {name for name in AUDITS if checks.must(name)} == {"dangling-links", "statements-without-source"}
    assert checks.names()[:2] == ("dangling-links", "statements-without-source")


def test_what_must_not_be_found_is_not_in_what_is_shipped() -> None:
    shipped = KnowledgeGraph.open()
    for name in ("dangling-links", "statements-without-source", "open-ended", "documents-without-statements"):
        assert checks.findings(shipped, name).rows == (), name
