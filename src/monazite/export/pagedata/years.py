"""Capacity by stage, country and year: what stood at each year's end, and what was to stand by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monazite.analysis import facilities
from monazite.analysis.capacities import StageCapacity, at_stage
from monazite.analysis.concepts import Concepts, concepts
from monazite.analysis.facilities import Facility, Standing
from monazite.analysis.intervals import Interval, total
from monazite.export.pagedata.index import bounds
from monazite.export.sankey import STAGES
from monazite.vocabulary import shorten

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

FIRST, LAST = 2015, 2035


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> dict[str, Any]:
    """The capacities at the end of each year, of a graph or of the units among some things.

    Installed is what stands then. With what is planned, that and the plans due by then: a plan without a
    date, and what a working unit is to be enlarged by, can be there by then but need not. After the newest
    document nothing is known to have been built: the units stay as they are, and only plans fall due.
    """
    known = concepts(kg)
    newest = facilities.standing(kg).at
    years = range(FIRST, LAST + 1)
    stood = facilities.standings(kg, [str(year) if str(year) < newest[:4] else newest for year in years])
    documents: dict[str, int] = {}
    found = []
    for year, standing in zip(years, stood, strict=True):
        units = [unit for iri, unit in standing.facilities.items() if things is None or iri in things]
        columns = [_column(units, stage, year, known, standing, documents) for stage in STAGES]
        found.append({"year": year, "stages": columns})
    return {"newest": newest, "years": found, "documents": list(documents)}


def _column(
    units: Iterable[Facility],
    stage: str,
    year: int,
    known: Concepts,
    standing: Standing,
    documents: dict[str, int],
) -> dict[str, Any]:
    installed: dict[str, list[Interval]] = {}
    planned: dict[str, list[Interval]] = {}
    unknown = {"installed": 0, "planned": 0}
    sources: set[str] = set()
    for unit in units:
        if stage not in unit.stages or not (unit.works or unit.comes):
            continue
        there, meant, capacity = _by_then(unit, stage, year, known)
        counted = capacity.basis == STAGES[stage]
        if unit.works:
            if counted and there.bounded:
                installed.setdefault(unit.country, []).append(there)
            else:
                unknown["installed"] += 1
        if meant is None:
            continue
        if counted and meant.bounded:
            planned.setdefault(unit.country, []).append(meant)
            sources.update(capacity.sources)
        else:
            unknown["planned"] += 1
    countries = {
        code: {"installed": bounds(total(installed.get(code, []))), "planned": bounds(total(planned[code]))}
        for code in sorted(planned)
    }
    told = sorted(iri for iri in sources if iri in standing.documents)
    return {
        "stage": stage,
        "countries": countries,
        "unknown": unknown,
        "sources": [documents.setdefault(shorten(iri), len(documents)) for iri in told],
    }


def _by_then(
    unit: Facility, stage: str, year: int, known: Concepts
) -> tuple[Interval, Interval | None, StageCapacity]:
    """What stands, what is to stand by a year's end (None of what is due later), and all that is told."""
    last = f"{year}-12-31"
    capacity = at_stage(unit, stage, known)
    there, meant = capacity.installed, capacity.planned
    if not unit.works:
        if unit.due > last:
            return there, None, capacity
        return there, meant if unit.due else Interval(0, meant.high), capacity
    due = tuple(c for c in unit.capacities if not (c.planned and c.dated > last))
    enlarged = at_stage(replace(unit, capacities=due), stage, known)
    known_then = enlarged.known and enlarged.basis == capacity.basis
    most = max(there.high, enlarged.planned.high) if known_then else there.high
    return there, Interval(there.low, most), capacity
