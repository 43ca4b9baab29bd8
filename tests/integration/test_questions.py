"""Every question of the library has a golden answer over the shipped graph.

To renew the answers after a change that is meant: ``MONAZITE_UPDATE_GOLDEN=1 pytest`` this file, then
read the difference.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from monazite import KnowledgeGraph, queries, results

GOLDEN = Path(__file__).parents[1] / "golden" / "questions"
LIBRARY = queries.library()
# A question whose answer may be empty, and why.
EMPTY: dict[str, str] = {}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.in_memory()


def test_there_are_questions_and_no_golden_answer_without_one() -> None:
    assert len(LIBRARY) >= 60
    assert {path.stem for path in GOLDEN.glob("*.csv")} == LIBRARY.keys()


@pytest.mark.parametrize("name", LIBRARY)
def test_the_answer_is_the_golden_one(kg: KnowledgeGraph, name: str) -> None:
    out = io.BytesIO()
    results.write(kg.solve(LIBRARY[name]), "csv", out)
    golden = GOLDEN / f"{name}.csv"
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        golden.write_bytes(out.getvalue())
    assert out.getvalue().decode() == golden.read_bytes().decode()
    rows = list(csv.reader(io.StringIO(out.getvalue().decode())))
    assert len(rows) > 1 or name in EMPTY, "a question that finds nothing asks for nothing that is there"


@pytest.mark.parametrize("name", LIBRARY)
def test_a_question_can_be_read_by_any_grlc_tool(name: str) -> None:
    query = LIBRARY[name]
    assert query.summary.endswith("?")
    assert len(query.description) > 40
    assert query.tags
    assert set(query.header) <= {"summary", "description", "tags", "defaults", "endpoint", "method"}
    assert all(parameter.default for parameter in query.parameters), (
        "a question answers without being told more"
    )


@pytest.mark.parametrize("name", LIBRARY)
def test_every_row_of_a_claim_names_its_source(kg: KnowledgeGraph, name: str) -> None:
    result = kg.query(name)
    if "source" not in result.variables:
        pytest.skip("an answer over many sources")
    known = {str(source) for source in result_sources(kg)}
    for row in result.rows():
        assert str(row.source) in known


def result_sources(kg: KnowledgeGraph) -> set[str]:
    return {str(row.source) for row in kg.query("sources").rows()}


def test_totals_are_sums_of_the_amounts_they_name(kg: KnowledgeGraph, small_bundle: Path) -> None:
    article = KnowledgeGraph.in_memory(small_bundle)
    projects = article.query("projects").to_dataframe().drop_duplicates("project")
    totals = article.query("investment-by-initiative").to_dataframe()
    stages = article.query("investment-by-stage").to_dataframe()
    assert totals.amount_cny.sum() == projects.amount_cny.sum() == stages.amount_cny.sum() == 340_000_000
    assert totals.stated_usd.sum() == projects.stated_usd.sum() == 46_410_000
    assert totals.printed_over.tolist() == [45_000_000]
    everywhere = kg.query("projects").to_dataframe()
    assert set(projects.project) < set(everywhere.project)


def test_a_question_takes_a_name_for_an_entity(kg: KnowledgeGraph) -> None:
    by_name = kg.query("zone", zone="Baotou Rare-earth Hi-Tech Zone").values()
    assert by_name == kg.query("zone").values() != []
    assert kg.query("zone", zone="Inner Mongolia").values() != by_name
