"""Results of queries as the suite writes them (XML, JSON, CSV, TSV, RDF), and whether two are the same."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
from rdflib import RDF, Graph, Literal, Namespace

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: dict[str, Callable[[str], object]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": lambda text: Decimal(text).normalize(),
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda text: {"0": "false", "1": "true"}.get(text, text),
}
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class Result:
    """What a query gives: a truth, rows, or a graph; the others are None.

    Attributes:
        truth: the answer of an ASK.
        rows: what is bound in each row, by name.
        triples: a graph.
        ordered: whether the order of the rows counts.
    """

    truth: bool | None = None
    rows: tuple[Row, ...] | None = None
    triples: frozenset[ox.Triple] | None = None
    ordered: bool = False


def read(path: Path, base: str) -> Result:
    """Reads an expected result."""
    data = path.read_bytes()
    if path.suffix in FORMATS:
        return parse(data, FORMATS[path.suffix])
    triples = frozenset(quad.triple for quad in ox.parse(data, GRAPHS[path.suffix], base_iri=base))
    if any(each.object == ox.NamedNode(str(RS.ResultSet)) for each in triples):
        form = "turtle" if path.suffix == ".ttl" else "xml"
        return _of_result_set(Graph().parse(data=data, format=form, publicID=base))
    return Result(triples=triples)


def parse(data: bytes, form: ox.QueryResultsFormat) -> Result:
    """Reads a result of a SELECT or an ASK."""
    found = ox.parse_query_results(data, form)
    if isinstance(found, ox.QueryBoolean):
        return Result(truth=bool(found))
    names = [variable.value for variable in found.variables]
    return Result(rows=tuple(_row(names, list(each)) for each in found))


def _row(names: Sequence[str], values: Sequence[Term | None]) -> Row:
    return tuple(
        sorted((name, value) for name, value in zip(names, values, strict=True) if value is not None)
    )


def _of_result_set(told: Graph) -> Result:
    """What a result set in RDF tells (the first suite writes results so)."""
    (node,) = told.subjects(RDF.type, RS.ResultSet)
    truth = told.value(node, RS.boolean)
    if truth is not None:
        return Result(truth=bool(truth.toPython()))  # type: ignore[attr-defined]
    solutions = list(told.objects(node, RS.solution))
    ordered = bool(solutions) and told.value(solutions[0], RS["index"]) is not None
    if ordered:
        solutions.sort(key=lambda each: int(str(told.value(each, RS["index"]))))
    rows = []
    for solution in solutions:
        bound = {
            str(told.value(each, RS.variable)): _term(told.value(each, RS.value))
            for each in told.objects(solution, RS.binding)
        }
        rows.append(tuple(sorted(bound.items(), key=lambda each: each[0])))
    return Result(rows=tuple(rows), ordered=ordered)


def _term(node: object) -> Term:
    from rdflib import BNode

    if isinstance(node, Literal):
        datatype = None if node.datatype is None or node.language else ox.NamedNode(str(node.datatype))
        return ox.Literal(str(node), language=node.language, datatype=datatype)
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def by_value(result: Result) -> Result:
    """A result whose numbers are written in one way: Oxigraph keeps their values alone."""

    def plain(term: Term) -> Term:
        if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
            with contextlib.suppress(ValueError, ArithmeticError):
                return ox.Literal(str(_NUMBERS[term.datatype.value](term.value)), datatype=term.datatype)
        return term

    rows = result.rows and tuple(tuple((name, plain(term)) for name, term in row) for row in result.rows)
    triples = result.triples and frozenset(
        ox.Triple(each.subject, each.predicate, plain(each.object))  # type: ignore[arg-type]
        for each in result.triples
    )
    return Result(result.truth, rows, triples, result.ordered)


def same(given: Result, expected: Result, lax: bool = False) -> bool:
    """Whether a result is the expected one, whatever its blank nodes are called."""
    given, expected = by_value(given), by_value(expected)
    if expected.truth is not None:
        return given.truth is expected.truth
    if expected.triples is not None:
        return given.triples is not None and _alike(given.triples, expected.triples)
    if given.rows is None or expected.rows is None:
        return False
    if lax:
        return set(given.rows) == set(expected.rows) and len(given.rows) <= len(expected.rows)
    if expected.ordered and not _blank(expected.rows):
        return given.rows == expected.rows
    if Counter(map(_shape, given.rows)) != Counter(map(_shape, expected.rows)):
        return False
    return not _blank(expected.rows) or _alike(*(_told(each, expected.ordered) for each in (given, expected)))


def _blank(rows: Sequence[Row]) -> bool:
    return any(isinstance(value, ox.BlankNode) for row in rows for _, value in row)


def _shape(row: Row) -> tuple[tuple[str, object], ...]:
    return tuple((name, "_" if isinstance(value, ox.BlankNode) else value) for name, value in row)


def _told(result: Result, ordered: bool) -> frozenset[ox.Triple]:
    """Rows as a graph, with a node for each, so that graphs can be compared instead."""
    assert result.rows is not None
    return frozenset(
        ox.Triple(node, ox.NamedNode(f"urn:{number if ordered else 'row'}:{name}"), value)
        for number, row in enumerate(result.rows)
        for node in [ox.BlankNode()]
        for name, value in row
    )


def _alike(given: frozenset[ox.Triple], expected: frozenset[ox.Triple]) -> bool:
    def canonical(triples: frozenset[ox.Triple]) -> set[ox.Quad]:
        dataset = ox.Dataset(ox.Quad(*each) for each in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return set(dataset)

    return canonical(given) == canonical(expected)


def truth_of_xml(data: bytes) -> bool:
    """The answer of an ASK in XML."""
    return ElementTree.fromstring(data).findtext("{*}boolean") == "true"
