"""A Sankey of the chain: what each country can make at each stage, and who is known to feed whom."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from monazite import drawing
from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Standing
from monazite.analysis.intervals import Interval, total
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.statements import Source

# The stages whose capacities are told of in mass, and what is counted there.
STAGES = {
    "mining": "reo",
    "separation": "reo",
    "metal-making": "product",
    "alloy-making": "product",
    "magnet-making": "product",
}
_ORDER = list(STAGES)
MOST_COUNTRIES = 7
OTHERS = ""
_HEIGHT, _GAP, _BAR = 10.0, 0.16, 0.26


@dataclass(frozen=True)
class Column:
    """A stage: tonnes a year that each country has there, and how many units nobody gives figures of."""

    stage: str
    countries: Mapping[str, Interval]
    unknown: int


def columns(standing: Standing, known: Concepts, *, planned: bool = False) -> tuple[Column, ...]:
    """The capacities of countries at each of `STAGES`, with those that are planned if asked for."""
    found = []
    for stage in STAGES:
        figures: dict[str, list[Interval]] = {}
        unknown = 0
        for unit in standing.facilities.values():
            if stage not in unit.stages or not (unit.works or (planned and unit.comes)):
                continue
            capacity = at_stage(unit, stage, known)
            figure = capacity.planned if planned else capacity.installed
            if capacity.basis == STAGES[stage] and figure.bounded:
                figures.setdefault(unit.country, []).append(figure)
            else:
                unknown += 1
        found.append(Column(stage, {land: total(each) for land, each in figures.items()}, unknown))
    return tuple(found)


def draw(
    standing: Standing,
    known: Concepts,
    chain: nx.MultiDiGraph[str],
    names: Mapping[str, str],
    *,
    planned: bool = False,
) -> Figure:
    """Draws the columns: a bar's solid part is certain, its pale part can be; lines are known supplies.

    Args:
        standing: the units.
        known: the stages.
        chain: a projection of the same day and language, for the supplies.
        names: of the countries, by code.
        planned: with what is planned and being built.

    Raises:
        QueryError: no capacity is known.
        ExtraMissing: matplotlib is not installed.
    """
    language = chain.graph["language"]
    found = columns(standing, known, planned=planned)
    largest = _largest(found)
    if not largest:
        raise QueryError("no capacity is known: there is nothing to draw")
    colours = dict(zip([*largest, OTHERS], [*drawing.PALETTE[: len(largest)], drawing.PALE], strict=True))
    what = "with what is planned" if planned else "installed"
    title = f"{say('Capacity along the chain, by country', language)} ({say(what, language)}, {standing.at})"
    with drawing.style():
        figure, axes = drawing.new(title, 12, 7)
        axes.axis("off")
        axes.set_xlim(-0.35, len(STAGES) - 0.3)
        axes.set_ylim(-0.4, _HEIGHT + 1.6)
        spots: dict[tuple[str, str], tuple[float, float]] = {}
        for place, column in enumerate(found):
            spots |= _bars(axes, place, column, colours, names, known)
        _lines(axes, chain, known, spots, colours)
        _legend(axes, largest, colours, names, language)
        rest = {place: column.unknown for place, column in enumerate(found)}
        remark = say("Solid: certain; pale: possible. Lines: known supplies, wider the more.", language)
        remark += " " + say("Working units without a figure, by stage", language)
        remark += ": " + ", ".join(f"{known.stages[found[p].stage].label} {n}" for p, n in rest.items()) + "."
        drawing.credit(figure, _sources(standing, known), language, most=12, remark=remark)
    return figure


def _largest(found: tuple[Column, ...]) -> list[str]:
    """The countries that hold most of a stage, on average over the stages."""
    shares: dict[str, float] = {}
    for column in found:
        all_of_it = total(column.countries.values()).high or 1
        for land, figure in column.countries.items():
            shares[land] = shares.get(land, 0.0) + figure.high / all_of_it
    return [land for land, _ in sorted(shares.items(), key=lambda each: (-each[1], each[0]))[:MOST_COUNTRIES]]


def _gathered(column: Column, colours: Mapping[str, str]) -> dict[str, Interval]:
    gathered = {land: column.countries[land] for land in colours if land in column.countries}
    if rest := [figure for land, figure in column.countries.items() if land not in colours]:
        gathered[OTHERS] = total(rest)
    return gathered


def _range(figure: Interval) -> str:
    """A figure as a label has it in any language: a dash for from and to."""
    return str(figure).replace(" to ", "–")


def _bars(
    axes: Axes,
    place: int,
    column: Column,
    colours: Mapping[str, str],
    names: Mapping[str, str],
    known: Concepts,
) -> dict[tuple[str, str], tuple[float, float]]:
    gathered = _gathered(column, colours)
    whole = total(gathered.values())
    scale = (_HEIGHT - _GAP * max(len(gathered) - 1, 0)) / whole.high if whole.high else 0.0
    top = _HEIGHT
    spots: dict[tuple[str, str], tuple[float, float]] = {}
    for land, figure in gathered.items():
        solid, pale = figure.low * scale, (figure.high - figure.low) * scale
        axes.bar(place, solid, _BAR, bottom=top - solid, color=colours[land], zorder=3)
        axes.bar(place, pale, _BAR, bottom=top - solid - pale, color=colours[land], alpha=0.35, zorder=3)
        middle = top - (solid + pale) / 2
        spots[column.stage, land] = (place, middle)
        if solid + pale > 0.28:
            said = f"{land} {_range(figure)}".strip()
            behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8}
            axes.text(place + _BAR / 2 + 0.03, middle, said, size=7, va="center", zorder=5, bbox=behind)
        top -= solid + pale + _GAP
    stage = known.stages[column.stage].label
    axes.text(place, _HEIGHT + 0.75, stage, ha="center", size=10, weight="bold")
    unit = "t REO/a" if STAGES[column.stage] == "reo" else "t/a"
    axes.text(place, _HEIGHT + 0.3, f"{_range(whole)} {unit}", ha="center", size=8, color=drawing.GREY)
    return spots


def _lines(
    axes: Axes,
    chain: nx.MultiDiGraph[str],
    known: Concepts,
    spots: Mapping[tuple[str, str], tuple[float, float]],
    colours: Mapping[str, str],
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for (start, end), count in sorted(_supplies(chain, known, colours).items()):
        if start not in spots or end not in spots:
            continue
        (x1, y1), (x2, y2) = spots[start], spots[end]
        left, right = x1 + _BAR / 2, x2 - _BAR / 2
        middle = (left + right) / 2
        way = Path(
            [(left, y1), (middle, y1), (middle, y2), (right, y2)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        colour = colours[start[1]]
        axes.add_patch(
            PathPatch(way, fill=False, edgecolor=colour, linewidth=1 + math.sqrt(count), alpha=0.45, zorder=2)
        )


def _supplies(
    chain: nx.MultiDiGraph[str], known: Concepts, colours: Mapping[str, str]
) -> Counter[tuple[tuple[str, str], tuple[str, str]]]:
    """How many pairs of units feed each other between stages and countries, one column or more apart."""
    found: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for start, end in {(start, end) for start, end in chain.edges()}:
        ends = []
        for node in (start, end):
            attributes = chain.nodes[node]
            land = attributes["country"] if attributes["country"] in colours else OTHERS
            ends.append([(stage, land) for stage in attributes["stage_names"] if stage in STAGES])
        pairs = [(a, b) for a in ends[0] for b in ends[1] if _ORDER.index(a[0]) < _ORDER.index(b[0])]
        if pairs:
            nearest = min(pairs, key=lambda pair: _ORDER.index(pair[1][0]) - _ORDER.index(pair[0][0]))
            found[nearest] += 1
    return found


def _legend(
    axes: Axes, largest: list[str], colours: Mapping[str, str], names: Mapping[str, str], language: str
) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=colours[land], label=names.get(land, land)) for land in largest]
    handles.append(Patch(color=colours[OTHERS], label=say("other countries", language)))
    axes.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, -0.06), ncols=len(handles), frameon=False
    )


def _sources(standing: Standing, known: Concepts) -> list[Source]:
    used = {
        source
        for unit in standing.facilities.values()
        for stage in unit.stages
        if stage in STAGES
        for source in at_stage(unit, stage, known).sources
    }
    return [standing.documents[iri] for iri in sorted(used) if iri in standing.documents]
