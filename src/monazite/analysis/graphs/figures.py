"""Turns sums of capacities, by whichever engine they were added up, into rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monazite.analysis.balance.enough import Supply, judge
from monazite.analysis.balance.magnets import CHAIN
from monazite.analysis.concentration import measures
from monazite.analysis.concentration.holders import ordered
from monazite.analysis.concentration.measures import Division
from monazite.analysis.graphs.kinds import Balanced, Stage
from monazite.analysis.intervals import Interval

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
    """The balance of the stages of the NdFeB chain, in its order."""
    rows: list[Balanced] = []
    stages: Sequence[str] = [stage for stage in CHAIN if stage in found]
    supplies = {
        stage: (
            _in_magnets(found[stage].installed, found[stage].unknown, found[stage].magnets),
            _in_magnets(found[stage].planned, found[stage].unknown_planned, found[stage].magnets),
        )
        for stage in stages
    }
    for place, stage in enumerate(stages):
        sums, (there, meant) = found[stage], supplies[stage]
        after = supplies[stages[place + 1]] if place + 1 < len(stages) else None
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


def _in_magnets(amount: Interval, unknown: int, magnets: Interval) -> Supply:
    return Supply(amount * magnets, unknown)


def interval(low: float, high: float | None) -> Interval:
    """An interval of a table, where a missing upper bound is an infinite one."""
    return Interval(low, math.inf if high is None else high)
