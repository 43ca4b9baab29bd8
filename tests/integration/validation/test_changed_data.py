"""Data changed at random, mostly where shapes look: the engine names each node that pySHACL finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH
from rdflib.term import Node
from tests.integration.validation.changing import BACKGROUND, BLIND, ONE, TWO, Draw, Little
from tests.integration.validation.differing import Report, report
from tests.shapes.breaking import SHAPES

from monazite import shapes
from monazite.validation.judge import Judges
from monazite.validation.suspects import Engine
from monazite.vocabulary import MZ, THING

SETTINGS = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
Rows = set[tuple[object, ...]]
NUMBER = st.integers(0, 10_000)
# A way in five aims at nothing; the others break one constraint each, of any kind as often as of another.
WAY = st.one_of(st.integers(0, BLIND - 1), *(st.integers(BLIND, 10_000) for _ in range(4)))
CHANGES = st.lists(st.tuples(WAY, NUMBER, NUMBER, NUMBER, NUMBER), min_size=25, max_size=40)


@pytest.fixture(scope="module")
def little(small_bundle: Path) -> Little:
    return Little(small_bundle)


def reports(little: Little, store: ox.Store) -> dict[str, Report]:
    """What pySHACL finds at every node, of each document by itself and of the union."""
    engine = Engine(store, BACKGROUND)
    found = {}
    for name in (*engine.documents, None):
        focus = None if name is None else little.focus(store, name)
        graphs = None if name is None else {name, *engine.background}
        found[name or ""] = little.both.full(store, graphs, focus)
    return found


def screened(little: Little, store: ox.Store) -> dict[str, Report]:
    """What pySHACL finds at the nodes that the engine names."""
    engine = Engine(store, BACKGROUND)
    suspects = little.both.found(engine)
    return {
        name or "": little.both.screened(
            engine, suspects, name, None if name is None else little.focus(store, name)
        )
        for name in (*engine.documents, None)
    }


broken: Counter[object] = Counter()


@SETTINGS
@given(change=CHANGES)
def test_no_finding_is_spared(little: Little, change: list[Draw]) -> None:
    store = little.store(little.changed(change))
    full = reports(little, store)
    broken.update(row[6] for row in full[""])
    assert screened(little, store) == full


def test_most_kinds_of_constraints_were_broken_in_the_union() -> None:
    assert len(broken) > 15, broken


def worst(found: Report) -> Sequence[tuple[object, ...]]:
    """The violations."""
    return [row for row in found if row[0] == "Violation"]


def imported(
    little: Little, quads: list[ox.Quad], fresh: list[ox.Quad], monkeypatch: pytest.MonkeyPatch
) -> tuple[Rows, Rows, set[Node]]:
    """What an import of a document anew brings and what a full run finds after it; who is spoken of."""
    known = little.store(quads)
    old = [quad for quad in quads if quad.graph_name == ox.NamedNode(TWO)]
    after = little.store([q for q in quads if q.graph_name == ox.NamedNode(ONE)] + fresh)
    monkeypatch.setattr(Judges, "__init__", lambda self, _: self.__dict__.update(little.both.judges.__dict__))
    found = report(shapes.violations(known, {TWO: (old, fresh)}, little.base))
    put = little.focus(after, TWO)
    elsewhere = {
        part for whole in shapes._UNION_ONLY for part in (whole, *SHAPES.objects(whole, SH.property))
    }

    def violations(store: ox.Store) -> list[tuple[str, tuple[object, ...]]]:
        """Those of each document by itself, and of the union."""
        whole = reports(little, store).items()
        return [
            (name, row) for name, each in whole for row in worst(each) if not (name and row[5] in elsewhere)
        ]

    before = {row[1:6] for _, row in violations(known)}
    expected = {
        row[1:6]
        for name, row in violations(after)
        if name != ONE and (row[1] in put or row[1] == "_:" or row[1:6] not in before)
    }
    return {row[1:6] for row in found}, expected, put


@SETTINGS
@given(change=CHANGES)
def test_a_change_brings_what_a_full_run_finds_after_it(
    little: Little, change: list[Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document is imported anew, with claims taken from all over the data."""
    fresh = [quad for quad in little.changed(change) if quad.graph_name == ox.NamedNode(TWO)]
    found, expected, _ = imported(little, little.quads, fresh, monkeypatch)
    assert found == expected


@pytest.mark.parametrize(
    "thing",
    ["identifier/wikidata-q42", "org/acme-magnets", "phase/acme-expansion-1", "project/acme-expansion"],
)
def test_a_change_breaks_what_another_document_says(
    little: Little, thing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one document alone says refers to a thing that the other no longer takes for what it was."""
    node, one, two = ox.NamedNode(THING[thing]), ox.NamedNode(ONE), ox.NamedNode(TWO)
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, two if q.subject == node else one) for q in little.quads
    ]
    fresh = [ox.Quad(node, ox.NamedNode(RDF.type), ox.NamedNode(MZ.Policy), two)]
    found, expected, put = imported(little, quads, fresh, monkeypatch)
    assert found == expected
    assert any(focus not in put for focus, *_ in found)


@pytest.mark.parametrize("thing", ["facility/acme-kundulun-plant", "phase/acme-expansion-1"])
def test_what_another_document_refers_to_is_no_longer_described(
    little: Little, thing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, one, two = ox.NamedNode(THING[thing]), ox.NamedNode(ONE), ox.NamedNode(TWO)
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, two if q.subject == node else one) for q in little.quads
    ]
    found, expected, _ = imported(little, quads, [], monkeypatch)
    assert found == expected
    assert [str(focus) for focus, *_ in found] == [node.value]


def test_a_number_is_taken_away_however_it_is_written(
    little: Little, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine holds 0.95e0 as the number that it is, and writes it otherwise."""
    confidence = ox.NamedNode("https://w3id.org/sssom/confidence")
    quads = [quad for quad in little.quads if quad.graph_name == ox.NamedNode(TWO)]
    fresh = [quad for quad in quads if quad.predicate != confidence]
    assert len(fresh) < len(quads)
    found, expected, _ = imported(little, quads, fresh, monkeypatch)
    assert found == expected
    assert any(path is not None and str(path) == confidence.value for _, path, *_ in found)
