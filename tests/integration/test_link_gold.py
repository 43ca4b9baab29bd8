"""Matching finds who is who as well as the gold set asks: precision, recall, and the table in the docs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.integration import link_gold
from tests.integration.link_gold import Answer, measures

from monazite.graph import KnowledgeGraph

DOCS = Path(__file__).parents[2] / "docs" / "linking.md"
UPDATE = os.environ.get("MONAZITE_UPDATE_GOLDEN") == "1"
PRECISION = 0.98
RECALL_WITH_REVIEW = 0.85


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    return link_gold.answers(KnowledgeGraph.open(), tmp_path_factory.mktemp("gold"))


def test_the_gold_set_is_as_large_as_it_says() -> None:
    rows = [row for name in ("names", "deposits", "places") for row in link_gold.rows(name)]
    same = [row for row in rows if row["verdict"] == "same"]
    different = [row for row in rows if row["verdict"] == "different"]
    assert len(same) >= 200 and len(different) >= 100 and len(same) + len(different) == len(rows)
    keys = [(row.get("name"), row.get("record_id") or row.get("geonameid"), row["entity"]) for row in rows]
    assert len(set(keys)) == len(keys), "no pair stands twice"
    text = (link_gold.GOLD / "README.md").read_text(encoding="utf-8")
    assert f"{len(same)} pairs" in text and f"{len(different)} near misses" in text


@pytest.mark.parametrize("split", ["tuning", "held-out"])
def test_what_is_accepted_is_right_and_a_reviewer_finds_the_rest(answers: list[Answer], split: str) -> None:
    part = [each for each in answers if each.split == split]
    found = measures(part)
    wrong = [f"{each.name} -> {each.accepted}: {each.why}" for each in part if each.wrong]
    assert found.precision is not None and found.precision >= PRECISION, "\n".join(wrong)
    assert found.recall_with_review is not None and found.recall_with_review >= RECALL_WITH_REVIEW, [
        each.name for each in part if each.same and not each.reviewed
    ]


def test_near_misses_are_not_taken_in(answers: list[Answer]) -> None:
    taken = [f"{each.name}: {each.why}" for each in answers if not each.same and each.accepted]
    assert len(taken) <= 2, taken


def test_the_table_in_the_docs_is_what_is_measured(answers: list[Answer]) -> None:
    text = DOCS.read_text(encoding="utf-8")
    parts = re.fullmatch(r"(.*<!-- gold -->\n)(.*?)(<!-- /gold -->.*)", text, re.DOTALL)
    assert parts, "the docs have a place for the table"
    if UPDATE:
        DOCS.write_text(parts[1] + _table(answers) + parts[3], encoding="utf-8")
    else:
        assert parts[2] == _table(answers)


def _table(answers: list[Answer]) -> str:
    lines = [
        "| dataset, class | same | different | accepted | precision | recall | recall with review |",
        "|---|---|---|---|---|---|---|",
    ]
    groups: dict[str, list[Answer]] = {
        "**all**": answers,
        "**tuning part**": [each for each in answers if each.split == "tuning"],
        "**held-out part**": [each for each in answers if each.split == "held-out"],
    }
    for key in sorted({(each.dataset, each.kind) for each in answers}):
        groups[", ".join(key)] = [each for each in answers if (each.dataset, each.kind) == key]
    for name, part in groups.items():
        found = measures(part)
        shares = (found.precision, found.recall, found.recall_with_review)
        cells = [str(n) for n in (found.positives, found.negatives, found.accepted)]
        cells += ["" if share is None else f"{share:.3f}" for share in shares]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
