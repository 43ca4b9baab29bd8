"""Draws capacity over the years, and what changed when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis import dates
from monazite.analysis.change.reading import KINDS
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.analysis.change.changes import Changes
    from monazite.analysis.change.reading import Change
    from monazite.analysis.change.timeline import Point, Timeline

_MOST_PLACES = 6
_MOST_PANELS = 8
_MOST_LINES = 45
_COLOURS = tuple(drawing.PALETTE[n] for n in (0, 2, 1, 3, 7, 5, 4))


def capacity(found: Timeline) -> Figure:
    """A panel a stage and basis; bands from what is certain to what can be, a colour a place.

    Raises:
        QueryError: there is nothing to draw, or more than anybody could read.
    """
    panels = list(dict.fromkeys((row.stage, row.counted_as) for row in found.rows))
    all_places = list(dict.fromkeys(row.place for row in found.rows))
    if not panels:
        raise QueryError(f"no source tells a capacity, so there is nothing to draw: {found.title}")
    if len(all_places) > _MOST_PLACES:
        raise QueryError(f"a figure of {len(all_places)} places cannot be drawn: {_MOST_PLACES} can at most")
    panels = _weightiest(found.rows, panels)
    colours = dict(zip(all_places, drawing.PALETTE, strict=False))
    columns = min(2, len(panels))
    lines = math.ceil(len(panels) / columns)
    with drawing.style():
        from matplotlib.figure import Figure as NewFigure

        figure = NewFigure(figsize=(max(9.0, 5.2 * columns + 0.6), 2.5 * lines + 1.6))
        grid = figure.subplots(lines, columns, squeeze=False)
        for axes, panel in zip(grid.flat, panels, strict=False):
            rows = [row for row in found.rows if (row.stage, row.counted_as) == panel]
            for place in all_places:
                own = [row for row in rows if row.place == place]
                if own:
                    _bands(axes, own, colours[place], found)
            axes.set_title(panel[0], size=9)
            unit = "tonnes a year, {}" if panel[1] != "pieces" else "pieces a year"
            axes.set_ylabel(say(unit, found.language).format(say(panel[1], found.language)), size=8)
            axes.set_ylim(bottom=0)
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
            axes.xaxis.get_major_locator().set_params(integer=True)
        for axes in list(grid.flat)[len(panels) :]:
            axes.remove()
        _legend(figure, colours, found.language)
        figure.suptitle(say("Capacity over time", found.language), x=0.01, ha="left", weight="bold", size=11)
        drawing.credit(figure, found.sources(), found.language)
    return figure


def changes(found: Changes) -> Figure:
    """A line for each change, with a mark at its date; of very many, how many there were in each quarter.

    Changes without a date have no place in it.

    Raises:
        QueryError: nothing changed, or no change has a date.
    """
    if not found.rows:
        raise QueryError("nothing changed between the two dates, so there is nothing to draw")
    dated = [row for row in found.rows if row.date]
    if not dated:
        raise QueryError("no source dates any of the changes, so there is nothing to draw")
    kinds = [kind for kind in KINDS if any(row.change == kind for row in dated)]
    colours = dict(zip(KINDS, _COLOURS, strict=True))
    listed = len(dated) <= _MOST_LINES
    with drawing.style():
        title = f"{say('Changes', found.language)}, {found.since} – {found.until}"
        figure, axes = drawing.new(title, 9.5, (0.21 * len(dated) if listed else 3.5) + 2)
        if listed:
            _lines(axes, dated, colours)
        else:
            _quarters(axes, dated, kinds, colours, found.language)
        from matplotlib.patches import Patch

        patches = [Patch(color=colours[kind], label=say(kind, found.language)) for kind in kinds]
        figure.legend(handles=patches, loc="outside upper right", ncols=4, frameon=False)
        drawing.credit(figure, found.sources(), found.language)
    return figure


def _weightiest(rows: Sequence[Point], panels: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """For each stage the basis on which most units are told; of many panels those with most units."""
    units: Counter[tuple[str, str]] = Counter()
    for row in rows:
        units[row.stage, row.counted_as] += row.units
    stages = dict.fromkeys(stage for stage, _ in panels)
    best = [max((panel for panel in panels if panel[0] == stage), key=lambda p: units[p]) for stage in stages]
    kept = sorted(best, key=lambda panel: -units[panel])[:_MOST_PANELS]
    return [panel for panel in best if panel in kept]


def _bands(axes: Axes, rows: Sequence[Point], colour: str, found: Timeline) -> None:
    years = [row.year for row in rows]
    installed, planned = ([getattr(row, name) for row in rows] for name in ("installed", "planned"))
    axes.fill_between(
        years, [f.low for f in installed], [f.high for f in installed], color=colour, alpha=0.35, linewidth=0
    )
    axes.plot(years, [f.low for f in installed], color=colour)
    for bound in ("low", "high"):
        axes.plot(years, [getattr(f, bound) for f in planned], color=colour, linestyle=":", linewidth=1)
    axes.axvline(float(found.known_until[:4]), color=drawing.PALE, linewidth=0.8)
    axes.set_xlim(min(row.year for row in found.rows) - 0.2, max(row.year for row in found.rows) + 0.2)


def _legend(figure: Figure, colours: dict[str, str], language: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Patch | Line2D] = [Patch(color=colour, label=place) for place, colour in colours.items()]
    handles += [
        Line2D([], [], color=drawing.GREY, label=say("installed, certain", language)),
        Patch(color=drawing.GREY, alpha=0.35, label=say("installed, possible", language)),
        Line2D([], [], color=drawing.GREY, linestyle=":", label=say("with plans, from and to", language)),
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=3, frameon=False, fontsize=8)


def _lines(axes: Axes, rows: Sequence[Change], colours: dict[str, str]) -> None:
    """A mark for each change in the middle of the time that its date leaves open, a bar over all of that."""
    import numpy as np

    for n, row in enumerate(rows):
        days = [dates.first_day(row.date), dates.last_day(row.date)]
        span, colour = np.array(days, dtype="datetime64[D]"), colours[row.change]
        axes.plot(span, [n, n], color=colour, linewidth=4, solid_capstyle="butt", alpha=0.5)
        axes.plot(span[:1] + (span[1:] - span[:1]) // 2, [n], "o", color=colour, markersize=5)
    names = [f"{row.entity}{f' ({row.country})' if row.country else ''}" for row in rows]
    axes.set_yticks(range(len(rows)), [drawing.plain(name) for name in names], size=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(axis="y", color=drawing.PALE, linewidth=0.3)


def _quarters(
    axes: Axes, rows: Sequence[Change], kinds: Sequence[str], colours: dict[str, str], language: str
) -> None:
    """Stacked bars of how many changes each quarter has; dates known to the year alone go to its own bar."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        quarter = f"{row.date[:4]} Q{(int(row.date[5:7]) + 2) // 3}" if len(row.date) > 4 else row.date
        counted.setdefault(quarter, Counter())[row.change] += 1
    quarters = sorted(counted)
    base = [0] * len(quarters)
    for kind in kinds:
        heights = [counted[quarter][kind] for quarter in quarters]
        axes.bar(range(len(quarters)), heights, bottom=base, color=colours[kind], width=0.8)
        base = [one + other for one, other in zip(base, heights, strict=True)]
    axes.set_xticks(range(len(quarters)), quarters, rotation=60, ha="right", size=7)
    axes.set_ylabel(say("number of changes", language))
