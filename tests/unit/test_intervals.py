"""Intervals hold every figure that their parts can hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.analysis.intervals import Interval, exactly, hull, total

AMOUNTS = st.floats(0, 1e6)


@st.composite
def held(draw: st.DrawFn) -> tuple[Interval, float]:
    """An interval and a figure within it."""
    low, high = sorted((draw(AMOUNTS), draw(AMOUNTS)))
    figure = draw(st.floats(low, high))
    return Interval(low, math.inf if draw(st.booleans()) else high), figure


def holds(interval: Interval, figure: float) -> bool:
    slack = 1e-9 * max(1.0, abs(figure))
    return interval.low - slack <= figure <= interval.high + slack


@given(held(), held())
def test_sum_product_and_quotient_enclose_every_completion(
    one: tuple[Interval, float], other: tuple[Interval, float]
) -> None:
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a * b, x * y)
    if y:
        assert holds(a / b, x / y)
    assert holds(total([a, b]), x + y)
    assert holds(hull([a, b]), x) and holds(hull([a, b]), y)


@pytest.mark.parametrize("low, high", [(2, 1), (-1, 1), (math.nan, 1)])
def test_what_is_no_interval_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        Interval(low, high)


def test_intervals_are_written_as_people_write_them() -> None:
    said = [str(exactly(5)), str(Interval(1, 2.5)), str(Interval(3, math.inf)), str(Interval(0, math.inf))]
    assert said == ["5", "1 to 2.5", "at least 3", "unknown"]
