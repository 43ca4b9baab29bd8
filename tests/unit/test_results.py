"""Answers as CSV read back as what was found, whatever stands in them."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
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
