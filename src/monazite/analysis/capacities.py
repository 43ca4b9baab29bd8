"""The capacity of a production unit at a stage, out of all that sources say of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Capacity, Facility
from monazite.analysis.intervals import NOTHING, Interval, hull, total
from monazite.vocabulary import CONCEPT

# Figures that are at most so many years older than the newest count with it; sources that disagree
# within that time give a range.
WINDOW = 2
_OXIDES = ("separated-oxide", "mixed-oxide")
_PRODUCT = f"{CONCEPT}product/"
# What is preferred to be counted, where a unit is told of on several bases.
_UPSTREAM = ("reo", "product", "contained-ndpr", "contained-dytb", "ore")
_DOWNSTREAM = ("product", "reo", "contained-ndpr", "contained-dytb", "ore")


@dataclass(frozen=True)
class StageCapacity:
    """What a production unit can make at a stage, in tonnes (or pieces) a year.

    Attributes:
        installed: what is there at the date. A plant that works and of which only plans tell has from 0 to
            what is planned; one of which nothing tells, from 0 to infinity.
        planned: what is to be there once all that is planned is done, what is installed with it.
        basis: what is counted: ``reo`` (rare earth oxide), ``product`` (the product as it is), ``ore``,
            ``contained-ndpr``, ``contained-dytb`` or ``units``; "" if nothing is known.
        sources: IRIs of the documents that give the figures.
    """

    installed: Interval
    planned: Interval
    basis: str
    sources: tuple[str, ...]

    def __str__(self) -> str:
        """The capacity as a person writes it."""
        if not self.known:
            return "unknown"
        per = "pieces" if self.basis == "units" else "t"
        what = "" if self.basis in ("", "units", "product") else f" {self.basis}"
        later = "" if self.planned == self.installed else f", {self.planned} as planned"
        return f"{self.installed} {per}/a{what}{later}"

    @property
    def known(self) -> bool:
        """Whether there is an upper bound for what is planned, so that something is known at all."""
        return self.planned.bounded


def at_stage(facility: Facility, stage: str, concepts: Concepts, product: str | None = None) -> StageCapacity:
    """The capacity of a unit at one of its stages.

    Products that are kinds of another that the unit is told to make count within that. Figures on several
    bases are not mixed: at the stages up to separation oxide comes first, later the product's own weight.

    Args:
        facility: the unit.
        stage: the stage's name.
        concepts: the stages and products.
        product: only what is this product or a kind of it.
    """
    told = [c for c in facility.capacities if c.stage == stage or (not c.stage and len(facility.stages) == 1)]
    if product is not None:
        wanted = concepts.narrower.get(product, frozenset({product}))
        told = [c for c in told if c.product in wanted]
    groups: dict[str, list[Capacity]] = {}
    for capacity in told:
        groups.setdefault(_counted(capacity, stage, concepts), []).append(capacity)
    upstream = stage == "recycling" or concepts.stages[stage].rank <= concepts.stages["separation"].rank
    order = (*(_UPSTREAM if upstream else _DOWNSTREAM), "units")
    basis = next((basis for basis in order if basis in groups), "")
    figures = groups.get(basis, [])
    there = _added([c for c in figures if not c.planned], concepts)
    meant = _added([c for c in figures if c.planned], concepts)
    installed, planned = _bounds(facility, there, meant)
    return StageCapacity(installed, planned, basis, tuple(sorted({c.source for c in figures})))


def _bounds(facility: Facility, there: Interval | None, meant: Interval | None) -> tuple[Interval, Interval]:
    told = [figure for figure in (there, meant) if figure is not None]
    most = max((figure.high for figure in told), default=math.inf)
    done = Interval(max((figure.low for figure in told), default=0.0), most)
    match facility.state:
        case "operating":
            return (Interval(0, most) if there is None else there), done
        case "commissioning" | "unknown":
            return Interval(0, most if there is None else there.high), done
        case "planned" | "under-construction":
            return NOTHING, done
        case "suspended":
            return NOTHING, Interval(0, most)
        case _:
            return NOTHING, NOTHING


def _added(capacities: list[Capacity], concepts: Concepts) -> Interval | None:
    """The sum over products, each the range of what is said of it lately; None of nothing."""
    by_product: dict[str, list[Capacity]] = {}
    for capacity in capacities:
        by_product.setdefault(capacity.product, []).append(capacity)
    if not by_product:
        return None
    if "" in by_product:
        return _lately(by_product[""])
    widest = [p for p in by_product if not concepts.above(p) & by_product.keys()]
    return total(_lately(by_product[product]) for product in widest)


def _lately(capacities: Iterable[Capacity]) -> Interval:
    found = list(capacities)
    newest = max(int(c.dated[:4] or 0) for c in found)
    return hull(c.figure for c in found if newest - int(c.dated[:4] or 0) <= WINDOW)


def _counted(capacity: Capacity, stage: str, concepts: Concepts) -> str:
    """What a capacity counts: the basis that the source gives, or that its product is itself."""
    if capacity.per == "count":
        return "units"
    if capacity.basis in ("reo", "treo"):
        return "reo"
    if capacity.basis in ("contained-ndpr", "contained-dytb", "ore"):
        return capacity.basis
    if capacity.product == f"{_PRODUCT}ore":
        return "ore"
    oxides = {f"{_PRODUCT}{name}" for name in _OXIDES}
    if capacity.product in oxides or concepts.above(capacity.product) & oxides:
        return "reo"
    if not capacity.product and stage == "separation":
        return "reo"
    return "product"
