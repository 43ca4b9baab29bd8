"""SVG and PNG figures: a layered drawing of a projection, from left to right along the chain."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from monazite import drawing
from monazite.analysis.projection import PLACES
from monazite.drawing import plain
from monazite.errors import QueryError
from monazite.export import layers
from monazite.export.layers import COLUMN
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# One colour a kind of node, from Okabe and Ito's palette, which the colour-blind can tell apart too.
_COLOURS = {
    "Organization": "#cfe8f7",
    "Company": "#cfe8f7",
    "StateOwnedEnterprise": "#cfe8f7",
    "GovernmentBody": "#cfe8f7",
    "Facility": "#d8efe6",
    "ManufacturingPlant": "#d8efe6",
    "ProcessingPlant": "#d8efe6",
    "Mine": "#d8efe6",
    "ProductionLine": "#d8efe6",
    "Project": "#fdf0c4",
    "ProjectPhase": "#fdf7e1",
    "Strategy": "#f6dbe9",
    "Policy": "#f6dbe9",
    "Initiative": "#f6dbe9",
}
_OTHER = "#eeeeee"
_DASHED = "Dashed: links that could be, which no source states."
_LINES = {"possible": (0, (4, 3)), "internal": "solid", "declared": "solid"}
# The column of a kind of node in the network. Places are left out: all would point at them.
_COLUMNS = {
    "Initiatives": ("Strategy", "Policy", "ExportControl", "Quota", "FundingProgramme", "Initiative"),
    "Organizations": (
        "Organization",
        "Company",
        "StateOwnedEnterprise",
        "GovernmentBody",
        "ResearchInstitute",
        "FinancialInstitution",
    ),
    "Projects and agreements": ("Project",),
    "Phases": ("ProjectPhase",),
    "Units": ("ManufacturingPlant", "ProcessingPlant", "Mine", "Facility", "ProductionLine"),
}

_BOX_WIDTH, _BOX_HEIGHT = 2.5, 0.74
_WRAP = 30
# Behind every stage.
_NOWHERE = 99.0
MOST_NODES = 300
_MOST_LABELS = 2
_TEXT: dict[str, Any] = {"ha": "center", "va": "center", "size": 7.5}


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Draws a projection, a column a stage of the chain (or a kind of node), to a file by its ending.

    Raises:
        ExtraMissing: matplotlib is not installed.
        QueryError: there are more nodes than anybody could read.
    """
    drawing.save(draw(graph), path)


def draw(
    graph: nx.MultiDiGraph[str], title: str = "", columns: Sequence[tuple[str, list[str]]] | None = None
) -> Figure:
    """A projection, or a part of one, as a figure from left to right.

    Args:
        graph: the projection.
        title: what stands above it.
        columns: the title and the nodes of each column, whose boxes then name their stages; without it a
            column is a stage of the chain, or a kind of node.

    Raises:
        ExtraMissing: matplotlib is not installed.
        QueryError: there are more nodes than anybody could read.
    """
    if graph.number_of_nodes() > MOST_NODES:
        raise QueryError(
            f"a figure of {graph.number_of_nodes()} nodes cannot be read; {MOST_NODES} at most can. "
            "Draw what is near an entity (--around), or write .graphml or .gexf for Gephi"
        )
    language = graph.graph.get("language", "en")
    titled = columns or _columns(graph, language)
    layout = layers.layout(graph, [nodes for _, nodes in titled])
    width = max(len(titled), 2) * COLUMN
    documents = graph.graph.get("documents", {}).values()
    note = textwrap.fill(drawing.credits(documents, language), int(width * 14))
    heading = textwrap.fill(plain(title), int(width * 11))
    above = 0.9 + 0.25 * (heading.count("\n") + 1) * bool(title)
    height = above + layout.height + 1.0 + 0.11 * (note.count("\n") + 1)
    with drawing.style():
        from monazite.canvas import Drawing

        figure = Drawing(figsize=(width, height))
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        left, bottom = -COLUMN / 2, above + 0.1 - height
        axes.set_xlim(left, left + width)
        axes.set_ylim(bottom, bottom + height)
        axes.axis("off")
        axes.text(left + 0.2, above, heading, va="top", weight="bold", size=11)
        for number, (column, _) in enumerate(titled):
            axes.text(number * COLUMN, 0.65, column, ha="center", weight="bold", size=8)
        leave, arrive = (Counter(way[end] for way in layout.ways) for end in (0, -1))
        for way, edges in layout.ways.items():
            # Where many leave one box, or arrive at one, labels stand where the ways are apart.
            fan = leave[way[0]] - arrive[way[-1]]
            along = 0.7 if fan > 0 else 0.3 if fan < 0 else 0.5
            _draw_edge(axes, [layout.places[stop] for stop in way], edges, along)
        for _, nodes in titled:
            for node in nodes:
                below = _below(graph.nodes[node], stages=columns is not None)
                _draw_node(axes, graph.nodes[node], below, *layout.places[node])
        dashed = f"{say(_DASHED, language)} " if "possible" in graph.graph.get("bases", ()) else ""
        axes.text(left + 0.2, bottom + 0.15, dashed + note, size=6, va="bottom", color="#555555")
    return figure


def _columns(graph: nx.MultiDiGraph[str], language: str) -> list[tuple[str, list[str]]]:
    """The nodes of each column, with its title: stages in the order of the chain, or kinds of node."""
    attributes_of = graph.nodes
    by_name = sorted(graph, key=lambda node: (attributes_of[node]["label"], node))
    if graph.graph.get("name") == "network":
        titles: dict[str, list[str]] = {title: [] for title in _COLUMNS}
        column = {kind: title for title, kinds in _COLUMNS.items() for kind in kinds}
        for node in by_name:
            kind = attributes_of[node]["kind"]
            if graph.degree(node) and kind not in PLACES:
                titles[column.get(kind, "Projects and agreements")].append(node)
        return [(say(title, language), nodes) for title, nodes in titles.items() if nodes]
    between = _between(graph)
    columns: dict[tuple[float, str], list[str]] = {}
    for node in by_name:
        stages = attributes_of[node]["stages"]
        unplaced = "No stage stated" if between.get(node) == _NOWHERE else "Companies"
        title = " / ".join(stages) or say(unplaced, language)
        columns.setdefault((between.get(node, attributes_of[node]["rank"]), title), []).append(node)
    return [(title, nodes) for (_, title), nodes in sorted(columns.items())]


def _between(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """Where nodes without a stage stand: half a rank behind what feeds them, else before what they feed."""
    rank: dict[str, float] = {n: data["rank"] for n, data in graph.nodes(data=True) if data["stages"]}
    unplaced = sorted(set(graph) - rank.keys())
    found: dict[str, float] = {}
    while unplaced:
        placed = {}
        for node in unplaced:
            before = [rank[near] for near in graph.predecessors(node) if near in rank]
            after = [rank[near] for near in graph.successors(node) if near in rank]
            if before or after:
                place = max(before) + 0.5 if before else min(after) - 0.5
                placed[node] = int(place) + 0.5
        if not placed:
            break
        found |= placed
        rank |= placed
        unplaced = [node for node in unplaced if node not in placed]
    return found | dict.fromkeys(unplaced, _NOWHERE)


def _below(attributes: dict[str, Any], *, stages: bool) -> str:
    """What stands under a name: the operators where the columns tell the stages, else the stages."""
    if stages or "operators" not in attributes:
        return ", ".join(attributes["stages"])
    return ", ".join(name for name in attributes["operators"] if name not in attributes["label"])


def _draw_node(axes: Axes, attributes: dict[str, Any], below: str, x: float, y: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (x - _BOX_WIDTH / 2, y - _BOX_HEIGHT / 2)
    box = FancyBboxPatch(
        corner,
        _BOX_WIDTH,
        _BOX_HEIGHT,
        boxstyle="round,pad=0.02,rounding_size=0.08",
        facecolor=_COLOURS.get(attributes["kind"], _OTHER),
        edgecolor="#777777",
        linewidth=0.7,
        zorder=2,
    )
    axes.add_patch(box)
    lines = textwrap.wrap(plain(attributes["label"]), _WRAP)
    shown = "\n".join(lines[:2] if below else lines[:3])
    axes.text(x, y + (0.1 if below else 0), shown, **_TEXT, zorder=3)
    if below:
        name = textwrap.shorten(plain(below), 46, placeholder="…")
        axes.text(x, y - 0.26, name, **(_TEXT | {"size": 6, "color": "#555555"}), zorder=3)


def _draw_edge(
    axes: Axes, stops: list[tuple[float, float]], edges: list[dict[str, str]], along: float
) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path as Curve

    half = _BOX_WIDTH / 2
    (x1, y1), (x2, y2) = stops[0], stops[-1]
    side = 1 if x2 >= x1 else -1
    points: list[tuple[float, float]] = [(x1 + side * half, y1)]
    if x1 == x2:  # within a column: a bow out to the right
        points += [(x1 + half + 0.5, y1), (x1 + half + 0.5, y2), (x2 + half, y2)]
    else:
        flat = [(x + side * shift, y) for x, y in stops[1:-1] for shift in (-half, half)]
        for end in (*flat, (x2 - side * half, y2)):
            start = points[-1]
            middle = (start[0] + end[0]) / 2
            points += [(middle, start[1]), (middle, end[1]), end]
    codes = [Curve.MOVETO] + [Curve.CURVE4] * (len(points) - 1)
    arrow = FancyArrowPatch(
        path=Curve(points, codes),
        arrowstyle="-|>",
        mutation_scale=8,
        linestyle=_LINES.get(edges[0].get("basis", ""), "solid"),
        color="#666666",
        linewidth=0.8,
        zorder=1,
    )
    axes.add_patch(arrow)
    labels = list(dict.fromkeys(plain(edge["label"]) for edge in edges if edge["label"]))
    # Bows lie close beside each other: there is no room for what they carry.
    if labels and x1 != x2:
        more = f" +{len(labels) - _MOST_LABELS}" if len(labels) > _MOST_LABELS else ""
        x, y = _on_curve(points[:4], along)
        axes.text(
            x,
            y,
            textwrap.fill(", ".join(labels[:_MOST_LABELS]) + more, 20),
            **(_TEXT | {"size": 6, "color": "#333333"}),
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.9},
            zorder=4,
        )


def _on_curve(points: Sequence[tuple[float, float]], along: float) -> tuple[float, float]:
    """The point of a cubic Bézier curve at a share of its way."""
    rest = 1 - along
    weights = (rest**3, 3 * rest**2 * along, 3 * rest * along**2, along**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y
