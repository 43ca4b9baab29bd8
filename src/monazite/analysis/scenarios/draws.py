"""What can pass each stop of a flow network, and which units stand: the middle of what is known, or drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from monazite.analysis.balance.factors import ELEMENT, PRODUCT, Factor, to_magnets
from monazite.analysis.balance.magnets import Converter
from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Facility
from monazite.analysis.intervals import NOTHING, UNKNOWN, Interval, exactly
from monazite.analysis.scenarios.supply import Key, Stop, Supply

# The stage of the NdFeB chain that the capacity of each stage is counted at (see `magnets.CHAIN`).
_COUNTED = {
    "mining": "mining",
    "beneficiation": "mining",
    "separation": "separation",
    "metal-making": "metal-making",
    "alloy-making": "alloy-making",
    "magnet-making": "magnet-making",
}


@dataclass(frozen=True)
class Gates:
    """What can pass the stops of a network, in tonnes a year of the product that its stage is counted in.

    Attributes:
        known: the figure of each stop of which a source gives one.
        open: the stops of which nobody gives one, with the bound below that is known.
        alike: the known figures of each stage, by its rank, from which those that nobody gives are taken.
        factors: the tonnes of NdFeB magnet that a tonne is enough for, by the rank of the stage.
        agreed: what agreements limit a link to, in tonnes of magnet already.
    """

    known: Mapping[Stop, Interval] = field(default_factory=dict)
    open: Mapping[Stop, float] = field(default_factory=dict)
    alike: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    factors: Mapping[int, Interval] = field(default_factory=dict)
    agreed: Mapping[Key, Interval] = field(default_factory=dict)

    def central(self) -> dict[Stop, float]:
        """Tonnes of magnet: the middle of what is known; for what is not, the median of its stage."""
        found = {stop: _middle(figure) for stop, figure in self.known.items()}
        medians = {rank: median(map(_middle, figures)) for rank, figures in self.alike.items()}
        found |= {stop: max(low, medians[stop.rank]) for stop, low in self.open.items()}
        return {stop: figure * _middle(self.factors[stop.rank]) for stop, figure in found.items()}

    def drawn(self, rng: random.Random) -> dict[Stop, float]:
        """Tonnes of magnet, drawn: all between the bounds equally likely, unknown ones like one of the known.

        A factor is drawn once for all stops of a stage, since what holds for one plant holds for the next.
        """
        factors = {rank: rng.uniform(f.low, f.high) for rank, f in sorted(self.factors.items())}
        found = {stop: rng.uniform(figure.low, figure.high) for stop, figure in self.known.items()}
        for stop, low in self.open.items():
            figure = rng.choice(self.alike[stop.rank])
            found[stop] = max(low, rng.uniform(figure.low, figure.high))
        return {stop: figure * factors[stop.rank] for stop, figure in found.items()}

    def agreed_middle(self) -> dict[Key, float]:
        """The middle of each agreed quantity."""
        return {link: _middle(figure) for link, figure in self.agreed.items()}

    def agreed_drawn(self, rng: random.Random) -> dict[Key, float]:
        """Agreed quantities drawn between their bounds."""
        return {link: rng.uniform(figure.low, figure.high) for link, figure in self.agreed.items()}


def gates(
    supply: Supply,
    facilities: Mapping[str, Facility],
    converter: Converter,
    origins: Collection[Stop],
    quantities: Mapping[Key, tuple[str, Interval]],
) -> Gates:
    """What is known of the capacities of a network's stops.

    A unit of which all that is told is that it makes other things than NdFeB magnets need can pass nothing
    on. An organization at which product begins counts as a unit of the stage whose product it delivers, of
    unknown capacity; one that passes on what it gets sets no limit. Stages that no source's factor converts
    into tonnes of magnets (cracking, assembly, motors) set none either.

    Args:
        supply: the network.
        facilities: the units, by IRI.
        converter: the conversion factors, see `monazite.analysis.balance.magnets.converter`.
        origins: the stops at which product begins.
        quantities: the product and the tonnes a year that links are agreed to carry.
    """
    known = converter.known
    by_stage = to_magnets(converter.factors)
    magnets = {name: factor.figure for name, factor in by_stage.items()}
    factors = {known.stages[name].rank: magnets[counted] for name, counted in _COUNTED.items()}
    factors[0] = exactly(1)
    figures: dict[Stop, Interval] = {}
    for stop in sorted(supply.graph):
        if stop.rank not in factors or not (stop.stage or stop in origins):
            continue
        unit = facilities[stop.node] if stop.stage else None
        figures[stop] = _worth(unit, stop.stage, converter, by_stage) if unit else UNKNOWN
    bounded = {stop: figure for stop, figure in figures.items() if figure.bounded}
    alike: dict[int, list[Interval]] = {}
    for stop, figure in bounded.items():
        if figure.high > 0:
            alike.setdefault(stop.rank, []).append(figure)
    unknown = {s: f.low for s, f in figures.items() if not f.bounded and s.rank in alike}
    agreed = {
        link: found
        for link, (product, figure) in sorted(quantities.items())
        if (found := _as_magnets(product, figure, known, magnets)).bounded
    }
    return Gates(bounded, unknown, {rank: tuple(found) for rank, found in alike.items()}, factors, agreed)


def _worth(unit: Facility, stage: str, converter: Converter, magnets: Mapping[str, Factor]) -> Interval:
    """What a unit can make at a stage, with all that is planned for it if it is yet to come."""
    if stage == "recycling":
        worth = converter.recycled(unit, magnets)
    else:
        worth = converter.worth(unit, _COUNTED[stage])
    if worth is None:
        return NOTHING
    return worth.planned if unit.comes else worth.installed


def _as_magnets(product: str, figure: Interval, known: Concepts, magnets: Mapping[str, Interval]) -> Interval:
    """An agreed quantity of a product as tonnes of magnet; unknown for other products than NdFeB's."""
    neodymium = {f"{ELEMENT}neodymium", f"{ELEMENT}praseodymium"}
    good = known.products.get(product)
    pure = good is not None and bool(good.elements) and good.elements <= neodymium
    for stage, fits in {
        "separation": pure and product in known.narrower[f"{PRODUCT}separated-oxide"],
        "metal-making": pure and product in known.narrower[f"{PRODUCT}metal"],
        "alloy-making": product in known.narrower[f"{PRODUCT}ndfeb-alloy"],
        "magnet-making": product in known.narrower[f"{PRODUCT}magnet"],
    }.items():
        if fits:
            return figure * magnets[stage]
    return UNKNOWN


def _middle(figure: Interval) -> float:
    return (figure.low + figure.high) / 2


def stands(unit: Facility, day: str, months: int = 0) -> bool:
    """Whether a unit is there on a day: it works, nobody tells of it, or it is due by then, some months late.

    A date of which only the year is known counts from the year's first month, as `due` does in a projection.
    """
    if unit.works or unit.state == "unknown":
        return True
    if not unit.comes or not unit.due:
        return False
    return unit.due <= day if not months else _month(unit.due) + months <= _month(day)


def drawn_late(unit: Facility, late: tuple[int, int], rng: random.Random) -> int:
    """By how many months a planned unit is late, drawn; a date that is only a year may be any month of it."""
    within = rng.randrange(12) if len(unit.due) == 4 else 0
    return within + rng.randint(*late)


def _month(date: str) -> int:
    year, month = int(date[:4]), int(date[5:7] or 1)
    return year * 12 + month


def quantile(figures: Iterable[float], share: float) -> float:
    """The value below which a share of the figures lies, by linear interpolation (Hyndman and Fan's type 7).

    Raises:
        ValueError: there are no figures.
    """
    ordered = sorted(figures)
    if not ordered:
        raise ValueError("no figures, no quantile")
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
