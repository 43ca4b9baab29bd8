"""The commands that make and check a graph: build, validate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common

Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        help="A TriG or N-Quads file, or a directory of them, to add; may be repeated.",
        metavar="PATH",
    ),
]


class Severity(StrEnum):
    """The severities of SHACL, the worst first."""

    violation = "violation"
    warning = "warning"
    info = "info"


class Form(StrEnum):
    """The forms of a validation report."""

    text = "text"
    json = "json"
    ttl = "ttl"
    sarif = "sarif"


def build(
    store: Annotated[
        Path | None,
        typer.Option("--store", help="Where to build it; without it, in the cache.", metavar="DIR"),
    ] = None,
    data: Data = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            help="A rule to leave out, such as possible-links on a large graph; may be repeated.",
            metavar="RULE",
        ),
    ] = None,
) -> None:
    """Build the graph from its files, unless it is built already, and print where it stands."""
    from monazite.graph import KnowledgeGraph

    with common.progress() as progress:
        kg = KnowledgeGraph.build(store, extra=data or [], progress=progress, without=without or [])
    count = next(iter(kg.query("SELECT (COUNT(*) AS ?number) { ?s ?p ?o }").rows())).number
    common.note(f"{int(count):,} statements in {sum(1 for _ in kg.store.named_graphs())} graphs")
    print(kg.path)


def validate(
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print the report.")] = Form.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.")
    ] = None,
    severity: Annotated[
        Severity, typer.Option(help="Report this and what is worse; info is what sources leave untold.")
    ] = Severity.warning,
    data: Data = None,
    store: common.Store = None,
) -> None:
    """Check the graph against its SHACL shapes; exit code 1 if there is a violation.

    With --data, files are checked together with the shipped graph before they are built into any store.
    """
    from monazite import reports, shapes
    from monazite.graph import KnowledgeGraph

    kg = KnowledgeGraph.in_memory(extra=data) if data else common.open_graph(store)
    with common.progress() as progress:
        wanted = shapes.SEVERITIES[: list(Severity).index(severity) + 1]
        report = shapes.validate(kg, extra=data or [], severities=wanted, progress=progress)
    with common.output(output) as out:
        out.write(reports.WRITERS[form](report).encode())
    if not report.conforms:
        raise typer.Exit(1)


COMMANDS = {"build": build, "validate": validate}
