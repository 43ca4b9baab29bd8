"""The command on how concentrated the chain is: concentration."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monazite.cli import common


class By(StrEnum):
    """Who holds."""

    facility = "facility"
    operator = "operator"
    owner = "owner"
    state = "state"
    country = "country"


class Measure(StrEnum):
    """What is counted."""

    capacity = "capacity"
    production = "production"


def concentration(
    stage: Annotated[str | None, typer.Option(help="One stage, such as separation.")] = None,
    product: Annotated[
        str | None, typer.Option(help="One product, such as ndpr-oxide, its kinds in it.")
    ] = None,
    element: Annotated[str | None, typer.Option(help="The oxides, metals and alloys of one: Dy.")] = None,
    by: Annotated[By, typer.Option(help="Who holds.")] = By.country,
    measure: Annotated[
        Measure, typer.Option(help="Capacity of units, or production as stated of countries.")
    ] = Measure.capacity,
    planned: Annotated[bool, typer.Option("--planned", help="With the capacity that is planned.")] = False,
    shares: Annotated[bool, typer.Option("--shares", help="Who holds what share, of one stage.")] = False,
    years: Annotated[
        str | None, typer.Option(help="Each of several years: 2018-2024.", metavar="FIRST-LAST")
    ] = None,
    most: Annotated[
        float | None,
        typer.Option(help="What a unit without a figure has at most; without it, the largest known one."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Production: figures of one document alone.", metavar="DOCUMENT")
    ] = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print how concentrated stages or products are: HHI, CR1, CR3, CR5, equal players, with bounds.

    monazite concentration --stage separation --by operator
    """
    from monazite.analysis.concentration import stages as analysis
    from monazite.errors import QueryError

    kg = common.open_graph(store)
    kind = "planned" if planned else "installed"
    if shares:
        if years:
            raise QueryError("shares are of one date: give --at, not --years")
        found = analysis.shares(
            kg, stage, by, product, element, at, kind, measure, language, most=most, source=source
        )
        common.show(found, form, figure, output)
        return
    span = _years(years) if years else None
    result = analysis.concentration(
        kg, by, stage, product, element, at, kind, measure, language, years=span, most=most, source=source
    )
    common.show(result, form, figure, output)


def _years(text: str) -> tuple[int, int]:
    from monazite.errors import QueryError

    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise QueryError(f"{text!r} are no years: give the first and the last, such as 2018-2024")
    return int(first), int(last or first)


COMMANDS = {"concentration": concentration}
