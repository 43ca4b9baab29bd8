"""What countries produce in a year, and what is left of the world's total."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.concentration.holders import Held, Holder, ordered
from monazite.analysis.concentration.measures import Division
from monazite.analysis.concepts import Concepts
from monazite.analysis.intervals import Interval, hull, total
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

MINES = "mine-production"
WORLD = ""


@dataclass(frozen=True)
class Figure:
    """What a source says that a country, or the world (`country` is ""), produced in a year, in tonnes.

    `product` is an IRI; for mine production, which is counted as rare earth oxide, it is "".
    """

    country: str
    product: str
    basis: str
    year: str
    amount: Interval
    source: str


def figures(kg: KnowledgeGraph) -> tuple[Figure, ...]:
    """Reads what sources state or estimate of countries and the world; plans and forecasts are left out.

    Mine production counts whatever the product it is given for, unless on another basis than oxide.
    """
    found = []
    for country, measure, product, basis, year, low, high, source in rows(kg, "country-production"):
        counted = local_name(basis) if basis else ""
        mined = local_name(measure) == MINES
        if (mined and counted not in ("", "reo", "treo")) or (not mined and not product) or len(year) != 4:
            continue
        amount = Interval(float(low or 0), float(high) if high else float("inf"))
        found.append(
            Figure(country, "" if mined else product, "reo" if mined else counted, year, amount, source)
        )
    return tuple(found)


def of_year(
    told: Collection[Figure], names: Mapping[str, str], known: Concepts, product: str, basis: str, year: str
) -> Held | None:
    """Who produced how much in a year; None if no source gives the world's total, or no country's.

    Sources that differ give a range. What the total leaves beyond the named countries is other countries'.
    """
    here = [f for f in told if (f.product, f.basis, f.year) == (product, basis, year) and f.amount.bounded]
    by_country: dict[str, list[Interval]] = {}
    for figure in here:
        by_country.setdefault(figure.country, []).append(figure.amount)
    world = hull(by_country.pop(WORLD)) if WORLD in by_country else None
    amounts = {country: hull(stated) for country, stated in by_country.items()}
    amounts = {country: amount for country, amount in amounts.items() if amount.high}
    if world is None or not amounts:
        return None
    named = total(amounts.values())
    others = Interval(max(0.0, world.low - named.high), max(0.0, world.high - named.low))
    order = ordered(amounts)
    division = Division(tuple(amounts[country] for country in order), others=others)
    return Held(
        what=names[MINES] if not product else known.products[product].label,
        name=known.products[product].name if product else MINES,
        at=year,
        unit="t REO" if basis in ("reo", "treo") else "t",
        holders=tuple(
            Holder(country, 1, 0, frozenset(f.source for f in here if f.country == country))
            for country in order
        ),
        division=division,
        told=division,
        units=len(order),
        unknown=0,
        sources=frozenset(figure.source for figure in here),
    )
