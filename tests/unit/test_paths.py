"""Walks along the chain never go back to an earlier stage, and all of them are found, the shortest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.analysis.concepts import Concepts
from monazite.analysis.sentences import count, sentence, some
from monazite.analysis.walks import paths, reaches, routes
from monazite.analysis.walks.ends import Ends, users
from monazite.analysis.walks.parts import part
from monazite.analysis.walks.steps import Step, Stop, arriving, earliest, latest, pruned, steps

MakeChain = Callable[..., "nx.MultiDiGraph[str]"]
UNITS = tuple("abcdefg")
GOODS = ("", "ore", "concentrate", "oxide", "nd-metal", "magnet", "motor")
links = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(GOODS)).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=14,
)


def entity(*nodes: str) -> Ends:
    return Ends("entity", nodes[0], nodes[0], frozenset(nodes))


def product(name: str, *kinds: str) -> Ends:
    return Ends("product", name, name, frozenset(), frozenset({name, *kinds}))


def found(
    chain: nx.MultiDiGraph[str], known: Concepts, start: Ends, end: Ends, most_links: int = 8
) -> list[tuple[str, ...]]:
    walks = routes.walks(routes.search(steps(chain, known), start, end), most_links)
    return [nodes(walk) for walk in walks]


def nodes(walk: tuple[Step, ...]) -> tuple[str, ...]:
    return (walk[0].start.node, *(step.end.node for step in walk))


def units(make_chain: MakeChain, chosen: list[tuple[str, str, str]]) -> nx.MultiDiGraph[str]:
    return make_chain(chosen, dict.fromkeys(UNITS, "separation"))


def by_hand(chain: nx.MultiDiGraph[str], known: Concepts, start: str, end: str) -> Iterator[tuple[str, ...]]:
    """All simple forward paths between two units, told the plain way: each path with each choice of links."""
    for path in nx.all_simple_paths(nx.DiGraph(chain), start, end):
        ranks = {0}
        for one, other in pairwise(path):
            goods = {edge["product"] for edge in chain[one][other].values()}
            named = {known.ranks[good] for good in goods if good}
            ranks = {then for rank in ranks for then in (named or {rank}) if then >= rank}
        if ranks:
            yield tuple(path)


def test_a_walk_never_goes_back_to_an_earlier_stage(known: Concepts, make_chain: MakeChain) -> None:
    chain = make_chain(
        [("mine", "plant", "concentrate"), ("plant", "smelter", "oxide"), ("smelter", "shop", "concentrate")],
        {"mine": "mining", "plant": "separation", "smelter": "metal-making"},
    )
    assert found(chain, known, entity("mine"), entity("smelter")) == [("mine", "plant", "smelter")]
    assert found(chain, known, entity("mine"), entity("shop")) == []
    assert found(chain, known, entity("smelter"), entity("shop")) == [("smelter", "shop")]


def test_a_product_that_nobody_names_takes_on_what_came_before(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = make_chain([("a", "b", "oxide"), ("b", "c", ""), ("c", "d", "magnet"), ("c", "e", "ore")])
    assert found(chain, known, entity("a"), entity("d")) == [("a", "b", "c", "d")]
    assert found(chain, known, entity("a"), entity("e")) == []


def test_where_another_link_names_a_product_the_nameless_one_says_nothing(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = units(make_chain, [("a", "b", "magnet"), ("b", "c", "oxide"), ("b", "c", "")])
    assert found(chain, known, entity("a"), entity("c")) == []


def test_no_walk_from_a_mine_goes_on_by_scrap_but_one_can_begin_with_it(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = make_chain(
        [("mine", "maker", "ore"), ("maker", "recycler", "scrap"), ("recycler", "buyer", "oxide")],
        {"mine": "mining", "maker": "magnet-making", "recycler": "recycling"},
    )
    assert found(chain, known, entity("mine"), entity("buyer")) == []
    assert found(chain, known, entity("maker"), entity("buyer")) == [("maker", "recycler", "buyer")]


TRADER = [
    ("mine", "trader", "concentrate"),
    ("trader", "plant", "concentrate"),
    ("plant", "trader", "nd-oxide"),
    ("trader", "buyer", "nd-oxide"),
]


def test_no_walk_goes_around_the_plant_of_who_buys_concentrate_and_sells_oxide(
    known: Concepts, make_chain: MakeChain
) -> None:
    stages = {"mine": "mining", "plant": "separation"}
    chain = make_chain(TRADER, stages)
    way = [("mine", "trader", "plant", "trader", "buyer")]
    assert found(chain, known, entity("mine"), entity("buyer")) == way
    assert found(make_chain(TRADER[:1] + TRADER[2:], stages), known, entity("mine"), entity("buyer")) == [
        # Nobody tells what becomes of the concentrate.
        ("mine", "trader", "buyer")
    ]
    assert found(make_chain(TRADER[:2] + TRADER[3:], stages), known, entity("mine"), entity("buyer")) == [
        # Nobody tells where the oxide is from.
        ("mine", "trader", "buyer")
    ]


def test_a_walk_between_products_begins_and_ends_with_links_that_carry_them(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = units(
        make_chain,
        [("a", "b", "ore"), ("b", "c", "dy-oxide"), ("c", "d", "sintered-magnet"), ("d", "e", "motor")],
    )
    oxide, magnet = product("oxide", "dy-oxide"), product("magnet", "sintered-magnet")
    assert found(chain, known, oxide, magnet) == [("b", "c", "d")]
    assert found(chain, known, entity("a"), magnet) == [("a", "b", "c", "d")]
    assert found(chain, known, oxide, entity("e")) == [("b", "c", "d", "e")]
    assert found(chain, known, oxide, oxide) == [("b", "c")]


def test_inside_a_walk_no_node_belongs_to_either_end(known: Concepts, make_chain: MakeChain) -> None:
    chain = units(make_chain, [("a", "b", "ore"), ("b", "c", "ore"), ("c", "d", "ore")])
    assert found(chain, known, entity("a", "b"), entity("c", "d")) == [("b", "c")]


def test_the_strongest_walk_may_be_longer_than_the_shortest(known: Concepts, make_chain: MakeChain) -> None:
    chain = units(
        make_chain, [("a", "d", "oxide"), ("a", "b", "oxide"), ("b", "c", "oxide"), ("c", "d", "oxide")]
    )
    asked = routes.search(steps(chain, known), entity("a"), entity("d"))
    weak = {("a", "d")}
    strength = {
        step: (0 if (step.start.node, step.end.node) in weak else 2, 1)
        for each in asked.leaving.values()
        for step in each
    }
    best = routes.strongest(asked, strength, 8)
    assert best and nodes(best) == ("a", "b", "c", "d")
    short = routes.strongest(asked, strength, 2)
    assert short and nodes(short) == ("a", "d")
    assert routes.strongest(asked.kept(set()), strength, 8) is None
    assert routes.longer(asked, 2) and not routes.longer(asked, 3)


@given(links)
def test_all_forward_paths_are_found_and_none_else(
    known: Concepts, make_chain: MakeChain, chosen: list[tuple[str, str, str]]
) -> None:
    chain = units(make_chain, chosen)
    walks = found(chain, known, entity("a"), entity("g"))
    assert sorted(walks) == sorted(set(by_hand(chain, known, "a", "g")))
    assert all(len(set(walk)) == len(walk) for walk in walks)
    assert [len(walk) for walk in walks] == sorted(len(walk) for walk in walks)


@given(links)
def test_earliest_latest_and_pruned_agree_with_the_paths(
    known: Concepts, make_chain: MakeChain, chosen: list[tuple[str, str, str]]
) -> None:
    leaving = steps(units(make_chain, chosen), known)
    begin, end = {Stop("a")}, {Stop("g")}
    reached = earliest(leaving, begin)
    chain = units(make_chain, chosen)
    for unit in UNITS[1:]:
        assert (Stop(unit) in reached) == any(by_hand(chain, known, "a", unit))
    towards = latest(arriving(leaving), end)
    for unit in UNITS[:-1]:
        assert (Stop(unit) in towards) == any(by_hand(chain, known, unit, "g"))
    kept = {
        (step.start.node, step.end.node) for each in pruned(leaving, begin, end).values() for step in each
    }
    on_paths = {pair for path in by_hand(chain, known, "a", "g") for pair in pairwise(path)}
    assert on_paths <= kept


@given(links, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_upstream_and_downstream_are_converses(
    known: Concepts, make_chain: MakeChain, chosen: list[tuple[str, str, str]], one: str, other: str
) -> None:
    chain = units(make_chain, chosen)
    down = reaches.walked(chain, entity(one), known, against=False).depths
    up = reaches.walked(chain, entity(other), known, against=True).depths
    assert (other in down) == (one in up)
    assert down.get(other) == up.get(one)
    assert set(down) == {one, *nx.descendants(chain, one)}


def test_reach_gathers_links_by_depth_and_names_what_all_passes(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = units(
        make_chain,
        [
            ("a", "b", "ore"),
            ("a", "c", "ore"),
            ("b", "d", "oxide"),
            ("c", "d", "oxide"),
            ("d", "e", "magnet"),
        ],
    )
    reach = reaches.walked(chain, entity("a"), known, against=False)
    assert reach.depths == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}
    assert sorted(reach.edges) == [
        ("a", "b", 1), ("a", "c", 1), ("b", "d", 2), ("c", "d", 2), ("d", "e", 3)
    ]  # fmt: skip
    assert reach.behind == {"d": {"e"}}
    near = reaches.walked(chain, entity("a"), known, against=False, depth=2)
    assert set(near.depths) == set("abcd") and near.behind == {}
    up = reaches.walked(chain, entity("e"), known, against=True)
    assert up.depths == {"e": 0, "d": 1, "b": 2, "c": 2, "a": 3}
    assert up.behind == {"d": {"a", "b", "c"}}


def test_the_reach_of_a_product_begins_with_its_links_and_keeps_to_its_side_of_the_chain(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = units(
        make_chain,
        [
            ("a", "b", "ore"),
            ("b", "c", "dy-oxide"),
            ("b", "f", "motor"),
            ("c", "d", "magnet"),
            ("g", "b", "magnet"),
            ("e", "b", "scrap"),
            ("c", "g", "ore"),
        ],
    )
    oxide = product("oxide", "dy-oxide")
    up = reaches.walked(chain, oxide, known, against=True)
    assert sorted(up.edges) == [("a", "b", 2), ("b", "c", 1), ("e", "b", 2)]
    down = reaches.walked(chain, oxide, known, against=False)
    assert sorted(down.edges) == [("b", "c", 1), ("c", "d", 2)]
    assert down.depths == {"b": 0, "c": 1, "d": 2}
    nothing = reaches.walked(chain, product("nd-metal"), known, against=False)
    assert not nothing.depths and not nothing.edges


def test_users_buy_magnets_or_what_is_made_of_them_and_sell_nothing(
    known: Concepts, make_chain: MakeChain
) -> None:
    chain = make_chain(
        [
            ("maker", "carmaker", "magnet"),
            ("maker", "trader", "magnet"),
            ("trader", "carmaker", "magnet"),
            ("maker", "recycler", "scrap"),
            ("plant", "polisher", "oxide"),
            ("carmaker", "works", "magnet", {"basis": "internal"}),
        ],
        {"maker": "magnet-making", "plant": "separation", "works": "motor-making"},
    )
    assert users(chain, known) == {"carmaker"}
    chain.nodes["maker"]["operator_iris"] = ("carmaker",)
    assert users(chain, known) == set()


def test_a_part_holds_its_links_and_their_documents(known: Concepts, make_chain: MakeChain) -> None:
    chain = units(make_chain, [("a", "b", "ore"), ("a", "b", "oxide"), ("b", "c", "oxide")])
    chain.edges["a", "b", "link 1"]["sources"] = ("doc:1",)
    chain.graph["documents"] = {"doc:1": "one", "doc:2": "two"}
    edge: dict[str, Any] = chain.edges["a", "b", "link 1"]
    cut = part(chain, [("a", "b", [edge])])
    assert list(cut.edges(keys=True)) == [("a", "b", "link 1")]
    assert cut.graph["documents"] == {"doc:1": "one"} and cut.nodes["a"]["label"] == "a"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (list("ABCDE"), "A, B, C, D and E"),
        (list("ABCDEF"), "A, B, C, D and 2 more"),
        (["A, Inc.", "B"], "A, Inc. and B"),
        (["A, Inc.", "B", "C"], "A, Inc.; B and C"),
    ],
)
def test_names_in_a_row(names: list[str], text: str) -> None:
    assert some(names) == text


def test_numbers_and_full_stops() -> None:
    assert (count(1, "link"), count(0, "link"), count(2500, "link")) == ("1 link", "0 links", "2,500 links")
    assert sentence("A Co., Ltd.") == "A Co., Ltd." and sentence("A") == "A."


ranked = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(0, 3),
    max_size=22,
)


@given(feeds=ranked, last=st.sets(st.tuples(st.integers(0, 9), st.integers(0, 3))))
def test_the_longest_way_is_the_longest_of_all_ways(
    feeds: dict[tuple[int, int], int], last: set[tuple[int, int]]
) -> None:
    steps = {str(n): {str(b): rank for (a, b), rank in feeds.items() if a == n} for n in range(10)}

    def ends_at(node: str, rank: int) -> bool:
        return (int(node), rank) in last

    def ways(walked: list[str], rank: int) -> Iterator[list[str]]:
        for end, reached in steps[walked[-1]].items():
            if reached >= rank and end not in walked:
                if ends_at(end, reached):
                    yield [*walked, end]
                yield from ways([*walked, end], reached)

    lasting = paths._lasting(steps, ends_at)
    for start in steps:
        expected = min(ways([start], 0), key=lambda way: (-len(way), way), default=None)
        assert paths._longest(steps, ends_at, lasting, start) == expected
