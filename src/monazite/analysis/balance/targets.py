"""Policy targets in tonnes: what the EU's benchmarks for 2030 ask for, and how much of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from monazite.analysis import evidence, facilities, places
from monazite.analysis.asking import rows
from monazite.analysis.balance import factors, magnets, national
from monazite.analysis.balance.enough import add_up
from monazite.analysis.balance.factors import PRODUCT
from monazite.analysis.balance.magnets import Converter
from monazite.analysis.balance.stages import founded
from monazite.analysis.capacities import WINDOW
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Standing
from monazite.analysis.intervals import UNKNOWN, Interval, exactly, hull, number
from monazite.analysis.result import HIDDEN, Result
from monazite.errors import QueryError
from monazite.statements import Source
from monazite.vocabulary import THING, local_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

ACT = f"{THING}initiative/eu-critical-raw-materials-act"
DEPENDENCE = "single-country-dependence"
# The stages at which each of the Act's shares is looked for (Regulation (EU) 2024/1252, article 5).
STAGES: Mapping[str, tuple[str, ...]] = {
    "extraction-share": ("mining",),
    "processing-share": ("separation", "metal-making"),
    "recycling-share": ("recycling",),
    DEPENDENCE: ("magnet-making",),
}
PHRASES = {
    "extraction-share": "extracted at home",
    "processing-share": "processed at home",
    "recycling-share": "recycled at home",
    DEPENDENCE: "from one other country",
}


@dataclass(frozen=True)
class Target:
    """A share of consumption that is aimed at, at one stage, set against what is consumed and what there is.

    Attributes:
        aim: what is aimed at, in words.
        share: the share in per cent: of consumption at least, for a single country at most.
        by: the year by which.
        stage: the stage's label.
        consumption_year: the year of the consumption that it is measured by.
        consumption: NdFeB and other rare earth magnets used in the year, in tonnes.
        asked_for: the tonnes of magnet that the share comes to.
        installed: what the stage's units are enough for now, tonnes of magnet a year; of dependence on one
            country, what comes from it now.
        planned: the same by the year of the target, if all plans come on time; unknown for the dependence.
        unknown_units: units of which no capacity is told, planned ones among them.
        gap: tonnes of magnet a year that are missing now (of the dependence, that are too many).
        gap_as_planned: the same with all plans.
    """

    aim: str
    measure: str = field(metadata=HIDDEN)
    share: Interval
    by: int
    stage: str
    consumption_year: int
    consumption: Interval
    asked_for: Interval
    installed: Interval
    planned: Interval
    unknown_units: int
    gap: Interval
    gap_as_planned: Interval
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Targets(Result[Target]):
    """What is missing to the targets, by target, stage and the consumption by which it is measured."""

    def plot(self) -> Figure:
        """Bars of what each target asks for, what is installed and what is planned: solid what is certain."""
        from monazite.analysis.balance import figures as balance_figures

        return balance_figures.targets(self)


class _Aim(NamedTuple):
    """A target as sources tell it."""

    measure: str
    share: Interval
    by: int
    sources: tuple[str, ...]


class _Consumption(NamedTuple):
    """What is used in a year, in tonnes of magnet."""

    figure: Interval
    year: int
    sources: tuple[str, ...]


def targets(kg: KnowledgeGraph, language: str = "en", at: str | None = None) -> Targets:
    """What is missing to the EU's benchmarks for 2030, of what the EU-27 uses of rare earth magnets.

    The Act speaks of the annual consumption of each strategic raw material; sources tell that of magnets, and
    all stages are counted in the magnets for which they are enough. Each benchmark is measured by what is
    used now and by what is expected for its year.

    Args:
        kg: the knowledge graph.
        language: ``en`` or ``zh``, for the names.
        at: what is known at this date alone (ISO 8601); at that of the newest document if None.

    Raises:
        QueryError: the graph has no benchmarks, no consumption or not the factors, or `at` is no date.
    """
    known = concepts(kg, language)
    standing = facilities.standing(kg, at, language)
    converter = magnets.converter(kg, known)
    told = [u for u in national.used(kg) if evidence.issued(standing.documents, u.source) <= standing.at]
    aims = _aims(kg, standing)
    if not aims:
        raise QueryError("the graph tells of no benchmarks of the EU Critical Raw Materials Act")
    used = _consumptions(told, known.narrower[f"{PRODUCT}magnet"], standing, max(aim.by for aim in aims))
    if not used:
        raise QueryError(f"no source by {standing.at} tells how many magnets the EU uses in any year")
    found: list[Target] = []
    for aim in aims:
        for consumption in used:
            if aim.measure == DEPENDENCE:
                found += _dependent(kg, aim, consumption, converter, standing)
            else:
                found += [_row(aim, consumption, stage, converter, standing) for stage in STAGES[aim.measure]]
    return Targets(
        "targets of the EU Critical Raw Materials Act", tuple(found), tuple(_notes(found)), language=language
    )


def missing(asked: Interval, there: Interval) -> Interval:
    """How much is missing of what is asked for: nothing, if there is more.

    Examples:
        >>> missing(Interval(10, 12), Interval(4, 11))
        Interval(low=0.0, high=8)
    """
    return Interval(max(0.0, asked.low - there.high), max(0.0, asked.high - there.low))


def _row(
    aim: _Aim, consumption: _Consumption, stage: str, converter: Converter, standing: Standing
) -> Target:
    place = places.Place("EU-27", places.EU_27)
    used = factors.to_magnets(converter.factors)
    units = [unit for unit in standing.facilities.values() if place.holds(unit.country)]
    if stage == "recycling":
        worths = [w for unit in units if (w := converter.recycled(unit, used)) is not None]
        factor = factors.ONE
    else:
        worths = [w for unit in units if (w := converter.worth(unit, stage)) is not None]
        factor = used[stage]
    there = add_up(worth.installed for worth in worths) * factor
    meant = add_up(magnets.by_then(worth, aim.by, standing.at) for worth in worths) * factor
    asked = consumption.figure * aim.share
    parts = [w.sources for w in worths if w.sources] + [aim.sources, consumption.sources]
    return Target(
        aim=_words(aim),
        measure=aim.measure,
        share=aim.share * exactly(100),
        by=aim.by,
        stage=converter.known.stages[stage].label,
        consumption_year=consumption.year,
        consumption=consumption.figure,
        asked_for=asked,
        installed=there.known,
        planned=meant.known,
        unknown_units=meant.unknown,
        gap=missing(asked, there.whole),
        gap_as_planned=missing(asked, meant.whole),
        sources=evidence.named(standing.documents, {iri for part in parts for iri in part}),
        evidence=founded(standing, parts, meant.unknown),
    )


def _dependent(
    kg: KnowledgeGraph, aim: _Aim, consumption: _Consumption, converter: Converter, standing: Standing
) -> Iterable[Target]:
    """How much comes from one country now, and what is more than the most that is aimed at."""
    kinds = converter.known.narrower[f"{PRODUCT}magnet"]
    told = [
        (int(year or 0), Interval(float(low or 0) / 100, float(high or 100) / 100), source)
        for whose, product, low, high, year, source in rows(kg, "dependences")
        if whose in national.EU
        and product in kinds
        and evidence.issued(standing.documents, source) <= standing.at
    ]
    if not told:
        return
    newest = max(year for year, *_ in told)
    kept = [each for each in told if newest - each[0] <= WINDOW]
    share = hull(figure for _, figure, _ in kept)
    asked, now = consumption.figure * aim.share, consumption.figure * share
    # Both are shares of one consumption: the excess is the difference of the shares, of that.
    gap = consumption.figure * missing(share, aim.share)
    parts = [(source,) for *_, source in kept] + [aim.sources, consumption.sources]
    yield Target(
        _words(aim), aim.measure, aim.share * exactly(100), aim.by,
        converter.known.stages["magnet-making"].label, consumption.year, consumption.figure,
        asked, now, UNKNOWN, 0, gap, UNKNOWN,
        evidence.named(standing.documents, {iri for part in parts for iri in part}),
        founded(standing, parts, 0),
    )  # fmt: skip


def _aims(kg: KnowledgeGraph, standing: Standing) -> list[_Aim]:
    """The Act's benchmarks, as the sources of the newest year have them: older ones told of its draft."""
    found: dict[tuple[str, int], list[tuple[str, Interval, str]]] = {}
    for initiative, measure, low, high, by, source in rows(kg, "shares-aimed-at"):
        issued = evidence.issued(standing.documents, source)
        if initiative != ACT or not by or issued > standing.at:
            continue
        name = local_name(measure)
        # "At least" a share is the share that is aimed at; so is "at most".
        share = Interval(float(low or high) / 100, float(low or high) / 100)
        found.setdefault((name, int(by[:4])), []).append((issued, share, source))
    aims = []
    for (name, by_year), told in found.items():
        newest = max(issued[:4] for issued, *_ in told)
        kept = [(share, source) for issued, share, source in told if issued[:4] == newest]
        aims.append(
            _Aim(name, hull(share for share, _ in kept), by_year, tuple(source for _, source in kept))
        )
    return sorted(aims, key=lambda aim: list(STAGES).index(aim.measure))


def _consumptions(
    told: Sequence[national.Used], products: frozenset[str], standing: Standing, by: int
) -> list[_Consumption]:
    now = national.consumed([t for t in told if not t.forecast], national.EU, products, int(standing.at[:4]))
    then = national.consumed(told, national.EU, products, by)
    return [_Consumption(*each) for each in dict.fromkeys((now, then)) if each is not None]


def _words(aim: _Aim) -> str:
    bound = percent(aim.share * exactly(100), aim.measure)
    return f"{bound} of consumption {PHRASES[aim.measure]}"


def percent(share: Interval, measure: str) -> str:
    """A target's share in per cent, with its bound: for one country at most, else at least."""
    figure = number(share.low) if share.exact else f"{number(share.low)}–{number(share.high)}"
    return f"{'≤' if measure == DEPENDENCE else '≥'} {figure} %"


def _notes(found: Sequence[Target]) -> Iterable[str]:
    for row in found:
        if row.measure == DEPENDENCE:
            yield (
                f"{row.aim}, magnets used in {row.consumption_year}: at the share of now, {row.installed} t "
                f"come from one country, {row.asked_for} t would be the most; {row.gap} t are too many."
            )
        elif row.gap.low > 0:
            yield (
                f"{row.aim}, {row.stage}, magnets used in {row.consumption_year}: {row.gap} t of magnets a "
                f"year are missing now, {row.gap_as_planned} t with all plans."
            )
    for year, figure in dict.fromkeys((row.consumption_year, row.consumption) for row in found):
        yield f"The EU's use of rare earth magnets in {year} is taken to be {figure} t, as sources say."
    yield (
        "The Act measures by the consumption of each raw material, of which sources tell only that of "
        "magnets (those in imported goods may be left out); stages are counted by the magnets for which they "
        "are enough, as in the balance. A unit whose capacity nobody tells could fill a gap: then it begins "
        "at 0."
    )
