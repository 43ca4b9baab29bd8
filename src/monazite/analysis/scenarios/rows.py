"""Makes the rows of a scenario's result: what happens to users, to countries, to what stands at a stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from monazite.analysis.concepts import Concepts, Stage
from monazite.analysis.evidence import Evidence, named, weakest, weigh
from monazite.analysis.projection import support
from monazite.analysis.scenarios.draws import quantile
from monazite.analysis.scenarios.losses import (
    ALL,
    COUNTRY,
    CUT,
    FEWER,
    LESS,
    LIMITED,
    MAY_BE_CUT,
    MORE,
    MORE_PATHS,
    NEW,
    ORDER,
    STAGE,
    USER,
    Loss,
)
from monazite.analysis.scenarios.paths import Parts, Paths, broken_rank, hit_nodes, way
from monazite.analysis.scenarios.supply import Key, Stop
from monazite.analysis.scenarios.worlds import WORST, Flows, Setting

_NAMED = 3


@dataclass(frozen=True)
class Told:
    """All that rows are made of.

    Attributes:
        chain: the projection.
        known: the stages and products.
        setting: the scenario and its network.
        parts: the live parts of that network.
        every: the known paths to each user that has any, before or after.
        could_be: the stops from which product could reach a user after, at worst, if possible links count.
        lacking: the magnet elements that it may lack.
        flows: the central flows of each group: users by IRI, countries by code, stages by IRI, and of `ALL`.
        drawn: the flows of each group in each run.
        assumed: the share of each group's flow that rests on assumed capacities.
    """

    chain: nx.MultiDiGraph[str]
    known: Concepts
    setting: Setting
    parts: Parts
    every: Mapping[str, Paths]
    could_be: Mapping[str, Collection[Stop]]
    lacking: Mapping[str, tuple[str, ...]]
    flows: Mapping[str, Flows]
    drawn: Mapping[str, Sequence[Flows]]
    assumed: Mapping[str, float]


def user_row(told: Told, user: str) -> Loss:
    """What happens to a user."""
    found, stops = told.every[user], told.setting.supply.users[user]
    rank = broken_rank(found, stops)
    gained = found.best - found.before
    changed = {stop.node for stop in gained} if gained else hit_nodes(told.setting)
    links = way(told.setting, told.parts.best if gained else told.parts.before, stops, changed)
    stays = set() if rank is None else _units(found.worst, rank) - {user}
    could = set() if rank is None else _units(told.could_be[user], rank) - stays - {user}
    outcome = _outcome(found, told.flows[user])
    return Loss(
        level=USER,
        name=told.chain.nodes[user]["label"],
        iri=user,
        country=told.chain.nodes[user]["country"],
        outcome=outcome,
        users=1,
        cut_off=int(outcome == CUT),
        may_be=int(outcome == MAY_BE_CUT),
        suppliers_lost=_labels(
            told, _suppliers(told, stops, found.before) - _suppliers(told, stops, found.worst)
        ),
        units_before=len(_units(found.before) - {user}),
        units_after=len(_units(found.worst) - {user}),
        may_lack=told.lacking[user],
        **_figures(told, user),
        stage="" if rank is None else _stage(told, rank).label,
        substitutes=_labels(told, stays),
        could_be=_labels(told, could),
        sources=named(told.chain.graph["documents"], _sources(told, links)),
        evidence=weakest(_evidence(told, link) for link in links),
    )


def group_row(
    told: Told, level: str, name: str, key: str, rows: Sequence[Loss], users: Collection[str]
) -> Loss:
    """What happens to several users together: those of a country, or all.

    Args:
        told: what rows are made of.
        level: ``country`` or ``all``.
        name: what the group is called.
        key: its key among the flows.
        rows: those of its users that are touched.
        users: all its users.
    """
    outcomes = {row.outcome for row in rows}
    alike = outcomes.pop() if len(outcomes) == 1 and len(rows) == len(users) else ""
    before = {stop for user in users for stop in told.every[user].before}
    worst = {stop for user in users for stop in told.every[user].worst}
    best = {stop for user in users for stop in told.every[user].best}
    documents = {str(source.iri) for row in rows for source in row.sources}
    if level == ALL:
        plan = told.setting.plan
        documents |= {source for each in plan.restrictions for source in each.sources}
        documents |= {source for each in plan.timings for source in each.sources}
    return Loss(
        level=level,
        name=name,
        iri=key,
        country=key if level == COUNTRY else "",
        outcome=alike or _by_flow(told.flows[key], _other_paths(before, best, worst)),
        users=len(users),
        cut_off=sum(row.outcome == CUT for row in rows),
        may_be=sum(row.outcome == MAY_BE_CUT for row in rows),
        suppliers_lost=(),
        units_before=len(_units(before) - set(users)),
        units_after=len(_units(worst) - set(users)),
        may_lack=(),
        **_figures(told, key),
        stage="",
        substitutes=(),
        could_be=(),
        sources=named(told.chain.graph["documents"], documents),
        evidence=weakest(row.evidence for row in rows),
    )


def stage_row(told: Told, rank: int) -> Loss:
    """What happens to what stands at a stage, given by its rank in the network (0 for recycling)."""
    stage = _stage(told, rank)
    setting, documents = told.setting, told.chain.graph["documents"]
    before, after = setting.before(setting.central()), setting.after(setting.central(WORST))
    own = [stop for stop in setting.supply.graph if stop.stage and stop.rank == rank]
    gone = {
        stop.node
        for stop in own
        if before.stands(stop) and (not after.stands(stop) or after.nodes.get(stop.node, 1.0) < 1)
    }
    come = {stop.node for stop in own if after.stands(stop) and not before.stands(stop)}
    units = [setting.facilities[iri] for iri in sorted(gone | come)]
    told_by = {
        unit.iri: {*unit.sources, *(c.source for c in unit.capacities if c.stage in ("", stage.name))}
        for unit in units
    }
    return Loss(
        level=STAGE,
        name=stage.label,
        iri=stage.iri,
        country="",
        outcome=_by_flow(told.flows[stage.iri], LIMITED),
        users=None,
        cut_off=None,
        may_be=None,
        suppliers_lost=_labels(told, gone),
        units_before=sum(before.stands(stop) for stop in own),
        units_after=sum(after.stands(stop) for stop in own),
        may_lack=(),
        **_figures(told, stage.iri),
        stage="",
        substitutes=_labels(told, come),
        could_be=(),
        sources=named(documents, {source for sources in told_by.values() for source in sources}),
        evidence=weakest(
            weigh(documents, sources, as_of=told.chain.graph["at"]) for sources in told_by.values()
        ),
    )


def order(row: Loss) -> tuple[int, float, float, str]:
    """The place of a row: how it ends, then the share that is lost, then the tonnes."""
    tonnes = (row.tonnes_before or 0.0) - (row.tonnes_after or 0.0)
    return ORDER.index(row.outcome), -(row.share_lost or 0.0), -abs(tonnes), row.name


def _outcome(found: Paths, flow: Flows) -> str:
    if not found.before:
        return NEW
    if not found.best:
        return CUT
    if not found.worst:
        return MAY_BE_CUT
    return _by_flow(flow, _other_paths(found.before, found.best, found.worst))


def _other_paths(before: Collection[Stop], best: Collection[Stop], worst: Collection[Stop]) -> str:
    if set(best) - set(before):
        return MORE_PATHS
    return FEWER if set(before) - set(worst) else LIMITED


def _by_flow(flow: Flows, otherwise: str) -> str:
    """Whether a flow shrinks or grows; something else where it does neither, or nobody can tell."""
    return (LESS if flow.lost > 0 else MORE) if flow.lost else otherwise


def _figures(told: Told, group: str) -> dict[str, Any]:
    flow = told.flows[group]
    shares = [each.lost for each in told.drawn.get(group, ()) if each.lost is not None]
    marks = [quantile(shares, q) if shares else None for q in (0.05, 0.5, 0.95)]
    # A flow of nothing along known paths means that none of them has a capacity that converts.
    nothing = not flow.before and not flow.after
    return {
        "tonnes_before": None if nothing else flow.before,
        "tonnes_after": None if nothing else flow.after,
        "share_lost": flow.lost,
        "share_lost_5": marks[0],
        "share_lost_50": marks[1],
        "share_lost_95": marks[2],
        "assumed": told.assumed.get(group) if flow.before else None,
    }


def _units(stops: Collection[Stop], rank: int | None = None) -> set[str]:
    """The production units among stops, of one stage if its rank is given."""
    return {stop.node for stop in stops if stop.stage and rank in (None, stop.rank)}


def _suppliers(told: Told, stops: Sequence[Stop], part: Collection[Stop]) -> set[str]:
    """The nodes that feed a user directly in a part of the network."""
    graph = told.setting.supply.graph
    own = {stop.node for stop in stops}
    entries = [stop for stop in part if stop.node in own]
    return {one.node for stop in entries for one in graph.pred[stop] if one in part and one.node not in own}


def _labels(told: Told, nodes: Collection[str]) -> tuple[str, ...]:
    labels = sorted(told.chain.nodes[node]["label"] for node in nodes)
    more = len(labels) - _NAMED
    return (*labels[:_NAMED], f"+ {more}") if more > 0 else tuple(labels)


def _stage(told: Told, rank: int) -> Stage:
    stages = told.known.stages
    return next((stage for stage in stages.values() if stage.rank == rank), stages["recycling"])


def _evidence(told: Told, link: Key) -> Evidence:
    start, end, key = link
    return support(told.chain, start, end, [told.chain.edges[start, end, key]])


def _sources(told: Told, links: Collection[Key]) -> set[str]:
    return {source for link in links for source in told.chain.edges[link]["sources"]}
