"""What named units and companies produced in a year, out of all that sources say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.concepts import Concepts
from monazite.analysis.dates import first_day, last_day
from monazite.analysis.intervals import NOTHING, Interval, exactly, hull, total
from monazite.vocabulary import THING, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

MINING = "mining"
OXIDE = ("reo", "treo")
# Of a total and its parts in one document, told apart by what rounding takes.
_ROUNDING = 0.01


@dataclass(frozen=True)
class Told:
    """What one source says that a unit or company produced, or was allotted, in a period.

    Attributes:
        who: its IRI.
        country: ISO 3166-1 alpha-2 code.
        measure: ``mine-production``, ``production`` or ``mining-quota``.
        product: the product's IRI, "" if none is named.
        basis: what is counted, "" if the source does not say.
        first, last: the first and the last day of the period.
        amount: in tonnes.
        source: the IRI of the document.
    """

    who: str
    country: str
    measure: str
    product: str
    basis: str
    first: str
    last: str
    amount: Interval
    source: str

    @property
    def year(self) -> str:
        """The year that the period ends in."""
        return self.last[:4]

    @property
    def whole(self) -> bool:
        """Whether the period is twelve months, of the calendar or of a business year."""
        return (
            12 * (int(self.last[:4]) - int(self.first[:4])) + int(self.last[5:7]) - int(self.first[5:7]) + 1
            == 12
        )


def told(kg: KnowledgeGraph) -> tuple[Told, ...]:
    """Reads what sources say; what has no upper bound counts as its lower one, without a lower one from 0."""
    found = []
    for who, country, measure, product, basis, start, end, low, high, source in rows(kg, "named-production"):
        bounds = [float(bound) for bound in (low, high) if bound]
        if not bounds:
            continue
        found.append(
            Told(
                who,
                country,
                local_name(measure),
                product,
                local_name(basis) if basis else "",
                first_day((start or end)[:10]),
                last_day(end[:10]),
                Interval(min(bounds) if low else 0.0, max(bounds)),
                source,
            )
        )
    return tuple(found)


def is_quota(each: Told) -> bool:
    """Whether something told is what a company may mine, counted as oxide."""
    return (
        each.measure == "mining-quota" and each.basis in ("", *OXIDE) and each.who.startswith(str(THING.org))
    )


def at_stage(each: Told, stage: str, product: str, known: Concepts) -> bool:
    """Whether something told is production of a stage.

    Of mining that is what is counted as oxide, up to leaching; else what is the product or one of its kinds.
    """
    if stage != MINING:
        return each.measure == "production" and each.product in known.narrower[product]
    if each.measure == "mine-production":
        return each.basis in ("", *OXIDE)
    rank = known.ranks.get(each.product)
    made = each.measure == "production" and each.basis in OXIDE
    return made and rank is not None and rank < known.stages["separation"].rank


def produced(
    here: Iterable[Told], year: str, operated: Mapping[str, Collection[str]], known: Concepts
) -> Interval:
    """What was produced in a year, in tonnes: of each company its own figure or that of its units.

    Args:
        here: what counts, of one stage and country.
        year: the year; a business year counts in the one that it ends in.
        operated: the IRIs of who operates each unit.
        known: the products, of which a kind counts within the broader one.
    """
    by_who: dict[str, list[Told]] = defaultdict(list)
    for each in here:
        if each.year == year:
            by_who[each.who].append(each)
    amounts = {who: _of_year(said, known) for who, said in by_who.items()}
    parts: dict[str, Interval] = {}
    for unit in [who for who in amounts if who in operated]:
        runs = next((org for org in operated[unit] if org in amounts), unit)
        parts[runs] = parts.get(runs, NOTHING) + amounts[unit]
    return total(
        max(parts.get(who, NOTHING), amounts[who])
        for who in amounts
        if who not in operated or not any(org in amounts for org in operated[who])
    )


def allotted(quotas: Iterable[Told], year: str) -> Interval | None:
    """The mining quotas of companies for a year, in tonnes; None without any.

    Quotas come in batches, and documents tell of some or all: of each company the largest sum that one
    document gives counts.
    """
    sums: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
    for each in quotas:
        if each.year == year:
            sums[each.who, each.source, each.first, each.last].append(each.amount.low)
    if not sums:
        return None
    by_period: dict[tuple[str, str, str], float] = defaultdict(float)
    for (who, _, first, last), figures in sums.items():
        by_period[who, first, last] = max(by_period[who, first, last], _summed(figures))
    most: dict[str, float] = defaultdict(float)
    for (who, first, last), amount in by_period.items():
        if (first[5:], last[5:]) != ("01-01", "12-31"):
            most[who] += amount
    for (who, first, last), amount in by_period.items():
        if (first[5:], last[5:]) == ("01-01", "12-31"):
            most[who] = max(most[who], amount)
    return exactly(sum(most.values()))


def _summed(figures: list[float]) -> float:
    """The sum of figures, of which the largest may be the sum of the others already."""
    largest = max(figures)
    rest = sum(figures) - largest
    told_whole = len(figures) > 2 and abs(largest - rest) <= _ROUNDING * largest
    return largest if told_whole else largest + rest


def _of_year(said: Iterable[Told], known: Concepts) -> Interval:
    """Whole years as told, else the parts of the year together; of a product and its kinds the widest."""
    by_product: dict[str, list[Told]] = defaultdict(list)
    for each in said:
        by_product[each.product].append(each)
    if "" in by_product:
        by_product = {"": by_product[""]}
    widest = [product for product in by_product if not known.above(product) & by_product.keys()]
    return total(_of_product(by_product[product]) for product in widest)


def _of_product(said: list[Told]) -> Interval:
    if whole := [each.amount for each in said if each.whole]:
        return hull(whole)
    found, until = NOTHING, ""
    for first, last in sorted({(each.first, each.last) for each in said}, key=lambda period: period[::-1]):
        if first > until:
            found += hull(each.amount for each in said if (each.first, each.last) == (first, last))
            until = last
    return found
