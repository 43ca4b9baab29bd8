"""The commands that match with what is outside: link, reconcile."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monazite.link.review import Row

_PROPERTY = "What else is known, and the column that holds it: place=City, lei=LEI code. May be repeated."


def link(
    file: Annotated[str, typer.Argument(help="A file, or an address.", metavar="FILE|URL")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="gleif, geonames, mrds, usgs-ree, usgs-major, wikidata, wikidata-truthy, opensanctions, csv "
            "(files); reconciliation, sparql (services).",
            metavar="DATASET",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The SSSOM table to add to (.sssom.tsv); what it holds is not proposed or asked again.",
            metavar="FILE",
        ),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Ask about the doubtful ones, one by one.")
    ] = False,
    reviewer: Annotated[
        str,
        typer.Option(
            help="Who answers: an IRI, such as an ORCID.", metavar="IRI", envvar="MONAZITE_REVIEWER"
        ),
    ] = "https://w3id.org/monazite/reviewer",
    doubtful: Annotated[
        Path | None,
        typer.Option("--doubtful", help="Write the doubtful ones to a table.", metavar="FILE.csv"),
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only our things of this class.", metavar="CLASS")
    ] = None,
    columns: Annotated[
        str, typer.Option("--columns", help="Of a csv: id=Number,name=Company,name:zh=公司,country=Land")
    ] = "id=id,name=name",
    source: Annotated[
        str, typer.Option("--source", help="Of a csv or a service: the IRI that its ids are put behind.")
    ] = "",
    query: Annotated[
        Path | None,
        typer.Option(
            "--query", help="Of a SPARQL endpoint: a SELECT of ?id ?name ?country ...", metavar="FILE"
        ),
    ] = None,
    loopback: common.Loopback = False,
    store: common.Store = None,
) -> None:
    """Propose which things of an outside dataset are ours, each with what speaks for and against it.

    monazite link --to gleif lei2-golden-copy.csv.zip --type Organization --output gleif.sssom.tsv

    monazite link --to usgs-ree deposits.csv --output usgs-ree.sssom.tsv --review

    Files of any size are read as a stream, packed or not. Sure matches go to the table; doubtful ones wait
    for --review, whose answers (yes and no) stay in the table.
    """
    from monazite import sssom
    from monazite.link import linking, mappings
    from monazite.link.ours import index
    from monazite.link.review import review as walk

    today = date.today()
    things = index(common.open_graph(store))
    with common.progress() as progress:
        task = linking.Task(to, file, type_, columns, source, query, loopback)
        held = mappings.read(output) if output else None
        done = linking.run(things, task, mappings.decided(held), progress)
    for problem in done.problems:
        common.note(problem)
    table = held or mappings.empty(to, done.title, done.source, today)
    table = mappings.added(table, done.proposals, (), reviewer, today)
    if output is not None:
        sssom.write(table, output)
    asked = 0
    if review:
        for decision in walk(done.proposals, _ask, _show):
            asked += 1
            table = mappings.added(table, (), (decision,), reviewer, today)
            if output is not None:
                sssom.write(table, output)  # after each answer: whoever is interrupted loses nothing
    if output is None:
        sys.stdout.write(sssom.text(table))
    if doubtful is not None:
        with common.output(doubtful) as out:
            out.write(linking.doubtful_table(done.proposals))
    common.note(done.summary + (f"; {asked} answers were taken" if review else ""))


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer


def _show(heading: str, rows: Sequence[Row], reasons: Sequence[str]) -> None:
    common.note("")
    common.note(heading)
    print(common.table(("", "ours", "theirs"), rows), end="", file=sys.stderr)
    for reason in reasons:
        common.note(f"  {reason}")


def reconcile(
    file: Annotated[Path, typer.Argument(help="A table: .csv, .tsv or .xlsx.", metavar="FILE")],
    column: Annotated[str, typer.Option("--column", "-c", help="The column of the names.", metavar="NAME")],
    type_: Annotated[
        str | None, typer.Option("--type", help="Only things of this class: Company, Mine.", metavar="CLASS")
    ] = None,
    country_column: Annotated[
        str | None, typer.Option("--country-column", help="The column of the countries: codes or names.")
    ] = None,
    property_: Annotated[
        list[str] | None, typer.Option("--property", help=_PROPERTY, metavar="WHAT=COLUMN")
    ] = None,
    output: common.Output = None,
    encoding: Annotated[str | None, typer.Option(help="Of a CSV file that is not in Unicode.")] = None,
    store: common.Store = None,
) -> None:
    """Find whom or what the names of a spreadsheet mean: adds id, label, score, type, match and why.

    monazite reconcile suppliers.csv --column Supplier --type Organization --output matched.xlsx

    A match is accepted, doubtful (look at it: monazite_why says what speaks for and against it) or none.
    """
    from monazite.link import spreadsheets
    from monazite.link.datasets import around
    from monazite.link.reconcile import index

    table = spreadsheets.read(file, encoding)
    properties = dict(_pair(text) for text in property_ or [])
    if country_column:
        properties["country"] = country_column
    suffix = output.suffix.lower() if output else ".csv"
    things = index(common.open_graph(store))
    with common.progress() as progress:
        found, counts = spreadsheets.matched(
            table, things, around(things), column, type_, properties, file, progress
        )
    content = spreadsheets.write(found, suffix)
    with common.output(output) as out:
        out.write(content)
    common.note(", ".join(f"{number} {what}" for what, number in counts.items()) + f" of {len(found.rows)}")


def _pair(text: str) -> tuple[str, str]:
    what, equals, heading = text.partition("=")
    if not equals or not what or not heading:
        raise typer.BadParameter(f"{text!r} is not WHAT=COLUMN", param_hint="--property")
    return what.strip(), heading.strip()


COMMANDS = {"link": link, "reconcile": reconcile}
