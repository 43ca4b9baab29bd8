"""The command line: each command parses, hands over, prints. Results to stdout, messages to stderr."""

from __future__ import annotations

import os
import sys

import typer

from monazite.cli import (
    analyse,
    ask,
    audit,
    balance,
    concentration,
    enrich,
    entity,
    export,
    figure,
    link,
    make,
    ownership,
    push,
    release,
    scenario,
    serve,
    tables,
    walks,
)

app = typer.Typer(
    name="monazite",
    help="The open knowledge graph of the rare earth value chain, from ore to motor.\n\n"
    "Every statement knows its source. The first command builds the shipped graph; later ones open it.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from monazite import bundle

        versions = bundle.versions()
        typer.echo(f"monazite {versions.code} (ontology {versions.ontology}, data {versions.data})")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False,
        "--version",
        callback=_version,
        is_eager=True,
        help="Print the versions of code, ontology and data.",
    ),
) -> None:
    pass


MODULES = (
    ask,
    audit,
    entity,
    enrich,
    walks,
    balance,
    concentration,
    scenario,
    analyse,
    figure,
    export,
    make,
    tables,
    link,
    ownership,
    serve,
    push,
    release,
)
for module in MODULES:
    for command, function in module.COMMANDS.items():
        app.command(command)(function)


def main() -> None:
    """Runs the command line; a known error is one message on stderr and exit code 1."""
    from monazite.cli import common
    from monazite.errors import MonaziteError

    try:
        app(prog_name="monazite")
    except MonaziteError as error:
        for line in f"monazite: {error}".split("\n"):
            common.note(line)
        sys.exit(1)
    except BrokenPipeError:
        # The reader (head, a pager) has enough: that is no error, and there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
