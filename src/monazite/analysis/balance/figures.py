"""Draws the balance of the chain and the policy targets: what is enough for how much magnet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis.balance.targets import DEPENDENCE, PHRASES, percent
from monazite.analysis.intervals import Interval
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.analysis.balance.stages import Balance, StageBalance
    from monazite.analysis.balance.targets import Target, Targets

_MOST_PANELS = 12


def balance(found: Balance) -> Figure:
    """A panel a place and year, two bars a stage: solid as far as is certain, pale as far as can be.

    Raises:
        QueryError: there are more panels than anybody could read.
    """
    panels = list(dict.fromkeys((row.place, row.year) for row in found.rows))
    years = len({year for _, year in panels})
    if len(panels) > _MOST_PANELS:
        raise QueryError(
            f"a figure of {len(panels)} panels cannot be drawn: {_MOST_PANELS} places and years can at most"
        )
    with drawing.style():
        from matplotlib.figure import Figure as NewFigure

        height = len(panels) // years
        figure = NewFigure(figsize=(max(6.5, 4.4 * years + 1), 2.1 * height + 1.6))
        grid = figure.subplots(height, years, squeeze=False, sharey=True, sharex="row")
        for axes, panel in zip(grid.flat, panels, strict=True):
            rows = [row for row in found.rows if (row.place, row.year) == panel]
            _stages(axes, rows, found.language)
        title = say("Balance of the NdFeB chain", found.language)
        figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
        for axes in grid[-1]:
            axes.set_xlabel(say("NdFeB magnets for which it is enough, tonnes a year", found.language))
        handles, labels = grid[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False)
        drawing.credit(figure, found.sources(), found.language)
    return figure


def targets(found: Targets) -> Figure:
    """Three bars a target: what it asks for, what is there, what is there with all plans."""
    with drawing.style():
        title = say("Targets of the EU Critical Raw Materials Act for {}", found.language)
        height = 0.62 * len(found.rows) + 2
        figure, axes = drawing.new(title.format(max(row.by for row in found.rows)), 9.5, height)
        axes.set_title(axes.get_title(loc="left"), pad=26)
        _aims(axes, found.rows, found.language)
        drawing.credit(figure, found.sources(), found.language)
    return figure


def _stages(axes: Axes, rows: Sequence[StageBalance], language: str) -> None:
    figures = [figure for row in rows for figure in (row.installed_magnets, row.planned_magnets)]
    reach = _reach(figures)
    for n, row in enumerate(rows):
        ends = [
            _bar(axes, n - 0.2, row.installed_magnets, reach, drawing.PALETTE[0], "installed", language, n),
            _bar(axes, n + 0.2, row.planned_magnets, reach, drawing.PALETTE[1], "with plans", language, n),
        ]
        said = []
        if not row.planned_magnets.bounded:
            said.append(say("or more", language))
        if row.unknown_planned_units:
            said.append(say("+ {} unknown", language).format(row.unknown_planned_units))
        axes.text(max(ends) + reach * 0.015, n, ", ".join(said), va="center", size=7, color=drawing.GREY)
    axes.set_title(f"{rows[0].place}, {rows[0].year}", size=9)
    axes.set_yticks(range(len(rows)), [row.stage for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, max(axes.get_xlim()[1], reach * 1.45))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.locator_params(axis="x", nbins=5)


def _aims(axes: Axes, rows: Sequence[Target], language: str) -> None:
    reach = _reach([figure for row in rows for figure in (row.asked_for, row.installed, row.planned)])
    first = 0
    for n, row in enumerate(rows):
        _bar(axes, n - 0.27, row.asked_for, reach, drawing.GREY, "asked for", language, n, 0.25)
        if row.measure == DEPENDENCE:
            _bar(
                axes,
                n,
                row.installed,
                reach,
                drawing.PALETTE[5],
                "as dependent as now",
                language,
                first,
                0.25,
            )
            first += 1
            continue
        _bar(axes, n, row.installed, reach, drawing.PALETTE[0], "installed", language, n, 0.25)
        _bar(axes, n + 0.27, row.planned, reach, drawing.PALETTE[1], "with plans", language, n, 0.25)
        if row.unknown_units:
            text = say("+ {} unknown", language).format(row.unknown_units)
            end = max(row.installed.high, row.planned.high)
            axes.text(end + reach * 0.01, n + 0.14, text, va="center", size=7, color=drawing.GREY)
    labels = [
        f"{say(PHRASES[row.measure], language)} {percent(row.share, row.measure)}, {row.stage}\n"
        + say("of the magnets used in {}", language).format(row.consumption_year)
        for row in rows
    ]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, reach * 1.1)
    axes.set_xlabel(say("NdFeB magnets, tonnes a year", language))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False)


def _reach(figures: Sequence[Interval]) -> float:
    return max((f.high if f.bounded else f.low for f in figures), default=0.0) or 1.0


def _bar(
    axes: Axes,
    place: float,
    figure: Interval,
    reach: float,
    colour: str,
    name: str,
    language: str,
    n: int,
    thickness: float = 0.36,
) -> float:
    """A bar for a figure, and where it ends; the first of its kind names it in the legend."""
    end = figure.high if figure.bounded else figure.low
    axes.barh(place, end, color=colour, alpha=0.3, height=thickness)
    axes.barh(
        place, figure.low, color=colour, height=thickness, label=say(name, language) if n == 0 else None
    )
    return end
