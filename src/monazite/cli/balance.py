"""The commands that add up capacities: balance (with the policy targets), timeline (with the changes)."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite.cli import common

Places = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        help='world, EU, a country ("CN", "Estonia") or "world without CN"; may be repeated.',
        show_default="world",
    ),
]
Years = Annotated[
    list[int] | None,
    typer.Option("--year", help="A year; may be repeated.", show_default="2025 and 2030", min=1, max=9999),
]
AgainstTargets = Annotated[
    bool, typer.Option("--targets", help="Against the EU's benchmarks for 2030, instead of stage by stage.")
]
Stage = Annotated[
    str | None,
    typer.Option(help="One stage alone, such as magnet-making.", metavar="STAGE", show_default="all"),
]
Since = Annotated[str, typer.Option(help="From when on: 2024, 2024-06 or 2024-06-01.", metavar="DATE")]
Until = Annotated[str, typer.Option(help="Until when.", metavar="DATE")]
WhatChanged = Annotated[
    bool,
    typer.Option("--changes", help="What was added, commissioned, stopped, delayed or re-owned, one by one."),
]


def balance(
    place: Places = None,
    year: Years = None,
    targets: AgainstTargets = False,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print for how much NdFeB magnet each stage's capacity is enough, and where a stage starves the next.

    monazite balance --place CN --place EU --year 2030
    """
    from monazite.errors import QueryError

    if targets and (place or year):
        raise QueryError("--targets are the EU's, for the year that they name: leave --place and --year out")
    kg = common.open_graph(store)
    if targets:
        from monazite.analysis.balance import targets as policy

        common.show(policy.targets(kg, language, at), form, figure, output)
        return
    from monazite.analysis.balance import stages as balances

    found = balances.balance(kg, place or ("world",), year or balances.YEARS, language, at)
    common.show(found, form, figure, output)


def timeline(
    since: Since = "2015",
    until: Until = "2030",
    stage: Stage = None,
    place: Places = None,
    changes: WhatChanged = False,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print the capacity of each stage year by year, or what changed between two dates.

    monazite timeline --stage magnet-making --place CN --since 2020

    monazite timeline --changes --since 2025-01 --until 2025-06
    """
    from monazite.analysis.change import changes as change
    from monazite.analysis.change import timeline as timelines

    kg = common.open_graph(store)
    if changes:
        common.show(
            change.changes(kg, since, until, stage, place or ("world",), language), form, figure, output
        )
    else:
        years = timelines.between(since, until)
        common.show(timelines.capacity(kg, stage, place or ("world",), years, language), form, figure, output)


COMMANDS = {"balance": balance, "timeline": timeline}
