"""What units can make together, some capacities not told; whether one stage is enough for the next."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from monazite.analysis.balance.factors import Factor
from monazite.analysis.balance.national import Produced
from monazite.analysis.intervals import Interval, exactly, total

CERTAIN, AS_KNOWN, POSSIBLE, NO = "certain", "as known", "possible", "no"


@dataclass(frozen=True)
class Supply:
    """What units can make at a stage together, in tonnes a year.

    Attributes:
        known: the sum of what is told.
        unknown: the number of units of which nothing is told that can be counted: they can add any amount.
        beyond: whether more was produced than all units with a capacity told could make, so that there are
            others.
    """

    known: Interval
    unknown: int = 0
    beyond: bool = False

    @property
    def whole(self) -> Interval:
        """The bounds of all units together, those of which nothing is told among them."""
        return Interval(self.known.low, math.inf) if self.unknown or self.beyond else self.known

    @property
    def shown(self) -> Interval:
        """What is told: of known units, without an upper bound if there must be others."""
        return Interval(self.known.low, math.inf) if self.beyond else self.known

    def __mul__(self, factor: Factor) -> Supply:
        """The same in tonnes of another product."""
        return replace(self, known=self.known * factor.figure)


def judge(supply: Supply, demand: Supply) -> str:
    """Whether a stage starves the next, both in tonnes of magnet.

    See `monazite.analysis.balance.stages.StageBalance` for what the words mean.
    """
    if supply.whole.high < demand.whole.low:
        return CERTAIN
    if supply.whole.low >= demand.whole.high:
        return NO
    return AS_KNOWN if supply.known.high < demand.known.low else POSSIBLE


def add_up(figures: Iterable[Interval]) -> Supply:
    """The sum of units' capacities; of those without an upper bound, what is certain, and their number."""
    found = list(figures)
    told = total(figure if figure.bounded else exactly(figure.low) for figure in found)
    return Supply(told, sum(not figure.bounded for figure in found))


def raised(there: Supply, meant: Supply, made: Produced | None) -> tuple[Supply, Supply]:
    """Supplies raised to what was in fact produced: what stands makes no less, and plans add to that."""
    if made is None:
        return there, meant
    beyond = made.figure.low > there.known.high
    low, high = max(made.figure.low - there.known.low, 0), max(made.figure.high - there.known.high, 0)
    now, then = (Interval(supply.known.low + low, supply.known.high + high) for supply in (there, meant))
    return replace(there, known=now, beyond=beyond), replace(meant, known=then, beyond=beyond)
