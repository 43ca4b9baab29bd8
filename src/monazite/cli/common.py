"""What the commands share: the option for the store, progress on a terminal, tables, output to a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from monazite.analysis.result import Result
    from monazite.analysis.spark.session import Spark
    from monazite.graph import KnowledgeGraph
    from monazite.statements import Source

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="MONAZITE_STORE",
        help="A store to read instead of the shipped graph: a directory or a SPARQL endpoint.",
        metavar="DIR|URL",
    ),
]

Directory = Annotated[
    Path | None,
    typer.Option(
        "--store",
        envvar="MONAZITE_STORE",
        help="A store to read instead of the shipped graph.",
        metavar="DIR",
    ),
]

Entity = Annotated[
    str,
    typer.Argument(
        help="An IRI, a prefixed name (id:org/...), or a name in English or Chinese.", metavar="ENTITY"
    ),
]

Service = Annotated[
    list[str] | None,
    typer.Option(
        "--service",
        help="A SPARQL endpoint that SERVICE may ask, beside MONAZITE_SERVICES; may be repeated.",
        metavar="URL",
        show_default=False,
    ),
]
Loopback = Annotated[
    bool, typer.Option("--loopback", help="Allow services on this machine, too (127.0.0.1, localhost).")
]


class Basis(StrEnum):
    """What a chain link rests on."""

    declared = "declared"
    internal = "internal"
    possible = "possible"


Bases = Annotated[
    list[Basis] | None,
    typer.Option(
        "--bases",
        "--basis",
        help="What links may rest on; may be repeated. Without it: declared and internal.",
        show_default=False,
    ),
]


class Form(StrEnum):
    """The forms that an analysis is given in."""

    table = "table"
    csv = "csv"
    json = "json"
    md = "md"
    parquet = "parquet"
    xlsx = "xlsx"


class Language(StrEnum):
    """The languages that things are named in."""

    en = "en"
    zh = "zh"


Format = Annotated[Form, typer.Option("--format", "-f", help="How to give the result.")]
Figure = Annotated[
    Path | None,
    typer.Option("--figure", help="Draw it, too: a file that ends in .svg, .png or .pdf.", metavar="FILE"),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to a file instead of stdout.", metavar="FILE"),
]
At = Annotated[
    str | None,
    typer.Option("--at", help="As it stands then: 2030, 2025-04 or 2025-04-04.", metavar="DATE"),
]
Names = Annotated[Language, typer.Option("--language", help="The language of names and figures.")]


def open_graph(store: str | None) -> KnowledgeGraph:
    """The graph that a command reads; building the shipped one shows its progress."""
    from monazite.graph import KnowledgeGraph

    return KnowledgeGraph.open(store)


SPARK_HERE = "local[*]"
Master = Annotated[
    str, typer.Option(help="Where Spark computes: local[*], spark://HOST:PORT, yarn ...", metavar="URL")
]
Conf = Annotated[
    list[str] | None,
    typer.Option("--conf", help="A setting of Spark's; may be repeated.", metavar="NAME=VALUE"),
]


def spark(wanted: bool, master: str, scratch: str | None, conf: Sequence[str] | None) -> Spark | None:
    """Where Spark computes, None if it is not to.

    Raises:
        QueryError: a setting is none, or there are settings and no Spark.
    """
    from monazite.analysis.spark.session import Spark
    from monazite.errors import QueryError

    if not wanted:
        if conf or scratch or master != SPARK_HERE:
            raise QueryError("--master, --conf and --scratch are Spark's: give --engine spark, too")
        return None
    settings = {}
    for text in conf or ():
        name, given, settings[name] = text.partition("=")
        if not (name and given):
            raise QueryError(f"--conf {text!r} is not NAME=VALUE, such as spark.executor.memory=4g")
    return Spark(master, scratch, settings)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr where that is a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


GAP = 2  # Cells between two columns.
LONG = 32  # A word of more cells may be broken: an address, or a sentence in Chinese.


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as text: on a terminal as wide as that, in a pipe or a file as wide as its content.

    Words stay whole. Where a terminal is too narrow for that, each row is a block, a line for each cell that
    holds something.
    """
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    cells = [[clean(cell) for cell in row] for row in rows]
    # The width of a pipe is nobody's: lines there are as long as they need to be.
    console = Console(width=None if sys.stdout.isatty() else 10_000, color_system=None)
    widths = _widths([*zip(columns, *cells, strict=True)], console.width)
    if widths is None:
        return _blocks(columns, cells, console.width)
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, GAP - 1, 0, 0), pad_edge=False, show_edge=False)
    for column, width in zip(columns, widths, strict=True):
        grid.add_column(escape(column), overflow="fold", width=width)
    for row in cells:
        grid.add_row(*map(escape, row))
    with console.capture() as capture:
        console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is, the widest cut first; None where even the longest words are too wide."""
    from rich.cells import cell_len

    room -= GAP * (len(columns) - 1)
    words = [[word for cell in column for word in cell.split()] for column in columns]
    least = [max((min(cell_len(word), LONG) for word in column), default=0) for column in words]
    most = [max(map(cell_len, column)) for column in columns]
    if sum(least) > room:
        return None
    cut = max(most, default=0)
    while sum(widths := [max(low, min(high, cut)) for low, high in zip(least, most, strict=True)]) > room:
        cut -= 1
    return widths


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> str:
    """Rows below each other, as psql's expanded display: a name and a value on a line, rules between rows."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    console = Console(width=room, color_system=None)
    indent = max(map(cell_len, columns)) + GAP
    lines = []
    for number, row in enumerate(rows, 1):
        lines.append(f"── {number} ".ljust(min(room, 40), "─"))
        for column, cell in zip(columns, row, strict=True):
            head = column + " " * (indent - cell_len(column))
            for part in Text(cell).wrap(console, max(room - indent, 20)) if cell else ():
                lines.append(f"{head}{part.plain.rstrip()}")
                head = " " * indent
    return "".join(f"{line}\n" for line in lines)


def clean(text: str) -> str:
    """Text without control characters: what comes from data must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


@contextmanager
def output(path: Path | None) -> Iterator[IO[bytes]]:
    """Stdout, or a file that appears under its name only when it is whole.

    Raises:
        FileError: the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from monazite.files import whole

    with whole(path) as fresh, fresh.open("wb") as out:
        yield out
    note(f"{path}: written")


def show(result: Result[Any], form: str, figure: Path | None, output_: Path | None) -> None:
    """Prints or writes what an analysis found, and draws it if a figure is asked for.

    Raises:
        FileError: a file cannot be written. QueryError: there is nothing to draw, or the figure's ending
            names no format. ExtraMissing: the form needs packages that are not installed.
    """
    from monazite.analysis import result as results

    if figure is not None:
        from monazite import drawing

        drawing.save(result.plot(), figure)
    if not result.rows:
        for sentence in result.notes:
            note(sentence)
    with output(output_) as out:
        if form == "table" and result.rows:
            out.write(text(result).encode())
        elif form != "table":
            results.write(result, form, out)
    if figure is not None:
        note(f"{figure}: drawn")


def text(result: Result[Any]) -> str:
    """A result as text: title, sentences, table, references."""
    titles, cells = result.table()
    parts = [clean(result.title), *(clean(line) for line in result.notes), ""]
    parts.append(table(titles, cells).rstrip("\n"))
    if documents := result.sources():
        parts += ["", references(documents)]
    return "\n".join(parts) + "\n"


def references(documents: Iterable[Source]) -> str:
    """Documents as a numbered list, one a line."""
    return "\n".join(clean(f"[{n}] {document}") for n, document in enumerate(documents, 1))


def note(message: str) -> None:
    """A message to the person, on stderr, so that stdout carries results only."""
    print(clean(message), file=sys.stderr)


def allow(kg: KnowledgeGraph, endpoints: Sequence[str] | None, loopback: bool) -> None:
    """Lets the queries of a graph ask further SPARQL endpoints, beside those of the environment."""
    from dataclasses import replace

    kg.services = replace(
        kg.services, endpoints=(*kg.services.endpoints, *(endpoints or ())), loopback=loopback
    )
