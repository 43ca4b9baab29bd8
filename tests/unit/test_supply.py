"""The flow network: who feeds whom, product only forward, and maximum flows that others find too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.analysis.concepts import Concepts, Product, Stage
from monazite.analysis.scenarios.flow import SOURCE, capacitated, cut, live, most, reaching
from monazite.analysis.scenarios.supply import FIRST_KNOWN, MINE, RECYCLER, Stop, Supply, World, build

RANKS = {
    "exploration": 1,
    "mining": 2,
    "separation": 5,
    "metal-making": 6,
    "alloy-making": 7,
    "magnet-making": 8,
    "assembly": 10,
    "motor-making": 11,
    "end-use": 12,
    "recycling": 13,
}
# What each product carries, and the rank of the stage that it comes from.
PRODUCTS = {
    "ore": ("Nd Dy", 2),
    "oxide": ("Nd", 5),
    "heavy": ("Dy", 5),
    "metal": ("Nd", 6),
    "alloy": ("Nd", 7),
    "magnet": ("Nd Dy", 8),
    "scrap": ("Nd Dy", 8),
    "motor": ("", 11),
}
KNOWN = Concepts(
    {name: Stage(name, name, name, rank) for name, rank in RANKS.items()},
    {p: Product(p, p, p, frozenset(carried.split()), frozenset()) for p, (carried, _) in PRODUCTS.items()},
    {name: frozenset({"scrap"} if name == "recycling" else ()) for name in RANKS},
    {name: frozenset() for name in RANKS},
    {product: rank for product, (_, rank) in PRODUCTS.items()},
)


def chain(
    units: Mapping[str, str],
    links: Sequence[tuple[str, str, str]],
    operators: Mapping[str, str] | None = None,
) -> nx.MultiDiGraph[str]:
    """A chain: units with their stages ("" for an organization), and links with their products."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for unit, stages in units.items():
        run = (operators or {}).get(unit)
        graph.add_node(
            unit, stage_names=tuple(stages.split()), operator_iris=(run,) if run else (), country=""
        )
    for number, (start, end, product) in enumerate(links):
        graph.add_edge(start, end, str(number), product=product, basis="declared", since="", until="")
    return graph


def world(supply: Supply, capacities: Mapping[str, float], **more: Any) -> World:
    """Everything stands; the capacity of each unit at each of its stages, by the unit's name."""
    standing = frozenset(stop.node for stop in supply.graph if stop.stage)
    by_stop = {stop: capacities[stop.node] for stop in supply.graph if stop.stage and stop.node in capacities}
    return World(standing, supply.origins(standing), by_stop, **more)


LINE = chain(
    {"mine": "mining", "plant": "separation", "metal": "metal-making", "maker": "magnet-making", "car": ""},
    [
        ("mine", "plant", "ore"),
        ("plant", "metal", "oxide"),
        ("metal", "maker", "metal"),
        ("maker", "car", "magnet"),
    ],
)


def test_the_flow_to_a_user_is_the_least_capacity_on_its_line() -> None:
    supply = build(LINE, KNOWN)
    assert supply.users == {"car": (Stop("car", "", 8),)}
    network = capacitated(supply, world(supply, {"mine": 9, "plant": 4, "metal": 7, "maker": 5}))
    assert most(network, ["car"]) == 4
    assert cut(network, ["car"]) == (
        ((Stop("plant", "separation", 5), "in"), (Stop("plant", "separation", 5), "out")),
    )


def test_own_maxima_do_not_add_up_and_the_joint_one_is_theirs() -> None:
    supply = build(
        chain(
            {"one": "mining magnet-making", "two": "mining magnet-making", "a": "", "b": "", "c": ""},
            [("one", "a", "magnet"), ("one", "b", "magnet"), ("two", "b", "magnet"), ("two", "c", "magnet")],
        ),
        KNOWN,
    )
    network = capacitated(supply, world(supply, {"one": 3, "two": 2}))
    assert [most(network, [user]) for user in "abc"] == [3, 5, 2]
    assert most(network, ["a", "b", "c"]) == 5
    assert most(network, ["a", "c"]) == 5


def test_product_never_goes_back_to_an_earlier_stage() -> None:
    supply = build(
        chain(
            {"maker": "magnet-making", "plant": "separation", "late": "magnet-making", "car": ""},
            [("maker", "plant", "magnet"), ("plant", "late", "oxide"), ("late", "car", "magnet")],
        ),
        KNOWN,
    )
    assert supply.left_out == 1
    found = reaching(live(supply, world(supply, {})), supply.users["car"])
    assert {stop.node for stop in found} == {"plant", "late", "car"}


def test_scrap_ends_at_a_recycler_and_what_it_makes_begins_there() -> None:
    supply = build(
        chain(
            {"works": "recycling magnet-making", "car": "", "other": ""},
            [("works", "car", "magnet"), ("other", "works", "scrap")],
        ),
        KNOWN,
    )
    recycling, making = Stop("works", "recycling", 0), Stop("works", "magnet-making", 8)
    assert supply.origins({"works"}) == {recycling: RECYCLER, making: FIRST_KNOWN}
    assert supply.graph.has_edge(recycling, making)
    assert not any(stop.node == "other" for stop in supply.graph)


def test_a_stop_without_known_supplier_begins_a_chain_only_if_it_had_none_before() -> None:
    supply = build(LINE, KNOWN)
    everything = {"mine", "plant", "metal", "maker"}
    assert supply.origins(everything) == {Stop("mine", "mining", 2): MINE}
    without_plant = supply.origins(everything - {"plant"})
    assert without_plant[Stop("metal", "metal-making", 6)] == FIRST_KNOWN
    gone = world(supply, {}, nodes={"plant": 0.0})
    assert not reaching(live(supply, gone), supply.users["car"])


def test_a_company_with_plants_does_not_make_magnets_beside_them() -> None:
    supply = build(
        chain(
            {"plant": "separation", "company": "", "works": "magnet-making", "car": ""},
            [
                ("plant", "company", "oxide"),
                ("works", "company", "magnet"),
                ("company", "car", "magnet"),
            ],
            {"works": "company"},
        ),
        KNOWN,
    )
    network = capacitated(supply, world(supply, {"plant": 100, "works": 3}))
    assert most(network, ["car"]) == 3
    assert "plant" in {stop.node for stop in reaching(live(supply, world(supply, {})), supply.users["car"])}
    assert "company" not in supply.users


def test_only_links_that_can_carry_an_element_are_followed() -> None:
    graph = chain(
        {"light": "separation", "heavy": "separation", "maker": "magnet-making", "car": ""},
        [("light", "maker", "oxide"), ("heavy", "maker", "heavy"), ("maker", "car", "magnet")],
    )
    reached = {}
    for element in ("Nd", "Dy"):
        supply = build(graph, KNOWN, {element})
        found = reaching(live(supply, world(supply, {})), supply.users["car"])
        reached[element] = {stop.node for stop in found} - {"maker", "car"}
    assert reached == {"Nd": {"light"}, "Dy": {"heavy"}}


def test_an_unnamed_link_counts_only_where_no_other_names_its_product() -> None:
    graph = chain({"plant": "separation", "house": ""}, [("plant", "house", "oxide"), ("plant", "house", "")])
    assert len(list(build(graph, KNOWN).edges())) == 1
    graph = chain({"maker": "magnet-making", "house": ""}, [("maker", "house", "")])
    assert build(graph, KNOWN).users == {"house": (Stop("house", "", 8),)}


def test_a_limited_link_carries_its_share_of_what_could_come_to_it() -> None:
    supply = build(
        chain(
            {"maker": "magnet-making", "trader": "", "car": "", "bus": ""},
            [("maker", "trader", "magnet"), ("trader", "car", "magnet"), ("trader", "car", "magnet"),
             ("trader", "bus", "magnet")],
        ),
        KNOWN,
    )  # fmt: skip
    half = {("trader", "car", "1"): 0.5, ("trader", "car", "2"): 0.25}
    network = capacitated(supply, world(supply, {"maker": 8}, links=half))
    assert (most(network, ["car"]), most(network, ["bus"])) == (4, 8)
    agreed = {key: 3.0 for key in half}
    assert most(capacitated(supply, world(supply, {"maker": 8}, agreed=agreed)), ["car"]) == 6
    assert most(capacitated(supply, world(supply, {"maker": 8}, agreed=agreed, links=half)), ["car"]) == 2.25
    assert most(capacitated(supply, world(supply, {"maker": 8}, nodes={"trader": 0.25})), ["bus"]) == 2


def test_a_flow_that_nothing_limits_is_no_number() -> None:
    supply = build(LINE, KNOWN)
    assert most(capacitated(supply, world(supply, {})), ["car"]) is None
    assert most(capacitated(supply, world(supply, {"plant": 4})), ["nobody"]) == 0


STAGES = ("mining", "separation", "metal-making", "magnet-making")


@st.composite
def networks(draw: st.DrawFn) -> tuple[Supply, World]:
    """A network of up to 12 units over four stages and up to three users, with capacities."""
    units = {f"u{n}": draw(st.sampled_from(STAGES)) for n in range(draw(st.integers(2, 12)))}
    users = {f"car{n}": "" for n in range(draw(st.integers(1, 3)))}
    made = {"mining": "ore", "separation": "oxide", "metal-making": "metal", "magnet-making": "magnet"}
    pairs = [(a, b) for a in units for b in (*units, *users) if a != b]
    links = [(a, b, made[units[a]]) for a, b in draw(st.lists(st.sampled_from(pairs), max_size=30))]
    supply = build(chain({**units, **users}, links), KNOWN)
    return supply, world(supply, {unit: draw(st.integers(0, 20)) for unit in units})


@settings(deadline=None, max_examples=60)
@given(networks())
def test_igraph_finds_the_same_maximum_flow(drawn: tuple[Supply, World]) -> None:
    supply, found = drawn
    network = capacitated(supply, found)
    for users in ([user] for user in supply.users):
        other: nx.DiGraph[Any] = nx.DiGraph(network)
        other.add_edge((users[0], "use"), "all", capacity=10**16)
        names = {node: number for number, node in enumerate(other)}
        edges = [(names[a], names[b]) for a, b in other.edges]
        graph = igraph.Graph(len(names), edges, directed=True)
        capacity = [data["capacity"] for *_, data in other.edges(data=True)]
        value = graph.maxflow_value(names[SOURCE], names["all"], capacity)
        assert most(network, users) == pytest.approx(value / 1000)
        size = sum(network.edges[edge]["capacity"] for edge in cut(network, users))
        assert size == pytest.approx(value)


@settings(deadline=None, max_examples=60)
@given(networks(), st.data())
def test_removing_anything_never_raises_a_flow_and_limits_are_monotone(
    drawn: tuple[Supply, World], data: st.DataObject
) -> None:
    supply, free = drawn
    units = sorted(free.standing)
    links = sorted({link for *_, behind in supply.edges() for link in behind})
    nodes_hit = data.draw(st.lists(st.sampled_from(units), max_size=3))
    links_hit = data.draw(st.lists(st.sampled_from(links), max_size=3)) if links else []
    flows = {}
    for left in (0.0, 0.3, 0.7, 1.0):
        hit = replace(free, nodes=dict.fromkeys(nodes_hit, left), links=dict.fromkeys(links_hit, left))
        network = capacitated(supply, hit)
        flows[left] = [most(network, [user]) or 0.0 for user in supply.users]
    free_network = capacitated(supply, free)
    assert flows[1.0] == [most(free_network, [user]) or 0.0 for user in supply.users]
    for less, more in ((0.0, 0.3), (0.3, 0.7), (0.7, 1.0)):
        assert all(a <= b + 0.01 for a, b in zip(flows[less], flows[more], strict=True))
    # Who has no path left gets nothing, and who gets something has one.
    gone = replace(free, nodes=dict.fromkeys(nodes_hit, 0.0), links=dict.fromkeys(links_hit, 0.0))
    part = live(supply, gone)
    for flow, stops in zip(flows[0.0], supply.users.values(), strict=True):
        assert not flow or reaching(part, stops)
