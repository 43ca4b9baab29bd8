"""On large graphs igraph measures what networkx does on small ones."""

from __future__ import annotations

import random
import sys

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monazite.analysis import measures

pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] != p[1]), max_size=40)
SOURCES, TARGETS = [0, 1, 2], [7, 8, 9]


def graph_of(edges: list[tuple[int, int]]) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from(edges)
    return graph


@settings(deadline=None)
@given(
    carries=st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1, 4), max_size=30)
)
def test_a_maximum_flow_is_as_large_and_is_one(carries: dict[tuple[int, int], int]) -> None:
    carries = {(one, other): most for (one, other), most in carries.items() if one != other}
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from((*arc, {"capacity": most}) for arc, most in carries.items())
    for large in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measures, "LARGE", large)
            found = measures.maximum_flow(carries, 0, 9)
        assert all(0 < flow <= carries[arc] for arc, flow in found.items())
        left = [0] * 10
        for (one, other), flow in found.items():
            left[one] += flow
            left[other] -= flow
        assert left == [left[0], *[0] * 8, -left[0]]
        assert left[0] == nx.maximum_flow_value(graph, 0, 9)


@settings(deadline=None)
@given(edges=pairs)
@example(edges=[(0, 1), (1, 9), (9, 0)])
def test_igraph_says_what_networkx_says(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    graph.remove_edges_from([(0, 9)])  # an edge from one end to the other leaves nothing to cut
    expected = nx.betweenness_centrality_subset(graph, SOURCES, TARGETS)
    cut = measures.smallest_cut(graph, 0, 9)
    behind = nx.transitive_closure(graph, reflexive=False)
    count = sum(behind.has_edge(source, target) for source in SOURCES for target in TARGETS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "LARGE", 0)
        assert measures.betweenness(graph, SOURCES, TARGETS) == pytest.approx(expected)
        assert measures.joined_pairs(graph, SOURCES, TARGETS) == count
        found = measures.smallest_cut(graph, 0, 9)
    assert len(found) == len(cut) and not found & {0, 9}
    graph.remove_nodes_from(found)
    assert not nx.has_path(graph, 0, 9)


def test_a_large_graph_goes_to_igraph_and_without_it_to_networkx(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    edges = [(chance.randrange(2200), chance.randrange(2200)) for _ in range(2200)]
    graph = nx.DiGraph([(a, b) for a, b in edges if a < b])
    graph.add_nodes_from(range(2200))
    found = measures.betweenness(graph, [0, 1, 2, 3], [2196, 2197, 2198, 2199])
    assert "igraph" in sys.modules
    monkeypatch.setattr(measures, "find_spec", lambda name: None)
    monkeypatch.setattr(measures, "_handed", lambda graph: pytest.fail("igraph is not there"))
    assert measures.betweenness(graph, [0, 1, 2, 3], [2196, 2197, 2198, 2199]) == pytest.approx(found)
