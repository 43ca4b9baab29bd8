"""The command that says how good the data is: audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def _complete(incomplete: str) -> list[str]:
    from monazite.audit import auditing as audits
    from monazite.audit import checks

    return [name for name in ("checks", *audits.PARTS, *checks.names()) if name.startswith(incomplete)]


def audit(
    name: Annotated[
        str | None,
        typer.Argument(
            help="One audit alone, with all that it finds: production, support, or one that the table names.",
            metavar="[NAME]",
            autocompletion=_complete,
        ),
    ] = None,
    form: common.Format = common.Form.table,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Write to a file; one that ends in .html is a page with plots.",
            metavar="FILE",
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option(help="Whose production to explain; the newest with a total, without it.")
    ] = None,
    figure: common.Figure = None,
    store: common.Store = None,
) -> None:
    """Say how good the data is: sources, ages, gaps, duplicates, how much of known production it explains.

    Exit code 1 if a statement has no source or a link leads to nothing.

    monazite audit

    monazite audit production --year 2024

    monazite audit units-without-coordinates --format csv

    monazite audit --output audit.html
    """
    from monazite.errors import QueryError

    wants_page = output is not None and output.suffix in (".html", ".htm")
    if name is not None and wants_page:
        raise QueryError("a page tells of all audits: name one, or a file that ends in .html, not both")
    if year is not None and name not in (None, "production"):
        raise QueryError("a year is for production: monazite audit production --year 2024")
    if name is None and figure is not None:
        raise QueryError("name what to draw: checks, production or support; a page (--output x.html) has all")
    kg = common.open_graph(store)
    passed = _one(kg, name, form, figure, output, year) if name else _all(kg, form, output, year, wants_page)
    if not passed:
        raise typer.Exit(1)


def _one(
    kg: KnowledgeGraph, name: str, form: str, figure: Path | None, output: Path | None, year: str | None
) -> bool:
    from monazite.audit import auditing as audits
    from monazite.audit import checks, coverage

    if name == "checks":
        with common.progress() as progress:
            summary = audits.audit(kg, progress).checks
        common.show(summary, form, figure, output)
        return summary.passed
    if name in audits.PARTS:
        common.show(coverage.coverage(kg, year) if year else audits.PARTS[name](kg), form, figure, output)
        return True
    found = checks.findings(kg, name)
    common.show(found, form, figure, output)
    return not (found.rows and checks.must(name))


def _all(kg: KnowledgeGraph, form: str, output: Path | None, year: str | None, page: bool) -> bool:
    from monazite.analysis import result as results
    from monazite.audit import auditing as audits

    with common.progress() as progress:
        found = audits.audit(kg, progress, year)
    if page and output is not None:
        from monazite.audit import page as pages

        pages.write(found, output)
        for part in found.parts.values():
            for sentence in (f"{part.title}:", *part.notes):
                common.note(sentence)
        common.note(f"{output}: written")
        return found.checks.passed
    with common.output(output) as out:
        if form == "table":
            out.write(
                "\n\n".join(common.text(part).rstrip() for part in found.parts.values()).encode() + b"\n"
            )
        elif form == "json":
            out.write(found.to_json().encode())
        else:
            results.write(found.everything, form, out)
    return found.checks.passed


COMMANDS = {"audit": audit}
