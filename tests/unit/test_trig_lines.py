"""Lines of statements are found exactly, and none is missed or made up."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from monazite import bundle, trig_lines

DATA = bundle.data_files(bundle.root() / "data")


def parsed(path: Path) -> set[tuple[str, str, str]]:
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TRIG)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_every_statement_of_the_data_has_a_line(path: Path) -> None:
    located = trig_lines.locate(path)
    assert {(str(s.subject), str(s.predicate), s.object) for s in located} == parsed(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(1 <= statement.line <= len(lines) for statement in located)


def test_lines_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "odd.trig"
    path.write_text(
        """@prefix x: <http://x/> . # ?
PREFIX y: <http://y/>
x:g {
  x:a x:p x:b ;
    x:q \"\"\"multi
line ; . "quoted" \"\"\" ;
    # x:z x:z .
    x:r x:c ,

      x:d .
  x:e a x:F ; y:n 16.38 , "s.\\"t\\u00e9"@en , "5"^^x:int , "6"^^<http://x/int>.
}
y:h { <http://k#l> y:o <http://m> }
""",
        encoding="utf-8",
    )
    located = trig_lines.locate(path)
    assert {(str(s.subject), str(s.predicate), s.object) for s in located} == parsed(path)
    at = {s.object: s.line for s in located}
    assert (at["http://x/b"], at["http://x/c"], at["http://x/d"], at["http://m"]) == (4, 8, 10, 13)
    assert at['s."té'] == 11

    a = URIRef("http://x/a")
    assert trig_lines.line_of(located, a, URIRef("http://x/r"), URIRef("http://x/d")) == 10
    assert trig_lines.line_of(located, a, URIRef("http://x/r"), URIRef("http://x/absent")) == 8
    assert trig_lines.line_of(located, a, URIRef("http://x/absent")) == 4
    assert trig_lines.line_of(located, URIRef("http://x/absent")) is None
    assert trig_lines.line_of(located, URIRef("http://x/e"), URIRef("http://y/n"), Literal("5")) == 11


@settings(max_examples=60)
@example(["@", "^^", "base"])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6))
def test_any_literals_are_read_as_the_parser_reads_them(texts: list[str]) -> None:
    subject, predicate = ox.NamedNode("http://a/b"), ox.NamedNode("http://a/p")
    quads = [ox.Quad(subject, predicate, ox.Literal(t), ox.NamedNode("http://g")) for t in texts]
    written = ox.serialize(quads, format=ox.RdfFormat.TRIG)
    assert written is not None
    found = {statement.object for statement in trig_lines._statements(written.decode())}
    assert found == set(texts)
