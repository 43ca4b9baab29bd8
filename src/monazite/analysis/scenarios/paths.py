"""The known paths to each end user, before a scenario and after it: which are hit, lost or new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from monazite.analysis.scenarios.flow import live, reaching
from monazite.analysis.scenarios.supply import USES, Key, Stop
from monazite.analysis.scenarios.worlds import BEST, WORST, Setting


@dataclass(frozen=True)
class Parts:
    """The live part of a network before a scenario, and after it at best and at worst.

    At worst limits come to their lower end, and a control hits what nobody tells of; at best neither.
    """

    before: nx.DiGraph[Stop]
    best: nx.DiGraph[Stop]
    worst: nx.DiGraph[Stop]


@dataclass(frozen=True)
class Paths:
    """The stops from which product can reach a user, in each of the `Parts`."""

    before: frozenset[Stop]
    best: frozenset[Stop]
    worst: frozenset[Stop]


def parts(setting: Setting) -> Parts:
    """The live parts of a setting's network."""
    after = [setting.after(setting.central(within)) for within in (BEST, WORST)]
    worlds = (setting.before(setting.central()), *after)
    return Parts(*(live(setting.supply, world) for world in worlds))


def paths(found: Parts, users: Mapping[str, Collection[Stop]]) -> dict[str, Paths]:
    """The known paths to users, each given by the stops at which product comes to it."""
    return {
        user: Paths(*(reaching(part, stops) for part in (found.before, found.best, found.worst)))
        for user, stops in users.items()
    }


def is_touched(setting: Setting, user: Paths) -> bool:
    """Whether a scenario hits any path to a user, or adds one."""
    if user.before != user.worst or user.before != user.best:
        return True
    nodes, links = hit_nodes(setting), hit_links(setting)
    graph = setting.supply.graph
    return any(
        stop.node in nodes
        or any(links & graph.edges[one, stop]["links"] for one in graph.pred[stop] if one in user.before)
        for stop in user.before
    )


def hit_nodes(setting: Setting) -> frozenset[str]:
    """The nodes that a scenario removes, limits or delays."""
    named = {node for each in setting.plan.restrictions for node in each.nodes}
    central = setting.central()
    return frozenset(named | (setting.before(central).standing - setting.after(central).standing))


def hit_links(setting: Setting) -> frozenset[Key]:
    """The links that a scenario stops or limits, or may."""
    return frozenset(link for each in setting.plan.restrictions for link in each.links | each.perhaps)


def broken_rank(user: Paths, stops: Iterable[Stop]) -> int | None:
    """The rank of the last stage upstream of a user at which anything is lost; None if nothing is.

    `stops` are those at which product comes to the user: they are no suppliers of its own.
    """
    lost = {stop for stop in user.before - user.worst - frozenset(stops) if stop.stage not in USES}
    made = {stop.rank for stop in lost if stop.stage} or {stop.rank for stop in lost}
    return max(made, default=None)


def way(
    setting: Setting, part: nx.DiGraph[Stop], stops: Iterable[Stop], changed: Collection[str]
) -> tuple[Key, ...]:
    """The links of a shortest path from what a scenario hits, or brings, to a user; none if there is no path.

    Args:
        setting: the scenario and its network.
        part: the live part in which to walk: before, or after for what is brought.
        stops: where product comes to the user.
        changed: the nodes that the scenario hits or brings.
    """
    links = hit_links(setting)
    walked: dict[Stop, tuple[Key, ...]] = {stop: () for stop in sorted(stops) if stop in part}
    waiting = list(walked)
    for stop in waiting:
        if stop.node in changed:
            return walked[stop]
        for before in sorted(part.pred[stop]):
            behind = part.edges[before, stop]["links"]
            hit = sorted(behind & links)
            on = (*((hit or sorted(behind))[:1]), *walked[stop])
            if hit:
                return on
            if before not in walked:
                walked[before] = on
                waiting.append(before)
    return ()
