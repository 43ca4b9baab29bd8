"""Draws who owns whom: the tree around an entity, and the bars of a stage's capacity."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from monazite import drawing
from monazite.analysis.ownership.settling import percent
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.analysis.ownership.owners import Edge, Ownership
    from monazite.analysis.ownership.stage_owners import StageOwnership, StageRow

# What a reader can take in: boxes on either side of the entity, and bars.
_MOST_BOXES = 14
_MOST_BARS = 20
# Letters in a line of a box, and half its width, in columns.
_BOX, _HALF = 30, 0.31
_COLUMN, _LINE = 3.4, 0.52
_TITLES = {
    "owner": "Capacity by ultimate owners: {}",
    "controller": "Capacity by who controls it in the end: {}",
    "state": "Capacity that states own and control: {}",
}
_ENTITY, _OWNER, _HELD = drawing.PALETTE[1], drawing.PALETTE[4], drawing.PALETTE[2]


def tree(result: Ownership) -> Figure:
    """The tree around an entity, from left to right: ultimate owners, holders, the entity, what it holds.

    Thick lines are control; dashed ones are shares that no source gives, or that hang on a deal that is not
    known to be done.

    Raises:
        QueryError: the entity has no known owner and owns nothing known.
    """
    if not result.edges:
        raise QueryError(f"there is nothing to draw: {result.notes[0]}")
    above = _nearest(result, above=True)
    below = _nearest(result, above=False)
    columns = _columns(result.entity, above, below)
    tallest = max(len(column) for column in columns.values())
    left, right = min(columns), max(columns)
    width = max(7.0, _COLUMN * (right - left + 1))
    with drawing.style():
        names = {e.holder_iri: e.holder for e in result.edges} | {e.held_iri: e.held for e in result.edges}
        title = say("Who owns {}, and what it owns", result.language).format(names[result.entity])
        figure, axes = drawing.new(title, width, max(3.0, 1.6 + _LINE * tallest))
        places = {
            node: (column, (len(nodes) - 1) / 2 - row)
            for column, nodes in columns.items()
            for row, node in enumerate(nodes)
        }
        for edge in (*above, *below):
            _draw_edge(axes, edge, places)
        for node, place in places.items():
            side = _ENTITY if node == result.entity else _OWNER if place[0] < 0 else _HELD
            _draw_box(axes, names[node], place, side)
        axes.set_xlim(left - 0.5, right + 0.5)
        axes.set_ylim(-(tallest - 1) / 2 - 0.8, (tallest - 1) / 2 + 0.8)
        axes.axis("off")
        _legend(axes, result, len(above) + len(below))
        drawing.credit(figure, result.sources(), result.language)
    return figure


def _nearest(result: Ownership, *, above: bool) -> list[Edge]:
    """The holdings to draw on one side: nearest first, of those the largest, as many as there are boxes."""
    edges = [edge for edge in result.edges if edge.above == above]
    near, drawn = {result.entity}, {result.entity}
    kept: dict[Edge, None] = {}
    while near and len(drawn) <= _MOST_BOXES:
        step = [e for e in edges if (e.held_iri if above else e.holder_iri) in near and e not in kept]
        step.sort(key=lambda e: (not e.controls, -e.share.low, -e.share.high, e.holder, e.held))
        near = set()
        for edge in step:
            far = edge.holder_iri if above else edge.held_iri
            if far in drawn or len(drawn) <= _MOST_BOXES:
                kept[edge] = None
                near |= {far} - drawn
                drawn.add(far)
    return list(kept)


def _columns(entity: str, above: Sequence[Edge], below: Sequence[Edge]) -> dict[int, list[str]]:
    """Each column's boxes from the top: owners left of the entity (below 0), what it holds right of it."""
    columns: dict[int, list[str]] = {0: [entity]}
    seen = {entity}
    for edges, sign in ((above, -1), (below, 1)):
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_node(entity)
        graph.add_edges_from(
            (e.held_iri, e.holder_iri) if sign < 0 else (e.holder_iri, e.held_iri) for e in edges
        )
        for distance, layer in enumerate(nx.bfs_layers(graph, entity)):
            for node in layer:
                if node not in seen:
                    seen.add(node)
                    columns.setdefault(sign * distance, []).append(node)
    return columns


def _draw_edge(axes: Axes, edge: Edge, places: Mapping[str, tuple[float, float]]) -> None:
    start, end = places[edge.holder_iri], places[edge.held_iri]
    level = start[0] == end[0]
    backward = start[0] > end[0]
    begin = (start[0] + (-_HALF if backward else _HALF), start[1])
    finish = (end[0] + (_HALF if level or backward else -_HALF), end[1])
    axes.annotate(
        "",
        xy=finish,
        xytext=begin,
        arrowprops={
            "arrowstyle": "-|>",
            "color": drawing.GREY,
            "linewidth": 2.2 if edge.controls else 0.9,
            "linestyle": "-" if edge.share.low > 0 else (0, (4, 3)),
            "shrinkA": 0,
            "shrinkB": 0,
            "connectionstyle": f"arc3,rad={0.5 if start[1] < end[1] else -0.5}" if level else "arc3",
        },
        zorder=1,
    )
    # The label stands at the end that the line does not share with others.
    weight = 0.32 if edge.above else 0.68
    spot = (begin[0] + weight * (finish[0] - begin[0]), begin[1] + weight * (finish[1] - begin[1]))
    if level:
        spot = (begin[0] + 0.1, (start[1] + end[1]) / 2)
    whole = edge.share.low <= 0 and edge.share.high >= 1
    axes.text(
        *spot,
        percent(edge.share) if edge.known and not whole else "?",
        ha="center",
        va="center",
        size=7,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        zorder=2,
    )


def _draw_box(axes: Axes, name: str, place: tuple[float, float], colour: str) -> None:
    from matplotlib.patches import Rectangle

    corner = (place[0] - _HALF, place[1] - 0.4)
    box = Rectangle(corner, 2 * _HALF, 0.8, facecolor=colour, alpha=0.35, edgecolor=drawing.GREY, zorder=3)
    axes.add_patch(box)
    wide = sum(1 for letter in name if letter > "\u2e7f")
    room = _BOX - min(wide, _BOX // 2)
    text = textwrap.fill(textwrap.shorten(drawing.plain(name), 2 * room, placeholder="…"), room)
    axes.text(*place, text, ha="center", va="center", size=7.5, zorder=4)


def _legend(axes: Axes, result: Ownership, drawn: int) -> None:
    from matplotlib.lines import Line2D

    language = result.language
    heavy = Line2D([], [], color=drawing.GREY, linewidth=2.2, label=say("control", language))
    light = Line2D([], [], color=drawing.GREY, linewidth=0.9, label=say("part, without control", language))
    open_ = say("share unknown, or deal not known to be done", language)
    dashed = Line2D([], [], color=drawing.GREY, linewidth=0.9, linestyle="--", label=open_)
    handles = [heavy, light, dashed]
    axes.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, frameon=False, fontsize=7
    )
    if left := len(result.edges) - drawn:
        text = say("{} more holdings are not drawn", language).format(left)
        axes.text(1, 0, text, transform=axes.transAxes, ha="right", va="bottom", size=7, color=drawing.GREY)


def stage_bars(result: StageOwnership) -> Figure:
    """Bars of the capacity that each has at a stage, now and with plans: solid as far as is certain.

    Of several stages, and of what is counted, that of most units is drawn.

    Raises:
        QueryError: there are no rows.
    """
    if not result.rows:
        raise QueryError(f"there is nothing to draw: {result.title}")
    units: dict[tuple[str, str], int] = {}
    for row in result.rows:
        units[row.stage, row.counted] = units.get((row.stage, row.counted), 0) + row.units
    widest = max(units, key=lambda key: units[key])
    rows = [row for row in result.rows if (row.stage, row.counted) == widest]
    shown = _shown(rows)
    language = result.language
    labels = [_bar_label(row, result) for row in shown]
    colours = [_bar_colour(row) for row in shown]
    with drawing.style():
        what = f"{result.stage_labels[widest[0]]}, {result.at}"
        title = say(_TITLES[result.by], language).format(what)
        figure, axes = drawing.new(title, 10, 1.8 + 0.3 * len(shown))
        axes.remove()
        panels = figure.subplots(1, 2)
        per = {"units": "pieces a year", "reo": "tonnes of REO a year"}.get(widest[1], "tonnes a year")
        for panel, which in zip(panels, ("installed", "with plans"), strict=True):
            amounts = [row.installed if which == "installed" else row.planned for row in shown]
            lows, highs = [a.low for a in amounts], [a.high for a in amounts]
            drawing.bars(panel, labels, lows, highs, colours, language)
            panel.set_title(say(which, language), size=9)
            panel.set_xlabel(say(per, language))
            panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
            panel.tick_params("x", labelsize=7, rotation=20)
        panels[1].set_yticklabels([])
        # The line below the title is left free for the note.
        figure.suptitle(textwrap.fill(title, 110) + "\n", x=0.01, ha="left", weight="bold")
        note = say("solid: certain; pale: possible, as far as sources tell", language)
        if left := len(rows) - len(shown):
            note += "; " + say("{} smaller ones are not drawn", language).format(left)
        said = panels[1].annotate(
            note,
            (1, 1),
            (0, 24),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            size=7,
            color=drawing.GREY,
        )
        said.set_in_layout(False)
        drawing.credit(figure, [source for row in shown for source in row.sources], language)
    return figure


def _shown(rows: Sequence[StageRow]) -> list[StageRow]:
    """The rows of most capacity; those that stand for nobody last."""
    named = [row for row in rows if row.iri]
    named.sort(key=lambda row: (row.planned.low, row.planned.high, row.iri), reverse=True)
    kept = {row.iri for row in named[:_MOST_BARS]}
    order = dict.fromkeys(row.iri for row in named)
    together = sorted(
        (row for row in named if row.iri in kept), key=lambda r: (list(order).index(r.iri), r.how)
    )
    return [*together, *(row for row in rows if not row.iri)]


def _bar_label(row: StageRow, result: StageOwnership) -> str:
    name = row.holder if row.iri else say(row.holder, result.language)
    return f"{name} ({say(row.how, result.language)})" if result.by == "state" else name


def _bar_colour(row: StageRow) -> str:
    if not row.iri:
        return drawing.GREY
    return drawing.PALETTE[0] if row.how == "by share" else drawing.PALETTE[3]
