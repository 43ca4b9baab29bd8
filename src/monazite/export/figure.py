"""SVG and PNG figures: a layered drawing of a projection, from left to right along the chain."""

from __future__ import annotations

import textwrap
from pathlib import Path

import networkx as nx

from monazite.errors import ExtraMissing
from monazite.export import credit

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
_LINES = {"possible": (0, (4, 3)), "internal": "solid", "declared": "solid"}
# The layer of a kind of node in the network: who, under what, does what, where.
_LAYERS = (
    ("Strategy", "Policy", "ExportControl", "Quota", "FundingProgramme", "Initiative"),
    ("Company", "StateOwnedEnterprise", "GovernmentBody", "ResearchInstitute", "FinancialInstitution"),
    ("Project", "Lease", "Partnership", "JointVenture", "SupplyAgreement", "OfftakeAgreement", "Agreement"),
    ("ProjectPhase",),
    ("ManufacturingPlant", "ProcessingPlant", "Mine", "Facility", "ProductionLine"),
    ("IndustrialZone", "AdministrativeArea", "Country"),
)
_BOX_WIDTH, _BOX_HEIGHT = 2.5, 0.74
_COLUMN, _ROW = 3.9, 1.15
_WRAP = 30


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Draws a projection, a column a stage of the chain (or a kind of node), to a file by its ending.

    Raises:
        ExtraMissing: matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise ExtraMissing("a figure", "figures") from error
    matplotlib.use("agg")
    from matplotlib.figure import Figure

    columns = _columns(graph)
    places = _places(graph, columns)
    tallest = max((len(nodes) for nodes in columns.values()), default=1)
    width = max(len(columns), 2) * _COLUMN
    height = tallest * _ROW + 1.7
    with matplotlib.rc_context({"svg.hashsalt": "monazite", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(-_COLUMN / 2, width - _COLUMN / 2)
        axes.set_ylim(-height + 1.0, 1.0)
        axes.axis("off")
        for number, title in enumerate(columns):
            axes.text(number * _COLUMN, 0.55, title, ha="center", weight="bold", parse_math=False)
        _draw_edges(axes, graph, places)
        for node, (x, y) in places.items():
            _draw_node(axes, graph.nodes[node], x, y)
        note = textwrap.fill(credit(graph), int(width * 13))
        axes.text(
            -_COLUMN / 2 + 0.15, -height + 1.1, note, size=6, va="bottom", color="#555555", parse_math=False
        )
        figure.savefig(path, dpi=160, metadata={"Date": None} if path.suffix == ".svg" else None)


def _columns(graph: nx.MultiDiGraph[str]) -> dict[str, list[str]]:
    """The nodes of each column, by its title, in the order of the chain or of `_LAYERS`."""
    if graph.graph.get("name") == "network":
        return _network_columns(graph)
    titles: dict[str, list[str]] = {}
    for node, attributes in graph.nodes(data=True):
        titles.setdefault(" / ".join(attributes["stages"]) or "no stage stated", []).append(node)
    order = graph.graph.get("stages", {})
    first = {title: min((order.get(s, 99) for s in title.split(" / ")), default=99) for title in titles}
    return {
        title: sorted(titles[title], key=lambda n: graph.nodes[n]["label"])
        for title in sorted(titles, key=lambda t: (first[t], t))
    }


def _network_columns(graph: nx.MultiDiGraph[str]) -> dict[str, list[str]]:
    titles = ("Initiatives", "Organizations", "Projects and agreements", "Phases", "Units", "Places")
    layer = {kind: number for number, kinds in enumerate(_LAYERS) for kind in kinds}
    found: dict[str, list[str]] = {title: [] for title in titles}
    for node in sorted(graph, key=lambda n: graph.nodes[n]["label"]):
        if graph.degree(node):
            found[titles[layer.get(graph.nodes[node]["kind"], 2)]].append(node)
    return {title: nodes for title, nodes in found.items() if nodes}


def _places(graph: nx.MultiDiGraph[str], columns: dict[str, list[str]]) -> dict[str, tuple[float, float]]:
    """Where each node stands: columns centred, nodes in the order of their neighbours' mean height."""
    rows = {node: float(row) for nodes in columns.values() for row, node in enumerate(nodes)}
    neighbours = {node: sorted({*graph.pred[node], *graph.succ[node]} & rows.keys()) for node in rows}
    for _ in range(8):  # the barycentre method of Sugiyama, Tagawa and Toda (1981), a few sweeps
        for nodes in columns.values():
            mean = {
                n: sum(rows[m] for m in neighbours[n]) / len(neighbours[n]) if neighbours[n] else rows[n]
                for n in nodes
            }
            nodes.sort(key=lambda n: (mean[n], graph.nodes[n]["label"]))
            rows |= {node: float(row) - len(nodes) / 2 for row, node in enumerate(nodes)}
    tallest = max((len(nodes) for nodes in columns.values()), default=1)
    return {
        node: (column * _COLUMN, -(row + (tallest - len(nodes)) / 2) * _ROW - 0.1)
        for column, nodes in enumerate(columns.values())
        for row, node in enumerate(nodes)
    }


def _draw_node(axes, attributes, x: float, y: float) -> None:  # type: ignore[no-untyped-def]
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
    lines = textwrap.wrap(attributes["label"], _WRAP)[:3]
    operators = [name for name in attributes.get("operators", ()) if name not in attributes["label"]]
    axes.text(
        x, y + (0.1 if operators else 0), "\n".join(lines[:2] if operators else lines), **_TEXT, zorder=3
    )
    if operators:
        name = textwrap.shorten(", ".join(operators), 42, placeholder="…")
        axes.text(x, y - 0.26, name, **(_TEXT | {"size": 6, "color": "#555555"}), zorder=3)


_TEXT = {"ha": "center", "va": "center", "size": 7.5, "parse_math": False}


def _draw_edges(axes, graph: nx.MultiDiGraph[str], places: dict[str, tuple[float, float]]) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.patches import FancyArrowPatch

    drawn: dict[tuple[str, str], list[dict[str, str]]] = {}
    for start, end, attributes in graph.edges(data=True):
        if start in places and end in places:
            drawn.setdefault((start, end), []).append(attributes)
    for (start, end), edges in drawn.items():
        (x1, y1), (x2, y2) = places[start], places[end]
        side = (x2 > x1) - (x2 < x1)
        arrow = FancyArrowPatch(
            (x1 + side * _BOX_WIDTH / 2, y1 - (0 if side else _BOX_HEIGHT / 2 * ((y1 > y2) - (y1 < y2)))),
            (x2 - side * _BOX_WIDTH / 2, y2 + (0 if side else _BOX_HEIGHT / 2 * ((y1 > y2) - (y1 < y2)))),
            arrowstyle="-|>",
            mutation_scale=9,
            connectionstyle="arc3,rad=0.06" if side else "arc3,rad=0.35",
            linestyle=_LINES.get(edges[0].get("basis", ""), "solid"),
            color="#555555",
            linewidth=0.9,
            zorder=1,
        )
        axes.add_patch(arrow)
        text = "\n".join(dict.fromkeys(edge["label"] for edge in edges if edge["label"]))
        if text:
            axes.text(
                (x1 + x2) / 2,
                (y1 + y2) / 2,
                textwrap.fill(text, 18),
                **(_TEXT | {"size": 6, "color": "#333333"}),
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
                zorder=4,
            )
