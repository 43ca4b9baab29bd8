"""The triad census from triangles and neighbours is networkx's own, whatever the graph."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from monazite.analysis.spark import motifs


@st.composite
def graphs(draw: st.DrawFn) -> nx.DiGraph[int]:
    number = draw(st.integers(0, 9))
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(number))
    pairs = [(a, b) for a in range(number) for b in range(number) if a != b]
    if pairs:
        graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), max_size=40)))
    return graph


def counted(graph: nx.DiGraph[int]) -> dict[str, int]:
    """The census by what the joins count: pairs, neighbours by sort, triangles by links."""
    linked = {frozenset(pair) for pair in graph.edges()}
    mutual = sum(graph.has_edge(b, a) for a, b in graph.edges()) // 2
    wedges: Counter[tuple[str, str]] = Counter()
    for node in graph:
        sorts = Counter(
            "both" if graph.has_edge(node, other) and graph.has_edge(other, node)
            else "out" if graph.has_edge(node, other) else "in"
            for other in graph if frozenset((node, other)) in linked
        )  # fmt: skip
        for one, other in motifs.WEDGES:
            alike = one == other
            wedges[one, other] += sorts[one] * (sorts[one] - 1) // 2 if alike else sorts[one] * sorts[other]
    triangles: Counter[frozenset[str]] = Counter()
    for corners in combinations(graph, 3):
        if all(frozenset(pair) in linked for pair in combinations(corners, 2)):
            named = dict(zip("xyz", corners, strict=True))
            triangles[
                frozenset(link for link in motifs.LINKS if graph.has_edge(named[link[0]], named[link[1]]))
            ] += 1
    return motifs.census(len(graph), len(linked) - mutual, mutual, wedges, triangles)


@given(graphs())
def test_the_census_is_that_of_networkx(graph: nx.DiGraph[int]) -> None:
    assert counted(graph) == nx.triadic_census(graph)
