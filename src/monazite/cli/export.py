"""The command that exports: the chain or the network as a graph file or a figure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common
from monazite.cli.entity import Bases


class Format(StrEnum):
    """The formats of an export."""

    graphml = "graphml"
    gexf = "gexf"
    dot = "dot"
    mermaid = "mermaid"
    svg = "svg"
    png = "png"


class Projection(StrEnum):
    """What is exported."""

    chain = "chain"
    network = "network"


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")],
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="The format; without it, by the file's ending.")
    ] = None,
    projection: Annotated[
        Projection,
        typer.Option(help="chain: units and product flows; network: who has to do with whom."),
    ] = Projection.chain,
    basis: Bases = None,
    store: common.Store = None,
) -> None:
    """Write the value chain or the network of relations for Gephi, Graphviz, a web page or a report.

    monazite export --output chain.svg --basis internal --basis possible

    monazite export --projection network --output network.gexf
    """
    from monazite import export as exports
    from monazite.analysis import project

    chosen = form or _by_ending(output)
    kg = common.open_graph(store)
    if projection is Projection.chain:
        graph = project.chain(kg, basis or project.DEFAULT_BASES)
    else:
        graph = project.network(kg)
    exports.write(graph, chosen, output)
    common.note(f"{output}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


def _by_ending(path: Path) -> Format:
    ending = path.suffix.removeprefix(".")
    ending = {"mmd": "mermaid", "gv": "dot"}.get(ending, ending)
    if ending not in set(Format):
        known = ", ".join(f".{form}" for form in Format)
        raise typer.BadParameter(f"no format ends in {path.suffix!r}: name one of {known}, or use --format")
    return Format(ending)


COMMANDS = {"export": export}
