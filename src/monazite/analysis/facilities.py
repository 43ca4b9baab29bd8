"""The production units as they stood at a date: stages, state, who runs and owns them, capacity."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis import evidence
from monazite.analysis.asking import rows
from monazite.analysis.concepts import tag_of
from monazite.analysis.dates import last_day
from monazite.analysis.evidence import Documents
from monazite.analysis.intervals import Interval
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

WORKING = frozenset({"operating", "commissioning"})
COMING = frozenset({"planned", "under-construction"})
# A plan of which nobody has said a word for so many years is taken to be dropped.
SILENCE = 8


@dataclass(frozen=True)
class Capacity:
    """What one source says a production unit can make, or is to make.

    Attributes:
        stage: the stage's name, "" where it cannot be told.
        product: the product's IRI, "" if none is named.
        basis: what is counted (``reo``, ``treo``, ``contained-ndpr``, ``product-weight``, ``ore`` ...), "" if
            the source does not say.
        per: ``mass`` (tonnes a year) or ``count`` (pieces a year).
        figure: the bounds.
        planned: whether it is a plan or a forecast.
        dated: the date for which it holds, else that of its source; "" if neither is known.
        source: the IRI of the document.
    """

    stage: str
    product: str
    basis: str
    per: str
    figure: Interval
    planned: bool
    dated: str
    source: str


@dataclass(frozen=True)
class Facility:
    """A production unit at a date.

    Attributes:
        iri: its IRI.
        label: its name.
        country: ISO 3166-1 alpha-2 code, "" if none is stated.
        stages: names of its stages.
        products: IRIs of what sources say that it makes.
        operators: IRIs of who runs it.
        owners: IRIs of who is said to own it, shares apart (those are stakes).
        state: its lifecycle status as last reported; *lapsed* for a plan of which nobody has spoken for eight
            years, *unknown* where nothing tells.
        reported: the date of that report, "" if undated.
        since: the date of its start, "" if unknown.
        due: for what is not there yet, the date it is to start, "" if unknown.
        initiatives: IRIs of the initiatives that the projects for it belong to.
        capacities: all that is said of its capacity up to the date; what only later documents say, if none.
        sources: IRIs of the documents that tell its state.
    """

    iri: str
    label: str
    country: str
    stages: tuple[str, ...]
    products: frozenset[str]
    operators: tuple[str, ...]
    owners: tuple[str, ...]
    state: str
    reported: str
    since: str
    due: str
    initiatives: tuple[str, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether it is operating or being commissioned."""
        return self.state in WORKING

    @property
    def comes(self) -> bool:
        """Whether it is planned or being built."""
        return self.state in COMING


@dataclass(frozen=True)
class Standing:
    """All production units at a date, with the documents that tell of them.

    `at` is the last day of the date asked for, or the date of the newest document, which `newest` is.
    """

    at: str
    facilities: Mapping[str, Facility]
    documents: Documents = field(repr=False)
    newest: str


def standing(kg: KnowledgeGraph, at: str | None = None, language: str = "en") -> Standing:
    """Reads the production units as they stood at a date.

    What is reported up to the date counts; a start or end counts by its own date. Where nothing dated tells
    of the state, what is undated does.

    Args:
        kg: the knowledge graph.
        at: a year, month or day in ISO 8601; the date of the newest document if None.
        language: ``en`` or ``zh``, for the names.

    Raises:
        QueryError: `at` is no date.
    """
    if at is None:
        return kg.once(("standing", language), lambda: standings(kg, (None,), language)[0])
    return standings(kg, (at,), language)[0]


def standings(
    kg: KnowledgeGraph, dates: Iterable[str | None], language: str = "en", newest: str | None = None
) -> tuple[Standing, ...]:
    """The production units as they stood at several dates, out of one reading: see `standing`.

    `newest` is the date of the newest document, if those of the graph are not all there are.
    """
    documents = evidence.documents(kg)
    latest = evidence.newest_date(documents) if newest is None else newest
    days = [last_day(at) if at else latest for at in dates]
    names, stages, countries, whole = _described(kg, language)
    products: dict[str, set[str]] = {}
    for unit, product in rows(kg, "facility-products"):
        products.setdefault(unit, set()).add(product)
    roles: dict[tuple[str, str], set[str]] = {}
    for unit, role, organization, _ in rows(kg, "facility-roles"):
        roles.setdefault((unit, role), set()).add(organization)
    reports: dict[str, list[_Report]] = {}
    for unit, status, as_of, started, ended, source in rows(kg, "facility-statuses"):
        dated = as_of or evidence.issued(documents, source)
        report = _Report(local_name(status) if status else "", dated, started, ended, source)
        reports.setdefault(unit, []).append(report)
    ends, initiatives = _projects(kg)
    told = _capacities(kg, documents)
    found = []
    for day in days:
        units = {}
        for unit, label in names.items():
            state = _state(reports.get(unit, []), day)
            parent = whole.get(unit, "")
            # A plan's own date lies ahead: what counts is whether its document was out by then.
            capacities = told.get(unit, [])
            by_then = [c for c in capacities if evidence.issued(documents, c.source) <= day]
            units[unit] = Facility(
                iri=unit,
                label=label,
                country=countries.get(unit) or countries.get(parent, ""),
                stages=tuple(stages[unit]),
                products=frozenset(products.get(unit, ())),
                operators=tuple(
                    sorted(roles.get((unit, "operator")) or roles.get((parent, "operator"), set()))
                ),
                owners=tuple(sorted(roles.get((unit, "owner"), ()))),
                state=state.status,
                reported=state.dated,
                since=state.started if state.status in WORKING else "",
                due=(state.started or ends.get(unit, "")) if state.status in COMING else "",
                initiatives=tuple(sorted(initiatives.get(unit, ()))),
                capacities=tuple(by_then or capacities),
                sources=tuple(sorted({report.source for report in reports.get(unit, [])})),
            )
        found.append(Standing(day, units, documents, latest))
    return tuple(found)


@dataclass(frozen=True)
class _Report:
    """What one source says of the state of a unit."""

    status: str
    dated: str
    started: str
    ended: str
    source: str


def _described(
    kg: KnowledgeGraph, language: str
) -> tuple[dict[str, str], dict[str, list[str]], dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    stages: dict[str, list[str]] = {}
    countries: dict[str, str] = {}
    whole: dict[str, str] = {}
    tag = tag_of(language)
    for unit, label, spoken, stage, country, facility in rows(kg, "facilities"):
        if spoken == tag or unit not in names:
            names[unit] = label
        named = stages.setdefault(unit, [])
        if stage and local_name(stage) not in named:
            named.append(local_name(stage))
        if country:
            countries.setdefault(unit, country)
        if facility:
            whole[unit] = facility
    return names, stages, countries, whole


def _projects(kg: KnowledgeGraph) -> tuple[dict[str, str], dict[str, set[str]]]:
    """When each unit is to be built, and under which initiatives."""
    ends: dict[str, str] = {}
    initiatives: dict[str, set[str]] = {}
    for unit, _, upgrade, _, planned, actual, initiative, _ in rows(kg, "facility-projects"):
        if not upgrade and (actual or planned):
            ends[unit] = max(ends.get(unit, ""), actual or planned)
        if initiative:
            initiatives.setdefault(unit, set()).add(initiative)
    return ends, initiatives


def _capacities(kg: KnowledgeGraph, documents: Documents) -> dict[str, list[Capacity]]:
    found: dict[str, list[Capacity]] = {}
    for row in rows(kg, "facility-capacities"):
        unit, _, stage, product, basis, modality, kind, per, low, high, as_of, start, source = row
        capacity = Capacity(
            stage=local_name(stage) if stage else "",
            product=product,
            basis=local_name(basis) if basis else "",
            per=per,
            figure=Interval(_figure(low or "0"), _figure(high) if high else math.inf),
            planned=local_name(modality) in ("planned", "forecast") or local_name(kind) == "planned",
            dated=as_of or start or evidence.issued(documents, source),
            source=source,
        )
        found.setdefault(unit, []).append(capacity)
    return found


def _figure(text: str) -> float:
    # Factors of units leave a last digit behind that no source wrote.
    return round(float(text), 6)


def _state(reports: Iterable[_Report], day: str) -> _Report:
    """The newest report up to a day, mended by what starts and ends are known by then."""
    found = sorted(reports, key=lambda report: (report.dated, report.status, report.source))
    if ended := [report for report in found if report.ended and report.ended <= day]:
        return _Report("closed", ended[-1].dated, "", ended[-1].ended, ended[-1].source)
    starts = [report.started for report in found if report.started]
    started = [date for date in starts if date <= day]
    told = [report for report in found if report.status and report.dated <= day]
    if told:
        last = told[-1]
        status = last.status
        start = next((r.started for r in reversed(told) if r.started), starts[-1] if starts else "")
        if status in COMING and last.dated and int(day[:4]) - int(last.dated[:4]) > SILENCE:
            status = "lapsed"
        elif status == "operating" and start > day:
            status = "planned"
        if status in {*COMING, "lapsed"} and (before := _begun(found, day)):
            return before
        return _Report(status, last.dated, start, "", last.source)
    if before := _begun(found, day):
        return before
    later = [report for report in found if report.status]
    if later and later[0].status in COMING:
        # Whoever still plans it afterwards had not built it before.
        return _Report("planned", "", starts[-1] if starts else "", "", later[0].source)
    if started:
        return _Report("operating", "", started[0], "", found[0].source)
    return _Report("unknown", "", "", "", "")


def _begun(found: list[_Report], day: str) -> _Report | None:
    """Hindsight: a later report of a unit that had then been started by the day."""
    for report in found:
        if report.started and report.started <= day and report.status and report.status not in COMING:
            return _Report("operating", report.dated, report.started, "", report.source)
    return None
