"""Each kind of constraint that is asked of the engine, switched off: the comparison with pySHACL notices.

Nodes are broken in one way each, so that no other constraint names them in its stead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import SH, Graph, URIRef
from rdflib.term import Node
from tests.integration.validation.changing import TWO, Little, union
from tests.integration.validation.differing import Both, quads
from tests.shapes.breaking import CONSTRAINTS, SHAPES, Triple

from monazite.validation import questions
from monazite.validation.conditions import Conditions
from monazite.validation.constraints import Select
from monazite.validation.judge import Judge
from monazite.validation.suspects import Engine
from monazite.vocabulary import local_name

MOST = 4  # nodes broken in one way
OURS = sorted(local_name(str(parameter)) for parameter in CONSTRAINTS if parameter != SH.hasValue)
A = URIRef("urn:x:a")
PREFIXES = "@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
SHAPE = ":Shape a sh:NodeShape ; sh:targetClass :Thing ;"
# What our shapes have within others at most: a constraint, and a thing that breaks it. Some of them are left
# to pySHACL: everybody is suspected.
MADE_UP = {
    "and": ("sh:and ( [ sh:path :of ; sh:minCount 1 ] )", ""),
    "closed": ("sh:closed true", "; :of 1"),
    "equals": ("sh:property [ sh:path :of ; sh:equals :same ]", "; :of 1 ; :same 2"),
    "hasValue": ("sh:property [ sh:path :of ; sh:hasValue :b ]", "; :of :a"),
    "maxExclusive": ("sh:property [ sh:path :of ; sh:maxExclusive 5 ]", "; :of 5"),
    "maxLength": ("sh:property [ sh:path :of ; sh:maxLength 2 ]", "; :of 'long'"),
    "minExclusive": ("sh:property [ sh:path :of ; sh:minExclusive 5 ]", "; :of 5"),
    "minLength": ("sh:property [ sh:path :of ; sh:minLength 2 ]", "; :of ''"),
    "property": ("sh:or ( [ sh:property [ sh:path :of ; sh:minCount 1 ] ] )", ""),
    "qualifiedMaxCount": (
        "sh:property [ sh:path :of ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:class :Thing ] ]",
        "; :of :a",
    ),
    "xone": ("sh:xone ( [ sh:class :Thing ] [ sh:nodeKind sh:IRI ] )", ""),
}
# The shapes of sh:not are asked for the other way round: what surely does not conform to them.
NEGATED = {
    "class": ("[ sh:class :Thing ]", ""),
    "datatype": ("[ sh:path :of ; sh:datatype :odd ]", "; :of '5'^^:odd"),
    "nodeKind": ("[ sh:nodeKind sh:IRI ]", ""),
    "in": ("[ sh:in ( :a ) ]", ""),
    "pattern": ("[ sh:pattern '^urn:x' ]", ""),
    "languageIn": ("[ sh:path :of ; sh:languageIn ( 'en' ) ]", "; :of 'five'@en"),
    "node": ("[ sh:node [ sh:class :Thing ] ]", ""),
    "property": ("[ sh:property [ sh:path :of ; sh:nodeKind sh:IRI ] ]", "; :of :a"),
    "not": ("[ sh:not [ sh:class :Other ] ]", ""),
    "or": ("[ sh:or ( [ sh:class :Thing ] [ sh:class :Other ] ) ]", ""),
}


@pytest.fixture(scope="module")
def little(small_bundle: Path) -> Little:
    return Little(small_bundle)


def switch_off(parameter: URIRef, patch: pytest.MonkeyPatch) -> None:
    """Takes every node to meet a constraint."""
    met, of_all = Conditions.met, Conditions._of_all

    def silent(self: Conditions, shape: Node, p: Node, value: Node, v: str) -> str | None:
        return "true" if p == parameter else met(self, shape, p, value, v)

    def silent_of_all(self: Conditions, shape: Node, path: Node | None, p: Node, value: Node, v: str) -> str:
        return "true" if p == parameter else of_all(self, shape, path, p, value, v)

    patch.setattr(Conditions, "met", silent)
    patch.setattr(Conditions, "_of_all", silent_of_all)
    if parameter == SH.sparql:
        nobody = Select("", "SELECT ?this { ?this a <urn:nothing> }", True, (), frozenset(), frozenset())
        patch.setattr(questions, "read", lambda *_: nobody)


def broken(little: Little, parameter: str) -> tuple[ox.Store, set[Node]]:
    """The data with a few nodes that break some shape by this kind of constraint alone."""
    data = union([*little.background, *little.quads])
    judge, component = Judge(data, SHAPES), CONSTRAINTS[SH[parameter]]
    nodes: set[Node] = set()
    for case in little.cases[parameter]:
        node = next((each for each in case.nodes if each not in nodes), case.nodes[0])
        for change in case.ways(data, node):
            goes = [triple for triple in change[0] if triple in data]
            comes = [triple for triple in change[1] if triple not in data]
            about = {node, *(subject for subject, _, _ in comes)}
            swap(data, goes, comes)
            if nodes.isdisjoint(about) and breaks_alone(judge, about, component):
                nodes |= about
                break
            swap(data, comes, goes)
        if len(nodes) >= MOST:
            break
    store = ox.Store()
    store.bulk_extend(quads(data, TWO))
    return store, nodes


def breaks_alone(judge: Judge, about: set[Node], component: Node) -> bool:
    """Whether some nodes break a shape by one kind of constraint alone."""
    nobody = ox.Store()
    for shape in judge.targeting:
        aimed = shape.focus_nodes(judge.graph) & about
        found = judge.of_shapes(nobody, {shape.node: aimed})
        if {finding.component for finding in found if finding.focus in aimed} == {component}:
            return True
    return False


def swap(data: Graph, goes: list[Triple], comes: list[Triple]) -> None:
    for triple in goes:
        data.remove(triple)
    for triple in comes:
        data.add(triple)


@pytest.mark.parametrize("parameter", OURS)
def test_a_constraint_of_ours_that_is_not_asked_for_is_missed(
    little: Little, parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, nodes = broken(little, parameter)
    assert nodes, "nothing was broken in this way alone"
    expect_a_difference(little.both, store, nodes, lambda: switch_off(SH[parameter], monkeypatch))


@pytest.mark.parametrize("parameter", MADE_UP)
def test_another_constraint_that_is_not_asked_for_is_missed(
    parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    constraint, said = MADE_UP[parameter]
    both, store = made_up(constraint, said)
    expect_a_difference(both, store, {A}, lambda: switch_off(SH[parameter], monkeypatch))


@pytest.mark.parametrize("parameter", NEGATED)
def test_a_constraint_under_not_that_is_not_asked_for_is_missed(
    parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, said = NEGATED[parameter]
    both, store = made_up(f"sh:not {inner}", said)
    missed = Conditions.missed

    def silent(self: Conditions, shape: Node, p: Node, value: Node, v: str) -> str:
        return "true" if p == SH[parameter] else missed(self, shape, p, value, v)

    expect_a_difference(both, store, {A}, lambda: monkeypatch.setattr(Conditions, "missed", silent))


def made_up(constraint: str, said: str) -> tuple[Both, ox.Store]:
    """A shape with one constraint, and one thing."""
    store = ox.Store()
    store.bulk_extend(quads(Graph().parse(data=f"{PREFIXES} :a a :Thing {said} ."), TWO))
    return Both(Graph().parse(data=f"{PREFIXES} {SHAPE} {constraint} .")), store


def expect_a_difference(both: Both, store: ox.Store, nodes: set[Node], switch: Callable[[], None]) -> None:
    engine = Engine(store, ())
    full = both.full(store, None, nodes)
    assert full
    assert both.screened(engine, both.found(engine), None, nodes) == full
    switch()
    assert both.screened(engine, both.found(engine), None, nodes) != full


def test_every_kind_that_our_shapes_have_is_switched_off(little: Little) -> None:
    assert set(little.cases) == set(OURS)
    assert {local_name(str(parameter)) for parameter in CONSTRAINTS} <= {*OURS, *MADE_UP}
