"""The result of a query: rows or a graph or a yes or no, and the forms that it can be written in."""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, URIRef, Variable
from rdflib import Literal as RdfLiteral
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from monazite import drawing, markup, sheets
from monazite.errors import ExtraMissing, QueryError
from monazite.stores import Solutions
from monazite.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from pandas import DataFrame

_W3C = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
# CSV is handed on in parts of so many rows.
_ROWS_AT_ONCE = 1000
FORMATS: tuple[str, ...] = (*_W3C, "ttl", "md", "parquet", "xlsx")


class QueryResult(Result):
    """An rdflib ``Result`` (rows with attributes, ``askAnswer`` or ``graph``) that converts to a DataFrame.

    Examples:
        >>> from monazite import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> rows = kg.query("SELECT ?area { ?lease a mz:Lease ; mz:leasedArea/mz:value ?area }")
        >>> [row.area.value for row in rows]
        [Decimal('6000')]
    """

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the SELECT list."""
        return tuple(str(variable) for variable in self.vars or ())

    def rows(self) -> Iterator[ResultRow]:
        """The rows of a SELECT: tuples of RDF terms, with the columns' names as attributes.

        Raises:
            QueryError: the query was no SELECT.
        """
        if self.type != "SELECT":
            raise QueryError(f"a {self.type} query gives no rows")
        yield from self  # type: ignore[misc]

    def values(self) -> list[tuple[Any, ...]]:
        """The rows with Python values: numbers and booleans as such, else text; unbound as None."""
        return [tuple(_python(term) for term in row) for row in self.rows()]

    def to_dataframe(self) -> DataFrame:
        """The rows as a pandas DataFrame, one column a variable; numbers as numbers, unbound as missing.

        Raises:
            QueryError: the query was no SELECT.
            ExtraMissing: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ExtraMissing("a DataFrame", "pandas") from error
        frame = pandas.DataFrame(self.values(), columns=list(self.variables))
        for column in frame.columns:
            numbers = frame[column].dropna()
            if len(numbers) and numbers.map(lambda v: isinstance(v, int | float | Decimal)).all():
                frame[column] = pandas.to_numeric(frame[column])
        return frame

    def _repr_html_(self) -> str:
        """The result as a notebook shows it: the first rows or triples, or yes or no."""
        if self.type == "ASK":
            return markup.section("yes" if self.askAnswer else "no")
        if self.type == "SELECT":
            return _shown("row", self.variables, self.rows(), len(self.bindings))
        graph = self.graph if self.graph is not None else Graph()
        return _shown("statement", ("subject", "predicate", "object"), graph, len(graph))


def _shown(what: str, titles: tuple[str, ...], rows: Iterable[tuple[Any, ...]], total: int) -> str:
    cells = [[_html_cell(term) for term in row] for row in islice(rows, markup.MOST)]
    count = f"{total:,} {what}{'' if total == 1 else 's'}"
    return markup.section(count, markup.table(titles, cells, total) if total else "")


def _html_cell(term: Identifier | None) -> str:
    return markup.link(display(term), str(term) if isinstance(term, URIRef) else None)


def from_engine(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    """A term of the engine as a term of rdflib, its lexical form untouched.

    Raises:
        QueryError: it is a triple term (RDF 1.2), which rdflib cannot hold.
    """
    if isinstance(term, ox.Triple):
        raise QueryError(
            f"the result holds a triple term, which only the engine's own forms can show: {term}"
        )
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return RdfLiteral(term.value, lang=term.language)
    datatype = None if term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
    return RdfLiteral(term.value, datatype=datatype, normalize=False)


def to_engine(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term of rdflib as a term of the engine."""
    if isinstance(term, RdfLiteral):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else ox.NamedNode(str(term))


def kept(solutions: Solutions) -> Solutions:
    """The same solutions, all found by now: for an answer that outlives what it was found with."""
    if isinstance(solutions, ox.QueryTriples):
        store = ox.Store()
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in solutions)
        again = store.query("CONSTRUCT WHERE { ?subject ?predicate ?object }")
        assert isinstance(again, ox.QueryTriples)
        return again
    if isinstance(solutions, ox.QueryBoolean):
        return solutions
    text = solutions.serialize(format=ox.QueryResultsFormat.JSON)
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return found


def convert(solutions: Solutions) -> QueryResult:
    """The engine's solutions as a result of rdflib terms."""
    if isinstance(solutions, ox.QueryBoolean):
        answer = QueryResult("ASK")
        answer.askAnswer = bool(solutions)
        return answer
    if isinstance(solutions, ox.QueryTriples):
        constructed = QueryResult("CONSTRUCT")
        constructed.graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            constructed.graph.bind(prefix, namespace)
        for triple in solutions:
            terms = (triple.subject, triple.predicate, triple.object)
            subject, predicate, target = (from_engine(term) for term in terms)
            constructed.graph.add((subject, predicate, target))
        return constructed
    selected = QueryResult("SELECT")
    selected.vars = [Variable(variable.value) for variable in solutions.variables]
    selected.bindings = [
        {v: from_engine(term) for v, term in zip(selected.vars, solution, strict=True) if term is not None}
        for solution in solutions
    ]
    return selected


def write(solutions: Solutions, form: str, out: IO[bytes]) -> None:
    """Writes the engine's solutions to a binary file in one of `FORMATS`.

    The four W3C forms are written by the engine as it finds the rows.

    Raises:
        QueryError: the form does not fit the kind of query, or is not known.
        ExtraMissing: parquet without pandas and pyarrow.
    """
    if form == "ttl":
        if not isinstance(solutions, ox.QueryTriples):
            raise QueryError("ttl is for CONSTRUCT and DESCRIBE; this query gives rows: take csv, json, ...")
        ox.serialize(solutions, out, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    elif isinstance(solutions, ox.QueryTriples):
        raise QueryError(f"a CONSTRUCT or DESCRIBE query gives a graph: take ttl instead of {form}")
    elif form in _W3C:
        _write_w3c(solutions, form, out)
    elif isinstance(solutions, ox.QueryBoolean):
        raise QueryError(f"an ASK query gives yes or no: take json or xml instead of {form}")
    elif form == "md":
        out.write(markdown(convert(solutions)).encode())
    elif form == "parquet":
        write_parquet(_of_one_kind(convert(solutions)), out)
    elif form == "xlsx":
        result = convert(solutions)
        rows = [dict(zip(result.variables, values, strict=True)) for values in result.values()]
        about = [{"about": drawing.credits(())}]
        sheets.write({"Rows": rows or [dict.fromkeys(result.variables)], "About": about}, out)
    else:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")


def _of_one_kind(result: QueryResult) -> DataFrame:
    """The rows as a DataFrame that Parquet holds: a column of several kinds of values is text."""
    frame, rows = result.to_dataframe(), list(result.rows())
    for place, name in enumerate(result.variables):
        if frame[name].dropna().map(type).nunique() > 1:
            frame[name] = [None if row[place] is None else str(row[place]) for row in rows]
    return frame


def _write_w3c(solutions: ox.QuerySolutions | ox.QueryBoolean, form: str, out: IO[bytes]) -> None:
    if isinstance(solutions, ox.QueryBoolean) and form in ("csv", "tsv"):
        # SPARQL 1.1 defines no CSV or TSV of a boolean; one bare word is what people expect.
        out.write(b"true\n" if solutions else b"false\n")
        return
    if form == "csv":
        write_csv(cast("ox.QuerySolutions", solutions), out)
        return
    solutions.serialize(out, format=_W3C[form])
    if form in ("json", "xml"):
        out.write(b"\n")


def write_csv(solutions: ox.QuerySolutions, out: IO[bytes]) -> None:
    """Writes rows as CSV (SPARQL 1.1 Query Results CSV), as they are found.

    The engine's own writer leaves an IRI that holds a comma without quotes, so that it makes two cells.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([variable.value for variable in solutions.variables])
    for number, solution in enumerate(solutions, 1):
        writer.writerow([_cell(term) for term in solution])
        if number % _ROWS_AT_ONCE == 0:
            out.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    out.write(text.getvalue().encode())


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return "" if term is None else str(term)


def markdown(result: QueryResult) -> str:
    """The rows as a GitHub-flavoured Markdown table."""
    lines = [result.variables, ["---"] * len(result.variables)]
    lines += [[markdown_cell(display(value)) for value in row] for row in result.rows()]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_parquet(frame: DataFrame, out: IO[bytes]) -> None:
    """A DataFrame as Parquet.

    Raises:
        ExtraMissing: pyarrow is not installed.
    """
    try:
        importlib.import_module("pyarrow")
    except ImportError as error:
        raise ExtraMissing("Parquet", "pandas") from error
    frame.to_parquet(out, index=False)


def display(term: Identifier | None) -> str:
    """A term as a person reads it: prefixed name, or the text of a literal; empty for unbound."""
    if term is None:
        return ""
    return str(term) if isinstance(term, RdfLiteral) else shorten(str(term))


def markdown_cell(text: str) -> str:
    """Text as Markdown shows it: a bar would end the cell, a line break the row, `<` would start HTML."""
    text = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(text.split())


def _python(term: Identifier | None) -> Any:
    if not isinstance(term, RdfLiteral):
        return None if term is None else str(term)
    value = term.toPython()
    if isinstance(value, RdfLiteral) or term.language:
        return str(term)
    return value if isinstance(value, bool | int | float | Decimal) else str(term)
