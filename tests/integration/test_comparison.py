"""Every term of the page that compares ontologies is one that the ontology in its column declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDFS, Graph

from monazite.vocabulary import ONTOLOGY, local_name

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "ontology-comparison.md").read_text(encoding="utf-8")
COLUMNS = ("Monazite", "MinMod", "BVCO", "IOF", "UNTP")


def rows() -> list[dict[str, str]]:
    table = TEXT.split("## Concept by concept")[1].split("##")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    head = [cell.strip() for cell in lines[0].strip("|").split("|")]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert all(len(cells) == len(head) for cells in found)
    return [dict(zip(head, cells, strict=True)) for cells in found]


def declared(column: str) -> set[str]:
    if column == "Monazite":
        ontology = Graph().parse(ROOT / "ontology" / "monazite.ttl")
        return {local_name(str(term)) for term in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)}
    path = ROOT / "tests" / "golden" / "compared" / f"{column.lower()}.txt"
    first, *terms = path.read_text(encoding="utf-8").splitlines()
    commit = re.search(r"at (\w+), (\d{4}-\d\d-\d\d)", first)
    assert commit is not None and f"{commit[1]} of {commit[2]}" in TEXT
    return set(terms)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_term_is_declared_where_it_is_said_to_be(column: str) -> None:
    named = [term for row in rows() for term in re.findall(r"`([^`]+)`", row[column])]
    assert len(named) > 10
    assert [term for term in named if term not in declared(column)] == []


def test_each_cell_has_terms_or_a_dash_and_each_row_says_how_they_differ() -> None:
    found = rows()
    assert len(found) >= 25
    for row in found:
        assert all(row[column] == "-" or "`" in row[column] for column in COLUMNS), row["concept"]
        assert len(row["how they differ"]) > 8
