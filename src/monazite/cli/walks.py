"""The commands that walk the chain: upstream, downstream, paths, chokepoints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common

Asked = Annotated[
    str,
    typer.Argument(help="A unit, a company, a product or a country: a name or an IRI.", metavar="ENTITY"),
]
Depth = Annotated[int | None, typer.Option(help="How many links to follow at most.", min=1)]
_END = "a unit, a company, a product, a country or a stage (mining, magnet-making ...)"
Start = Annotated[str, typer.Argument(help=f"Where paths begin: {_END}.", metavar="FROM")]
End = Annotated[str, typer.Argument(help=f"Where paths end: {_END}.", metavar="TO")]


def upstream(
    entity: Asked,
    bases: common.Bases = None,
    depth: Depth = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print what flows into an entity, a country or the making of a product, link by link, with sources.

    monazite upstream "General Motors" --depth 2
    """
    from monazite.analysis import neighbourhood, projection
    from monazite.analysis.walks import flows

    kg = common.open_graph(store)
    wanted = bases or projection.DEFAULT_BASES
    chain = projection.near(kg, entity, neighbourhood.UPSTREAM, wanted, depth, at, language)
    common.show(flows.upstream(kg, chain, entity, depth), form, figure, output)


def downstream(
    entity: Asked,
    bases: common.Bases = None,
    depth: Depth = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print what flows out of an entity or a country, or is made of a product, link by link, with sources.

    monazite downstream "Mountain Pass" --depth 2
    """
    from monazite.analysis import neighbourhood, projection
    from monazite.analysis.walks import flows

    kg = common.open_graph(store)
    wanted = bases or projection.DEFAULT_BASES
    chain = projection.near(kg, entity, neighbourhood.DOWNSTREAM, wanted, depth, at, language)
    common.show(flows.downstream(kg, chain, entity, depth), form, figure, output)


def dependence(
    companies: Annotated[
        list[str],
        typer.Argument(
            help="Companies: names or IRIs, or a table that reconcile wrote.", metavar="COMPANY|FILE"
        ),
    ],
    on: Annotated[str, typer.Option("--on", help="The place: a name or an IRI.", metavar="PLACE")],
    depth: Annotated[int, typer.Option(help="How many links a way has at most.", min=1)] = 3,
    bases: common.Bases = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    store: common.Store = None,
) -> None:
    """Print which companies get something from the units of a place, and by what way, with sources.

    monazite dependence "Tesla" "Volkswagen" --on Baotou

    monazite dependence matched.csv --on Baotou --figure map.svg

    Of a table the rows count that are accepted; put that into a doubtful one that is right.
    """
    from monazite.analysis import projection
    from monazite.analysis.walks import dependence as walks
    from monazite.link import spreadsheets

    kg = common.open_graph(store)
    iris: list[str] = []
    for text in companies:
        if Path(text).suffix.lower() in spreadsheets.SUFFIXES:
            iris += spreadsheets.accepted(spreadsheets.read(Path(text)), Path(text))
        else:
            iris.append(str(kg.resolve(text)))
    chain = projection.project(kg, bases or projection.DEFAULT_BASES, at=at)
    common.show(walks.dependence(kg, chain, iris, on, depth), form, figure, output)


def paths(
    start: Start,
    end: End,
    most_links: Annotated[int, typer.Option(help="How many links a path has at most.", min=1)] = 8,
    most: Annotated[int, typer.Option(help="How many paths to print at most.", min=1)] = 20,
    bases: common.Bases = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print the paths from one end of the chain to another: the shortest, the best evidenced, all others.

    monazite paths "Mountain Pass" "General Motors" --most-links 4
    """
    from monazite.analysis import projection
    from monazite.analysis.walks import paths as along

    kg = common.open_graph(store)
    chain = projection.project(kg, bases or projection.DEFAULT_BASES, at=at, language=language)
    common.show(along.between(kg, chain, start, end, most_links, most), form, figure, output)


def chokepoints(
    start: Annotated[str, typer.Option("--from", help=f"Where the flows begin: {_END}.")] = "mining",
    end: Annotated[str, typer.Option("--to", help=f"Where they end: {_END}.")] = "end-use",
    product: Annotated[
        str | None, typer.Option(help="Only flows that carry this product on the way.")
    ] = None,
    most: Annotated[int, typer.Option(help="How many chokepoints to print at most.", min=1)] = 20,
    bases: common.Bases = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print what all that flows between two ends of the chain has to pass, and how much is lost without it.

    monazite chokepoints --to "Vacuumschmelze" --product "dysprosium oxide"
    """
    from monazite.analysis import projection
    from monazite.analysis.walks import chokepoints as narrow

    kg = common.open_graph(store)
    chain = projection.project(kg, bases or projection.DEFAULT_BASES, at=at, language=language)
    found = narrow.chokepoints(kg, chain, start, end, product, most)
    common.show(found, form, figure, output)


COMMANDS = {
    "dependence": dependence,
    "upstream": upstream,
    "downstream": downstream,
    "paths": paths,
    "chokepoints": chokepoints,
}
