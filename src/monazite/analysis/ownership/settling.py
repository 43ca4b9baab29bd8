"""Makes the shares of one company fit together, and says where sources did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from monazite.analysis.intervals import Interval

ALL = Interval(0, 1)
# Printed shares are rounded; half a percent more than all is no contradiction.
_ROUNDED = 0.005


@dataclass(frozen=True)
class Share(Interval):
    """A share from 0 to 1 that reads in percent."""

    def __str__(self) -> str:
        """The share in percent, "unknown" where it can be anything."""
        return percent(self)


@dataclass(frozen=True)
class Holding:
    """What a holder has in a company or unit at a date.

    Attributes:
        holder: IRI of the holder.
        held: IRI of what is held.
        share: its least and greatest share, from 0 to 1.
        basis: ``stake``; ``acquisition`` where it is only told to have bought it; ``announced`` for a deal
            that is not known to be done; ``owner`` or ``operator`` of a unit where no source tells of shares.
        known: whether a source gives a figure.
        dated: the day as of which it is told, "" if undated.
        open: how much of the share hangs on a deal that is not known to be done.
        whole: whether it is named as the owner or operator of a unit, with no share.
        parent: whether a source calls the holder the parent, or says that it took the company over.
        parent_as_of: the day as of which that is told, "" if undated.
        sources: IRIs of the documents.
    """

    holder: str
    held: str
    share: Interval
    basis: str
    known: bool
    dated: str
    open: float = 0.0
    whole: bool = False
    parent: bool = False
    parent_as_of: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """That sources do not fit together.

    Attributes:
        held: IRI of the company or unit that they speak of.
        text: a template of a sentence, in which ``{IRI}`` stands for the name of an entity.
        sources: IRIs of the documents.
    """

    held: str
    text: str
    sources: tuple[str, ...]

    def sentence(self, name: Callable[[str], str]) -> str:
        """The sentence, with names for IRIs."""
        head, *parts = self.text.split("{")
        named = (part.partition("}") for part in parts)
        return head + "".join(name(iri) + rest for iri, _, rest in named)


def direct(by_held: Mapping[str, list[Holding]]) -> tuple[dict[str, list[Holding]], list[Remark]]:
    """The holdings without those that are held through another holder of the same, and so are told twice.

    A share that some source gives is taken to be an indirect one if it can be what comes through another
    holder, whose own shares are known too; of a production unit also if that holder is only named as its
    owner.
    """
    found: dict[str, list[Holding]] = {}
    remarks = []
    for held, holdings in by_held.items():
        through: dict[str, str] = {}
        for one in holdings:
            for other in holdings:
                if one is not other and other.holder not in through and _comes_through(one, other, by_held):
                    through[one.holder] = other.holder
                    break
        found[held] = [holding for holding in holdings if holding.holder not in through]
        if through:
            remarks.append(_indirect_remark(holdings, through))
    return found, remarks


def _comes_through(one: Holding, other: Holding, by_held: Mapping[str, list[Holding]]) -> bool:
    stake = next((h for h in by_held.get(other.holder, ()) if h.holder == one.holder), None)
    if stake is None or not one.known or not stake.known or not (other.known or other.whole):
        return False
    least, most = other.share.low * stake.share.low, other.share.high * stake.share.high
    return least - _ROUNDED <= one.share.low and one.share.high <= most + _ROUNDED


def settle(by_held: Mapping[str, list[Holding]]) -> tuple[list[Holding], list[Remark]]:
    """The holdings with shares that fit: in each company the least come to 1 at most, and all can come to 1.

    Where shares come to more than all of a company, newer statements count before older ones, and what is
    over is taken from the least shares of those of one year alike: any of them can be the wrong one. A deal
    that may have been done makes what others held before it uncertain.
    """
    holdings: list[Holding] = []
    remarks: list[Remark] = []
    for found in by_held.values():
        fitting = _clipped(_opened(_fit(found)))
        if sum(holding.share.low for holding in found) > 1 + _ROUNDED:
            remarks.append(_excess_remark(found))
        crowded = [h for h in fitting if h.share.high <= 0 and h.basis != "announced"]
        if crowded:
            remarks.append(_crowded_remark(crowded))
        holdings += fitting
    return holdings, remarks


def _fit(found: list[Holding]) -> list[Holding]:
    """The holdings with least shares that come to 1 at most, the newest first."""
    left = 1.0
    fitted: dict[str, Holding] = {}
    for year in sorted({holding.dated[:4] for holding in found}, reverse=True):
        group = [holding for holding in found if holding.dated[:4] == year]
        excess = max(0.0, sum(holding.share.low for holding in group) - left)
        for holding in group:
            low = max(0.0, holding.share.low - excess)
            fitted[holding.holder] = replace(holding, share=Interval(low, holding.share.high))
            left = max(0.0, left - low)
    return [fitted[holding.holder] for holding in found]


def _opened(found: list[Holding]) -> list[Holding]:
    """The holdings with what others held before a deal lowered by what the deal would take."""
    for deal in [holding for holding in found if holding.open]:
        before = [h for h in found if h is not deal and h.holder != deal.holder and h.dated <= deal.dated]
        after = [h for h in found if h.holder != deal.holder and h not in before]
        rest = 1 - deal.share.high - sum(holding.share.low for holding in after)
        excess = sum(holding.share.low for holding in before) - rest
        if excess > 0:
            lowered = {h.holder: max(0.0, h.share.low - excess) for h in before}
            found = [
                replace(h, share=Interval(lowered[h.holder], h.share.high)) if h.holder in lowered else h
                for h in found
            ]
    return found


def _clipped(found: list[Holding]) -> list[Holding]:
    """The holdings with no share above what the least shares of the others leave."""
    least = sum(holding.share.low for holding in found)
    clipped = []
    for holding in found:
        most = max(holding.share.low, min(holding.share.high, 1 - (least - holding.share.low)))
        clipped.append(replace(holding, share=Interval(holding.share.low, most)))
    return clipped


def _indirect_remark(found: list[Holding], through: Mapping[str, str]) -> Remark:
    indirect = [holding for holding in found if holding.holder in through]
    parts = [f"{percent(h.share)} of {{{h.holder}}} through {{{through[h.holder]}}}" for h in indirect]
    sources = {source for holding in indirect for source in holding.sources}
    text = f"Told twice and counted once, of {{{found[0].held}}}: {', '.join(parts)}."
    return Remark(found[0].held, text, tuple(sorted(sources)))


def _excess_remark(found: list[Holding]) -> Remark:
    figures = [h for h in found if h.share.low > 0]
    total = sum(holding.share.low for holding in figures)
    parts = [f"{{{h.holder}}} {percent(h.share)} ({h.dated[:4] or 'undated'})" for h in figures]
    text = (
        f"The shares that sources give of {{{found[0].held}}} come to {100 * total:.4g} %: "
        f"{', '.join(parts)}. Newer ones count first; of those of one year any can be wrong."
    )
    sources = {source for holding in figures for source in holding.sources}
    return Remark(found[0].held, text, tuple(sorted(sources)))


def _crowded_remark(crowded: list[Holding]) -> Remark:
    names = ", ".join(f"{{{holding.holder}}}" for holding in crowded)
    text = (
        f"Sources also name {names} as a holder of {{{crowded[0].held}}}; the shares of others leave nothing."
    )
    sources = {source for holding in crowded for source in holding.sources}
    return Remark(crowded[0].held, text, tuple(sorted(sources)))


def percent(share: Interval) -> str:
    """A share as a person writes it.

    >>> percent(Interval(0.3671, 0.5502)), percent(Interval(1, 1)), percent(Interval(0, 1))
    ('36.71–55.02 %', '100 %', 'unknown')
    """
    if share.low <= 0 and share.high >= 1:
        return "unknown"
    low, high = (f"{100 * figure:.2f}".rstrip("0").rstrip(".") for figure in (share.low, share.high))
    if low == high:
        return f"{low} %"
    return f"{low}–{high} %"
