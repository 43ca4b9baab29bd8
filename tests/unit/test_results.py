"""Answers as CSV and Parquet read back as what was found, whatever stands in them."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import results

IRIS = st.text("abc,;\"' \n|", max_size=8).map(
    lambda text: "https://example.org/" + "".join(text.split()).replace('"', "%22").replace("|", "%7C")
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(IRIS, TEXTS), max_size=5))
def test_csv_reads_back_as_the_rows_that_were_found(pairs: list[tuple[str, str]]) -> None:
    store = ox.Store()
    says = ox.NamedNode("https://example.org/says")
    for iri, text in pairs:
        store.add(ox.Quad(ox.NamedNode(iri), says, ox.Literal(text)))
    found = store.query("SELECT ?iri ?none ?text { ?iri ?p ?text }")
    assert isinstance(found, ox.QuerySolutions)
    out = io.BytesIO()
    results.write_csv(found, out)
    head, *rows = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert head == ["iri", "none", "text"]
    assert sorted(rows) == sorted([iri, "", text] for iri, text in set(pairs))


def test_an_answer_of_more_rows_than_are_written_at_once_is_whole() -> None:
    store = ox.Store()
    for number in range(2500):
        store.add(ox.Quad(ox.BlankNode(), ox.NamedNode("https://example.org/is"), ox.Literal(str(number))))
    found = store.query("SELECT ?n { ?s ?p ?n }")
    assert isinstance(found, ox.QuerySolutions)
    out = io.BytesIO()
    results.write_csv(found, out)
    lines = out.getvalue().decode().split("\r\n")
    assert lines[0] == "n" and lines[-1] == ""
    assert sorted(map(int, lines[1:-1])) == list(range(2500))


def test_a_column_of_several_kinds_of_values_is_text_in_parquet() -> None:
    pandas = pytest.importorskip("pandas")
    text = 'SELECT * { VALUES (?mixed ?number) { (1.5 1) ("a" 2) (true 3) (UNDEF 4) (<urn:x:y> 5) } }'
    out = io.BytesIO()
    results.write(ox.Store().query(text), "parquet", out)
    frame = pandas.read_parquet(out)
    assert frame.number.tolist() == [1, 2, 3, 4, 5]
    assert frame.mixed.dropna().tolist() == ["1.5", "a", "true", "urn:x:y"]
    assert frame.mixed.isna().tolist() == [False, False, False, True, False]
