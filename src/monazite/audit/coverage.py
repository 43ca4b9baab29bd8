"""How much of the production that is known of countries the named units and companies explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis import capacities, facilities
from monazite.analysis.asking import rows
from monazite.analysis.concentration.produced import WORLD, Figure, figures
from monazite.analysis.concepts import Concepts, concepts
from monazite.analysis.evidence import Documents, documents, named
from monazite.analysis.facilities import Facility
from monazite.analysis.intervals import NOTHING, Interval, hull, number, total
from monazite.analysis.places import countries
from monazite.analysis.result import Result
from monazite.audit import produced
from monazite.audit.produced import MINING, Told
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from monazite.graph import KnowledgeGraph

# Whose totals mining is held against.
USGS = "U.S. Geological Survey"
_MINES = (MINING, "beneficiation")
_MOST_BARS = 40


@dataclass(frozen=True)
class Coverage:
    """What is known of one stage in one country and year, in tonnes: of oxide for mining, else of product.

    Attributes:
        stage: the stage; beneficiation counts as mining, since mine production is told of the concentrate.
        product: what is counted with all its kinds; "" for mine production.
        country: the country, or "World".
        year: the newest year with a total, or the one asked for.
        total: what it produced in all: for mining as the newest edition of the USGS has it, else the range of
            what sources say.
        units: how many named units worked there at the end of the year, as far as is known.
        with_figure: how many of them have a capacity that can be compared with the total.
        produced: what sources say that named units and companies produced in the year.
        allotted: the mining quotas of named companies for the year; None where none is known.
        capacity: what the units with a figure can make in a year.
        explained: the share of the total that is known by name, in per cent: of production, or where more is
            known of quotas, of these.
        sources: the documents that give the figures of production and quotas.
    """

    stage: str
    product: str
    country: str
    year: str
    total: Interval
    units: int
    with_figure: int
    produced: Interval
    allotted: Interval | None
    capacity: Interval
    explained: Interval
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Coverages(Result[Coverage]):
    """How much of known production is explained, by stage and country, the largest producers first."""

    def plot(self) -> Drawing:
        """The explained shares of the first stage as bars.

        Raises:
            ExtraMissing: matplotlib is not installed.
            QueryError: there is nothing to draw.
        """
        shown = [row for row in self.rows if row.stage == self.rows[0].stage][:_MOST_BARS]
        if not shown:
            raise QueryError("there is nothing to draw: no source gives the production of a country")
        with drawing.style():
            title = f"Known production that named units and companies explain: {shown[0].stage}"
            figure, axes = drawing.new(title, 8, 1.5 + 0.3 * len(shown))
            labels = [f"{row.country} ({row.total} t in {row.year})" for row in shown]
            drawing.bars(axes, labels, [r.explained.low for r in shown], [r.explained.high for r in shown])
            axes.set_xlim(0, 100)
            axes.set_xlabel("per cent; solid: for certain, pale: possible")
            drawing.credit(figure, self.sources())
            return figure


def coverage(kg: KnowledgeGraph, year: str | None = None) -> Coverages:
    """How much of the production of countries the named units and companies explain.

    Args:
        kg: the knowledge graph.
        year: the year; for each country the newest with a total, if None.

    Raises:
        QueryError: `year` is no year.
    """
    if year is not None and not (len(year) == 4 and year.isdigit()):
        raise QueryError(f"{year!r} is no year: give four digits, such as 2024")
    known, sources = concepts(kg), documents(kg)
    names = countries(kg, "en") | {WORLD: "World"}
    said = produced.told(kg)
    operated: dict[str, list[str]] = {}
    for unit, role, organization, _ in rows(kg, "facility-roles"):
        operated.setdefault(unit, []).extend([organization] if role == "operator" else [])
    totals = _totals(figures(kg), known, sources, year)
    years = sorted({of.year for of in totals.values()})
    standing = dict(zip(years, facilities.standings(kg, years), strict=True)) if years else {}
    found = []
    for (stage, product, country), of in totals.items():
        of_year = [each for each in said if country in (WORLD, each.country) and each.year == of.year]
        counted = [each for each in of_year if produced.at_stage(each, stage, product, known)]
        quotas = [each for each in of_year if stage == MINING and produced.is_quota(each)]
        made = produced.produced(counted, of.year, operated, known)
        units = [
            u for u in standing[of.year].facilities.values() if country in (WORLD, u.country) and u.works
        ]
        units = [unit for unit in units if set(_stages(stage)) & set(unit.stages)]
        able = [amount for unit in units if (amount := _capacity(unit, stage, product, known)).bounded]
        found.append(
            Coverage(
                stage=known.stages[stage].label,
                product=known.products[product].label if product else "",
                country=names.get(country, country),
                year=of.year,
                total=of.amount,
                units=len(units),
                with_figure=len(able),
                produced=made,
                allotted=produced.allotted(quotas, of.year),
                capacity=total(able),
                explained=_share(_known(counted, quotas, of.year, operated, known), of.amount),
                sources=named(sources, {of.source, *(each.source for each in (*counted, *quotas))}),
            )
        )
    order = {stage.label: stage.rank for stage in known.stages.values()}
    found.sort(key=lambda row: (order[row.stage], row.product, -row.total.high, row.country))
    return Coverages("How much of known production is explained by name", tuple(found), _notes(found))


def _known(
    counted: Collection[Told],
    quotas: Collection[Told],
    year: str,
    operated: Mapping[str, Collection[str]],
    known: Concepts,
) -> Interval:
    """What is known by name: of each country its production, or its quotas where they tell of more."""
    parts = []
    for country in sorted({each.country for each in (*counted, *quotas)}):
        made = produced.produced([each for each in counted if each.country == country], year, operated, known)
        quota = produced.allotted([each for each in quotas if each.country == country], year)
        parts.append(max(made, quota or NOTHING))
    return total(parts)


def _totals(
    stated: Iterable[Figure], known: Concepts, sources: Documents, year: str | None
) -> dict[tuple[str, str, str], Figure]:
    """The totals of stages, products and countries in their newest years; of mining by the newest edition."""
    by_place: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    stages = {stage.rank: name for name, stage in known.stages.items()}
    for figure in stated:
        document = sources.get(figure.source)
        stage = MINING if not figure.product else stages.get(known.ranks.get(figure.product, 0), "")
        if stage == MINING and (document is None or document.publisher != USGS):
            continue
        if stage and figure.amount.bounded and figure.amount.high and year in (None, figure.year):
            by_place[stage, figure.product, figure.country].append(figure)
    return {place: _newest(several, sources) for place, several in sorted(by_place.items())}


def _newest(several: list[Figure], sources: Documents) -> Figure:
    year = max(figure.year for figure in several)
    several = [figure for figure in several if figure.year == year]
    if not several[0].product:
        edition = max(_issued(sources, figure.source) for figure in several)
        several = [figure for figure in several if _issued(sources, figure.source) == edition]
    return replace(several[0], amount=hull(figure.amount for figure in several))


def _issued(sources: Documents, iri: str) -> str:
    return sources[iri].issued or "" if iri in sources else ""


def _stages(stage: str) -> Collection[str]:
    return _MINES if stage == MINING else (stage,)


def _capacity(unit: Facility, stage: str, product: str, known: Concepts) -> Interval:
    """What a unit can make that can be held against the total: oxide at mines, else the product."""
    stages = [each for each in _stages(stage) if each in unit.stages]
    found = [capacities.at_stage(unit, each, known, product or None) for each in stages]
    wanted = ("reo",) if stage == MINING else ("reo", "product")
    return max(
        (each.installed for each in found if each.basis in wanted and each.installed.bounded),
        default=Interval(0, float("inf")),
    )


def _share(part: Interval, whole: Interval) -> Interval:
    high = 100.0 if not whole.low else min(100.0, 100 * part.high / whole.low)
    return Interval(min(high, 100 * part.low / whole.high), high)


def _notes(found: Sequence[Coverage]) -> tuple[str, ...]:
    notes = [
        "Quotas are told of companies, not of mines. Figures of the weight of a concentrate, or on no basis, "
        "are not compared with oxide. Production of a business year counts in the year that it ends in.",
    ]
    mined = [row for row in found if not row.product]
    world = next((row for row in mined if row.country == "World"), None)
    if world:
        notes.insert(
            0,
            f"Named units and companies explain {world.explained} % of the {world.total} t mined in "
            f"{world.year}.",
        )
    missing: Mapping[str, float] = {
        row.country: row.total.high * (1 - row.explained.high / 100)
        for row in mined
        if row.country != "World"
    }
    largest = [c for c in sorted(missing, key=lambda c: -missing[c]) if missing[c] > 0][:5]
    if largest:
        listed = ", ".join(f"{country} {number(missing[country])}" for country in largest)
        notes.insert(-1, f"Least explained, in tonnes mined: {listed}.")
    return tuple(notes)
