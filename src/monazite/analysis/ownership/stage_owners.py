"""What of each stage's capacity ultimate owners, controllers and states have, by share and by control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis import evidence, facilities
from monazite.analysis.capacities import StageCapacity, at_stage
from monazite.analysis.concepts import Concepts, concepts
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Facility
from monazite.analysis.intervals import NOTHING, Interval, total
from monazite.analysis.ownership import control
from monazite.analysis.ownership import structure as ownership
from monazite.analysis.ownership.integrated import OUTSIDE
from monazite.analysis.ownership.settling import Holding, Share
from monazite.analysis.ownership.structure import UNNAMED_STATE, Structure
from monazite.analysis.result import HIDDEN, Result
from monazite.errors import QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

BY = ("owner", "controller", "state")
SHARE, CONTROL = "by share", "by control"
_NONE, _WHOLE, _ANY = Interval(0, 0), Interval(1, 1), Interval(0, 1)


@dataclass(frozen=True)
class StageRow:
    """What of a stage's capacity one owner, controller or state has.

    Attributes:
        stage: the stage's name.
        counted: what the capacity counts: ``reo``, ``product``, ``ore`` ... (see `StageCapacity`).
        how: *by share*: its integrated shares of the units' capacity; *by control*: all capacity of the units
            that it controls in the end.
        holder: its name; what belongs to nobody that sources name stands in a row of its own.
        iri: its IRI or country code, "" for that row.
        country: where it is registered, ISO 3166-1, "" if not stated.
        units: how many units of known capacity it has a part in.
        installed: tonnes (or pieces) a year that work.
        planned: the same with all that is planned.
        installed_share: of the known installed capacity of the stage, from 0 to 1.
        planned_share: of the known planned capacity of the stage.
        sources: the documents behind the capacities.
        evidence: how well its part in the unit that is worth most to it is founded.
    """

    stage: str
    counted: str
    how: str
    holder: str
    iri: str = field(metadata=HIDDEN)
    country: str
    units: int
    installed: Interval
    planned: Interval
    installed_share: Share
    planned_share: Share
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class StageOwnership(Result[StageRow]):
    """Who has what of the capacity of stages at a date.

    Attributes:
        by: ``owner``, ``controller`` or ``state``.
        stages: names of the stages.
        stage_labels: their labels, by name.
        at: the day, ISO 8601.
    """

    by: str
    stages: tuple[str, ...]
    stage_labels: Mapping[str, str]
    at: str

    def plot(self) -> Figure:
        """Bars of the capacity that each has, now and with plans, solid as far as is certain.

        Raises:
            QueryError: there are no rows.
        """
        from monazite.analysis.ownership.figures import stage_bars

        return stage_bars(self)


def of_stages(
    kg: KnowledgeGraph,
    stage: str | None = None,
    by: str = "owner",
    at: str | None = None,
    language: str = "en",
) -> StageOwnership:
    """What of a stage's installed and planned capacity each owner, controller or state has.

    Args:
        kg: the knowledge graph.
        stage: the stage's name, such as ``separation``; all stages if None.
        by: *owner* divides each unit among its ultimate owners by integrated shares; *controller* gives all
            of a unit to who controls it in the end; *state* does both with states.
        at: a year, month or day in ISO 8601; the date of the newest document if None.
        language: ``en`` or ``zh``, for names.

    Raises:
        QueryError: there is no such stage, `by` is none of `BY`, or `at` is no date.
    """
    known = concepts(kg, language)
    stage = known.stage_named(stage) if stage else None
    if by not in BY:
        raise QueryError(f"unknown division {by!r}; there are: {', '.join(BY)}")
    standing = facilities.standing(kg, at, language)
    structure = ownership.structure(kg, standing, language)
    rows: list[StageRow] = []
    notes: list[str] = []
    named = [stage] if stage else list(known.stages)
    for name in named:
        units = _capacities(standing.facilities.values(), name, known)
        silent = sum(1 for _, capacity in units if not capacity.known)
        told = [(unit, capacity) for unit, capacity in units if capacity.known and capacity.planned.high > 0]
        for counted in sorted({capacity.basis for _, capacity in told}):
            group = [(unit, capacity) for unit, capacity in told if capacity.basis == counted]
            rows += _rows(structure, name, counted, group, by)
        if units:
            notes.append(_note(known.stages[name].label, len(units), silent))
    notes.append(_READING[by])
    what = known.stages[stage].label if stage else "the chain"
    labels = {name: known.stages[name].label for name in named}
    title = f"who has the capacity of {what}, by {by}, as of {standing.at}"
    return StageOwnership(
        title, tuple(rows), tuple(notes), by, tuple(named), labels, standing.at, language=language
    )


_READING = {
    "owner": "Shares run through all chains of holders; what nobody is known to have is a row of its own.",
    "controller": (
        "A unit counts whole for the last of those known to control it, from its owner or operator upwards; "
        "a joint venture of halves is under the sure control of nobody."
    ),
    "state": (
        "By share a state has what its bodies hold, and of state-owned enterprises whose holders are not "
        "known anything from nothing to all; by control, all that its bodies and those enterprises control."
    ),
}
_Units = Sequence[tuple[Facility, StageCapacity]]


def _capacities(units: Iterable[Facility], stage: str, known: Concepts) -> _Units:
    there = [unit for unit in units if stage in unit.stages and (unit.works or unit.comes)]
    return [(unit, at_stage(unit, stage, known)) for unit in there]


def _note(label: str, units: int, silent: int) -> str:
    unknown = f"; for {silent} no source gives a capacity, and they are not counted" if silent else ""
    return f"{label}: units at work or to come: {units}{unknown}."


@dataclass(frozen=True)
class _Part:
    """What somebody has of a unit."""

    unit: Facility
    capacity: StageCapacity
    share: Interval


def _rows(known: Structure, stage: str, counted: str, group: _Units, by: str) -> Iterable[StageRow]:
    for how, divide in _DIVISIONS[by]:
        parts: dict[str, list[_Part]] = {}
        for unit, capacity in group:
            for holder, share in divide(known, unit.iri).items():
                parts.setdefault(holder, []).append(_Part(unit, capacity, share))
        whole = [_Part(unit, capacity, _NONE) for unit, capacity in group]
        rows = [_row(known, stage, counted, how, holder, parts[holder], whole) for holder in sorted(parts)]
        yield from sorted(rows, key=lambda r: (not r.iri, -r.planned.low, -r.planned.high, r.iri))


def _row(
    known: Structure,
    stage: str,
    counted: str,
    how: str,
    holder: str,
    parts: Sequence[_Part],
    whole: Sequence[_Part],
) -> StageRow:
    mine = {part.unit.iri for part in parts}
    every = [*parts, *(part for part in whole if part.unit.iri not in mine)]
    best = max(parts, key=lambda part: (part.capacity.planned.low * part.share.low, part.share.high))
    chain = _chain(known, how, holder, best.unit.iri)
    documents = {source for part in parts for source in part.capacity.sources}
    documents |= {source for holding in chain for source in holding.sources}
    return StageRow(
        stage=stage,
        counted=counted,
        how=how,
        holder=_name(known, how, holder),
        iri=holder,
        country=known.countries.get(holder, ""),
        units=len(parts),
        installed=total(part.capacity.installed * part.share for part in parts),
        planned=total(part.capacity.planned * part.share for part in parts),
        installed_share=_of_all([(part.capacity.installed, part.share) for part in every]),
        planned_share=_of_all([(part.capacity.planned, part.share) for part in every]),
        sources=evidence.named(known.standing.documents, documents),
        evidence=known.evidence(chain),
    )


def _of_all(parts: Iterable[tuple[Interval, Interval]]) -> Share:
    """What parts come to of all: the least if others have most, the greatest if others have least."""
    own, others = NOTHING, NOTHING
    for capacity, share in parts:
        own += capacity * share
        others += capacity * Interval(1 - share.high, 1 - share.low)
    low = own.low / (own.low + others.high) if own.low and others.bounded else 0.0
    high = own.high / (own.high + others.low) if own.bounded and own.high else float(own.high > 0)
    return Share(low, max(low, high))


def _chain(known: Structure, how: str, holder: str, unit: str) -> tuple[Holding, ...]:
    if holder == OUTSIDE:
        return ()
    if holder not in known.names:
        return known.state_chain(holder, unit)
    return known.controlling_chain(holder, unit) if how == CONTROL else known.chain(holder, unit)


def _name(known: Structure, how: str, holder: str) -> str:
    if holder == OUTSIDE:
        return "others, or nobody known" if how == SHARE else "nobody surely"
    if holder == UNNAMED_STATE:
        return "a state that the graph does not name"
    return known.names.get(holder) or known.lands.get(holder, holder)


def _shares(known: Structure, unit: str) -> Mapping[str, Interval]:
    return known.owners.get(unit, {OUTSIDE: _WHOLE})


def _state_shares(known: Structure, unit: str) -> Mapping[str, Interval]:
    return known.state_shares.get(unit, {OUTSIDE: _WHOLE})


def _controls(known: Structure, unit: str) -> Mapping[str, Interval]:
    """Who controls a unit: one surely, or each of those who may."""
    sure = known.controllers.get(unit, ())
    if len(sure) == 1:
        return {sure[0]: _WHOLE}
    holders = known.register.shares.get(unit, {})
    able = [holder for holder, share in holders.items() if share.high > control.MAJORITY]
    candidates = sure or {last for holder in able for last in known.controllers.get(holder, (holder,))}
    return dict.fromkeys([*sorted(candidates), OUTSIDE], _ANY) if candidates else {OUTSIDE: _WHOLE}


def _state_controls(known: Structure, unit: str) -> Mapping[str, Interval]:
    codes = known.state_control.get(unit, ())
    if len(codes) == 1:
        return {codes[0]: _WHOLE}
    return dict.fromkeys([*codes, OUTSIDE], _ANY) if codes else {OUTSIDE: _WHOLE}


_DIVISIONS = {
    "owner": ((SHARE, _shares),),
    "controller": ((CONTROL, _controls),),
    "state": ((SHARE, _state_shares), (CONTROL, _state_controls)),
}
