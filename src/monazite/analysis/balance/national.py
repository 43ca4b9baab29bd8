"""What whole countries are said to have produced and used in a year, in what the NdFeB chain counts."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.balance import factors
from monazite.analysis.balance.factors import PRODUCT, Factors
from monazite.analysis.capacities import WINDOW
from monazite.analysis.concentration.produced import WORLD, Figure
from monazite.analysis.evidence import RECENT
from monazite.analysis.intervals import Interval, hull, total
from monazite.analysis.places import Place
from monazite.vocabulary import THING, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

EU = frozenset({f"{THING}place/european-union", f"{THING}org/european-union"})


@dataclass(frozen=True)
class Produced:
    """What a place is said to have made in a year, in tonnes of a stage's product, and who says so."""

    figure: Interval
    year: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Used:
    """What a source says that a country or union uses of a product in a year, in tonnes.

    `year` is 0 if none is told; `forecast` tells whether it lies ahead of its source.
    """

    whose: str
    product: str
    forecast: bool
    amount: Interval
    year: int
    source: str


def used(kg: KnowledgeGraph) -> tuple[Used, ...]:
    """Reads who is said to use how much of what."""
    return tuple(
        Used(
            whose,
            product,
            bool(modality) and local_name(modality) in ("forecast", "planned"),
            Interval(round(float(low or 0), 6), round(float(high), 6) if high else math.inf),
            int(year or 0),
            source,
        )
        for whose, product, modality, low, high, year, source in rows(kg, "consumption")
    )


def produced(
    told: Sequence[Figure], place: Place, stage: str, year: int, found_in: Factors
) -> Produced | None:
    """What a place made in a year or shortly before, and can therefore make; None if nobody says.

    Of each country the newest year counts, at most `evidence.RECENT` years back. Rare earth oxides are turned
    into NdPr oxide by the share that sources give, of whatever deposit. The world's own figure counts for the
    world if it is more than its countries' together.

    Args:
        told: what is said of countries and the world.
        place: the countries to add up.
        stage: ``mining`` (NdPr oxide) or ``magnet-making`` (NdFeB magnets); of others nothing is known.
        year: the year.
        found_in: the factors that sources give.
    """
    if stage == "mining":
        figures = [f for f in told if not f.product]
        share = factors.ndpr_share(found_in, "", {})
    elif stage == "magnet-making":
        magnets = found_in.known.narrower[f"{PRODUCT}ndfeb-magnet"] - {f"{PRODUCT}ndfeb-magnet-blank"}
        figures = [f for f in told if f.product in magnets]
        share = factors.ONE
    else:
        return None
    past = [f for f in figures if year - RECENT <= int(f.year) <= year]
    by_country: dict[str, list[Figure]] = {}
    for figure in past:
        if figure.country != WORLD and place.holds(figure.country):
            by_country.setdefault(figure.country, []).append(figure)
    newest = [_newest(each) for each in by_country.values()]
    amount = total(_most(each) for each in newest)
    if place.codes is None and not place.without:
        world = _newest([f for f in past if f.country == WORLD])
        if world and _most(world).low > amount.low:
            newest, amount = [world], _most(world)
    if not newest:
        return None
    sources = {f.source for each in newest for f in each} | set(share.sources)
    return Produced(amount * share.figure, max(int(each[0].year) for each in newest), tuple(sorted(sources)))


def consumed(
    told: Sequence[Used], whose: Collection[str], products: Collection[str], year: int
) -> tuple[Interval, int, tuple[str, ...]] | None:
    """What a place uses of some products in a year: the range of what sources say, the year, who says it.

    Where no figure is told for the year, that of the latest year before counts, together with what is told
    of the `WINDOW` years up to it; None if there is none.
    """
    figures = [f for f in told if f.whose in whose and f.product in products and 0 < f.year <= year]
    if not figures:
        return None
    newest = max(f.year for f in figures)
    kept = [f for f in figures if f.year == newest or (newest < year and newest - f.year < WINDOW)]
    return hull(f.amount for f in kept), newest, tuple(sorted({f.source for f in kept}))


def _newest(figures: Sequence[Figure]) -> list[Figure]:
    newest = max((f.year for f in figures), default="")
    return [f for f in figures if f.year == newest]


def _most(figures: Sequence[Figure]) -> Interval:
    """The figure of the product of which most is made: others may be kinds of it."""
    by_product: dict[str, list[Interval]] = {}
    for f in figures:
        # What is produced "at least" counts as what is said, not as anything.
        amount = f.amount if f.amount.bounded else Interval(f.amount.low, f.amount.low)
        by_product.setdefault(f.product, []).append(amount)
    return max(map(hull, by_product.values()))
