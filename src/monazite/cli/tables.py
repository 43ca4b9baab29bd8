"""The command that takes tables in: import."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Workbooks (.xlsx), CSV files named by kind, JSON Lines, or folders of them."),
    ] = None,
    into: Annotated[
        Path, typer.Option("--into", help="The folder of data to write to.", metavar="DIR")
    ] = Path("data"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change, as a diff, and write nothing.")
    ] = False,
    accept: Annotated[
        Path | None,
        typer.Option("--accept-matches", help="Near names, each decided: same or new.", metavar="FILE"),
    ] = None,
    matches: Annotated[
        Path | None,
        typer.Option("--matches", help="Write the near names to decide to this file.", metavar="FILE"),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Drop what these documents said before and the tables do not."),
    ] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of CSV and JSON Lines files that are not in Unicode.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="Write an empty workbook, or a folder of CSV files.", metavar="PATH"),
    ] = None,
) -> None:
    """Take facts in from tables: each row with its source, each figure as stated.

    monazite import --template my-facts.xlsx

    monazite import my-facts.xlsx --into my-data --dry-run

    Nothing is written while a cell is wrong, a shape is violated, or a name is nearly that of a known entity.
    """
    from monazite import bundle
    from monazite.tables import importing, names, writing

    # Millions of small objects, none in a circle: looking for circles would take a sixth of the time.
    gc.disable()
    if template is not None:
        if files:
            raise typer.BadParameter("a template is empty: give no files with it", param_hint="--template")
        for path in writing.write(template, {}, importing.known(bundle.root(), into)):
            common.note(str(path))
        return
    if not files:
        raise typer.BadParameter("missing; or use --template to get an empty one", param_hint="FILES")
    with common.progress() as progress:
        what = importing.prepare(files, into, accept, encoding, replace, progress=progress)
    if what.undecided:
        table = names.matches_table(what.undecided)
        if matches is not None:
            with common.output(matches) as out:
                out.write(table.encode())
        else:
            sys.stdout.write(table)
        common.note(
            f"{what.near} names are nearly those of known entities, nothing was written: put same or new "
            "into the column decision, and give the table with --accept-matches"
        )
        raise typer.Exit(1)
    with common.progress() as progress:
        importing.check(what, into, progress=progress)
    if dry_run:
        for change in what.changes:
            sys.stdout.writelines(change.diff())
    else:
        importing.write(what)
    common.note(importing.summary(what, dry_run))


COMMANDS = {"import": import_}
