"""Ways to break each constraint of the shapes, at one node of data that satisfies them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from monazite import shapes
from monazite.vocabulary import MZ

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
                yield [], [(focus, value, own_value)]
                if isinstance(own_value, Literal) and isinstance(own_value.value, Decimal):
                    yield [], [(focus, value, Literal(own_value.value - 1))]
        elif constraint == SH.uniqueLang:
            yield [], [with_value(slot, Literal(f"odd {n}", lang="en")) for n in (1, 2)]
        else:
            for odd in odd_values(value):
                yield [], [with_value(slot, odd)]


def as_another(data: Graph, node: Node) -> Iterator[Change]:
    """What is said of a node, of something else: without a type, with a wrong one, by no IRI of ours."""
    things: list[Node] = [ODD, BNode()]
    for odd in things:
        for kind in (None, MZ.Element, MZ.Country):
            comes: list[Triple] = [(odd, p, o) for p, o in data.predicate_objects(node) if p != RDF.type]
            yield [], comes + ([(odd, RDF.type, kind)] if kind else [])


def as_told(data: Graph, shape: str) -> Change:
    """A constraint written in SPARQL broken as `BROKEN` says, in place of what is said there."""
    added = Graph()
    added.update(f"{PREFIXES} INSERT DATA {{ {BROKEN[shape]} }}")
    goes = [
        old
        for subject, predicate, _ in added
        if predicate not in (MZ.identifier, RDF.type)
        for old in data.triples((subject, predicate, None))
    ]
    return goes, list(added)
