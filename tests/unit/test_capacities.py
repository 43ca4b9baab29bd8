"""The capacity of a unit at a stage, out of what sources say: small cases worked by hand."""

from __future__ import annotations

import math

import pytest

from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import Concepts, Product, Stage
from monazite.analysis.facilities import Capacity, Facility
from monazite.analysis.intervals import Interval

P = "https://w3id.org/monazite/concept/product/"


def product(name: str, *broader: str) -> Product:
    return Product(P + name, name, name, frozenset(), frozenset(P + each for each in broader))


CONCEPTS = Concepts(
    stages={
        name: Stage(name, name, name, rank)
        for rank, name in ((2, "mining"), (5, "separation"), (8, "magnet-making"), (11, "motor-making"))
    },
    products={
        each.iri: each
        for each in (
            product("ore"),
            product("separated-oxide"),
            product("ndpr-oxide", "separated-oxide"),
            product("dysprosium-oxide", "separated-oxide"),
            product("magnet"),
            product("ndfeb-magnet", "magnet"),
            product("sintered-ndfeb-magnet", "ndfeb-magnet"),
            product("smco-magnet", "magnet"),
        )
    },
    inputs={},
    outputs={},
    ranks={},
)


def said(
    product: str,
    low: float,
    high: float | None = None,
    *,
    planned: bool = False,
    dated: str = "2024",
    basis: str = "",
    stage: str = "magnet-making",
    per: str = "mass",
) -> Capacity:
    figure = Interval(low, low if high is None else high)
    return Capacity(stage, P + product if product else "", basis, per, figure, planned, dated, f"s:{product}")


def unit(state: str, *capacities: Capacity, stages: tuple[str, ...] = ("magnet-making",)) -> Facility:
    return Facility("u", "U", "XX", stages, frozenset(), (), (), state, "2024", "", "", (), capacities)


def magnets(state: str, *capacities: Capacity) -> tuple[Interval, Interval]:
    found = at_stage(unit(state, *capacities), "magnet-making", CONCEPTS)
    return found.installed, found.planned


@pytest.mark.parametrize(
    "state, installed, planned",
    [
        ("operating", Interval(2000, 2000), Interval(5000, 5000)),
        ("commissioning", Interval(0, 2000), Interval(5000, 5000)),
        ("unknown", Interval(0, 2000), Interval(5000, 5000)),
        ("planned", Interval(0, 0), Interval(5000, 5000)),
        ("under-construction", Interval(0, 0), Interval(5000, 5000)),
        ("suspended", Interval(0, 0), Interval(0, 5000)),
        ("closed", Interval(0, 0), Interval(0, 0)),
        ("lapsed", Interval(0, 0), Interval(0, 0)),
    ],
)
def test_what_is_there_follows_the_state(state: str, installed: Interval, planned: Interval) -> None:
    capacities = said("magnet", 2000), said("magnet", 5000, planned=True)
    assert magnets(state, *capacities) == (installed, planned)


def test_a_working_plant_of_which_only_plans_tell_has_at_most_what_is_planned() -> None:
    assert magnets("operating", said("magnet", 5000, planned=True)) == (
        Interval(0, 5000),
        Interval(5000, 5000),
    )


def test_nothing_said_is_unknown_and_not_zero() -> None:
    assert magnets("operating") == (Interval(0, math.inf), Interval(0, math.inf))
    assert magnets("planned") == (Interval(0, 0), Interval(0, math.inf))


def test_kinds_count_within_what_they_are_kinds_of() -> None:
    nested = said("magnet", 3000), said("sintered-ndfeb-magnet", 2500), said("smco-magnet", 200)
    assert magnets("operating", *nested)[0] == Interval(3000, 3000)
    beside = said("sintered-ndfeb-magnet", 2500), said("smco-magnet", 200)
    assert magnets("operating", *beside)[0] == Interval(2700, 2700)
    whole = said("", 4000), said("smco-magnet", 200)
    assert magnets("operating", *whole)[0] == Interval(4000, 4000)


def test_sources_that_disagree_within_two_years_give_a_range_and_older_ones_are_past() -> None:
    told = said("magnet", 1000, dated="2019"), said("magnet", 2000, dated="2023"), said("magnet", 2500)
    assert magnets("operating", *told)[0] == Interval(2000, 2500)


def test_a_product_is_counted_with_its_kinds_alone() -> None:
    told = said("sintered-ndfeb-magnet", 2500), said("smco-magnet", 200)
    found = at_stage(unit("operating", *told), "magnet-making", CONCEPTS, P + "ndfeb-magnet")
    assert found.installed == Interval(2500, 2500)
    assert found.sources == ("s:sintered-ndfeb-magnet",)


def test_bases_are_not_mixed_and_oxide_comes_first_upstream() -> None:
    told = (
        said("", 400, basis="contained-ndpr", stage="separation"),
        said("separated-oxide", 1500, stage="separation"),
        said("ndpr-oxide", 420, stage="separation"),
    )
    plant = unit("operating", *told, stages=("separation",))
    found = at_stage(plant, "separation", CONCEPTS)
    assert (found.basis, found.installed) == ("reo", Interval(1500, 1500))
    mine = unit("operating", said("ore", 9e5, stage="mining"), stages=("mining",))
    assert at_stage(mine, "mining", CONCEPTS).basis == "ore"


def test_pieces_are_pieces() -> None:
    works = unit("operating", said("", 5000, stage="motor-making", per="count"), stages=("motor-making",))
    found = at_stage(works, "motor-making", CONCEPTS)
    assert (found.basis, str(found)) == ("units", "5,000 pieces/a")


def test_a_capacity_without_stage_belongs_to_the_only_one() -> None:
    capacity = said("magnet", 10, stage="")
    assert at_stage(unit("operating", capacity), "magnet-making", CONCEPTS).installed == Interval(10, 10)
    two = unit("operating", capacity, stages=("separation", "magnet-making"))
    assert not at_stage(two, "magnet-making", CONCEPTS).known
