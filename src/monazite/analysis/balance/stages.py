"""The balance of the NdFeB chain: the magnets for which each stage is enough, and which starves the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from monazite.analysis import evidence, facilities, places
from monazite.analysis.balance import factors, magnets, national
from monazite.analysis.balance.enough import AS_KNOWN, CERTAIN, add_up, judge, raised
from monazite.analysis.balance.factors import Factor
from monazite.analysis.balance.magnets import CHAIN, COUNTED, Converter
from monazite.analysis.concentration.produced import Figure as Production
from monazite.analysis.concentration.produced import figures as productions
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Standing
from monazite.analysis.intervals import NOTHING, Interval, number
from monazite.analysis.places import Place
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import count
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

YEARS = (2025, 2030)
LAST = list(CHAIN)[-1]


@dataclass(frozen=True)
class StageBalance:
    """A stage of the chain in a place and year.

    Attributes:
        place: the place's name.
        year: the year.
        stage: the stage's label.
        counted_as: the product that `installed`, `planned` and `produced` are counted in.
        installed: tonnes a year that the units of which a capacity is told can make; where statistics say
            that more was made, at least that.
        by_units: what the units alone come to.
        produced: tonnes that statistics say were made in the year or up to three years before, the least of
            what they say; None where there are none.
        installed_magnets: the tonnes of NdFeB magnet a year for which that is enough.
        unknown_units: units that work, or may, of which no capacity is told that can be counted.
        planned: as `installed`, if all that is planned by then comes on time.
        planned_magnets: the magnets for which that is enough.
        unknown_planned_units: as `unknown_units`, with the planned ones.
        starves: whether the stage is enough for less magnet than the next stage could take: *certain* (its
            most is less than the next stage's least), *as known* (so it is by what is told, but units of
            which nothing is told could make up for it), *possible* or *no*; "" for the last stage.
        starves_as_planned: the same with all plans.
    """

    place: str
    year: int
    stage: str
    stage_name: str = field(metadata=HIDDEN)
    counted_as: str
    installed: Interval
    by_units: Interval = field(metadata=HIDDEN)
    produced: float | None
    installed_magnets: Interval
    unknown_units: int
    planned: Interval
    planned_magnets: Interval
    unknown_planned_units: int
    starves: str
    starves_as_planned: str
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class FactorUsed:
    """How many tonnes of magnet a tonne of a stage's product is enough for, out of what, and who says so."""

    stage: str
    counted_as: str
    magnets_per_tonne: Interval
    made_up_of: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Balance(Result[StageBalance]):
    """The balance of the chain by place, year and stage, with the factors by which stages are compared."""

    factors: tuple[FactorUsed, ...]

    def plot(self) -> Figure:
        """Bars of what each stage is enough for: a panel a place and year, solid what is certain.

        Raises:
            QueryError: there are more panels than anybody could read.
        """
        from monazite.analysis.balance import figures as balance_figures

        return balance_figures.balance(self)


def balance(
    kg: KnowledgeGraph,
    place: Sequence[str] = ("world",),
    years: Sequence[int] = YEARS,
    language: str = "en",
    at: str | None = None,
) -> Balance:
    """Compares the stages of the NdFeB chain by the magnets that each is enough for.

    What is known of units at the end of a year counts for it, and what statistics have told of it since; of
    years to come, what is known now, with what is due by then. Installed are units that operate, are being
    commissioned or of whose state nothing is told.

    Args:
        kg: the knowledge graph.
        place: the places: ``world``, ``EU``, countries' codes or names, ``world without CN``.
        years: the years.
        language: ``en`` or ``zh``, for the names.
        at: what is known at this date alone (ISO 8601), whatever the year.

    Raises:
        QueryError: a place is none, there is no year, a factor is told by no source, or `at` is no date.
    """
    if not place or not years:
        raise QueryError("a balance needs a place and a year")
    known = concepts(kg, language)
    converter = magnets.converter(kg, known)
    used = factors.to_magnets(converter.factors)
    found = [places.named(kg, text, language) for text in place]
    standings = standings_for(kg, years, language, at)
    documents = standings[years[0]].documents
    told = productions(kg)
    if at:
        day = standings[years[0]].at
        told = tuple(figure for figure in told if evidence.issued(documents, figure.source) <= day)
    rows: list[StageBalance] = []
    for each in found:
        for year in years:
            rows += _chain(each, year, standings[year], converter, used, told)
    shown = tuple(
        FactorUsed(
            _label(converter, name), COUNTED[name], factor.figure, factor.what or "itself",
            evidence.named(documents, factor.sources),
        )
        for name, factor in used.items()
    )  # fmt: skip
    label = ", ".join(each.label for each in found)
    as_of = max(standing.at for standing in standings.values())
    title = f"balance of the NdFeB chain, {label}, {', '.join(map(str, years))}"
    return Balance(title, tuple(rows), tuple(_notes(rows, shown, as_of)), shown, language=language)


def standings_for(
    kg: KnowledgeGraph, years: Sequence[int], language: str, at: str | None
) -> dict[int, Standing]:
    """The units as they are known to stand at each year's end, or now if that lies ahead; or at a date."""
    if at:
        return dict.fromkeys(years, facilities.standing(kg, at, language))
    newest = evidence.newest_date(evidence.documents(kg))
    days = [min(f"{year:04}-12-31", newest) for year in years]
    return dict(zip(years, facilities.standings(kg, days, language), strict=True))


def _chain(
    place: Place,
    year: int,
    standing: Standing,
    converter: Converter,
    used: Mapping[str, Factor],
    told: Sequence[Production],
) -> list[StageBalance]:
    units = [unit for unit in standing.facilities.values() if place.holds(unit.country)]
    rows: list[StageBalance] = []
    supplies = []
    for stage in CHAIN:
        worths = [worth for unit in units if (worth := converter.worth(unit, stage)) is not None]
        there = add_up(worth.installed for worth in worths)
        meant = add_up(magnets.by_then(worth, year, standing.at) for worth in worths)
        made = national.produced(told, place, stage, min(year, int(standing.at[:4])), converter.factors)
        alone = there.known
        there, meant = raised(there, meant, made)
        counted = [
            w.sources for w in worths if magnets.by_then(w, year, standing.at) != NOTHING and w.sources
        ]
        parts = counted + ([made.sources] if made else [])
        supplies.append((there * used[stage], meant * used[stage]))
        rows.append(
            StageBalance(
                place.label, year, _label(converter, stage), stage, COUNTED[stage],
                there.shown, alone, made.figure.low if made else None, supplies[-1][0].shown, there.unknown,
                meant.shown, supplies[-1][1].shown, meant.unknown,
                "", "",
                evidence.named(standing.documents, {iri for part in parts for iri in part}),
                founded(standing, parts, meant.unknown),
            )
        )  # fmt: skip
    for n, ((there, meant), (next_there, next_meant)) in enumerate(pairwise(supplies)):
        rows[n] = replace(
            rows[n], starves=judge(there, next_there), starves_as_planned=judge(meant, next_meant)
        )
    return rows


def founded(standing: Standing, parts: Sequence[tuple[str, ...]], unknown: int) -> Evidence:
    """The evidence for a sum: that for the weakest of its parts, and less where capacities are not told.

    Args:
        standing: the units with the documents.
        parts: for each figure that goes into the sum, the IRIs of the documents that give it.
        unknown: the number of units that belong to it and of which no capacity is told: with any, it is
            *medium* at best, with more than there are figures *low*.
    """
    whole = evidence.weakest(evidence.weigh(standing.documents, part, as_of=standing.at) for part in parts)
    if not unknown:
        doubt = "a newer or better figure for one of the units, or for one that no source here tells of"
        return replace(whole, overturned_by=doubt)
    confidence = evidence.LOW if unknown > len(parts) or whole.confidence == evidence.LOW else evidence.MEDIUM
    doubt = f"the capacity of {count(unknown, 'unit')} of which none is told"
    return replace(whole, confidence=confidence, overturned_by=doubt)


def _label(converter: Converter, stage: str) -> str:
    return converter.known.stages[stage].label


def _notes(rows: Sequence[StageBalance], used: Sequence[FactorUsed], as_of: str) -> Iterable[str]:
    said: set[tuple[str, str]] = set()
    for one, other in pairwise(rows):
        # What is installed now is so in all years to come: once is enough.
        told = one.starves == CERTAIN or (one.starves == AS_KNOWN and one.installed.high > 0)
        if told and (one.place, one.stage) not in said:
            said.add((one.place, one.stage))
            yield _sentence(one, other, planned=False)
        if one.starves_as_planned == CERTAIN or (one.starves_as_planned == AS_KNOWN and one.planned.high > 0):
            yield _sentence(one, other, planned=True)
    for row in {(row.place, row.stage): row for row in reversed(rows)}.values():
        if row.produced and row.produced > row.by_units.high:
            yield (
                f"{row.place} {row.year}: at the stage {row.stage}, the units whose capacity is told come to "
                f"{row.by_units.high / row.produced:.0%} at most of what statistics say was made "
                f"({number(row.produced)} t of {row.counted_as} or more): that counts here, with no upper "
                "bound, since there are other units."
            )
    for place, year in dict.fromkeys((row.place, row.year) for row in rows):
        lacking = [
            row for row in rows if (row.place, row.year) == (place, year) and row.unknown_planned_units
        ]
        if lacking:
            listed = ", ".join(
                f"{row.stage} {row.unknown_units} ({row.unknown_planned_units})" for row in lacking
            )
            yield f"{place} {year}: units whose capacity nobody tells (with planned ones): {listed}."
    yield (
        "Installed are units that operate, are being commissioned or whose state nobody tells. Planned adds "
        "those planned or being built that are due by the year; without a date, with one gone by, and for "
        "expansions of plants that work, in the upper bound alone. Of a year that has passed counts what was "
        "known of units at its end, and what statistics have told of it since; of years to come what is "
        f"known as of {as_of}."
    )
    yield (
        "Mining counts what mines and concentrators deliver. Only units in the graph count, each at the "
        "stages that a source tells of it: where magnet makers cast their own alloy and no source says so, "
        "alloy making looks smaller than it is. Certain means certain for these units."
    )
    per = ", ".join(f"{each.counted_as} {each.magnets_per_tonne}" for each in used[:-1])
    cited = sorted({source.short for each in used for source in each.sources})
    yield (
        f"Tonnes of magnet from a tonne: {per}. These rest on contents and yields as sources give them "
        f"({'; '.join(cited)}) and on the stoichiometry of the oxides; scrap taken back in counts as lost."
    )


def _sentence(one: StageBalance, other: StageBalance, *, planned: bool) -> str:
    enough, could, word, unknown = (
        (one.planned_magnets, other.planned_magnets, one.starves_as_planned, one.unknown_planned_units)
        if planned
        else (one.installed_magnets, other.installed_magnets, one.starves, one.unknown_units)
    )
    plans = " with all plans" if planned else ""
    others = count(unknown, "unit") if unknown else "others"
    doubt = f"; so it is by what is told, but {others} could add to the former" if word == AS_KNOWN else ""
    return (
        f"{one.place} {one.year}{plans}: {one.stage} is enough for {enough} t of magnets a year, "
        f"{other.stage} could take {could}{doubt}."
    )
