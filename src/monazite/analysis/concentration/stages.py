"""How concentrated the stages and products of the chain are, on whom, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monazite.analysis.concentration import holders, measures, regulators, terms
from monazite.analysis.concentration.divisions import divided
from monazite.analysis.concentration.governance import Governance, governance
from monazite.analysis.concentration.holders import Held
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import (
    HIGH,
    LOW,
    MEDIUM,
    Documents,
    Evidence,
    documents,
    named,
    newest_date,
    weigh,
)
from monazite.analysis.intervals import UNKNOWN, Interval
from monazite.analysis.result import HIDDEN, Result
from monazite.analysis.sentences import some
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

# Of more who may be the largest holder, only the number is given.
_NAMED = 3


@dataclass(frozen=True)
class Concentration:
    """How concentrated one stage or product is at a date. Shares are in per cent.

    Attributes:
        what: the stage, or what is produced.
        at: the date or year.
        units: how many production units, or countries, share in it.
        unknown: how many of them have no figure.
        hhi: the Herfindahl-Hirschman index in points, 10,000 for one holder alone: bounds that hold whatever
            the missing figures are. `hhi_share` is the same from 0 to 1.
        hhi_told: the same of those with a figure only: what a look at the figures alone would give.
        threshold: where `hhi` lies to the lines that regulators draw.
        cr1, cr3, cr5: the share of the largest, of the three and of the five largest holders.
        entropy: Shannon's entropy of the shares in nats.
        equal_players: how many holders of one size have the same entropy: exp of it.
        governance_hhi: the sum over countries (whoever the holders are) of squared shares, 0 to 1, times how
            badly the country is governed, 0 to 10: the EU's measure, without its factor for trade.
        largest: who holds most; where that cannot be told, all who may, or how many they are.
        planned_share: the part of the capacity of units with figures that is only planned; None for
            production.
    """

    what: str
    at: str
    units: int
    unknown: int
    hhi: Interval
    hhi_share: Interval = field(metadata=HIDDEN)
    hhi_told: Interval
    threshold: str
    cr1: Interval
    cr3: Interval
    cr5: Interval
    entropy: Interval = field(metadata=HIDDEN)
    equal_players: Interval
    governance_hhi: Interval
    largest: str
    planned_share: Interval | None
    evidence: Evidence
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Concentrations(Result[Concentration]):
    """How concentrated stages or products are: a row for each, at each date.

    `by` is who holds, `measure` what is counted, `kind` which capacity.
    """

    by: str
    measure: str
    kind: str

    def plot(self) -> Figure:
        """HHI as ranges, a bar for each row; for one thing over several years, as a line with its band."""
        from monazite.analysis.concentration import figures as concentration_figures

        return concentration_figures.draw(self)


@dataclass(frozen=True)
class Share:
    """What one holder has of a stage, or of a year's production; `share` is in per cent.

    `amount` is in `unit`, up to what is assumed at most for the `unknown` of its `units` that have no figure.
    """

    holder: str
    share: Interval
    amount: Interval
    unit: str
    units: int
    unknown: int
    what: str
    at: str
    evidence: Evidence
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Shares(Result[Share]):
    """Who holds what share: the largest first."""

    by: str
    measure: str

    def plot(self) -> Figure:
        """The shares as bars, solid as far as is certain."""
        from monazite.analysis.concentration import figures as concentration_figures

        return concentration_figures.draw_shares(self)


def concentration(
    kg: KnowledgeGraph,
    by: str = "country",
    stage: str | None = None,
    product: str | None = None,
    element: str | None = None,
    at: str | None = None,
    kind: str = "installed",
    measure: str = "capacity",
    language: str = "en",
    *,
    years: tuple[int, int] | None = None,
    most: float | None = None,
    source: str | None = None,
) -> Concentrations:
    """How concentrated capacity or production is, on facilities, operators, owners, states or countries.

    Args:
        kg: the knowledge graph.
        by: who holds: one of `monazite.analysis.concentration.holders.BY`; production is stated by country
            alone.
        stage: a stage's name, such as ``separation``; all stages if None.
        product: a product's name, IRI or label; narrower kinds count within capacity.
        element: an element's symbol or name: of products only its oxides, metals and alloys count.
        at: the date; the newest if None, for production all years.
        kind: ``installed`` or ``planned`` capacity, which holds what is installed.
        measure: ``capacity`` of units or ``production`` as stated.
        language: ``en`` or ``zh``, for names.
        years: the first and the last of several years, in place of `at`.
        most: what a unit without a figure has at most, in the stage's unit; the largest known one if None.
        source: for production, one document (its IRI or the end of that) to take all figures from.

    Raises:
        QueryError: an argument is none of those that there are, or two do not go together.
    """
    known = concepts(kg, language)
    asked = terms.asked(
        kg,
        known,
        by=by,
        stage=stage,
        product=product,
        element=element,
        at=at,
        kind=kind,
        measure=measure,
        language=language,
        years=years,
        most=most,
        source=source,
    )
    told = documents(kg)
    found: list[Concentration] = []
    assumed: list[Held] = []
    for held, by_country, names in divided(kg, known, asked):
        found.append(_row(held, by_country, names, governance(kg, held.at[:4]), told))
        assumed.append(held)
    title = f"concentration of {asked.subject} by {by}"
    notes = (
        (*_findings(found, measure), *terms.notes(asked, assumed), regulators.LINES)
        if found
        else (terms.nothing(asked),)
    )
    return Concentrations(title, tuple(found), notes, by=by, measure=measure, kind=kind, language=language)


def shares(
    kg: KnowledgeGraph,
    stage: str | None = None,
    by: str = "country",
    product: str | None = None,
    element: str | None = None,
    at: str | None = None,
    kind: str = "installed",
    measure: str = "capacity",
    language: str = "en",
    *,
    most: float | None = None,
    source: str | None = None,
) -> Shares:
    """Who holds what share of one stage's capacity, or of a year's production.

    Arguments as those of `concentration`.

    Raises:
        QueryError: as `concentration`; or it is not one stage or product that is asked for.
    """
    known = concepts(kg, language)
    asked = terms.asked(
        kg,
        known,
        by=by,
        stage=stage,
        product=product,
        element=element,
        at=at,
        kind=kind,
        measure=measure,
        language=language,
        years=None,
        most=most,
        source=source,
    )
    if measure == "capacity" and stage is None:
        raise QueryError(f"shares are of one stage: name one of {', '.join(known.stages)}")
    found = list(divided(kg, known, asked))
    if measure == "production" and found:
        # The newest year; of several products the first, which is mine production.
        found = [next(each for each in reversed(found) if each[0].name == found[0][0].name)]
    told = documents(kg)
    title = f"who holds what of {asked.subject} by {by}"
    if not found:
        return Shares(title, (), (terms.nothing(asked),), by=by, measure=measure, language=language)
    held, _, names = found[0]
    rows = [
        Share(
            holder=holders.label(names, holder.iri),
            share=_percent(measures.share_bounds(held.division, place)),
            amount=held.division.held[place],
            unit=held.unit,
            units=holder.units,
            unknown=holder.unknown,
            what=held.what,
            at=held.at,
            evidence=_evidence(holder.units, holder.unknown, holder.sources, told),
            sources=named(told, holder.sources),
        )
        for place, holder in enumerate(held.holders)
    ]
    rows.sort(key=lambda row: (-row.share.low, -row.share.high, row.holder))
    notes = (*_rest(held, by), *terms.notes(asked, [held]))
    return Shares(title, tuple(rows), notes, by=by, measure=measure, language=language)


def _row(
    held: Held, by_country: Held, names: Mapping[str, str], governed: Governance, told: Documents
) -> Concentration:
    index = measures.herfindahl_bounds(held.division)
    entropy = measures.entropy_bounds(held.division)
    weights = [governed.of(holder.iri) for holder in by_country.holders]
    return Concentration(
        what=held.what,
        at=held.at,
        units=held.units,
        unknown=held.unknown,
        hhi=_points(index),
        hhi_share=index,
        hhi_told=_points(measures.herfindahl_bounds(held.told)) if held.told.whole.high else UNKNOWN,
        threshold=regulators.placed(_points(index)),
        cr1=_percent(measures.ratio_bounds(held.division, 1)),
        cr3=_percent(measures.ratio_bounds(held.division, 3)),
        cr5=_percent(measures.ratio_bounds(held.division, 5)),
        entropy=entropy,
        equal_players=Interval(math.exp(entropy.low), math.exp(entropy.high)),
        governance_hhi=measures.herfindahl_bounds(by_country.division, weights),
        largest=_largest(held, names),
        planned_share=held.planned and _percent(held.planned),
        evidence=_evidence(held.units, held.unknown, held.sources, told),
        sources=named(told, held.sources | governed.sources),
    )


def _largest(held: Held, names: Mapping[str, str]) -> str:
    """Who can be the largest holder: whose upper bound reaches the lower bounds of all others."""
    amounts = held.division.held
    most_for_certain = max((amount.low for amount in amounts), default=0.0)
    loose = held.division.unplaced.high
    can = [
        holders.label(names, holder.iri)
        for holder, amount in zip(held.holders, amounts, strict=True)
        if amount.high + loose >= most_for_certain
    ]
    return " or ".join(can) if len(can) <= _NAMED else f"any of {len(can)}"


def _evidence(units: int, unknown: int, sources: Collection[str], told: Documents) -> Evidence:
    """That of all figures together; at most medium if a unit lacks one, low if most of them do."""
    doubt = (
        f"a capacity for one of the {unknown} units of which no source gives a comparable one"
        if unknown
        else "a newer or better figure"
    )
    found = weigh(told, sources, as_of=newest_date(told), overturned_by=doubt)
    if 2 * unknown > units:
        return replace(found, confidence=LOW)
    return replace(found, confidence=MEDIUM) if unknown and found.confidence == HIGH else found


def _points(share: Interval) -> Interval:
    return share * Interval(10_000, 10_000)


def _percent(share: Interval) -> Interval:
    return share * Interval(100, 100) if share.bounded else share


def _findings(rows: Collection[Concentration], measure: str) -> tuple[str, ...]:
    """What holds whatever the missing figures are, and where nothing does."""
    blank = [row for row in rows if row.unknown == row.units]
    sure = [row for row in rows if row not in blank and row.hhi.low > regulators.US_HIGH]
    open_ = [
        row
        for row in rows
        if row not in blank and row.hhi.low < regulators.MODERATE and row.hhi.high > regulators.US_HIGH
    ]
    whatever = (
        "whatever the missing figures of the known units are"
        if measure == "capacity"
        else "whichever source is right"
    )
    said = (
        (sure, "HHI is above 1,800 for {}, " + whatever + "."),
        (open_, "Figures are too few to tell whether HHI is below 1,000 or above 1,800 for {}."),
        (
            blank,
            "No unit has a figure for {}; the bounds there tell no more than how many holders there are.",
        ),
    )
    return tuple(text.format(_listed(found)) for found, text in said if found)


def _listed(rows: Iterable[Concentration]) -> str:
    """What rows are of; with dates, if there are several of one."""
    dates: dict[str, list[str]] = {}
    for row in rows:
        dates.setdefault(row.what, []).append(row.at)
    several = any(len(found) > 1 for found in dates.values())
    return some(
        [f"{what} ({', '.join(found)})" if several else what for what, found in dates.items()], len(dates)
    )


def _rest(held: Held, by: str) -> tuple[str, ...]:
    """What has no known holder."""
    notes = []
    if held.division.unplaced.high:
        loose = f"{held.division.unplaced} {held.unit}"
        notes.append(f"{loose} have no known {by}, and may add to the share of any of them.")
    if held.division.others.high:
        whose = "other countries" if by == "country" else "others"
        notes.append(f"{held.division.others} {held.unit} are of {whose}.")
    return tuple(notes)
