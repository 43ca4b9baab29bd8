"""Every constraint of every shape is satisfied by real data, and found when that data is broken.

The data is the first documents of the graph and ``valid.trig``. A test breaks it at one place, in the way
that its constraint forbids, and expects the result to name that shape and that constraint; then mends it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node
from tests.shapes.breaking import (
    BROKEN,
    CONSTRAINTS,
    ODD,
    SHAPES,
    VALID,
    Change,
    Triple,
    as_another,
    as_told,
    changes,
    odd_values,
    parameters,
    slots,
    stated,
)

from monazite import KnowledgeGraph, shapes
from monazite.results import to_engine
from monazite.validation.judge import Judge
from monazite.validation.questions import Target
from monazite.validation.suspects import Engine, asking
from monazite.vocabulary import MZ, SHAPE, local_name

OTHER_NAMES = ["path", "name", "message", "severity", "property", "description", "qualifiedValueShape"]
OTHER_NAMES += ["targetClass", "targetSubjectsOf", "targetObjectsOf"]
OTHER = {SH[name] for name in OTHER_NAMES} | {RDF.type, RDFS.comment, SHAPE.acrossSources}


def cases(kind: URIRef) -> list[Any]:
    return [
        pytest.param(shape, constraint, value, id=f"{local_name(str(shape))}-{local_name(str(constraint))}")
        for shape in sorted(SHAPES.subjects(RDF.type, kind), key=str)
        for constraint, value in sorted(parameters(shape), key=str)
    ]


PROPERTY_CASES = [case for case in cases(SH.PropertyShape) if case.values[1] != SH.sparql]
NODE_CASES = cases(SH.NodeShape)


def quad(triple: Any) -> ox.Quad:
    s, p, o = map(to_engine, triple)
    return ox.Quad(s, p, o, ox.NamedNode("urn:data"))  # type: ignore[arg-type]


class Bench:
    """The valid data, and verdicts of single shapes over it."""

    def __init__(self, base: Path) -> None:
        kg = KnowledgeGraph.in_memory(base, extra=[VALID])
        self.report = shapes.validate(kg, base, extra=[VALID])
        self.data = shapes._copy(kg, [str(g.value) for g in kg.store.named_graphs()])
        self.judge = Judge(self.data, SHAPES)
        self.executor = self.judge.validator.make_executor()
        # The same in the engine.
        self.store = ox.Store()
        self.store.extend(map(quad, self.data))
        self.engine = Engine(self.store, ())
        self.asking = asking(SHAPES, self.engine, shapes.SEVERITIES)
        assert len(self.judge.validator.shacl_graph.shapes) > 400  # reads them

    def shape(self, iri: Node) -> Any:
        return self.judge.validator.shacl_graph.lookup_shape_from_node(iri)  # all are known by now

    @cache  # noqa: B019 (one bench a session)
    def focus(self, shape: Node) -> list[Node]:
        """The nodes that a shape, or the shape it is a property of, is asked about."""
        parents = [shape, *SHAPES.subjects(SH.property, shape)]
        aimed = {node for parent in parents for node in self.shape(parent).focus_nodes(self.judge.graph)}
        if aimed:
            return sorted(aimed, key=str)
        # A shape that others name: any concept of its scheme will do, or a thing that is not there.
        path, scheme = SHAPES.value(shape, SH.path), SHAPES.value(shape, SH.hasValue)
        return sorted(self.data.subjects(path, scheme), key=str) if scheme else [ODD]

    def results(self, shape: Node, focus: Node) -> set[Node]:
        """The constraint components that a shape finds violated at a node."""
        _, results = self.shape(shape).validate(self.executor, self.judge.graph, focus=[focus])[:2]
        found = set()
        for _, node, triples in results:
            about = Graph()
            for triple in triples:
                subject, predicate, value = (self._term(part) for part in triple)
                about.add((subject, predicate, value))
            if about.value(node, SH.sourceShape) == shape:
                found.add(about.value(node, SH.sourceConstraintComponent))
        return {component for component in found if component is not None}

    def passes(self, shape: Node, focus: Node) -> bool:
        """Whether the engine does not name a node that is asked about a shape."""
        target = Target(nodes=frozenset({focus}))
        if isinstance(focus, BNode):
            target = Target(subjects_of=frozenset(map(str, self.data.predicates(focus))))
        return not any(
            focus == node
            for question in self.asking.of(shape, target)
            for node, _ in self.engine.nodes(question.query, union=question.select is not None)
        )

    @staticmethod
    def _term(part: Any) -> Node:
        term: Node = part[1] if isinstance(part, tuple) else part
        return term

    def broken(self, shape: Node, focus: Node, change: Change) -> set[Node]:
        """The verdict after a change, which is taken back."""
        goes = [triple for triple in change[0] if triple in self.data]
        comes = [triple for triple in change[1] if triple not in self.data]
        self._change(goes, comes)
        try:
            found = self.results(shape, focus)
            assert not found or not self.passes(shape, focus), "the engine does not name what pySHACL finds"
            return found
        finally:
            self._change(comes, goes)

    def _change(self, goes: list[Triple], comes: list[Triple]) -> None:
        for triple in goes:
            self.data.remove(triple)
            self.store.remove(quad(triple))
        for triple in comes:
            self.data.add(triple)
            self.store.add(quad(triple))


@pytest.fixture(scope="session")
def bench(small_bundle: Path) -> Bench:
    return Bench(small_bundle)


@pytest.mark.parametrize(("shape", "constraint", "value"), PROPERTY_CASES)
def test_a_property_constraint_finds_what_breaks_it_and_nothing_else(
    bench: Bench, shape: URIRef, constraint: URIRef, value: Node
) -> None:
    component = CONSTRAINTS[constraint]
    path = SHAPES.value(shape, SH.path)
    assert path is not None
    # Only nodes that the constraint looks at say something about it: those with a value.
    focus = [
        node
        for node in bench.focus(shape)
        if any(stated(bench.data, slot) for slot in slots(bench.data, node, path))
        or (constraint, str(value)) == (SH.maxCount, "0")
    ]
    assert focus, "the valid data has nothing that this shape is about"
    tried = 0
    for node in focus[:12]:
        assert bench.results(shape, node) == set(), f"{node} is valid data"
        for change in changes(bench.data, node, path, constraint, value):
            tried += 1
            if component in bench.broken(shape, node, change):
                return
    pytest.fail(f"{tried} ways to break it were not found")


@pytest.mark.parametrize(("shape", "constraint", "value"), NODE_CASES)
def test_a_node_constraint_finds_what_breaks_it(
    bench: Bench, shape: URIRef, constraint: URIRef, value: Node
) -> None:
    component = CONSTRAINTS[constraint]
    node = bench.focus(shape)[0]
    assert bench.results(shape, node) == set()
    for change in as_another(bench.data, node):
        odd = change[1][0][0]
        if component in bench.broken(shape, odd, change):
            return
    for odd in odd_values(value):
        for predicate in set(bench.data.predicates(node)):
            if component in bench.broken(shape, node, ([], [(node, predicate, odd)])):
                return
    pytest.fail("no way to break it was found")


SPARQL_SHAPES = sorted(SHAPES.subjects(SH.sparql, None), key=str)


def test_each_sparql_constraint_has_a_case() -> None:
    assert {local_name(str(shape)) for shape in SPARQL_SHAPES} == set(BROKEN)


@pytest.mark.parametrize("shape", SPARQL_SHAPES, ids=lambda shape: local_name(str(shape)))
def test_a_sparql_constraint_finds_what_breaks_it(bench: Bench, shape: URIRef) -> None:
    assert bench.focus(shape)
    goes, comes = as_told(bench.data, local_name(str(shape)))
    before = [node for node in bench.focus(shape) if bench.results(shape, node)]
    assert before == []
    focus = {node for parent in SHAPES.subjects(SH.property, shape) for node in bench.focus(parent)}
    found = [
        node
        for node in sorted(focus | {subject for subject, _, _ in comes}, key=str)
        if bench.broken(shape, node, (goes, comes))
    ]
    assert found
    message = str(SHAPES.value(shape, SH.message))
    assert ": expected" in message


def test_the_engine_names_nobody_of_the_valid_data(bench: Bench) -> None:
    asked = passed = 0
    for shape in {parent for parent in SHAPES.subjects(SH.property, None) if isinstance(parent, URIRef)}:
        for node in bench.focus(shape)[:40]:
            if not bench.results(shape, node):
                asked += 1
                passed += bench.passes(shape, node)
    assert asked > 500 and passed > 0.97 * asked, (passed, asked)


def test_the_valid_data_has_no_findings(bench: Bench) -> None:
    assert [finding for finding in bench.report.findings if finding.file == VALID] == []
    assert [finding for finding in bench.report.findings if finding.severity == "Violation"] == []


def test_there_are_as_many_cases_as_constraints() -> None:
    assert len(PROPERTY_CASES) > 400
    assert len(NODE_CASES) > 50
    unknown = (
        {
            predicate
            for kind in (SH.PropertyShape, SH.NodeShape)
            for shape in SHAPES.subjects(RDF.type, kind)
            for predicate in SHAPES.predicates(shape)
        }
        - OTHER
        - set(CONSTRAINTS)
    )
    assert unknown == set()


@pytest.mark.parametrize(
    "shape",
    sorted(SHAPES.subjects(RDF.type, SH.PropertyShape), key=str),
    ids=lambda shape: local_name(str(shape)),
)
def test_each_property_shape_can_be_named_and_read(shape: URIRef) -> None:
    assert isinstance(shape, URIRef)
    for predicate in (SH.path, SH.name, SH.message, SH.severity):
        assert len(list(SHAPES.objects(shape, predicate))) == 1, predicate
    message = SHAPES.value(shape, SH.message)
    assert isinstance(message, Literal) and message.language == "en"
    assert ": expected" in message, "says what would be right"
    assert list(SHAPES.subjects(SH.property, shape)), "no node shape asks for it"


def test_each_class_and_property_of_the_ontology_is_in_a_shape(checkout: Path) -> None:
    from rdflib import OWL

    ontology = Graph().parse(checkout / "ontology" / "monazite.ttl")
    used = set(SHAPES.objects())
    terms = {
        term
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in ontology.subjects(RDF.type, kind)
        if str(term).startswith(str(MZ))
    }
    assert len(terms) > 150
    assert sorted(terms - used, key=str) == []


def test_each_property_of_the_data_is_in_a_shape(bench: Bench, checkout: Path) -> None:
    from monazite import bundle

    predicates = {
        URIRef(quad.predicate.value)
        for path in bundle.data_files(checkout / "data")
        for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG)
    }
    assert len(predicates) > 60
    assert sorted(predicates - set(SHAPES.objects())) == []
