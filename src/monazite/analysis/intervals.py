"""Figures that are known only within bounds, and how they add up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Interval:
    """A figure that lies between two bounds, both included; `high` is infinite where nobody gives one.

    Examples:
        >>> Interval(1, 2) + Interval(3, 5)
        Interval(low=4, high=7)

    Raises:
        ValueError: `low` is above `high`, negative or not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuses what is no interval of amounts."""
        if not 0 <= self.low <= self.high:
            raise ValueError(f"no interval of amounts: {self.low} to {self.high}")

    def __add__(self, other: Interval) -> Interval:
        """The sum of two figures."""
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        """The product of two figures, such as a capacity and a yield."""
        return Interval(self.low * other.low, _times(self.high, other.high))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient of two figures, such as a capacity and a content; infinite where that can be 0."""
        low = 0.0 if math.isinf(other.high) else self.low / other.high if other.high else math.inf
        return Interval(low, self.high / other.low if other.low else math.inf)

    @property
    def exact(self) -> bool:
        """Whether the bounds are one."""
        return self.low == self.high

    @property
    def bounded(self) -> bool:
        """Whether there is an upper bound."""
        return math.isfinite(self.high)

    def __str__(self) -> str:
        """The figure as a person writes it: one number, a range, or at least a number."""
        if self.exact or number(self.low) == number(self.high):
            return number(self.low)
        if not self.bounded:
            return f"at least {number(self.low)}" if self.low else "unknown"
        return f"{number(self.low)} to {number(self.high)}"


NOTHING = Interval(0, 0)
UNKNOWN = Interval(0, math.inf)


def exactly(figure: float) -> Interval:
    """A figure that is known."""
    return Interval(figure, figure)


def total(figures: Iterable[Interval]) -> Interval:
    """The sum of figures; 0 of none."""
    return sum(figures, NOTHING)


def hull(figures: Iterable[Interval]) -> Interval:
    """The least interval that holds all the figures, as where sources disagree.

    Raises:
        ValueError: there are none.
    """
    found = list(figures)
    return Interval(min(f.low for f in found), max(f.high for f in found))


def number(figure: float) -> str:
    """A figure as text: whole from 100 on, else to three digits; thousands apart.

    Examples:
        >>> number(12345.6), number(0.256789), number(7.0)
        ('12,346', '0.257', '7')
    """
    if math.isinf(figure):
        return "unknown"
    if figure == int(figure) or abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"


def _times(one: float, other: float) -> float:
    return 0.0 if 0 in (one, other) else one * other
