"""Measures of concentration: by hand, against brute force, and what must hold of any figures."""

from __future__ import annotations

import itertools
import math
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monazite.analysis.concentration.measures import (
    Division,
    entropy,
    entropy_bounds,
    herfindahl,
    herfindahl_bounds,
    ratio,
    ratio_bounds,
    share_bounds,
)
from monazite.analysis.intervals import Interval, exactly

AMOUNTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12)
SLACK = 1e-9


@st.composite
def intervals(draw: st.DrawFn, most: float = 1000) -> Interval:
    low, high = sorted((draw(st.one_of(st.just(0.0), st.floats(0, most))), draw(st.floats(0, most))))
    return Interval(low, high)


@st.composite
def divisions(draw: st.DrawFn) -> Division:
    held = draw(st.lists(intervals(), min_size=1, max_size=5))
    loose = draw(st.lists(intervals(), max_size=2))
    spread, others = (draw(st.one_of(st.just(exactly(0)), intervals(100))) for _ in range(2))
    division = Division(tuple(held), tuple(loose), spread, others)
    assume(sum(part.low for part in (*held, *loose)) > 1)
    return division


def within(bounds: Interval, value: float) -> bool:
    return bounds.low - SLACK <= value <= bounds.high + SLACK


def close(bounds: Interval, low: float, high: float) -> bool:
    return [bounds.low, bounds.high] == pytest.approx([low, high], rel=1e-9, abs=1e-9)


def test_a_hand_computed_case() -> None:
    assert herfindahl([50, 30, 20]) == pytest.approx(0.25 + 0.09 + 0.04)
    assert [ratio([50, 30, 20], k) for k in (1, 2, 3, 5)] == pytest.approx([0.5, 0.8, 1, 1])
    assert entropy([50, 30, 20]) == pytest.approx(
        -(0.5 * math.log(0.5) + 0.3 * math.log(0.3) + 0.2 * math.log(0.2))
    )


def test_the_example_of_the_us_department_of_justice() -> None:
    # "For a market consisting of four firms with shares of 30, 30, 20, and 20 percent, the HHI is 2,600"
    # (https://www.justice.gov/atr/herfindahl-hirschman-index).
    assert herfindahl([30, 30, 20, 20]) * 10_000 == pytest.approx(2600)


def test_governance_weights_multiply_squared_shares() -> None:
    assert herfindahl([60, 40], [5, 2]) == pytest.approx(0.36 * 5 + 0.16 * 2)


def test_one_unknown_amount_by_hand() -> None:
    """60 and 40, and a third that has from 0 to 100: least where it is t = (3600 + 1600) / 100 = 52."""
    division = Division((exactly(60), exactly(40), Interval(0, 100)))
    bounds = herfindahl_bounds(division)
    assert bounds.low == pytest.approx((60**2 + 40**2 + 52**2) / 152**2)
    # At its ends: 0.52 with nothing, (3600 + 1600 + 10000) / 200^2 = 0.38 with 100.
    assert bounds.high == pytest.approx(0.52)
    assert ratio_bounds(division, 1).low == pytest.approx(60 / 160)
    assert ratio_bounds(division, 1).high == pytest.approx(0.6)


def test_a_unit_without_operator_may_be_a_new_one_or_the_largest() -> None:
    division = Division((exactly(60), exactly(20)), loose=(exactly(20),))
    assert close(herfindahl_bounds(division), 0.44, 0.68)
    assert close(ratio_bounds(division, 1), 0.6, 0.8)


def test_what_may_be_anybodys_counts_nothing_at_least_and_is_one_holders_at_most() -> None:
    division = Division((exactly(60), exactly(20)), spread=exactly(20))
    assert close(herfindahl_bounds(division), 0.40, 0.68)
    assert entropy_bounds(division).high == math.inf


def test_other_countries_are_none_of_the_named() -> None:
    division = Division((exactly(60), exactly(20)), others=exactly(20))
    assert close(herfindahl_bounds(division), 0.40, 0.44)


def test_an_unknown_country_may_be_governed_in_any_way() -> None:
    weights = [exactly(5), Interval(0, 10)]
    bounds = herfindahl_bounds(Division((exactly(60), exactly(40))), weights)
    assert close(bounds, 0.36 * 5, 0.36 * 5 + 0.16 * 10)


def test_shares_by_hand() -> None:
    division = Division((Interval(10, 20), exactly(30)), loose=(Interval(0, 10),))
    assert close(share_bounds(division, 0), 10 / 50, 20 / 50)


def test_nothing_to_divide_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        herfindahl_bounds(Division((exactly(0),)))
    with pytest.raises(ValueError, match="nothing"):
        entropy_bounds(Division((Interval(0, math.inf),)))


@given(AMOUNTS)
def test_index_lies_between_one_over_n_and_one(amounts: list[float]) -> None:
    assert 1 / len(amounts) - SLACK <= herfindahl(amounts) <= 1 + SLACK
    assert -SLACK <= entropy(amounts) <= math.log(len(amounts)) + SLACK


@given(AMOUNTS, st.floats(0.001, 1000))
def test_only_shares_matter(amounts: list[float], scale: float) -> None:
    scaled = [scale * amount for amount in amounts]
    assert herfindahl(scaled) == pytest.approx(herfindahl(amounts))
    assert entropy(scaled) == pytest.approx(entropy(amounts), abs=1e-9)
    assert ratio(scaled, 3) == pytest.approx(ratio(amounts, 3))


@given(AMOUNTS.filter(lambda amounts: len(amounts) > 1))
def test_a_merger_raises_concentration(amounts: list[float]) -> None:
    merged = [amounts[0] + amounts[1], *amounts[2:]]
    more = 2 * amounts[0] * amounts[1] / sum(amounts) ** 2
    assert herfindahl(merged) - herfindahl(amounts) == pytest.approx(more, abs=1e-12)
    assert entropy(merged) <= entropy(amounts) + SLACK
    assert ratio(merged, 2) >= ratio(amounts, 2) - SLACK


@given(AMOUNTS)
def test_more_holders_never_have_less(amounts: list[float]) -> None:
    ratios = [ratio(amounts, k) for k in range(1, len(amounts) + 1)]
    assert ratios == sorted(ratios) and ratios[-1] == pytest.approx(1)


@given(AMOUNTS)
def test_exact_amounts_have_exact_measures(amounts: list[float]) -> None:
    division = Division(tuple(exactly(amount) for amount in amounts))
    assert close(herfindahl_bounds(division), herfindahl(amounts), herfindahl(amounts))
    assert close(entropy_bounds(division), entropy(amounts), entropy(amounts))
    assert close(ratio_bounds(division, 3), ratio(amounts, 3), ratio(amounts, 3))


def assigned(division: Division, amounts: list[float]) -> Iterator[list[float]]:
    """A completion: what is loose and what is spread go to each one of the holders, or stay apart.

    What others hold is one other holder's.
    """
    number = len(division.held)
    held, rest = [*amounts[:number], amounts[-1]], amounts[number:-1]
    yield [*held, *rest]
    for place in range(len(held)):
        yield [x + (sum(rest) if i == place else 0) for i, x in enumerate(held)]


@settings(max_examples=200, deadline=None)
@given(divisions(), st.data())
def test_bounds_enclose_every_completion(division: Division, data: st.DataObject) -> None:
    parts = [*division.held, *division.loose, division.spread, division.others]
    amounts = [data.draw(st.floats(part.low, part.high)) for part in parts]
    index, shannon = herfindahl_bounds(division), entropy_bounds(division)
    ratios = {k: ratio_bounds(division, k) for k in (1, 3)}
    for completed in assigned(division, amounts):
        assert within(index, herfindahl(completed))
        assert within(shannon, entropy(completed))
        assert all(within(bounds, ratio(completed, k)) for k, bounds in ratios.items())


@settings(max_examples=100, deadline=None)
@given(st.lists(intervals(), min_size=1, max_size=6))
def test_greatest_values_are_those_of_the_best_corner(box: list[Interval]) -> None:
    """Brute force over all 2^n corners as a second opinion."""
    assume(sum(part.low for part in box) > 1)
    corners = [list(corner) for corner in itertools.product(*((part.low, part.high) for part in box))]
    division = Division(tuple(box))
    assert herfindahl_bounds(division).high == pytest.approx(max(map(herfindahl, corners)))
    assert entropy_bounds(division).low == pytest.approx(min(map(entropy, corners)), abs=1e-7)
    for k in (1, 2, 3):
        assert ratio_bounds(division, k).high == pytest.approx(max(ratio(x, k) for x in corners))


@pytest.mark.parametrize("weights", [None, [exactly(2), exactly(7), exactly(0.5)]])
def test_least_values_are_those_of_a_fine_grid(weights: list[Interval] | None) -> None:
    """Brute force over a grid as a second opinion: none of its points is below, one is just above."""
    box = (Interval(10, 60), Interval(0, 30), Interval(25, 45))
    steps = [[p.low + (p.high - p.low) * i / 60 for i in range(61)] for p in box]
    points = [list(point) for point in itertools.product(*steps)]
    plain = [w.low for w in weights] if weights else None
    least = min(herfindahl(point, plain) for point in points)
    bounds = herfindahl_bounds(Division(box), weights)
    assert least * 0.999 <= bounds.low <= least + SLACK
    if weights is None:
        assert max(map(entropy, points)) - SLACK <= entropy_bounds(Division(box)).high
        assert entropy_bounds(Division(box)).high <= max(map(entropy, points)) * 1.001
        low = ratio_bounds(Division(box), 1).low
        assert min(ratio(x, 1) for x in points) * 0.98 <= low <= min(ratio(x, 1) for x in points) + SLACK


@settings(max_examples=50, deadline=None)
@given(st.lists(intervals(), min_size=2, max_size=5), st.data())
def test_weighted_bounds_enclose_every_completion(box: list[Interval], data: st.DataObject) -> None:
    assume(sum(part.low for part in box) > 1)
    weights = [data.draw(intervals(10)) for _ in box]
    bounds = herfindahl_bounds(Division(tuple(box)), weights)
    amounts = [data.draw(st.floats(part.low, part.high)) for part in box]
    chosen = [data.draw(st.floats(weight.low, weight.high)) for weight in weights]
    assert within(bounds, herfindahl(amounts, chosen))


def test_a_stage_of_a_hundred_units_takes_no_time() -> None:
    draw = random.Random(1)
    known = [draw.uniform(10, 5000) for _ in range(60)]
    box = [Interval(amount, amount * draw.choice([1, 1, 1.5, 3])) for amount in known]
    division = Division((*box, *[Interval(0, 9000)] * 50), loose=(Interval(0, 9000),) * 5)
    begun = time.process_time()
    assert herfindahl_bounds(division).high < 1 and entropy_bounds(division).low > 0
    assert time.process_time() - begun < 1
