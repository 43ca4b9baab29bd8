"""Draws concentration: ranges of HHI with the lines of regulators, and shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis.concentration import regulators
from monazite.analysis.intervals import Interval
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.analysis.concentration.stages import Concentration, Concentrations, Shares

_ALL = 10_000
# What is known exactly is a mark so wide.
_LEAST = 40
_POSSIBLE, _KNOWN = drawing.PALETTE[4], drawing.PALETTE[3]
_LINES = (
    (regulators.MODERATE, ":", "1,000: US moderately concentrated, EU no concern below"),
    (regulators.US_HIGH, "--", "1,800: US (2023) highly concentrated above"),
    (regulators.EU_HIGH, "-.", "2,000: EU (2004) closer look above"),
)
_MOST_ROWS, _MOST_LINES = 40, 4


def draw(found: Concentrations) -> Figure:
    """The ranges as bars, or over three dates and more as lines with their bands.

    Raises:
        ExtraMissing: matplotlib is not installed.
        QueryError: there is nothing to draw, or too much to be read.
    """
    by_subject: dict[str, list[Concentration]] = {}
    for row in found.rows:
        by_subject.setdefault(row.what, []).append(row)
    series = {what: rows for what, rows in by_subject.items() if len(rows) > 2}
    if series and len(by_subject) <= _MOST_LINES:
        return _over_time(found, by_subject)
    if not 0 < len(found.rows) <= _MOST_ROWS:
        raise QueryError(f"a figure of {len(found.rows)} rows cannot be drawn: name a stage, or fewer years")
    return _ranges(found)


def draw_shares(found: Shares) -> Figure:
    """The shares of the largest holders as bars, solid as far as is certain.

    Raises:
        ExtraMissing: matplotlib is not installed.
        QueryError: there is nothing to draw.
    """
    if not found.rows:
        raise QueryError(f"there is nothing to draw: {found.notes[0]}")
    rows = found.rows[:25]
    with drawing.style():
        title = f"{rows[0].what}, {rows[0].at}: {_held(found.by, found.language)}"
        figure, axes = drawing.new(title, 8, 1.8 + 0.3 * len(rows))
        labels = [row.holder for row in rows]
        drawing.bars(
            axes, labels, [r.share.low for r in rows], [r.share.high for r in rows], language=found.language
        )
        axes.set_xlim(0, 100)
        axes.set_xlabel(say("share (%); solid: certain, pale: possible", found.language))
        drawing.credit(figure, found.sources(), found.language)
        return figure


def _ranges(found: Concentrations) -> Figure:
    language = found.language
    several = len({row.at for row in found.rows}) > 1
    with drawing.style():
        figure, axes = drawing.new(_title(found), 9, 2.6 + 0.42 * len(found.rows))
        for place, row in enumerate(found.rows):
            _bar(axes, place, row.hhi, 0.62, _POSSIBLE)
            if row.hhi_told.bounded and found.measure == "capacity":
                _bar(axes, place, row.hhi_told, 0.2, _KNOWN)
        axes.barh(0, 0, color=_POSSIBLE, label=say("whatever the unknown figures are", language))
        if found.measure == "capacity":
            axes.barh(0, 0, color=_KNOWN, label=say("known figures alone", language))
        labels = [_label(row, found, several) for row in found.rows]
        axes.set_yticks(range(len(labels)), [drawing.plain(label) for label in labels])
        axes.invert_yaxis()
        axes.set_xlim(0, _ALL)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.set_xlabel(say("Herfindahl-Hirschman index, points", language))
        if found.measure == "capacity":
            axes.set_ylabel(say("in brackets: units with a figure / all units", language))
        _draw_lines(axes, language, upright=True)
        _explain(axes)
        drawing.credit(figure, found.sources(), language)
        return figure


def _bar(axes: Axes, place: int, index: Interval, height: float, colour: str) -> None:
    width = max(index.high - index.low, _LEAST)
    axes.barh(place, width, left=min(index.low, _ALL - width), height=height, color=colour)


def _over_time(found: Concentrations, by_subject: dict[str, list[Concentration]]) -> Figure:
    language = found.language
    with drawing.style():
        figure, axes = drawing.new(_title(found), 8, 5)
        for (what, rows), colour in zip(by_subject.items(), drawing.PALETTE, strict=False):
            years = [_year(row) for row in rows]
            lows, highs = [row.hhi.low for row in rows], [row.hhi.high for row in rows]
            middle = [(low + high) / 2 for low, high in zip(lows, highs, strict=True)]
            axes.fill_between(years, lows, highs, color=colour, alpha=0.3, linewidth=0)
            axes.plot(years, middle, color=colour, marker="o", markersize=3, label=drawing.plain(what))
        axes.set_ylim(0, _ALL)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.set_xticks(sorted({_year(row) for row in found.rows}))
        axes.set_ylabel(say("Herfindahl-Hirschman index, points", language))
        axes.set_xlabel(say("year; band: what the figures allow, line: its middle", language))
        _draw_lines(axes, language, upright=False)
        _explain(axes)
        drawing.credit(figure, found.sources(), language)
        return figure


def _draw_lines(axes: Axes, language: str, *, upright: bool) -> None:
    for at, dashes, text in _LINES:
        draw_line = axes.axvline if upright else axes.axhline
        draw_line(at, color="black", linestyle=dashes, linewidth=0.9, label=say(text, language))


def _explain(axes: Axes) -> None:
    """The legend, between title and picture."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=7, frameon=False)
    lines = math.ceil(len(axes.get_legend_handles_labels()[1]) / 2)
    axes.set_title(axes.get_title(loc="left"), pad=12 + 13 * lines)


def _title(found: Concentrations) -> str:
    what = "production" if found.measure == "production" else f"{found.kind} capacity"
    return f"{say('concentration of ' + what, found.language)}: {_held(found.by, found.language)}"


def _held(by: str, language: str) -> str:
    return say(f"by {by}", language)


def _label(row: Concentration, found: Concentrations, several: bool) -> str:
    date = f" {row.at}" if several or found.measure == "production" else ""
    known = "" if found.measure == "production" else f" ({row.units - row.unknown}/{row.units})"
    return f"{row.what}{date}{known}"


def _year(row: Concentration) -> float:
    return float(row.at[:4])
