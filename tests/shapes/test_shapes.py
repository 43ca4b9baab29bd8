"""Every constraint of every shape is satisfied by real data, and found when that data is broken.

The data is the first documents of the graph and ``valid.trig``. A test breaks it at one place, in the way
that its constraint forbids, and expects the result to name that shape and that constraint; then mends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from monazite import KnowledgeGraph, shapes
from monazite.results import to_engine
from monazite.validation.judge import Judge
from monazite.validation.questions import Target
from monazite.validation.suspects import Engine, asking
from monazite.vocabulary import MZ, SHAPE, local_name

SHAPES = shapes.load()
VALID = Path(__file__).with_name("valid.trig")
ODD = URIRef("http://odd.example/thing")
Triple = tuple[Node, Node, Node]
Change = tuple[list[Triple], list[Triple]]  # what goes, what comes

# Parameters of constraint components. The others of these shapes (sh:path, sh:message ...) constrain nothing.
CONSTRAINTS = {
    SH[name]: SH[component]
    for name, component in {
        "class": "ClassConstraintComponent",
        "datatype": "DatatypeConstraintComponent",
        "disjoint": "DisjointConstraintComponent",
        "hasValue": "HasValueConstraintComponent",
        "in": "InConstraintComponent",
        "languageIn": "LanguageInConstraintComponent",
        "lessThan": "LessThanConstraintComponent",
        "lessThanOrEquals": "LessThanOrEqualsConstraintComponent",
        "maxCount": "MaxCountConstraintComponent",
        "maxInclusive": "MaxInclusiveConstraintComponent",
        "minCount": "MinCountConstraintComponent",
        "minInclusive": "MinInclusiveConstraintComponent",
        "node": "NodeConstraintComponent",
        "nodeKind": "NodeKindConstraintComponent",
        "not": "NotConstraintComponent",
        "or": "OrConstraintComponent",
        "pattern": "PatternConstraintComponent",
        "qualifiedMinCount": "QualifiedMinCountConstraintComponent",
        "sparql": "SPARQLConstraintComponent",
        "uniqueLang": "UniqueLangConstraintComponent",
    }.items()
}
OTHER_NAMES = ["path", "name", "message", "severity", "property", "description", "qualifiedValueShape"]
OTHER_NAMES += ["targetClass", "targetSubjectsOf", "targetObjectsOf"]
OTHER = {SH[name] for name in OTHER_NAMES} | {RDF.type, RDFS.comment, SHAPE.acrossSources}

# How to break the constraints that are written in SPARQL: statements to take away, by subject and predicate,
# and statements to add.
PREFIXES = "".join(
    f"PREFIX {line.removeprefix('@prefix ').removesuffix('.')}\n"
    for line in VALID.read_text(encoding="utf-8").splitlines()
    if line.startswith("@prefix")
)
BROKEN = {
    "Agreement-validUntil-order": "agreement:acme-lease mz:validFrom '2025'^^xsd:gYear ; "
    "mz:validUntil '2024-05'^^xsd:gYearMonth",
    "CapacityObservation-result-unit": "observation:odd a mz:CapacityObservation ; "
    "mz:featureOfInterest facility:acme-mine ; "
    "mz:result quantity:acme-count",
    "Concept-broader-circle": "product:magnet skos:broader product:sintered-ndfeb-magnet",
    "Concept-broader-scheme": "product:magnet skos:broader stage:mining",
    "EquityStake-validUntil-order": "stake:acme-mine mz:validFrom '2025'^^xsd:gYear ; "
    "mz:validUntil '2024'^^xsd:gYear",
    "Held-total": "stake:odd mz:holder organization:az-magnets ; mz:held organization:acme-magnets ; "
    "mz:asOf '2024'^^xsd:gYear ; mz:share quantity:acme-forty",
    "Identifier-notation-cas": "identifier:acme-cas skos:notation '7440-00-9'",
    "Identifier-notation-isin": "identifier:acme-isin skos:notation 'US0378331006'",
    "Identifier-notation-lei": "identifier:acme-lei skos:notation '529900T8BM49AURSDO99'",
    "Identifier-notation-syntax": "identifier:acme-hs skos:notation '2846'",
    "Identifier-notation-unique": "organization:zenith-motors mz:identifier identifier:acme-lei",
    "Initiative-validUntil-order": "initiative:metals-fund mz:validFrom '2025'^^xsd:gYear ; "
    "mz:validUntil '2024'^^xsd:gYear",
    "Observation-periodEnd-order": "observation:acme-production mz:periodEnd '2022'^^xsd:gYear",
    "Place-sfWithin-circle": "place:china geo:sfWithin place:baotou",
    "Point-lat-box": "facility:acme-kundulun-plant wgs:lat '-40.64'^^xsd:decimal",
    "ProductionUnit-endedOn-order": "facility:acme-mine mz:startedOn '2025'^^xsd:gYear ; "
    "mz:endedOn '2024'^^xsd:gYear",
    "Project-phase-amounts": "amount:acme-phase-2 mz:value 50000001.0",
    "ProjectPhase-phaseNumber-unique": "phase:acme-expansion-2 mz:phaseNumber 1",
    "SourceDocument-retrievedOn-order": "source:acme-report mz:retrievedOn '2024-04-30'^^xsd:date",
    "Substance-casNumber-digit": "element:neodymium mz:casNumber '7440-00-9'",
    "Undertaking-actualEnd-order": "phase:acme-expansion-1 mz:actualEnd '2023'^^xsd:gYear",
    "Undertaking-plannedEnd-order": "project:acme-expansion mz:plannedEnd '2024-12'^^xsd:gYearMonth",
}


def items(node: Node) -> list[Node]:
    return list(Collection(SHAPES, node))


def parameters(shape: Node) -> list[tuple[URIRef, Node]]:
    pairs = [(p, o) for p, o in SHAPES.predicate_objects(shape) if p in CONSTRAINTS]
    return [(p, o) for p, o in pairs if isinstance(p, URIRef)]


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


Slot = tuple[Node, Node, bool]  # a subject, a predicate, and whether it is read backwards


def slots(data: Graph, focus: Node, path: Node) -> list[Slot]:
    """Where the values of a path are stated."""
    if isinstance(path, URIRef):
        return [(focus, path, False)]
    if alternatives := SHAPES.value(path, SH.alternativePath):
        return [slot for one in items(alternatives) for slot in slots(data, focus, one)]
    if inverse := SHAPES.value(path, SH.inversePath):
        return [(focus, inverse, True)]
    first, *rest = items(path)
    (then,) = rest
    return [slot for node in data.objects(focus, first) for slot in slots(data, node, then)]


def stated(data: Graph, slot: Slot) -> list[Triple]:
    node, predicate, backwards = slot
    return list(data.triples((None, predicate, node) if backwards else (node, predicate, None)))


def with_value(slot: Slot, value: Node) -> Triple:
    node, predicate, backwards = slot
    return (value, predicate, node) if backwards else (node, predicate, value)


def odd_values(value: Node) -> list[Node]:
    """Values that break one rule or another; those that the rule itself names come first."""
    named = [term for term in _closure(value) if isinstance(term, (URIRef, Literal))]
    literals: list[Node] = [
        Literal("odd"), Literal("odd", lang="zh-Hans"), Literal("odd", lang="xx"),
        Literal(-1e9), Literal(1e9),
        Literal("-1000000", datatype=XSD.decimal), Literal("1000000", datatype=XSD.decimal),
        Literal("2024-05-06T00:00:00", datatype=XSD.dateTime),
    ]  # fmt: skip
    return [ODD, BNode(), *literals, *named]


def _closure(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, BNode):
        for inner in SHAPES.objects(node):
            yield from _closure(inner)


def changes(data: Graph, focus: Node, path: Node, constraint: URIRef, value: Node) -> Iterator[Change]:
    """Ways to break a constraint on the values of a path."""
    places = slots(data, focus, path)
    all_stated = [triple for slot in places for triple in stated(data, slot)]
    if constraint in (SH.minCount, SH.hasValue, SH.qualifiedMinCount):
        yield all_stated, []
        return
    for slot in places:
        if constraint == SH.maxCount:
            yield [], [with_value(slot, URIRef(f"{ODD}{n}")) for n in range(int(str(value)) + 1)]
        elif constraint == SH.disjoint:
            yield [], [with_value(slot, other) for other in data.objects(focus, value)]
            yield [], [(focus, value, other) for _, _, other in stated(data, slot)]
        elif constraint in (SH.lessThan, SH.lessThanOrEquals):
            for own in stated(data, slot):
                for other in data.objects(focus, value):
                    yield [own, (focus, value, other)], [with_value(slot, other), (focus, value, own[2])]
            for _, _, own_value in stated(data, slot):
                assert isinstance(own_value, Literal)
                yield [], [(focus, value, own_value)]
                if isinstance(own_value.value, Decimal):
                    yield [], [(focus, value, Literal(own_value.value - 1))]
        elif constraint == SH.uniqueLang:
            yield [], [with_value(slot, Literal(f"odd {n}", lang="en")) for n in (1, 2)]
        else:
            for odd in odd_values(value):
                yield [], [with_value(slot, odd)]


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
    # The same statements, of something else: without a type, with a wrong one, without an IRI of ours.
    things: list[Node] = [ODD, BNode()]
    for odd in things:
        for kind in (None, MZ.Element, MZ.Country):
            comes: list[Triple] = [
                (odd, p, o) for p, o in bench.data.predicate_objects(node) if p != RDF.type
            ]
            comes += [(odd, RDF.type, kind)] if kind else []
            if component in bench.broken(shape, odd, ([], comes)):
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
    added = Graph()
    added.update(f"{PREFIXES} INSERT DATA {{ {BROKEN[local_name(str(shape))]} }}")
    assert bench.focus(shape)
    goes = [
        old
        for subject, predicate, _ in added
        if predicate not in (MZ.identifier, RDF.type)
        for old in bench.data.triples((subject, predicate, None))
    ]
    comes = list(added)
    before = [node for node in bench.focus(shape) if bench.results(shape, node)]
    assert before == []
    focus = {node for parent in SHAPES.subjects(SH.property, shape) for node in bench.focus(parent)}
    found = [
        node
        for node in sorted(focus | set(added.subjects()), key=str)
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


def test_the_shapes_are_valid_shacl() -> None:
    from pyshacl import validate

    conforms, _, text = validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


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
