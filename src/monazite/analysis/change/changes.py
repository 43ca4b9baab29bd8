"""What changed between two dates: units told of, commissioned, stopped, delayed; owners that changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis import dates, facilities, places
from monazite.analysis.asking import rows
from monazite.analysis.change.reading import (
    ADDED,
    CANCELLED,
    CLOSED,
    DELAYED,
    KINDS,
    STARTED,
    SUSPENDED,
    Change,
    Reading,
    read,
)
from monazite.analysis.concepts import concepts
from monazite.analysis.dates import SURE, last_day
from monazite.analysis.facilities import Facility, Standing
from monazite.analysis.intervals import Interval
from monazite.analysis.result import Result
from monazite.errors import QueryError
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph


@dataclass(frozen=True)
class Changes(Result[Change]):
    """What changed, in the order of dates; `since` and `until` are the first and the last day looked at."""

    since: str
    until: str

    def plot(self) -> Figure:
        """A strip for each kind of change, with a mark for each at its date.

        Raises:
            QueryError: nothing changed.
        """
        from monazite.analysis.change import figures as timeline_figures

        return timeline_figures.changes(self)


def changes(
    kg: KnowledgeGraph,
    since: str,
    until: str,
    stage: str | None = None,
    place: Sequence[str] = ("world",),
    language: str = "en",
) -> Changes:
    """What was added, commissioned, suspended, closed, cancelled, delayed or re-owned between two dates.

    *First told of* are units planned or begun then of which no dated document here speaks before.
    *Commissioned* are those with a start then, and those planned before and working afterwards. *Delayed* are
    those whose start was put off. *Re-owned* are units and companies that were taken over, or in which stakes
    began or ended.

    Args:
        kg: the knowledge graph.
        since: a year, month or day (ISO 8601), from its first day on.
        until: the same, to its last day.
        stage: the name of the one stage to look at; all of them if None.
        place: where, in any of these: ``world``, ``EU``, countries' codes or names, ``world without CN``.
        language: ``en`` or ``zh``, for the names.

    Raises:
        QueryError: one is no date, `until` lies before `since`, or there is no such stage or place.
    """
    spell = dates.spell(since, until)
    if spell.last < spell.first:
        raise QueryError(f"{until} lies before {since}")
    known = concepts(kg, language)
    wanted = known.stage_named(stage) if stage else ""
    where = [places.named(kg, text, language) for text in place]
    before, after = facilities.standings(kg, (_day_before(spell.first), spell.last), language)
    reading = read(kg, spell, after, known, language)
    found = [*_of_units(before, reading), *_takeovers(reading), *_stakes(reading)]
    kept = [
        c
        for c in found
        if (not wanted or wanted in c.stage_names) and any(each.holds(c.country) for each in where)
    ]
    kept.sort(key=lambda change: (change.date, KINDS.index(change.change), change.entity, change.what))
    title = f"changes from {since} to {until}, {', '.join(each.label for each in where)}" + (
        f", {known.stages[wanted].label}" if wanted else ""
    )
    return Changes(title, tuple(kept), tuple(_notes(kept)), spell.first, spell.last, language=language)


def _of_units(before: Standing, reading: Reading) -> Iterable[Change]:
    for unit in reading.standing.facilities.values():
        was = before.facilities[unit.iri]
        yield from _added(unit, reading)
        yield from _commissioned(was, unit, reading)
        yield from _stopped(was, unit, reading)
        if was.due and unit.due and last_day(was.due) < dates.first_day(unit.due):
            yield reading.of_unit(
                unit, DELAYED, unit.reported, f"start put off from {was.due} to {unit.due}", unit.sources
            )


def _added(unit: Facility, reading: Reading) -> Iterable[Change]:
    told = reading.told.get(unit.iri, [])
    first = min((issued for issued, _ in told if issued), default="")
    begun = unit.comes or (unit.works and reading.spell.holds(unit.since))
    if begun and reading.spell.holds(first):
        undated = sum(not issued for issued, _ in told)
        what = f"{unit.state}" + (f", due {unit.due}" if unit.due else "")
        if undated:
            what += f"; {undated} undated document{'s' * (undated != 1)} may be older"
        yield reading.of_unit(
            unit, ADDED, first, what, [source for issued, source in told if issued == first]
        )


def _commissioned(was: Facility, unit: Facility, reading: Reading) -> Iterable[Change]:
    if not unit.works:
        return
    within = reading.spell.holds(unit.since)
    if within == SURE or (within and not was.works):
        sources = [source for date, source in reading.starts.get(unit.iri, ()) if date == unit.since]
        yield reading.of_unit(unit, STARTED, unit.since, f"{unit.state} since {unit.since}", sources)
    elif was.comes and not unit.since:
        what = f"reported as {unit.state}, {was.state} before"
        yield reading.of_unit(unit, STARTED, unit.reported, what, unit.sources)


def _stopped(was: Facility, unit: Facility, reading: Reading) -> Iterable[Change]:
    if unit.state not in ("suspended", "closed") or unit.state == was.state:
        return
    ended = [(date, source) for date, source in reading.ends.get(unit.iri, ()) if reading.spell.holds(date)]
    if unit.state == "closed" and ended:
        date = max(date for date, _ in ended)
        yield reading.of_unit(unit, CLOSED, date, f"closed {date}", [source for _, source in ended])
    elif was.works or was.comes:
        kind = SUSPENDED if unit.state == "suspended" else CLOSED if was.works else CANCELLED
        what = f"reported as {unit.state}, {was.state} before"
        yield reading.of_unit(unit, kind, unit.reported, what, unit.sources)


def _takeovers(reading: Reading) -> Iterable[Change]:
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for acquirer, acquired, since, source in rows(reading.kg, "takeovers"):
        if reading.spell.holds(since):
            found.setdefault((acquirer, acquired), {}).setdefault(since, set()).add(source)
    for (acquirer, acquired), told in found.items():
        # Of dates that agree the more precise one comes last.
        date = max(told)
        sources = {source for each in told.values() for source in each}
        yield reading.of_holding(acquired, date, f"taken over by {reading.name(acquirer)}", sources)


def _stakes(reading: Reading) -> Iterable[Change]:
    bought = {(acquirer, acquired) for acquirer, acquired, *_ in rows(reading.kg, "takeovers")}
    found: dict[tuple[str, str, str], tuple[str, set[str]]] = {}
    for row in rows(reading.kg, "stakes"):
        _, holder, held, value, least, over, most, under, _, since, until, announced, status, _, source = row
        if (holder, held) in bought or local_name(status or "/completed") != "completed":
            continue
        share = _share(value, least or over, most or under)
        begun = since or (announced if status else "")
        for date, verb in ((begun, "holds"), (until, "holds no more")):
            if reading.spell.holds(date):
                what = f"{reading.name(holder)} {verb} {share}"
                found.setdefault((held, date, what), (holder, set()))[1].add(source)
    for (held, date, what), (_, sources) in found.items():
        yield reading.of_holding(held, date, what, sources)


def _share(value: str, least: str, most: str) -> str:
    low, high = (float(text) if text else None for text in (value or least, value or most))
    if low is None and high is None:
        return "a stake"
    return f"{Interval(low or 0.0, 100.0 if high is None else high)} %"


def _notes(found: Sequence[Change]) -> Iterable[str]:
    counted: Mapping[str, int] = {kind: sum(change.change == kind for change in found) for kind in KINDS}
    listed = ", ".join(f"{kind} {count}" for kind, count in counted.items() if count)
    yield f"{len(found)} changes: {listed or 'no source tells of any'}."
    if rough := sum(change.within != SURE for change in found):
        yield f"The dates of {rough} are told so roughly, or not at all, that they may lie outside."
    if any(change.change == ADDED for change in found):
        yield (
            "First told of means: in no document here that is dated earlier. It says when the news came to "
            "this graph's sources, which need not be when the plan was made."
        )


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()
