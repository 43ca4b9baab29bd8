"""Turns sums of capacities, by whichever engine they were added up, into rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monazite.analysis.balance.enough import Supply, judge
from monazite.analysis.balance.magnets import CHAIN
from monazite.analysis.concentration import measures
from monazite.analysis.concentration.holders import ordered
from monazite.analysis.concentration.measures import Division
from monazite.analysis.graphs.kinds import Balanced, Stage
from monazite.analysis.intervals import NOTHING, Interval

_POINTS, _PERCENT = Interval(10_000, 10_000), Interval(100, 100)


@dataclass(frozen=True)
class Holding:
    """What the units of a stage can make: how much of it is whose.

    Attributes:
        stage: the stage's name.
        units: how many units there are; `unknown` of them have no figure.
        held: the amount of each holder.
        loose: the amounts of units of whom nobody knows the holder.
    """

    stage: str
    units: int
    unknown: int
    held: Mapping[str, Interval]
    loose: tuple[Interval, ...]


@dataclass(frozen=True)
class Sums:
    """What the units of a stage can make together, in tonnes of product, and the magnets that a tonne is.

    `unknown` and `unknown_planned` units have no upper bound; of them the lower one is in the sums.
    """

    installed: Interval
    unknown: int
    planned: Interval
    unknown_planned: int
    magnets: Interval


_NO_UNITS = Sums(NOTHING, 0, NOTHING, 0, NOTHING)


def concentrated(found: Iterable[Holding]) -> list[Stage]:
    """How concentrated stages are, in their order; those of whose units nothing can be made are left out."""
    rows = []
    for each in found:
        held = {holder: amount for holder, amount in each.held.items() if amount.high}
        division = Division(tuple(held[holder] for holder in ordered(held)), each.loose)
        if division.whole.high:
            rows.append(
                Stage(
                    each.stage,
                    each.units,
                    each.unknown,
                    len(held),
                    measures.herfindahl_bounds(division) * _POINTS,
                    measures.ratio_bounds(division, 1) * _PERCENT,
                    measures.ratio_bounds(division, 3) * _PERCENT,
                )
            )
    return rows


def balanced(found: Mapping[str, Sums]) -> list[Balanced]:
    """The balance of the stages of the NdFeB chain, in its order; none if there are no units at all.

    A stage without units makes nothing, and so starves the next.
    """
    if not found:
        return []
    rows: list[Balanced] = []
    told = {stage: found.get(stage, _NO_UNITS) for stage in CHAIN}
    supplies = [
        (
            Supply(sums.installed * sums.magnets, sums.unknown),
            Supply(sums.planned * sums.magnets, sums.unknown_planned),
        )
        for sums in told.values()
    ]
    for place, (stage, sums) in enumerate(told.items()):
        there, meant = supplies[place]
        after = supplies[place + 1] if place + 1 < len(supplies) else None
        rows.append(
            Balanced(
                stage,
                sums.installed,
                there.known,
                sums.unknown,
                sums.planned,
                meant.known,
                sums.unknown_planned,
                judge(there, after[0]) if after else "",
                judge(meant, after[1]) if after else "",
            )
        )
    return rows


def interval(low: float, high: float | None) -> Interval:
    """An interval of a table, where a missing upper bound is an infinite one."""
    return Interval(low, math.inf if high is None else high)
