"""The register of holders at a date: who holds what of which company or unit, out of all sources."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.capacities import WINDOW
from monazite.analysis.evidence import LOOSE, issued
from monazite.analysis.facilities import Facility, Standing
from monazite.analysis.intervals import NOTHING, Interval, hull
from monazite.analysis.ownership import settling
from monazite.analysis.ownership.integrated import Shares
from monazite.analysis.ownership.settling import ALL, Holding, Remark
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


@dataclass(frozen=True)
class Register:
    """The holders of all companies and units at a date.

    Attributes:
        at: the day, ISO 8601.
        holdings: what each holder has in each company or unit.
        remarks: where sources do not fit together, and what was made of it.
    """

    at: str
    holdings: tuple[Holding, ...]
    remarks: tuple[Remark, ...]

    @cached_property
    def shares(self) -> Shares:
        """The shares for `monazite.analysis.ownership.integrated`: held, then holder."""
        found: dict[str, dict[str, Interval]] = {}
        for holding in self.holdings:
            found.setdefault(holding.held, {})[holding.holder] = holding.share
        return found

    @cached_property
    def told(self) -> Mapping[str, tuple[str, ...]]:
        """For each company who is called its parent, or took it over: the newest, if sources differ."""
        newest: dict[str, str] = {}
        for holding in self.holdings:
            if holding.parent:
                newest[holding.held] = max(newest.get(holding.held, ""), holding.parent_as_of)
        found: dict[str, tuple[str, ...]] = {}
        for holding in self.holdings:
            if holding.parent and holding.parent_as_of == newest[holding.held]:
                found[holding.held] = (*found.get(holding.held, ()), holding.holder)
        return found

    @cached_property
    def by_pair(self) -> Mapping[tuple[str, str], Holding]:
        """Each holding by holder and held."""
        return {(holding.holder, holding.held): holding for holding in self.holdings}


def register(kg: KnowledgeGraph, standing: Standing) -> Register:
    """Who holds what of whom, as of the day of `standing`.

    Of what is said of a holder and what it holds, the newest dated statements with a share count, and those
    at most `WINDOW` years older; where they differ, the share is a range. Undated ones count only where there
    is no dated one. A stake that has ended, or that was replaced by one that begins later, does not count. A
    share that no source gives lies between nothing and what the others leave. A deal that is announced and
    not known to be done may have been done or not. A unit of which one owner is named without a share is all
    its; of which nobody is said to own anything, all its operator's.
    """
    told: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements(kg, standing):
        if statement.begins <= standing.at:
            told.setdefault((statement.holder, statement.held), []).append(statement)
    by_held: dict[str, list[Holding]] = {}
    for (_, held), said in sorted(_without_outdated(told).items()):
        if holding := _pair(said, standing.at):
            whole = held in standing.facilities and not holding.known
            by_held.setdefault(held, []).append(replace(holding, whole=whole))
    direct, twice = settling.direct(by_held)
    for unit in standing.facilities.values():
        if found := _unit(unit, direct.get(unit.iri, []), direct):
            direct[unit.iri] = found
    settled, unfit = settling.settle(direct)
    return Register(standing.at, tuple(settled), (*twice, *unfit))


@dataclass(frozen=True)
class Statement:
    """What one source says of a holder and what it holds.

    Attributes:
        holder: IRI of the holder.
        held: IRI of the company, unit or undertaking.
        share: the bounds, from 0 to 1; None if no figure is given.
        status: of the deal that it comes from (``announced``, ``completed`` ...), "" if none is named.
        since: the day from which the stake is held, "" if unknown.
        until: the day on which it ended, "" if it has not.
        dated: the day as of which it is told, "" if unknown.
        begins: the first day on which it is known to be held, "" if undated.
        parent: whether the source calls the holder the parent, or says that it took the company over.
        basis: ``stake`` or ``acquisition``.
        source: IRI of the document.
    """

    holder: str
    held: str
    share: Interval | None
    status: str
    since: str
    until: str
    dated: str
    begins: str
    parent: bool
    basis: str
    source: str


def statements(kg: KnowledgeGraph, standing: Standing) -> list[Statement]:
    """All that sources say of stakes, and of acquisitions that are done, whatever its date."""
    found = []
    for row in rows(kg, "stakes"):
        (
            _,
            holder,
            held,
            value,
            least,
            over,
            most,
            under,
            as_of,
            since,
            until,
            announced,
            status,
            parent,
            source,
        ) = row
        published = issued(standing.documents, source)
        begins = since or announced or as_of or published
        dated = as_of or published or since or announced
        found.append(
            Statement(
                holder=holder,
                held=held,
                share=_share(value or least, over, value or most or under),
                status=local_name(status) if status else "",
                since=since,
                until=until,
                dated=dated if dated <= standing.at else begins,
                begins=begins,
                parent=parent == "true",
                basis="stake",
                source=source,
            )
        )
    for acquirer, acquired, since, source in rows(kg, "takeovers"):
        dated = since or issued(standing.documents, source)
        deal = Statement(
            acquirer, acquired, None, "completed", since, "", dated, dated, True, "acquisition", source
        )
        found.append(deal)
    return found


def _share(low: str, over: str, high: str) -> Interval | None:
    if not (low or over or high):
        return None
    # More than half is a majority, and half is none: an excluded bound stays outside.
    least = float(low) / 100 if low else math.nextafter(float(over) / 100, 1) if over else 0.0
    return Interval(round(least, 9) if low else least, round(float(high) / 100, 9) if high else 1.0)


def _without_outdated(
    told: Mapping[tuple[str, str], list[Statement]],
) -> dict[tuple[str, str], list[Statement]]:
    """All but what a later takeover has ended: what others were told to control before, without a share."""
    taken: dict[str, tuple[str, str]] = {}
    for (holder, held), said in told.items():
        for statement in said:
            if statement.basis == "acquisition":
                taken[held] = max(taken.get(held, ("", "")), (statement.dated, holder))
    found = {}
    for (holder, held), said in told.items():
        day, acquirer = taken.get(held, ("", holder))
        if holder != acquirer:
            said = [s for s in said if s.share is not None or not s.parent or s.dated > day]
        found[holder, held] = said
    return found


def _pair(said: Iterable[Statement], day: str) -> Holding | None:
    """What a holder has in a company, out of all that is said of the two by then; None if nothing."""
    current = _current(list(said), day)
    firm = [s for s in current if s.status not in LOOSE]
    loose = [s for s in current if s.status in LOOSE and s.share is not None]
    known = _lately(s for s in firm if s.share is not None)
    newest = max((s.dated for s in known), default="")
    planned = _lately(s for s in loose if s.dated >= newest)
    if not firm and not planned:
        return None
    certain = _hull(known) if known else ALL if firm else NOTHING
    bought = [s for s in firm if s.basis == "acquisition" and s.dated > newest]
    if known and bought:
        # Since it was told what the holder had, it has bought more, nobody says how much.
        certain = Interval(certain.low, 1)
    share = hull([certain, _hull(planned)]) if planned and (known or not firm) else certain
    parent = max((s.dated for s in firm if s.parent), default=None)
    used = known + planned + (bought if known else []) or firm
    first = max(used, key=lambda s: s.dated)
    return Holding(
        holder=first.holder,
        held=first.held,
        share=share,
        basis="announced" if not firm else first.basis,
        known=bool(known) or not firm,
        dated=first.dated,
        open=share.high - certain.high if planned and not math.isclose(share.high, certain.high) else 0.0,
        parent=parent is not None,
        parent_as_of=parent or "",
        sources=tuple(sorted({s.source for s in [*used, *(s for s in firm if s.parent)]})),
    )


def _current(said: list[Statement], day: str) -> list[Statement]:
    """All but what has ended, and what was replaced by a stake that began later."""
    ends = [s.until or s.dated for s in said if s.status == "terminated" or _over(s, day)]
    last = max(ends, default=None)
    said = [s for s in said if s.status != "terminated" and not _over(s, day)]
    said = [s for s in said if last is None or s.dated > last]
    start = max((s.since for s in said if s.share is not None and s.status not in LOOSE), default="")
    return [s for s in said if not s.dated or s.dated >= start[: len(s.dated)]]


def _over(statement: Statement, day: str) -> bool:
    return "" < statement.until < day[: len(statement.until)]


def _lately(said: Iterable[Statement]) -> list[Statement]:
    """The newest statements, and those at most `WINDOW` years older; undated ones if there are no others."""
    found = list(said)
    newest = max((int(s.dated[:4] or 0) for s in found), default=0)
    return [s for s in found if newest - int(s.dated[:4] or 0) <= WINDOW]


def _hull(said: Iterable[Statement]) -> Interval:
    return hull(s.share for s in said if s.share is not None)


def _unit(unit: Facility, found: list[Holding], by_held: Mapping[str, list[Holding]]) -> list[Holding]:
    """The holders of a unit: those of its stakes, else its owners, else its operators.

    Of a company and one that holds shares of it, if both are named without a share, the company counts.
    """
    firm = [holding for holding in found if holding.basis != "announced"]
    if not firm:
        named, basis = (unit.owners, "owner") if unit.owners else (unit.operators, "operator")
        planned = {holding.holder: holding for holding in found}
        blank = Holding("", unit.iri, ALL, basis, False, unit.reported, whole=True, sources=unit.sources)
        firm = [replace(planned.get(iri, blank), holder=iri, share=ALL, basis=basis) for iri in named]
    above = {holding.holder for each in firm if each.whole for holding in by_held.get(each.holder, ())}
    firm = [holding for holding in firm if not (holding.whole and holding.holder in above)]
    named_too = {holding.holder for holding in firm} | above
    rest = [h for h in found if h.basis == "announced" and h.holder not in named_too]
    if len(firm) == 1 and firm[0].whole:
        others = sum(holding.share.high for holding in rest)
        firm = [replace(firm[0], share=Interval(max(0.0, 1 - others), 1))]
    return [*firm, *rest]
