"""Real data changed at random: the engine names each node that pySHACL finds fault with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.term import Node
from tests.integration.validation.differing import Both, Report

from monazite import KnowledgeGraph, shapes
from monazite.results import from_engine
from monazite.validation.judge import Judges
from monazite.validation.suspects import Engine

DOCUMENTS = "https://w3id.org/monazite/source/"
ONE, TWO = f"{DOCUMENTS}one", f"{DOCUMENTS}two"
BACKGROUND = shapes._BACKGROUND
SETTINGS = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
Change = list[tuple[int, int, int, int]]
# Which statement, which way to change it, and two others to change it with.
ONE_CHANGE = st.tuples(
    st.integers(0, 10_000), st.integers(0, 5), st.integers(0, 10_000), st.integers(0, 10_000)
)
CHANGES = st.lists(ONE_CHANGE, min_size=1, max_size=8)


class Little:
    """Two documents with what they name: fifty nodes, and the background as far as it speaks of them."""

    def __init__(self, base: Path) -> None:
        whole = KnowledgeGraph.in_memory(base).embedded
        named = next(g for g in whole.named_graphs() if g.value.startswith(DOCUMENTS))
        said = list(whole.quads_for_pattern(None, None, None, named))
        subjects = list(dict.fromkeys(quad.subject for quad in said))[:50]
        kept = [quad for quad in said if quad.subject in subjects]
        # Every other node is of the other document, and some are of both.
        self.quads = [
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name))
            for q in kept
            for number, name in enumerate((ONE, TWO))
            if subjects.index(q.subject) % 2 == number or subjects.index(q.subject) % 7 == 0
        ]
        near = {*subjects, *(quad.object for quad in kept), *(quad.predicate for quad in kept)}
        classes = {q.object for q in kept if isinstance(q.object, ox.NamedNode)}
        self.background = [
            quad
            for quad in whole
            if isinstance(quad.graph_name, ox.NamedNode)
            and quad.graph_name.value.startswith(BACKGROUND)
            and (
                quad.subject in near or quad.subject in classes or quad.predicate.value.endswith("subClassOf")
            )
        ]
        self.both = Both(shapes.load(base))
        self.base = base

    def store(self, quads: Iterable[ox.Quad]) -> ox.Store:
        store = ox.Store()
        store.bulk_extend([*self.background, *quads])
        return store

    def changed(self, change: Change) -> list[ox.Quad]:
        quads = list(self.quads)
        for at, way, one, other in change:
            quad, a, b = (quads[number % len(quads)] for number in (at, one, other))
            s, p, o, g = quad
            if way == 0:
                quads.remove(quad)
            elif way == 1:  # another value that a predicate has somewhere
                quads.append(ox.Quad(s, p, a.object, g))
            elif way == 2:  # something else said of it
                quads.append(ox.Quad(s, b.predicate, b.object, g))
            elif way == 3:  # said by another document
                quads.append(ox.Quad(s, a.predicate, o, b.graph_name))
            elif way == 4:
                quads[quads.index(quad)] = ox.Quad(s, p, ox.Literal("odd"), g)
            else:  # something else is what this was
                quads = [q for q in quads if q.subject != s] + [ox.Quad(a.subject, p, o, g)]
        return quads

    def focus(self, store: ox.Store, name: str) -> set[Node]:
        stated = [
            (from_engine(q.subject), from_engine(q.predicate), from_engine(q.object))
            for q in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        ]
        return self.both.judge.nodes(stated)


@pytest.fixture(scope="module")
def little(small_bundle: Path) -> Little:
    return Little(small_bundle)


def test_the_changes_break_something(little: Little) -> None:
    store = little.store(little.changed([(number, 4, 0, 0) for number in range(0, 30, 2)]))
    before = little.both.full(little.store(little.quads), None, None)
    assert little.both.full(store, None, None).total() > before.total()


@SETTINGS
@given(change=CHANGES)
def test_no_finding_is_spared(little: Little, change: Change) -> None:
    store = little.store(little.changed(change))
    engine = Engine(store, BACKGROUND)
    found = little.both.found(engine)
    for name in (*engine.documents, None):
        focus = None if name is None else little.focus(store, name)
        graphs = None if name is None else {name, *engine.background}
        full = little.both.full(store, graphs, focus)
        assert little.both.screened(engine, found, name, focus) == full


def violations(little: Little, store: ox.Store) -> dict[str, Report]:
    """The violations that a full run finds, of each document by itself and of the union."""
    engine = Engine(store, BACKGROUND)
    found = {}
    for name in (*engine.documents, None):
        focus = None if name is None else little.focus(store, name)
        graphs = None if name is None else {name, *engine.background}
        full = little.both.full(store, graphs, focus)
        found[name or ""] = Report({row: n for row, n in full.items() if row[0] == "Violation"})
    return found


@SETTINGS
@given(change=CHANGES)
def test_a_change_brings_what_a_full_run_finds_after_it(
    little: Little, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document is imported anew, with claims taken from all over the data."""
    known = little.store(little.quads)
    fresh = [quad for quad in little.changed(change) if quad.graph_name == ox.NamedNode(TWO)]
    old = [quad for quad in little.quads if quad.graph_name == ox.NamedNode(TWO)]
    after = little.store([q for q in little.quads if q.graph_name == ox.NamedNode(ONE)] + fresh)
    monkeypatch.setattr(Judges, "__init__", lambda self, _: self.__dict__.update(little.both.judges.__dict__))
    found = {
        (f.focus, f.path, f.value, f.message, f.shape)
        for f in shapes.violations(known, {TWO: (old, fresh)}, little.base)
    }
    put = little.focus(after, TWO)
    before = {row[1:6] for report in violations(little, known).values() for row in report}
    expected = {
        row[1:6]
        for name, report in violations(little, after).items()
        for row in report
        if name != ONE and (row[1] in put or row[1:6] not in before)
    }
    assert {(*row[:3], row[3] if ": expected" in row[3] else "", row[4]) for row in found} == expected
