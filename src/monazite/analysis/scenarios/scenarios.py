"""Runs scenarios: who of the chain's end users loses its last known path, and who what share of supply."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
from rdflib import URIRef

from monazite import stores
from monazite.analysis import dates, facilities, places, projection
from monazite.analysis.balance import magnets
from monazite.analysis.balance.factors import ELEMENT
from monazite.analysis.concepts import concepts
from monazite.analysis.intervals import Interval
from monazite.analysis.projection import DEFAULT_BASES
from monazite.analysis.scenarios import targets as scenario_targets
from monazite.analysis.scenarios.draws import Gates, gates
from monazite.analysis.scenarios.files import Scenario
from monazite.analysis.scenarios.losses import ALL, COUNTRY, Loss, Losses
from monazite.analysis.scenarios.paths import is_touched, parts, paths
from monazite.analysis.scenarios.rows import Told, group_row, order, stage_row, user_row
from monazite.analysis.scenarios.supply import Key, build
from monazite.analysis.scenarios.words import notes
from monazite.analysis.scenarios.worlds import Chance, Flows, Setting, assumed, flows, installed, origins
from monazite.errors import QueryError

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

__all__ = ["Loss", "Losses", "run"]

# What NdFeB magnets are made of: the flow that is told in tonnes. Of the others of magnets it is told whether
# a known path is left.
_FOLLOWED = ("neodymium", "praseodymium")
_TOLD_OF = (*_FOLLOWED, "dysprosium", "terbium", "samarium")
_ALL_USERS = {"en": "all end users", "zh": "全部最终用户"}


def run(
    kg: KnowledgeGraph,
    scenario: Scenario,
    bases: Collection[str] = DEFAULT_BASES,
    at: str | None = None,
    runs: int = 0,
    seed: int = 0,
    language: str = "en",
    progress: stores.Progress = stores.no_progress,
) -> Losses:
    """What a scenario does to the end users of the chain.

    The flow is that of neodymium and praseodymium, as tonnes of NdFeB magnet. Each user's flow is its own
    maximum, as if nobody else drew on its suppliers: what known links could bring it at most. Such maxima do
    not add up; those of a country and of all are joint maxima of their own (Ford and Fulkerson 1956).

    Args:
        kg: the knowledge graph.
        scenario: what happens, as read by `monazite.analysis.scenarios.files.read`.
        bases: what links may rest on.
        at: as of when; the scenario's own date if None, or that of the newest document.
        runs: how many times to draw what nobody knows (Monte Carlo); each run draws once for before and
            after.
        seed: of the draws: the same seed gives the same result.
        language: ``en`` or ``zh``, for names.
        progress: called with what is done, how many runs are done and how many there are.

    Raises:
        QueryError: a name in the scenario means nothing or the wrong thing; a date is none; `runs` is
            negative.
    """
    if runs < 0:
        raise QueryError(f"there can be no {runs} runs")
    chain = projection.project(kg, {*projection.BASES, *bases}, language=language)
    known = concepts(kg, language)
    newest = chain.graph["at"]
    day = dates.last_day(asked) if (asked := at or scenario.at) else newest
    # What is planned stays planned for a date to come: silence until then says nothing yet.
    stood = facilities.standing(kg, day if day < newest else None, language)
    plan = scenario_targets.resolve(kg, scenario, chain, stood.facilities, known, day)

    def laid_over(elements: Collection[str], held: Collection[str]) -> Setting:
        supply = build(chain, known, {ELEMENT + name for name in elements}, held, day)
        begin = origins(supply, stood.facilities, day, plan)
        return Setting(supply, Gates(), plan, stood.facilities, day, begin)

    setting = laid_over(_FOLLOWED, bases)
    passing = gates(
        setting.supply, stood.facilities, magnets.converter(kg, known), setting.origins, _agreed(chain)
    )
    setting = replace(setting, gates=passing)
    live = parts(setting)
    every = {
        user: each for user, each in paths(live, setting.supply.users).items() if each.before or each.best
    }
    hit = {user: each for user, each in every.items() if is_touched(setting, each)}
    lacking = {name: _lacking(laid_over((name,), bases)) for name in _TOLD_OF}
    wide = parts(laid_over(_FOLLOWED, projection.BASES))
    could_be = paths(wide, {user: setting.supply.users[user] for user in hit})
    groups = _groups(chain, every, hit)
    stages = {stage.rank: stage.iri for stage in known.stages.values()} | {0: known.stages["recycling"].iri}

    def measured(chance: Chance) -> dict[str, Flows]:
        by_stage = {stages[rank]: flow for rank, flow in installed(setting, chance).items()}
        return flows(setting, groups, chance) | by_stage

    rng = random.Random(seed)
    drawn: dict[str, list[Flows]] = {}
    for done in range(runs):
        progress("runs", done, runs)
        for group, flow in measured(setting.drawn(scenario.assumptions, rng)).items():
            drawn.setdefault(group, []).append(flow)
    told = Told(
        chain=chain,
        known=known,
        setting=setting,
        parts=live,
        every=every,
        could_be={user: each.worst for user, each in could_be.items()},
        lacking={
            user: tuple(
                kg.label(URIRef(ELEMENT + name), language) for name in _TOLD_OF if user in lacking[name]
            )
            for user in hit
        },
        flows=measured(setting.central()),
        drawn=drawn,
        assumed=assumed(setting, groups),
    )
    rows = _rows(kg, told, hit, groups)
    title = (scenario.title_zh if language == "zh" else "") or scenario.title
    return Losses(
        title=title,
        rows=rows,
        notes=notes(told, scenario, rows, runs),
        language=language,
        at=day,
        bases=tuple(sorted(set(bases))),
        runs=runs,
        seed=seed,
    )


def _agreed(chain: nx.MultiDiGraph[str]) -> dict[Key, tuple[str, Interval]]:
    """The product and the tonnes a year of each link that an agreement gives a quantity for."""
    return {
        (start, end, key): (data["product"], Interval(data["quantity_low"], data["quantity_high"]))
        for start, end, key, data in chain.edges(keys=True, data=True)
        if "quantity_high" in data
    }


def _lacking(setting: Setting) -> frozenset[str]:
    """The users that have a known path for what a network follows before, and at worst none after."""
    found = paths(parts(setting), setting.supply.users)
    return frozenset(user for user, each in found.items() if each.before and not each.worst)


def _groups(
    chain: nx.MultiDiGraph[str], every: Collection[str], hit: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Whose flows are told: each user that is hit, all users of each of their countries, all there are."""
    groups: dict[str, tuple[str, ...]] = {user: (user,) for user in sorted(hit)}
    countries = {user: chain.nodes[user]["country"] for user in every}
    for code in sorted({countries[user] for user in hit} - {""}):
        groups[code] = tuple(sorted(user for user in every if countries[user] == code))
    return groups | {ALL: tuple(sorted(every))}


def _rows(
    kg: KnowledgeGraph, told: Told, hit: Collection[str], groups: Mapping[str, Collection[str]]
) -> tuple[Loss, ...]:
    setting = told.setting
    changed = {
        rank for rank, flow in installed(setting, setting.central()).items() if flow.before != flow.after
    }
    stages = [stage_row(told, rank) for rank in sorted(changed)]
    if not hit:
        return tuple(stages)
    users = sorted((user_row(told, user) for user in hit), key=order)
    named = places.countries(kg, told.chain.graph["language"])
    countries = []
    for code in sorted({row.country for row in users} - {""}):
        own = [row for row in users if row.country == code]
        countries.append(group_row(told, COUNTRY, named.get(code, code), code, own, groups[code]))
    together = group_row(told, ALL, _ALL_USERS[told.chain.graph["language"]], ALL, users, groups[ALL])
    return (together, *stages, *sorted(countries, key=order), *users)
