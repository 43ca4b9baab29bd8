"""A world map: how many units there are in each country, at which stages, and who feeds whom."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx

from monazite import drawing
from monazite.errors import QueryError
from monazite.export.outlines import outlines
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Stages that a reader can tell apart by colour at the size of a symbol.
GROUPS = {
    "mining": ("exploration", "mining", "beneficiation"),
    "separation": ("cracking-leaching", "separation"),
    "metal and alloy": ("metal-making", "alloy-making"),
    "magnets": ("magnet-making", "magnet-coating"),
    "motors and use": ("assembly", "motor-making", "end-use"),
    "recycling": ("recycling",),
}
COLOURS = dict(zip(GROUPS, drawing.PALETTE, strict=False))
MOST_FLOWS = 30


def draw(chain: nx.MultiDiGraph[str]) -> Figure:
    """Draws the units of a projection at the level of facilities as a map.

    A country's symbol is as large as it has units, cut by their stages (a unit of several counts at each);
    a line is as wide as units or companies of one country are known to feed those of another: the thirty
    widest are drawn. Units with coordinates are dots at their place.

    Args:
        chain: a projection by `monazite.analysis.projection.project`.

    Raises:
        QueryError: no unit lies in a known country.
        ExtraMissing: matplotlib or the outlines are not installed.
    """
    language = chain.graph["language"]
    spots = {outline.code: _on_paper(*outline.spot) for outline in outlines() if outline.code}
    counts = _counts(chain)
    shown = {code: groups for code, groups in counts.items() if code in spots}
    if not shown:
        raise QueryError("there is no map of units of which no country is known")
    with drawing.style():
        figure, axes = drawing.new(say("Units of the rare earth value chain, by country", language), 12, 6.4)
        axes.set_xlim(-170, 180)
        axes.set_ylim(-70, 100)
        axes.set_aspect("equal")
        axes.axis("off")
        _land(axes)
        lines = _flows(axes, chain, spots)
        for code, groups in sorted(shown.items(), key=lambda item: -sum(item[1].values())):
            _symbol(axes, spots[code], groups, code)
        _dots(axes, chain)
        _legend(axes, shown, language)
        away = sum(sum(groups.values()) for code, groups in counts.items() if code not in spots)
        remark = _remark(lines, away, language)
        drawing.credit(figure, chain.graph["documents"].values(), language, most=12, remark=remark)
    return figure


def _on_paper(longitude: float, latitude: float) -> tuple[float, float]:
    """An equirectangular projection with its standard parallel at 37 degrees north."""
    return longitude, latitude / math.cos(math.radians(37))


def _counts(chain: nx.MultiDiGraph[str]) -> dict[str, Counter[str]]:
    """How many units each country has of each of `GROUPS`; a stage in none of them is not counted."""
    group_of = {stage: group for group, stages in GROUPS.items() for stage in stages}
    counts: dict[str, Counter[str]] = {}
    for _, attributes in chain.nodes(data=True):
        for group in dict.fromkeys(
            group_of[stage] for stage in attributes["stage_names"] if stage in group_of
        ):
            counts.setdefault(attributes["country"], Counter())[group] += 1
    return counts


def _land(axes: Axes) -> None:
    from matplotlib.collections import PolyCollection

    rings = [[_on_paper(*spot) for spot in ring] for outline in outlines() for ring in outline.rings]
    axes.add_collection(PolyCollection(rings, facecolor="#EFEFEA", edgecolor="#C8C8C0", linewidth=0.4))


def _flows(axes: Axes, chain: nx.MultiDiGraph[str], spots: dict[str, tuple[float, float]]) -> int:
    from matplotlib.patches import FancyArrowPatch

    land = {node: attributes["country"] for node, attributes in chain.nodes(data=True)}
    pairs = {(start, end) for start, end in chain.edges()}
    widths = Counter((land[a], land[b]) for a, b in pairs if land[a] != land[b])
    drawn = [(ends, n) for ends, n in sorted(widths.items(), key=lambda each: (-each[1], each[0]))]
    drawn = [(ends, n) for ends, n in drawn if set(ends) <= spots.keys()][:MOST_FLOWS]
    for (start, end), count in drawn:
        axes.add_patch(
            FancyArrowPatch(
                spots[start],
                spots[end],
                connectionstyle="arc3,rad=0.18",
                arrowstyle="-|>",
                mutation_scale=7,
                shrinkA=4,
                shrinkB=6,
                linewidth=0.5 + 0.5 * math.sqrt(count),
                color="#333333",
                alpha=0.45,
            )
        )
    return len(drawn)


def _symbol(axes: Axes, spot: tuple[float, float], groups: Counter[str], code: str) -> None:
    from matplotlib.patches import Circle, Wedge

    total = sum(groups.values())
    radius = _radius(total)
    start = 90.0
    for group in GROUPS:
        if groups[group]:
            turn = 360 * groups[group] / total
            axes.add_patch(
                Wedge(spot, radius, start - turn, start, facecolor=COLOURS[group], zorder=3, linewidth=0)
            )
            start -= turn
    axes.add_patch(Circle(spot, radius, fill=False, edgecolor="white", linewidth=0.8, zorder=4))
    if total >= 10:
        axes.text(*spot, str(total), ha="center", va="center", size=7, color="white", weight="bold", zorder=5)
    axes.text(spot[0], spot[1] - radius - 1, code, ha="center", va="top", size=6.5, color="#222222", zorder=5)


def _radius(total: int) -> float:
    return 0.85 * math.sqrt(total) + 0.6


def _dots(axes: Axes, chain: nx.MultiDiGraph[str]) -> None:
    units = (attributes for _, attributes in chain.nodes(data=True) if "longitude" in attributes)
    spots = [_on_paper(unit["longitude"], unit["latitude"]) for unit in units]
    axes.scatter(
        [x for x, _ in spots],
        [y for _, y in spots],
        s=7,
        color="black",
        edgecolor="white",
        linewidth=0.4,
        zorder=6,
    )


def _legend(axes: Axes, shown: dict[str, Counter[str]], language: str) -> None:
    from matplotlib.patches import Patch

    totals = sum(shown.values(), Counter())
    handles = [
        Patch(color=COLOURS[group], label=f"{say(group, language)} ({totals[group]})")
        for group in GROUPS
        if totals[group]
    ]
    axes.legend(handles=handles, loc="lower left", frameon=False, fontsize=8, ncols=1)


def _remark(lines: int, away: int, language: str) -> str:
    words = [
        say(
            "Numbers count units, at each of their stages; black dots are units whose place is known.",
            language,
        )
    ]
    words.append(say("Lines: the widest known supplies between countries", language) + f" ({lines}).")
    if away:
        words.append(say("Not on the map, since no country is known", language) + f": {away}.")
    return " ".join(words)
