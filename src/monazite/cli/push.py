"""The command that brings the graph into a remote store: push."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monazite.cli import common


class Layout(StrEnum):
    """The engines whose addresses are known."""

    fuseki = "fuseki"
    oxigraph = "oxigraph"


def push(
    dataset: Annotated[
        str, typer.Argument(help="The address of the dataset, such as http://host:3030/ds.", metavar="URL")
    ],
    layout: Annotated[Layout, typer.Option(help="Whose addresses they are.")] = Layout.fuseki,
    graphs: Annotated[
        str | None,
        typer.Option(help="Of another engine: where it takes graphs.", metavar="URL"),
    ] = None,
    update: Annotated[
        str | None, typer.Option(help="Of another engine: where it takes updates.", metavar="URL")
    ] = None,
    graph: Annotated[
        list[str] | None,
        typer.Option("--graph", help="Only this named graph; may be repeated.", metavar="IRI"),
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove graphs there that are not ours.")] = False,
    store: common.Directory = None,
) -> None:
    """Load the graph into a remote SPARQL store, graph by graph, and check that it arrived.

    What stands there already is not sent again. Credentials come from MONAZITE_USER and MONAZITE_PASSWORD,
    MONAZITE_TOKEN, or the keyring.
    """
    from monazite.graph import KnowledgeGraph
    from monazite.push import Endpoint
    from monazite.push import push as send
    from monazite.vocabulary import expand

    if (graphs is None) != (update is None):
        raise typer.BadParameter("--graphs and --update go together")
    place = Endpoint(dataset, graphs, update) if graphs and update else Endpoint.of(dataset, layout)
    kg = KnowledgeGraph.open(store)
    only = None if graph is None else [str(expand(name) or name) for name in graph]
    with common.progress() as progress:
        done = send(kg.embedded, place, only, prune=prune, progress=progress)
    print(
        f"{len(done.sent)} graphs sent ({done.statements} statements), {len(done.alike)} stood there alike, "
        f"{len(done.removed)} removed"
    )
    if done.strange:
        common.note(f"{len(done.strange)} graphs there are not ours, such as {done.strange[0]}; see --prune")


COMMANDS = {"push": push}
