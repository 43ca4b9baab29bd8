"""The commands that make and check a graph: build, validate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from monazite.analysis.spark.session import Spark

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


class Reader(StrEnum):
    """What reads the files."""

    local = "local"
    spark = "spark"


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
    quads: Annotated[
        Path | None,
        typer.Option("--quads", help="Write N-Quads for other engines instead of a store.", metavar="DIR"),
    ] = None,
    engine: Annotated[Reader, typer.Option(help="With --quads: what reads the files.")] = Reader.local,
    master: common.Master = common.SPARK_HERE,
    conf: common.Conf = None,
) -> None:
    """Build the graph from its files, unless it is built already, and print where it stands.

    monazite build --quads quads

    monazite build --quads /shared/quads --data /shared/sources --engine spark --master spark://HOST:7077
    """
    from monazite.graph import KnowledgeGraph

    if quads is not None:
        _quads(
            quads, data or [], without or [], store, common.spark(engine is Reader.spark, master, None, conf)
        )
        return
    if engine is Reader.spark:
        raise typer.BadParameter("Spark writes quads, not stores: give --quads DIR, too")
    with common.progress() as progress:
        kg = KnowledgeGraph.build(store, extra=data or [], progress=progress, without=without or [])
    count = next(iter(kg.query("SELECT (COUNT(*) AS ?number) { ?s ?p ?o }").rows())).number
    common.note(f"{int(count):,} statements in {sum(1 for _ in kg.store.named_graphs())} graphs")
    print(kg.path)


def _quads(
    folder: Path, data: list[Path], without: list[str], store: Path | None, spark: Spark | None
) -> None:
    from monazite import bulk, stores

    if store is not None:
        raise typer.BadParameter("--quads are written instead of a store: leave --store out")
    plan = stores.plan(extra=data, without=without)
    if spark is None:
        with common.progress() as progress:
            count = bulk.write(plan, folder, progress)
    else:
        from monazite.analysis.spark import quads
        from monazite.analysis.spark.session import session

        with session(spark) as started:
            count = quads.write(started, plan, folder)
    common.note(f"{count:,} quads")
    print(folder)


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
