"""The commands that ask: queries, query, stats."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from rdflib.term import Identifier

    from monazite.graph import KnowledgeGraph
    from monazite.queries import Query
    from monazite.results import QueryResult
    from monazite.statements import Source

SOURCE = "source"  # What the questions of the library call the document that a row is from.


class Format(StrEnum):
    """The forms that a query's result is printed in."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    ttl = "ttl"
    parquet = "parquet"
    md = "md"
    xlsx = "xlsx"


def _complete_question(incomplete: str) -> list[tuple[str, str]]:
    from monazite import queries

    library = [*queries.library().items(), *queries.library("federated").items()]
    return [(name, query.summary) for name, query in library if name.startswith(incomplete)]


def list_queries(
    tag: Annotated[str | None, typer.Option(help="Only the questions with this tag.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Print the bare names, one a line.")] = False,
) -> None:
    """List the questions that come with the graph, and their parameters."""
    from monazite import queries

    library = [*queries.library().values(), *queries.library("federated").values()]
    wanted = [query for query in library if tag is None or tag in query.tags]
    if names:
        for query in wanted:
            print(query.name)
        return
    rows = []
    for query in wanted:
        parameters = [p.name if p.default is None else f"{p.name}={p.default}" for p in query.parameters]
        rows.append((query.name, query.summary, ", ".join(parameters)))
    print(common.table(("question", "asks", "parameters"), rows), end="")


def query(
    query: Annotated[
        str,
        typer.Argument(
            help="A question's name, a file with SPARQL, or - for SPARQL on stdin.",
            metavar="NAME|FILE|-",
            autocompletion=_complete_question,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="A value for a parameter; may be repeated.", metavar="NAME=VALUE"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print the result.")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.")
    ] = None,
    service: common.Service = None,
    loopback: common.Loopback = False,
    store: common.Store = None,
) -> None:
    """Answer a question of the library, or any SPARQL query.

    monazite query leases

    monazite query under-initiative --param initiative="Two Rare Earth Bases" --format csv

    echo 'SELECT ?m { ?m a mz:Mine }' | monazite query -

    monazite query wikidata-countries --service https://query.wikidata.org/sparql
    """
    from monazite import queries, results

    asked = read(query)
    values: dict[str, queries.Value] = dict(pair(text) for text in param or [])
    kg = common.open_graph(store)
    common.allow(kg, service, loopback)
    solutions = kg.solve(asked, **values)
    with common.output(output) as out:
        if form is Format.table:
            out.write(_table(kg, results.convert(solutions)).encode())
        else:
            results.write(solutions, form, out)


def _table(kg: KnowledgeGraph, result: QueryResult) -> str:
    from monazite.results import display

    if result.type == "ASK":
        return "yes\n" if result.askAnswer else "no\n"
    if result.graph is not None:
        return result.graph.serialize(format="turtle")
    rows = [list(row) for row in result.rows()]
    documents = _documents(kg, result.variables, rows)
    numbers: dict[Identifier | None, str] = {s.iri: f"[{n}]" for n, s in enumerate(documents, 1)}
    shown = [[numbers.get(term) or display(term) for term in row] for row in rows]
    listed = f"\n{common.references(documents)}\n" if documents else ""
    return common.table(result.variables, shown) + listed


def _documents(
    kg: KnowledgeGraph, columns: Sequence[str], rows: Sequence[Sequence[Identifier | None]]
) -> list[Source]:
    """The documents in the column `source`, by publisher: a person reads their titles, not their IRIs."""
    from monazite import statements

    found = {row[columns.index(SOURCE)] for row in rows} if SOURCE in columns else ()
    known = statements.documents(kg.store) if found else {}
    return sorted((document for iri, document in known.items() if iri in found), key=str)


def read(text: str) -> Query:
    """The query that a text names: a question of the library, a file, or - for stdin.

    Raises:
        QueryError: it is none of them. FileError: the file cannot be read.
    """
    from monazite import queries
    from monazite.errors import QueryError

    if text == "-":
        return queries.Query("", sys.stdin.read())
    if "{" in text:
        raise QueryError("SPARQL is read from a file or from stdin: give a file's name, or -")
    path = Path(text)
    if path.suffix in (".rq", ".sparql") or os.path.isfile(path):  # no error of a name that is too long
        return queries.read(path)
    return queries.question(text)


def pair(text: str) -> tuple[str, str]:
    """The name and the value of NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--param")
    return name, value


def stats(
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print the figures.")] = Format.table,
    links: Annotated[
        bool, typer.Option("--links", help="Count the links to outside datasets instead, by class.")
    ] = False,
    store: common.Store = None,
) -> None:
    """Count what the graph holds: entities by class, units by stage and country, documents, statements.

    monazite stats --links
    """
    query("link-coverage" if links else "statistics", None, form, None, store=store)


COMMANDS = {"query": query, "queries": list_queries, "stats": stats}
