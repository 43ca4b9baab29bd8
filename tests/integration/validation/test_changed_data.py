"""Data changed at random, mostly where shapes look: the engine names each node that pySHACL finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import SH
from tests.integration.validation.changing import BACKGROUND, BLIND, ONE, TWO, Draw, Little
from tests.integration.validation.differing import Report, report
from tests.shapes.breaking import SHAPES

from monazite import shapes
from monazite.validation.judge import Judges
from monazite.validation.suspects import Engine

SETTINGS = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
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


@pytest.fixture(scope="module")
def before(little: Little) -> set[tuple[object, ...]]:
    """The violations before any change."""
    return {
        row[1:6] for report in reports(little, little.store(little.quads)).values() for row in worst(report)
    }


def worst(found: Report) -> Sequence[tuple[object, ...]]:
    """The violations."""
    return [row for row in found if row[0] == "Violation"]


@SETTINGS
@given(change=CHANGES)
def test_a_change_brings_what_a_full_run_finds_after_it(
    little: Little, before: set[tuple[object, ...]], change: list[Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document is imported anew, with claims taken from all over the data."""
    known = little.store(little.quads)
    fresh = [quad for quad in little.changed(change) if quad.graph_name == ox.NamedNode(TWO)]
    old = [quad for quad in little.quads if quad.graph_name == ox.NamedNode(TWO)]
    after = little.store([q for q in little.quads if q.graph_name == ox.NamedNode(ONE)] + fresh)
    monkeypatch.setattr(Judges, "__init__", lambda self, _: self.__dict__.update(little.both.judges.__dict__))
    found = report(shapes.violations(known, {TWO: (old, fresh)}, little.base))
    put = little.focus(after, TWO)
    elsewhere = {
        part for whole in shapes._UNION_ONLY for part in (whole, *SHAPES.objects(whole, SH.property))
    }
    expected = {
        row[1:6]
        for name, each in reports(little, after).items()
        for row in worst(each)
        if name != ONE
        and not (name and row[5] in elsewhere)
        and (row[1] in put or row[1] == "_:" or row[1:6] not in before)
    }
    assert {row[1:6] for row in found} == expected
