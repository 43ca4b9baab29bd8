"""SSSOM tables: read strictly, written canonically, and understood by the standard's own library alike."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite import KnowledgeGraph, shapes, sssom
from monazite.errors import FileError, TableError
from monazite.sssom.model import JUSTIFICATIONS, PREDICATES, Mapping, MappingSet

ID = "https://w3id.org/monazite/id/"
WD = "http://www.wikidata.org/entity/"

ONE = Mapping(
    subject_id=f"{ID}org/mp-materials",
    subject_label="MP Materials",
    predicate_id=PREDICATES[0],
    object_id=f"{WD}Q1",
    object_label='MP "Materials" Corp.',
    mapping_justification=JUSTIFICATIONS[6],
    confidence=0.95,
    author_id="https://w3id.org/monazite/contributors",
    mapping_date=date(2026, 11, 30),
    see_also=("https://example.org/a", "https://example.org/b"),
    comment="=SUM(A1) is no formula",
)
NOT = dataclasses.replace(ONE, object_id=f"{WD}Q2", predicate_modifier="Not", comment=None)
SET = MappingSet(
    mapping_set_id="https://w3id.org/monazite/mappings/test",
    license="https://creativecommons.org/publicdomain/zero/1.0/",
    mapping_set_title="Test",
    mapping_set_version="2026-11-30",
    subject_source="https://w3id.org/monazite/",
    object_source=f"{WD}Q2013",
    creator_id=("https://w3id.org/monazite/contributors",),
    mappings=(ONE, NOT),
)


def table(tmp_path: Path, change: tuple[str, str] | None = None) -> Path:
    """The table of `SET`, with one piece of its text changed."""
    text = sssom.text(SET)
    if change is not None:
        assert text.count(change[0]) >= 1
        text = text.replace(*change, 1)
    path = tmp_path / "test.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "test.sssom.tsv"
    sssom.write(SET, path)
    assert sssom.read(path) == SET
    assert "wd:Q1" in path.read_text() and "id:org/mp-materials" in path.read_text()


TEXT = st.text(st.characters(exclude_categories=["C"]), min_size=1).map(lambda t: " ".join(t.split()))


@given(
    label=TEXT.filter(bool),
    local=st.from_regex(r"[A-Za-z0-9_/()%~.-]{1,20}", fullmatch=True),
    confidence=st.integers(0, 1000).map(lambda n: n / 1000),
    predicate=st.sampled_from(PREDICATES),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mapping_survives(
    tmp_path: Path, label: str, local: str, confidence: float, predicate: str
) -> None:
    mapping = dataclasses.replace(
        ONE,
        subject_label=label.replace("|", "¦"),
        object_id=WD + local,
        confidence=confidence,
        predicate_id=predicate,
    )
    given_set = dataclasses.replace(SET, mappings=(mapping,))
    path = tmp_path / "any.sssom.tsv"
    sssom.write(given_set, path)
    assert sssom.read(path) == given_set


def test_the_same_mappings_give_the_same_text() -> None:
    turned = dataclasses.replace(SET, mappings=SET.mappings[::-1])
    assert sssom.text(SET) == sssom.text(turned)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("wd:Q1", "wdx:Q1"), "row 16 column object_id: 'wdx:Q1' the prefix 'wdx' is not in the curie_map"),
        (("wd:Q1", "Q1"), "column object_id: 'Q1' is no CURIE; right would be"),
        (
            ("skos:exactMatch", "skos:prefLabel"),
            "column predicate_id: 'skos:prefLabel' is none of skos:exactM",
        ),
        (
            ("semapv:Manual", "semapv:Guess"),
            "column mapping_justification: 'semapv:GuessMappingCuration' is n",
        ),
        (("2026-11-30\t", "30.11.2026\t"), "column mapping_date: '30.11.2026' is no day; right would be"),
        (("2026-11-30\t", "2026-02-30\t"), "column mapping_date: '2026-02-30' is no day"),
        (("0.95", "95"), "column confidence: '95' is no number from 0 to 1; right would be 0.95"),
        (("0.95", "nan"), "column confidence: 'nan' is no number from 0 to 1"),
        (("0.95", ""), "column confidence: is empty"),
        (("\tNot\t", "\tno\t"), "column predicate_modifier: 'no' is no modifier; right would be Not"),
        (
            ("https://example.org/a", "javascript:alert(1)"),
            "column see_also: 'javascript:alert(1)|https://ex",
        ),
        (("\tsubject_label", "\tname"), "row 15 column name: is not read; the columns are subject_id"),
        (("\tconfidence", ""), "row 15 column confidence: the column is missing"),
        (("wd:Q2\t", "wd:Q2\t\t"), "row 17: has 13 cells and the heading 12"),
        (
            ("#license: https://creativecommons.org/publicdomain/zero/1.0/\n", ""),
            "column license: is missing",
        ),
        (
            ("#license: https://creativecommons.org/publicdomain/zero/1.0/\n", "#license:\n"),
            "column license: is missing",
        ),
        (
            ("mappings/test", "mappings/test#a"),
            "column mapping_set_id: 'https://w3id.org/monazite/mappings/tes",
        ),
        (
            ("#license:", "#licence: a\n#license:"),
            "column licence: 'a' is not read; the metadata are curie_map",
        ),
        (("wd:Q2\t", "wd:Q1\t"), "row 16 says that the two match and this one that they do not; drop one"),
        (("\tNot\twd:Q2", "\t\twd:Q1"), "the same mapping stands in row 16; keep one"),
        (
            ("http://www.wikidata.org/entity/\n", "http://example.org/\n"),
            "the prefix 'wd' stands for http://www",
        ),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(tmp_path: Path, wrong: tuple[str, str], told: str) -> None:
    path = table(tmp_path, wrong)
    with pytest.raises(TableError) as caught:
        sssom.read(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


def test_all_wrong_cells_are_told_at_once(tmp_path: Path) -> None:
    path = table(tmp_path)
    path.write_text(path.read_text().replace("0.95", "1.5"))
    with pytest.raises(TableError) as caught:
        sssom.read(path)
    assert [problem.row for problem in caught.value.problems] == [16, 17]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "not UTF-8 at byte 0"),
        (b"#license: [\nsubject_id\n", "the metadata is not YAML"),
        (b"#- a\nsubject_id\n", "the metadata is no list of names and values"),
        (b"#license: https://example.org/\n", "has no heading"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "broken.sssom.tsv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=told):
        sssom.read(path)


def test_a_slot_said_once_holds_for_each_row(tmp_path: Path) -> None:
    path = table(tmp_path, ("#license", "#mapping_tool: monazite\n#license"))
    assert {mapping.mapping_tool for mapping in sssom.read(path).mappings} == {"monazite"}


def test_metadata_that_are_left_blank_say_nothing(tmp_path: Path) -> None:
    bare = dataclasses.replace(SET, mapping_set_description=None)
    path = tmp_path / "blank.sssom.tsv"
    path.write_text(f"#mapping_set_description:\n{sssom.text(bare)}", encoding="utf-8")
    assert sssom.read(path).mapping_set_description is None


def test_a_label_is_no_formula_in_a_spreadsheet() -> None:
    assert "\t'=SUM(A1) is no formula" in sssom.text(SET)


def test_the_graph_states_what_matches_and_not_what_was_denied() -> None:
    store = ox.Store()
    store.extend(sssom.quads(SET))
    ask = "ASK { GRAPH <https://w3id.org/monazite/mappings/test> { %s } }"
    plain = "<%sorg/mp-materials> <http://www.w3.org/2004/02/skos/core#exactMatch> <%s%s>"
    assert store.query(ask % (plain % (ID, WD, "Q1")))
    assert not store.query(ask % (plain % (ID, WD, "Q2")))
    denied = "?m <http://www.w3.org/2002/07/owl#annotatedTarget> <%sQ2> ; <%spredicate_modifier> 'Not'"
    assert store.query(ask % (denied % (WD, "https://w3id.org/sssom/")))
    assert {quad.graph_name.value for quad in store} == {SET.mapping_set_id}
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in store)


# sssom-py runs in a process of its own: it logs, and takes seconds to import.
ORACLE = """
import sys
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
from sssom.constants import SchemaValidationType
for path in sys.argv[1:]:
    found = parse_sssom_table(path)
    report = validate(found, [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness,
        SchemaValidationType.StrictCurieFormat], False)
    problems = [str(result.message) for results in report.values() for result in results.results]
    print(len(found.df), *problems, sep="\\t")
"""


def test_sssom_py_finds_nothing_wrong(tmp_path: Path, checkout: Path) -> None:
    paths = [table(tmp_path), *sorted((checkout / "data" / "links").glob("*.sssom.tsv"))]
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_text(paths[0].read_text().replace("semapv:ManualMappingCuration", "semapv:Guess"))
    run = subprocess.run(
        [sys.executable, "-c", ORACLE, *map(str, [*paths, broken])],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    *fine, bad = [line.split("\t") for line in run.stdout.splitlines()]
    assert fine == [[str(len(sssom.read(path).mappings))] for path in paths]
    assert "semapv:Guess" in str(bad)


def test_a_mapping_set_is_built_into_a_graph_of_its_own(tmp_path: Path, small_bundle: Path) -> None:
    path = table(tmp_path)
    kg = KnowledgeGraph.in_memory(small_bundle, [path])
    asked = "SELECT ?g { GRAPH ?g { <%sorg/mp-materials> skos:exactMatch wd:Q1 } }"
    graphs = kg.query(asked % ID).rows()
    assert [str(row.g) for row in graphs] == [SET.mapping_set_id]


def test_two_files_of_one_set_are_refused(tmp_path: Path, small_bundle: Path) -> None:
    first = table(tmp_path)
    second = tmp_path / "second.sssom.tsv"
    second.write_text(first.read_text())
    with pytest.raises(FileError, match=r"mappings/test> is in .*/test\.sssom\.tsv too"):
        KnowledgeGraph.in_memory(small_bundle, [first, second])


def test_a_wrong_cell_stops_the_build_of_a_store(tmp_path: Path, small_bundle: Path) -> None:
    path = table(tmp_path, ("0.95", "95"))
    with pytest.raises(TableError, match="column confidence"):
        KnowledgeGraph.build(tmp_path / "store", small_bundle, [path])
    assert not list((tmp_path / "store").glob("*/CURRENT"))


def test_a_finding_of_a_validation_names_the_line_of_the_table(tmp_path: Path, small_bundle: Path) -> None:
    """What the table alone cannot know: that nothing of ours has that name."""
    known = dataclasses.replace(ONE, subject_id=f"{ID}place/china", subject_label="China")
    path = tmp_path / "mixed.sssom.tsv"
    sssom.write(dataclasses.replace(SET, mappings=(known, NOT)), path)
    kg = KnowledgeGraph.in_memory(small_bundle, [path])
    found = shapes.validate(kg, small_bundle, [path], ["Violation"]).findings
    assert [(str(finding.focus), finding.file) for finding in found] == [(f"{ID}org/mp-materials", path)]
    line = path.read_text(encoding="utf-8").splitlines()[(found[0].line or 0) - 1]
    assert line.startswith("id:org/mp-materials\t")
