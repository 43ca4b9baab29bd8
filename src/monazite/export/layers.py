"""Places the nodes of a graph in layers from left to right, and the ways of its edges between them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

COLUMN = 4.2
_ROW, _LANE = 1.1, 0.42
_SWEEPS = 12

Way = tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Where nodes and waypoints stand, the way of each drawn edge, and the height of it all."""

    places: dict[str, tuple[float, float]]
    ways: dict[Way, list[dict[str, str]]]
    height: float


def layout(graph: nx.MultiDiGraph[str], columns: list[list[str]]) -> Layout:
    """Layers the graph after Sugiyama, Tagawa and Toda (1981): waypoints in columns passed, barycentres."""
    column = {node: number for number, nodes in enumerate(columns) for node in nodes}
    layers = [list(nodes) for nodes in columns]
    ways: dict[Way, list[dict[str, str]]] = {}
    neighbours: dict[str, list[str]] = {node: [] for node in column}
    pairs: dict[tuple[str, str], list[dict[str, str]]] = {}
    for start, end, attributes in graph.edges(data=True):
        if start in column and end in column:
            pairs.setdefault((start, end), []).append(attributes)
    for number, ((start, end), edges) in enumerate(pairs.items()):
        step = 1 if column[end] >= column[start] else -1
        passed = range(column[start] + step, column[end], step)
        way = (start, *(f"way {number} {layer}" for layer in passed), end)
        for stop, position in zip(way[1:-1], passed, strict=True):
            layers[position].append(stop)
            neighbours[stop] = []
        for one, other in pairwise(way):
            neighbours[one].append(other)
            neighbours[other].append(one)
        ways[way] = edges
    heights = _heights(layers, column)
    for _ in range(_SWEEPS):
        for layer in (*layers, *reversed(layers)):
            mean = {
                n: sum(heights[m] for m in neighbours[n]) / len(neighbours[n])
                if neighbours[n]
                else heights[n]
                for n in layer
            }
            layer.sort(key=lambda n: (-mean[n], n))
            heights |= _heights([layer], column)
    lowest = min(heights.values(), default=0.0)
    highest = max(heights.values(), default=0.0)
    places = {n: (x * COLUMN, heights[n] - highest) for x, layer in enumerate(layers) for n in layer}
    return Layout(places, ways, highest - lowest)


def _heights(layers: list[list[str]], nodes: Container[str]) -> dict[str, float]:
    """The height of each stop of each layer, the layer centred on 0; a waypoint needs less room."""
    heights: dict[str, float] = {}
    for layer in layers:
        rooms = [_ROW if stop in nodes else _LANE for stop in layer]
        top = sum(rooms) / 2
        for stop, room in zip(layer, rooms, strict=True):
            heights[stop] = top - room / 2
            top -= room
    return heights
