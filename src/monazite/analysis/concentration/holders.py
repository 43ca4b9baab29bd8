"""Who holds what of the capacity of a stage of the chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monazite.analysis import levels, places
from monazite.analysis.capacities import StageCapacity, at_stage
from monazite.analysis.concentration.measures import Division
from monazite.analysis.concepts import LANGUAGES, Concepts
from monazite.analysis.facilities import Facility, Standing
from monazite.analysis.intervals import NOTHING, UNKNOWN, Interval, exactly, total
from monazite.analysis.ownership import structure as ownership
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

BY = ("facility", "operator", "owner", "state", "country")
KINDS = ("installed", "planned")
Shares = Mapping[str, Mapping[str, Interval]]
_FORMS = ("separated-oxide", "metal", "alloy")
UNITS = {"reo": "t REO/a", "product": "t/a", "units": "pieces/a"}


@dataclass(frozen=True)
class Holder:
    """Who holds something: its IRI, or a country's code.

    `units` is how many production units it has a part in, `unknown` how many of them have no figure;
    `sources` are the IRIs of the documents that give the others'.
    """

    iri: str
    units: int
    unknown: int
    sources: frozenset[str]


@dataclass(frozen=True)
class Held:
    """Who holds how much of something.

    Attributes:
        what: what is divided, in words; `name` the stage's name, or the product's.
        at: the date or year.
        unit: in which the amounts are.
        holders: who holds it, in the order of `division.held`, largest first.
        division: how much each of them holds, unknown amounts between 0 and what is assumed at most.
        told: the same of what has a figure only.
        units: how many production units, or countries, there are; `unknown` have no figure.
        elsewhere: labels of those told of on another basis than the rest, counted as without a figure.
        planned: the share, 0 to 1, of what units with figures have or are to have that is only planned; None
            of production.
        sources: IRIs of the documents that give the figures.
    """

    what: str
    name: str
    at: str
    unit: str
    holders: tuple[Holder, ...]
    division: Division
    told: Division
    units: int
    unknown: int
    elsewhere: tuple[str, ...] = ()
    planned: Interval | None = None
    sources: frozenset[str] = frozenset()


def of_stage(
    standing: Standing,
    known: Concepts,
    stage: str,
    shares: Shares,
    by: str,
    *,
    kind: str = "installed",
    wanted: Collection[str] | None = None,
    most: float | None = None,
) -> Held | None:
    """Who holds what of a stage's capacity; None if it has no units.

    Capacities on the stage's basis count: rare earth oxide from mining to separation and in recycling, the
    product's weight from metal to magnets, pieces from assemblies on.

    Args:
        standing: the production units at a date.
        known: the stages and products.
        stage: the stage's name.
        shares: what of each unit belongs to whom, by `shares_of`.
        by: one of `BY`.
        kind: one of `KINDS`; what is planned counts with what is installed.
        wanted: only these products. A unit that makes one of them and of which only a broader product's or
            the whole capacity is told has at most that of them.
        most: what a unit without a figure has at most; the largest upper bound of one with a figure if None.
    """
    basis = _basis(stage, known)
    units = [unit for unit in standing.facilities.values() if stage in unit.stages]
    if wanted is not None:
        made = known.outputs[stage]
        wanted = {product for product in wanted if any(known.akin(product, each) for each in made)}
        units = [unit for unit in units if _makes(unit, stage, wanted)]
    found = {unit.iri: _capacity(unit, stage, known, wanted) for unit in units}
    amounts = {
        unit: _on(basis, capacity, capacity.installed if kind == "installed" else capacity.planned)
        for unit, capacity in found.items()
    }
    amounts = {unit: amount for unit, amount in amounts.items() if amount.high}
    if not amounts:
        return None
    known_amounts = {unit: amount for unit, amount in amounts.items() if amount.bounded}
    if most is None:
        # Of what nothing is known at all, shares are the same whatever the limit is.
        most = max((amount.high for amount in known_amounts.values()), default=1.0)
    filled = {
        unit: amount if amount.bounded else Interval(amount.low, max(amount.low, most))
        for unit, amount in amounts.items()
    }
    order, division = _divided(filled, shares, by)
    _, told = _divided(known_amounts, shares, by)
    elsewhere = [unit for unit in amounts if found[unit].basis not in ("", basis)]
    parts: dict[str, list[str]] = {}
    for unit in amounts:
        for holder in shares[unit]:
            parts.setdefault(holder, []).append(unit)

    def behind(units: Collection[str]) -> frozenset[str]:
        return frozenset(source for unit in units if unit in known_amounts for source in found[unit].sources)

    return Held(
        what=known.stages[stage].label,
        name=stage,
        at=standing.at,
        unit=UNITS[basis],
        holders=tuple(
            Holder(iri, len(parts[iri]), sum(u not in known_amounts for u in parts[iri]), behind(parts[iri]))
            for iri in order
        ),
        division=division,
        told=told,
        units=len(amounts),
        unknown=len(amounts) - len(known_amounts),
        elsewhere=tuple(sorted(standing.facilities[unit].label for unit in elsewhere)),
        planned=_only_planned([c for c in found.values() if c.basis == basis and c.planned.bounded]),
        sources=behind(amounts),
    )


def shares_of(kg: KnowledgeGraph, standing: Standing, by: str) -> Shares:
    """What of each production unit belongs to each holder, from 0 to 1; "" for those who are not known.

    Of a unit with several operators each runs anything from nothing to all.
    """
    units = standing.facilities
    if by == "owner":
        return ownership.of_facilities(kg, standing)
    if by == "state":
        return ownership.states(kg, standing)
    if by == "facility":
        return {iri: {iri: exactly(1)} for iri in units}
    if by == "country":
        return {iri: {unit.country: exactly(1)} for iri, unit in units.items()}
    return {
        iri: dict.fromkeys(unit.operators or ("",), exactly(1) if len(unit.operators) < 2 else Interval(0, 1))
        for iri, unit in units.items()
    }


def names(kg: KnowledgeGraph, standing: Standing, by: str, language: str) -> Mapping[str, str]:
    """The names of holders, by their IRIs or the codes of countries."""
    if by == "facility":
        return {iri: unit.label for iri, unit in standing.facilities.items()}
    if by in ("country", "state"):
        return places.countries(kg, language)
    return levels.names(kg, LANGUAGES[language])


def separated(known: Concepts, element: str) -> frozenset[str]:
    """The oxides, metals and alloys that are of an element: that carry it and at most one other."""
    forms = {iri for iri, product in known.products.items() if product.name in _FORMS}
    return frozenset(
        iri
        for iri, product in known.products.items()
        if element in product.elements and len(product.elements) <= 2 and known.above(iri) & forms
    )


def ordered(held: Mapping[str, Interval]) -> tuple[str, ...]:
    """Holders, those first who hold most for certain."""
    return tuple(sorted(held, key=lambda holder: (-held[holder].low, -held[holder].high, holder)))


def _divided(amounts: Mapping[str, Interval], shares: Shares, by: str) -> tuple[tuple[str, ...], Division]:
    """The holders and what each holds.

    The bounds of each are sums of bounds: all cases are within them, and where a unit has several holders or
    shares are uncertain, also some that cannot be.
    """
    held: dict[str, Interval] = {}
    unplaced = []
    for unit, amount in amounts.items():
        for holder, share in shares[unit].items():
            part = amount * share
            if holder:
                held[holder] = held.get(holder, NOTHING) + part
            elif part.high:
                unplaced.append(part)
    any_states = held.pop(ownership.UNNAMED_STATE, NOTHING)
    held = {holder: amount for holder, amount in held.items() if amount.high}
    order = ordered(held)
    parts = tuple(held[holder] for holder in order)
    if by == "owner":
        return order, Division(parts, spread=total(unplaced))
    if by == "state":
        # What is no state's belongs to none of the states.
        return order, Division(parts, spread=any_states, others=total(unplaced))
    return order, Division(parts, loose=tuple(unplaced))


def _capacity(unit: Facility, stage: str, known: Concepts, wanted: Collection[str] | None) -> StageCapacity:
    if wanted is None:
        return at_stage(unit, stage, known)
    own = [c for c in unit.capacities if c.product in wanted]
    if any(c.stage in ("", stage) for c in own):
        return at_stage(replace(unit, capacities=tuple(own)), stage, known)
    above = {""}.union(*(known.above(product) for product in wanted))
    whole = tuple(c for c in unit.capacities if c.product in above)
    told = at_stage(replace(unit, capacities=whole), stage, known)
    return replace(told, installed=Interval(0, told.installed.high), planned=Interval(0, told.planned.high))


def _makes(unit: Facility, stage: str, wanted: Collection[str]) -> bool:
    """Whether sources name one of the products as the unit's, or give a capacity for one at the stage."""
    told = any(c.product in wanted and c.stage in ("", stage) for c in unit.capacities)
    return told or not unit.products.isdisjoint(wanted)


def _basis(stage: str, known: Concepts) -> str:
    rank = known.stages[stage].rank
    if stage == "recycling" or rank <= known.stages["separation"].rank:
        return "reo"
    return "units" if rank >= known.stages["assembly"].rank else "product"


def counted(stage: str, capacity: StageCapacity, amount: Interval, known: Concepts) -> Interval:
    """What a capacity counts for at a stage, unknown if it is told of on another basis than the stage's."""
    return _on(_basis(stage, known), capacity, amount)


def _on(basis: str, capacity: StageCapacity, amount: Interval) -> Interval:
    """A capacity, unknown if it is told of on another basis."""
    return amount if capacity.basis == basis or not amount.high else UNKNOWN


def _only_planned(told: Collection[StageCapacity]) -> Interval:
    later = total(
        Interval(max(0.0, c.planned.low - c.installed.high), max(0.0, c.planned.high - c.installed.low))
        for c in told
    )
    there = total(c.installed for c in told)
    if not (there.bounded and later.high + there.high):
        return UNKNOWN
    least = later.low / (later.low + there.high) if later.low else 0.0
    return Interval(least, later.high / (later.high + there.low) if later.high else 0.0)


def label(names: Mapping[str, str], holder: str) -> str:
    """A holder's name, else the end of its IRI."""
    return names.get(holder, local_name(holder))
