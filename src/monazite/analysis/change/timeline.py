"""The capacity of each stage over the years: installed as it stood, and with what is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis import dates, evidence, facilities, places
from monazite.analysis.balance.enough import add_up
from monazite.analysis.balance.magnets import Worth, by_then
from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import Concepts, Stage, concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Standing
from monazite.analysis.intervals import NOTHING, Interval
from monazite.analysis.places import Place
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import some
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

YEARS = range(2015, 2031)
# How many stages and places a sentence names.
_NAMED = 8
COUNTED = {
    "reo": "rare earth oxides",
    "product": "product weight",
    "ore": "ore",
    "contained-ndpr": "contained NdPr",
    "contained-dytb": "contained DyTb",
    "units": "pieces",
}


@dataclass(frozen=True)
class Point:
    """The capacity at a stage in a place at the end of a year, on one basis.

    Attributes:
        place: the place's name.
        year: the year.
        stage: the stage's label.
        counted_as: what is counted: rare earth oxides, product weight, contained NdPr, all in tonnes; pieces.
        units: how many units' capacities are told on this basis.
        installed: what these can make a year; a unit whose state nobody tells for the year counts from
            nothing to all it can.
        planned: the same, if all that was then planned by the end of the year came on time.
        unknown_units: units at the stage of which no capacity is told on any basis, or on this one only what
            they can make at least; that counts.
    """

    place: str
    year: int
    stage: str
    stage_name: str = field(metadata=HIDDEN)
    counted_as: str
    units: int
    installed: Interval
    planned: Interval
    unknown_units: int
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Timeline(Result[Point]):
    """Capacity by place, stage and year; `known_until` is the date of what is known, plans lie after it."""

    known_until: str

    def plot(self) -> Figure:
        """A panel a stage: bands from what is certain to what can be, a colour a place.

        Raises:
            QueryError: there is nothing to draw.
        """
        from monazite.analysis.change import figures as timeline_figures

        return timeline_figures.capacity(self)


def capacity(
    kg: KnowledgeGraph,
    stage: str | None = None,
    place: Sequence[str] = ("world",),
    years: Iterable[int] = YEARS,
    language: str = "en",
) -> Timeline:
    """The capacity by stage and year.

    Of a year that has passed counts what documents up to its end tell, and what starts and ends they or later
    ones give; of a year to come, what is known now with what is due by then.

    Args:
        kg: the knowledge graph.
        stage: the name of the one stage to look at, such as ``magnet-making``; all of them if None.
        place: the places: ``world``, ``EU``, countries' codes or names, ``world without CN``.
        years: the years.
        language: ``en`` or ``zh``, for the names.

    Raises:
        QueryError: there is no such stage or place, or no year.
    """
    known = concepts(kg, language)
    stages = [known.stage_named(stage)] if stage else list(known.stages)
    wanted = sorted(set(years))
    if not wanted or not place:
        raise QueryError("a timeline needs a year and a place")
    found = [places.named(kg, text, language) for text in place]
    newest = evidence.newest_date(evidence.documents(kg))
    dates = [min(f"{year:04}-12-31", newest) for year in wanted]
    standings = dict(zip(dates, facilities.standings(kg, dates, language), strict=True))
    rows: list[Point] = []
    silent: dict[str, int] = {}
    for name in stages:
        for each in found:
            for year, date in zip(wanted, dates, strict=True):
                worths = _by_basis(each, year, name, standings[date], known)
                unknown = len(worths.pop("", []))
                if unknown and not worths:
                    what = f"{known.stages[name].label} ({each.label})"
                    silent[what] = max(unknown, silent.get(what, 0))
                rows += _points(each, year, known.stages[name], standings[date], worths, unknown)
    what = known.stages[stages[0]].label if stage else "all stages"
    title = f"capacity of {what}, {', '.join(each.label for each in found)}, {wanted[0]} to {wanted[-1]}"
    return Timeline(title, tuple(rows), tuple(_notes(newest, silent)), newest, language=language)


def between(since: str, until: str) -> range:
    """The years from one date to another, both included.

    Examples:
        >>> list(between("2024-06", "2026"))
        [2024, 2025, 2026]

    Raises:
        QueryError: one of them is no date, or the second lies before the first.
    """
    first, last = (int(dates.last_day(date)[:4]) for date in (since, until))
    if last < first:
        raise QueryError(f"{until} lies before {since}")
    return range(first, last + 1)


def _by_basis(
    place: Place, year: int, stage: str, standing: Standing, known: Concepts
) -> dict[str, list[Worth]]:
    """What the units that are there in a year, or are to be by then, can make; "" where nothing is told."""
    by_basis: dict[str, list[Worth]] = {}
    for unit in standing.facilities.values():
        if stage in unit.stages and place.holds(unit.country):
            told = at_stage(unit, stage, known)
            worth = Worth(unit, told.installed, told.planned, told.sources)
            if by_then(worth, year, standing.at) != NOTHING:
                by_basis.setdefault(told.basis, []).append(worth)
    return by_basis


def _points(
    place: Place,
    year: int,
    stage: Stage,
    standing: Standing,
    by_basis: Mapping[str, Sequence[Worth]],
    unknown: int,
) -> Iterable[Point]:
    for basis, worths in sorted(by_basis.items()):
        parts = [worth.sources for worth in worths]
        there = add_up(worth.installed for worth in worths)
        meant = add_up(by_then(worth, year, standing.at) for worth in worths)
        weighed = [evidence.weigh(standing.documents, part, as_of=standing.at) for part in parts]
        yield Point(
            place.label,
            year,
            stage.label,
            stage.name,
            COUNTED[basis],
            len(worths),
            there.known,
            meant.known,
            unknown + max(there.unknown, meant.unknown),
            evidence.named(standing.documents, {iri for part in parts for iri in part}),
            evidence.weakest(weighed),
        )


def _notes(newest: str, silent: Mapping[str, int]) -> Iterable[str]:
    if silent:
        listed = [f"{what} {number}" for what, number in silent.items()]
        yield (
            "Where nobody tells the capacity of any unit, there is no row; so many units at most are there: "
            f"{some(listed, _NAMED)}."
        )
    yield (
        f"Of a year counts what documents up to its end tell; of years after {newest[:4]}, what is known "
        "now with what is due by then. Plans without a date, or whose date has gone by, and expansions count "
        "in the upper bound of what is planned alone."
    )
    yield (
        "The further back, the fewer documents there are: a rise may be one of what is told rather than of "
        "what stands. Units whose capacity nobody tells are counted apart, never as none."
    )
