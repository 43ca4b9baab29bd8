"""The chain before and after a scenario, as a flow network: what stands, what is left, what can pass."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from monazite.analysis.facilities import Facility
from monazite.analysis.scenarios.draws import Gates, drawn_late, stands
from monazite.analysis.scenarios.files import Assumptions
from monazite.analysis.scenarios.flow import capacitated, cut, most
from monazite.analysis.scenarios.supply import Key, Stop, Supply, World
from monazite.analysis.scenarios.targets import Plan

WORST, MIDDLE, BEST = 0.0, 0.5, 1.0


@dataclass(frozen=True)
class Chance:
    """What is drawn for one run: capacities, agreed quantities, months late, units without a date that start.

    `within` says for each restriction where in its range the share that is left lies, from 0 to 1.
    """

    capacities: Mapping[Stop, float]
    agreed: Mapping[Key, float]
    late: Mapping[str, int]
    undated: frozenset[str]
    within: tuple[float, ...]


@dataclass(frozen=True)
class Setting:
    """A scenario laid over a flow network as of a day."""

    supply: Supply
    gates: Gates
    plan: Plan
    facilities: Mapping[str, Facility]
    day: str
    origins: Mapping[Stop, str]

    def central(self, within: float = MIDDLE) -> Chance:
        """Nothing drawn: the middle of what is known, plans on time; `within` as in `Chance`, for all."""
        shares = (within,) * len(self.plan.restrictions)
        return Chance(self.gates.central(), self.gates.agreed_middle(), {}, frozenset(), shares)

    def drawn(self, assumptions: Assumptions, rng: random.Random) -> Chance:
        """Everything drawn that nobody knows for sure."""
        planned = sorted(iri for iri, unit in self.facilities.items() if unit.comes)
        late = {iri: drawn_late(self.facilities[iri], assumptions.delay_months, rng) for iri in planned}
        lots = {iri: rng.random() for iri in planned}
        undated = {
            iri
            for iri, lot in lots.items()
            if not self.facilities[iri].due and lot < assumptions.undated_starts
        }
        within = tuple(rng.random() for _ in self.plan.restrictions)
        return Chance(self.gates.drawn(rng), self.gates.agreed_drawn(rng), late, frozenset(undated), within)

    def before(self, chance: Chance) -> World:
        """The world without the scenario."""
        there = standing(self.facilities, self.day, chance.late, chance.undated)
        return World(there, self.origins, chance.capacities, chance.agreed)

    def after(self, chance: Chance) -> World:
        """The world with it."""
        there = standing(self.facilities, self.day, chance.late, chance.undated, self.plan)
        nodes: dict[str, float] = {}
        links: dict[Key, float] = {}
        for each, within in zip(self.plan.restrictions, chance.within, strict=True):
            left = each.low + within * (each.high - each.low)
            # Whether what nobody tells of is hit is as open as can be: from all of it to nothing.
            doubtful = each.low + within * (1 - each.low)
            for node in each.nodes:
                nodes[node] = nodes.get(node, 1.0) * left
            for link in each.links:
                links[link] = links.get(link, 1.0) * left
            for link in each.perhaps:
                links[link] = links.get(link, 1.0) * doubtful
        return World(there, self.origins, chance.capacities, chance.agreed, nodes, links)


def standing(
    facilities: Mapping[str, Facility],
    day: str,
    late: Mapping[str, int] | None = None,
    undated: Collection[str] = (),
    plan: Plan | None = None,
) -> frozenset[str]:
    """The units that are there on a day, given how late some are and, with a plan, whose start it moves."""
    months = dict(late or {})
    there = set(undated)
    for timing in plan.timings if plan else ():
        for iri in timing.units & facilities.keys():
            months[iri] = 0 if timing.months is None else months.get(iri, 0) + timing.months
            if timing.undated and facilities[iri].comes and not facilities[iri].due:
                there |= {iri} if timing.undated <= day else set()
    return frozenset(
        there | {iri for iri, unit in facilities.items() if stands(unit, day, months.get(iri, 0))}
    )


def origins(supply: Supply, facilities: Mapping[str, Facility], day: str, plan: Plan) -> dict[Stop, str]:
    """Where product begins in the world without the scenario; for what only it brings, in that with it.

    So a unit whose only known supplier is lost does not come to count as one that needs none.
    """
    first = standing(facilities, day)
    both = first | standing(facilities, day, plan=plan)
    found = {
        stop: kind for stop, kind in supply.origins(both).items() if stop.stage and stop.node not in first
    }
    old = {stop: kind for stop, kind in supply.origins(first).items() if not stop.stage or stop.node in first}
    return found | old


@dataclass(frozen=True)
class Flows:
    """Tonnes a year that groups of users could get before and after; None where nothing limits it."""

    before: float | None
    after: float | None

    @property
    def lost(self) -> float | None:
        """The share that is lost, below 0 where it grows; None where it cannot be told."""
        if self.before is None or self.after is None or not self.before:
            return None
        return 1 - self.after / self.before


def flows(setting: Setting, groups: Mapping[str, Collection[str]], chance: Chance) -> dict[str, Flows]:
    """What each group of users could get, by itself, before and after; both with the same chance."""
    free, hit = setting.before(chance), setting.after(chance)
    before = _network(setting, free)
    after = _network(setting, hit, before if hit.standing == free.standing else None)
    return {name: Flows(most(before, users), most(after, users)) for name, users in groups.items()}


def installed(setting: Setting, chance: Chance) -> dict[int, Flows]:
    """What the units that stand can make at each stage, by its rank: tonnes of magnet, before and after."""
    before, after = setting.before(chance), setting.after(chance)
    sums: dict[int, list[float]] = {}
    for stop, tonnes in chance.capacities.items():
        if stop.stage:
            found = sums.setdefault(stop.rank, [0.0, 0.0])
            for place, world in enumerate((before, after)):
                found[place] += tonnes * world.nodes.get(stop.node, 1.0) if world.stands(stop) else 0.0
    return {rank: Flows(*found) for rank, found in sorted(sums.items())}


def assumed(setting: Setting, groups: Mapping[str, Collection[str]]) -> dict[str, float]:
    """Which share of the flow to each group, before, is limited by capacities that are assumed.

    Told by a minimum cut: the capacity of the stops in it that are assumed, over all of its capacity.
    """
    network = _network(setting, setting.before(setting.central()))
    shares = {}
    for name, users in groups.items():
        sizes = {edge: network.edges[edge]["capacity"] for edge in cut(network, users)}
        guessed = sum(size for (one, _), size in sizes.items() if one[0] in setting.gates.open)
        shares[name] = guessed / total if (total := sum(sizes.values())) else 0.0
    return shares


def _network(setting: Setting, world: World, free: nx.DiGraph[Any] | None = None) -> nx.DiGraph[Any]:
    """The capacitated network of a world, in which only what begins up to magnet making flows.

    The magnets in the motors of a maker whose suppliers are not known have no tonnes that anybody could tell.
    """
    last = max(setting.gates.factors)
    begin = [stop for stop in world.origins if stop.rank <= last]
    return capacitated(setting.supply, replace(world, origins=begin), free)
