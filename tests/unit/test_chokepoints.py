"""What hangs on a node is what hand, networkx, igraph and plain enumeration say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.analysis.concepts import Concepts
from monazite.analysis.walks import dominators, narrows, routes, vitality
from monazite.analysis.walks.ends import Ends
from monazite.analysis.walks.steps import Step, Stop, earliest, pruned, steps

MakeChain = Callable[..., "nx.MultiDiGraph[str]"]
GOODS = ("ore", "concentrate", "oxide", "nd-metal", "magnet", "motor")
UNITS = tuple("abcdefgh")
BEGIN, END = "ab", "gh"
# Every link goes on to a later letter, and its product is that of the supplier: all ways are forward.
forward = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), max_size=22
)
loose = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from((*GOODS, ""))).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=16,
)


def chain_of(make_chain: MakeChain, pairs: list[tuple[int, int]]) -> nx.MultiDiGraph[str]:
    made = [(UNITS[a], UNITS[b], GOODS[min(a, 5)]) for a, b in pairs]
    return make_chain(made, dict.fromkeys(UNITS, "separation"))


def groups(*names: str) -> dict[str, set[Stop]]:
    return {name: {Stop(name)} for name in names}


def measured(
    chain: nx.MultiDiGraph[str], known: Concepts, begin: str = BEGIN, end: str = END
) -> narrows.Measures:
    leaving = steps(chain, known)
    stops, goal = {Stop(name) for name in begin}, groups(*end)
    kept = pruned(leaving, stops, {Stop(name) for name in end})
    return narrows.measure(leaving, kept, stops, goal)


def flow(graph: nx.DiGraph[str]) -> int:
    """networkx's maximum flow from the begins to the ends, every pair of nodes with capacity 1."""
    whole: nx.DiGraph[str] = nx.DiGraph()
    whole.add_edges_from(graph.edges, capacity=1)
    whole.add_edges_from(("source", node) for node in BEGIN if node in graph)
    whole.add_edges_from((node, "sink") for node in END if node in graph)
    if "source" not in whole or "sink" not in whole:
        return 0
    return int(nx.maximum_flow_value(whole, "source", "sink"))


def test_a_small_chain_by_hand(known: Concepts, make_chain: MakeChain) -> None:
    """Two mines, one plant, two smelters, one maker for one of two users.

    m1, m2 -> plant -> s1, s2 -> maker -> user; s2 -> other.
    """
    chain = make_chain(
        [
            ("m1", "plant", "ore"),
            ("m2", "plant", "ore"),
            ("plant", "s1", "oxide"),
            ("plant", "s2", "oxide"),
            ("s1", "maker", "nd-metal"),
            ("s2", "maker", "nd-metal"),
            ("s2", "other", "nd-metal"),
            ("maker", "user", "magnet"),
        ],
        {"m1": "mining", "m2": "mining", "plant": "separation", "s1": "metal-making", "s2": "metal-making"}
        | {"maker": "magnet-making"},
    )
    leaving = steps(chain, known)
    begin, goal = {Stop("m1"), Stop("m2")}, groups("user", "other")
    found = narrows.measure(leaving, pruned(leaving, begin, {Stop("user"), Stop("other")}), begin, goal)
    assert found.reached == 2
    assert found.cut_off == {"plant": {"user", "other"}, "s2": {"other"}, "maker": {"user"}}
    # Each mine sends one, by one smelter each, since a link carries one: all but the plant lose one of two.
    assert found.flow == 2
    assert found.lost == {"m1": 1, "m2": 1, "plant": 2, "s1": 1, "s2": 1, "maker": 1}
    assert found.cut == {"plant"}
    assert found.joints == {"plant", "s2", "maker"}
    # Of four pairs all pass the plant; to the user one of two ways passes s1, to the other all pass s2.
    assert found.between == pytest.approx({"plant": 1.0, "s1": 0.25, "s2": 0.75, "maker": 0.5})


def test_no_flow_no_chokepoint(known: Concepts, make_chain: MakeChain) -> None:
    chain = make_chain([("a", "c", "ore")], {"a": "mining"})
    found = measured(chain, known)
    assert (found.reached, found.flow, found.cut, found.between) == (0, 0, frozenset(), {})


def test_flows_that_must_carry_a_product(known: Concepts, make_chain: MakeChain) -> None:
    """Dysprosium comes by one plant only; what carries neodymium alone does not count."""
    chain = make_chain(
        [
            ("mine", "heavy", "concentrate"),
            ("mine", "light", "concentrate"),
            ("light", "smelter", "nd-oxide"),
            ("heavy", "smelter", "dy-oxide"),
            ("heavy", "maker", "nd-metal"),
            ("smelter", "maker", "dy-metal"),
            ("smelter", "maker", "nd-metal"),
            ("maker", "user", "magnet"),
        ],
        {"mine": "mining", "heavy": "separation", "light": "separation"}
        | {"smelter": "metal-making", "maker": "magnet-making"},
    )
    dy = Ends("product", "dy-oxide", "dy-oxide", frozenset(), frozenset({"dy-oxide"}))
    mine, user = (Ends("entity", node, node, frozenset({node})) for node in ("mine", "user"))
    asked = routes.search(steps(chain, known, dy), mine, user, dy)
    off = dominators.cut_off(asked.leaving, asked.begin, {"user": set(asked.end)})
    assert off == {node: {"user"} for node in ("mine", "heavy", "smelter", "maker")}
    # Without the product, there are two ways.
    plain = routes.search(steps(chain, known), mine, user)
    assert set(dominators.cut_off(plain.leaving, plain.begin, {"user": set(plain.end)})) == {"mine", "maker"}


@given(forward)
def test_dominators_are_those_of_networkx_and_igraph(
    known: Concepts, make_chain: MakeChain, pairs: list[tuple[int, int]]
) -> None:
    chain = chain_of(make_chain, pairs)
    off = measured(chain, known).cut_off
    graph: nx.DiGraph[str] = nx.DiGraph(chain)
    graph.add_edges_from(("root", node) for node in BEGIN)
    above = nx.immediate_dominators(graph, "root")
    for end in END:
        chainwise = set()
        node = end if end in above else "root"
        while node != "root":
            node = above[node]
            chainwise.add(node)
        assert {node for node, lost in off.items() if end in lost} == chainwise - {"root"}
    names = [*UNITS, "root"]
    second = igraph.Graph(directed=True)
    second.add_vertices(names)
    second.add_edges(list(graph.edges))
    parents = second.dominator(names.index("root"), mode="out")
    for end in END:
        found, at = set(), parents[names.index(end)]
        while at >= 0 and names[at] != "root":
            found.add(names[at])
            at = parents[at]
        assert {node for node, lost in off.items() if end in lost} == found


@given(forward)
def test_flows_are_those_of_networkx_with_and_without_each_node(
    known: Concepts, make_chain: MakeChain, pairs: list[tuple[int, int]]
) -> None:
    chain = chain_of(make_chain, [pair for pair in pairs if pair != (0, 1) and pair != (6, 7)])
    found = measured(chain, known)
    graph: nx.DiGraph[str] = nx.DiGraph(chain)
    assert found.flow == flow(graph)
    for node in set(UNITS) - set(END):
        left: nx.DiGraph[str] = graph.copy()
        left.remove_node(node)
        # To remove a node never raises a flow.
        assert 0 <= found.lost.get(node, 0) == found.flow - flow(left) <= found.flow


stops = st.builds(Stop, st.sampled_from("abcdeg"), st.sampled_from(("", "oxide", "magnet")))


@settings(deadline=None, max_examples=300)
@given(st.sets(st.tuples(stops, stops).filter(lambda pair: pair[0].node != pair[1].node), min_size=8))
def test_flows_without_a_node_are_those_without_all_of_its_stops(links: set[tuple[Stop, Stop]]) -> None:
    leaving: dict[Stop, list[Step]] = {stop: [] for link in links for stop in link}
    for one, other in sorted(links):
        leaving[one].append(Step(one, other, 0, ()))
    begin, end = ({stop for stop in leaving if stop.node in nodes} for nodes in (BEGIN, END))
    graph: nx.DiGraph[Stop | str] = nx.DiGraph()
    graph.add_nodes_from(("source", "sink"))
    graph.add_edges_from((link for link in links if link[0] not in end), capacity=1)
    graph.add_edges_from(("source", stop) for stop in begin)
    graph.add_edges_from((stop, "sink") for stop in end)
    whole, lost = vitality.flow_losses(leaving, begin, end)
    assert whole == nx.maximum_flow_value(graph, "source", "sink")
    for node in "abcde":
        without = nx.restricted_view(graph, [stop for stop in leaving if stop.node == node], [])
        assert lost.get(node, 0) == whole - nx.maximum_flow_value(without, "source", "sink")


def test_a_detour_takes_no_more_than_its_narrowest_step() -> None:
    """From a by p and q, n, r and s to g; around n by m and o, between which one step leads."""
    pairs = ["ap", "aq", "pn", "qn", "nr", "ns", "rg", "sg", "pm", "qm", "mo", "or", "os"]
    leaving: dict[Stop, list[Step]] = {Stop(name): [] for name in "apqnrsmog"}
    for pair in pairs:
        leaving[Stop(pair[0])].append(Step(Stop(pair[0]), Stop(pair[1]), 0, ()))
    whole, lost = vitality.flow_losses(leaving, {Stop("a")}, {Stop("g")})
    assert whole == 2 and (lost["a"], lost["n"], lost["p"], lost["r"]) == (2, 1, 1, 1)


@given(forward)
def test_cuts_are_as_small_as_can_be_and_cut(
    known: Concepts, make_chain: MakeChain, pairs: list[tuple[int, int]]
) -> None:
    chain = chain_of(make_chain, pairs)
    found = measured(chain, known)
    leaving = steps(chain, known)
    goal = {Stop(name) for name in END}
    begin = {Stop(name) for name in BEGIN}
    assert not goal & earliest(leaving, begin, found.cut).keys()
    if not found.reached:
        assert not found.cut
        return
    inner = [node for node in UNITS if node not in END]
    least = next(
        size
        for size in range(len(inner) + 1)
        for nodes in combinations(inner, size)
        if not goal & earliest(leaving, begin, set(nodes)).keys()
    )
    assert len(found.cut) == least


@given(forward)
def test_betweenness_and_articulation_points_are_those_of_igraph(
    known: Concepts, make_chain: MakeChain, pairs: list[tuple[int, int]]
) -> None:
    chain = chain_of(make_chain, pairs)
    found = measured(chain, known)
    leaving = steps(chain, known)
    kept = pruned(leaving, {Stop(name) for name in BEGIN}, {Stop(name) for name in END})
    edges = sorted({(step.start.node, step.end.node) for each in kept.values() for step in each})
    second = igraph.Graph(directed=True)
    second.add_vertices(list(UNITS))
    # Ends that lead on are ways, too: each end gets a node of its own behind it.
    second.add_vertices([f"end {name}" for name in END])
    second.add_edges([*edges, *((name, f"end {name}") for name in END)])
    sources, targets = list(BEGIN), [f"end {name}" for name in END]
    joined = sum(
        1
        for source in sources
        for target in targets
        if second.distances(source, target)[0][0] != float("inf") and any(source in edge for edge in edges)
    )
    passing = second.betweenness(vertices=list(UNITS), sources=sources, targets=targets)
    for node, value in zip(UNITS, passing, strict=True):
        if node not in END:
            assert found.between.get(node, 0.0) == pytest.approx(value / joined if joined else 0.0)
    plain = igraph.Graph()
    plain.add_vertices(list(UNITS))
    plain.add_edges(edges)
    assert found.joints == {UNITS[index] for index in plain.articulation_points()}


@settings(deadline=None)
@given(loose)
def test_a_node_cuts_an_end_off_if_and_only_if_every_forward_path_passes_it(
    known: Concepts, make_chain: MakeChain, chosen: list[tuple[str, str, str]]
) -> None:
    """The exact test on the states against the enumeration of all paths, whatever way links lead."""
    chain = make_chain(chosen, dict.fromkeys(UNITS, "separation"))
    leaving = steps(chain, known)
    start, end = (Ends("entity", node, node, frozenset({node})) for node in ("a", "h"))
    walks = [
        {walk[0].start.node, *(step.end.node for step in walk)}
        for walk in routes.walks(routes.search(leaving, start, end), 8)
    ]
    off = dominators.cut_off(leaving, {Stop("a")}, groups("h"))
    assert set(off) == (set.intersection(*walks) - {"h"} if walks else set())
    for node in off:
        assert Stop("h") not in earliest(leaving, {Stop("a")}, {node})


def test_what_the_bounds_leave_open_is_walked_without_the_node(
    known: Concepts, make_chain: MakeChain
) -> None:
    """Magnets go around n to x and around o to y, but nobody makes oxide of magnets.

    So h is cut off without n, and i without o, which dominators of the links alone do not tell. To g one gets
    by z, or by n and o: the walks that are tried avoid n and o, which are open, and so pass z each time.
    """
    around = [("a", "n", "ore"), ("n", "x", "concentrate"), ("a", "x", "magnet"), ("x", "h", "oxide")]
    around += [("n", "o", "ore"), ("o", "y", "concentrate"), ("a", "y", "magnet"), ("y", "i", "oxide")]
    both = [("o", "g", "concentrate"), ("a", "z", "ore"), ("z", "g", "concentrate")]
    links = [*around, *both]
    chain = make_chain(links, {name: "separation" for link in links for name in link[:2]})
    leaving = steps(chain, known)
    off = dominators.cut_off(leaving, {Stop("a")}, groups("g", "h", "i"))
    assert off == {"a": {"g", "h", "i"}, "n": {"h", "i"}, "o": {"i"}, "x": {"h"}, "y": {"i"}}
