"""Control: who can decide for whom, by the majority of the shares that it and all under its control hold.

One holder controls a company if it holds more than half of it, alone or together with companies that it
controls: the *company controls* problem, here as I. S. Mumick, H. Pirahesh and R. Ramakrishnan have it (The
Magic of Duplicates and Aggregates, VLDB 1990, 264-277). Where no holder has the majority, who is told to be
the parent controls.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from monazite.analysis.intervals import Interval
from monazite.analysis.ownership.integrated import Shares

MAJORITY = 0.5


def controlled(
    shares: Shares, told: Mapping[str, Collection[str]], holders: Collection[str]
) -> frozenset[str]:
    """All that holders together surely control, without themselves: the least fixed point of the definition.

    Args:
        shares: for each company the shares of its holders; the least that they can be count.
        told: for each company, who is told to control it.
        holders: who controls: one, or several that act as one.
    """
    return _controlled(shares, told, holders, _held_by(shares))


def _controlled(
    shares: Shares,
    told: Mapping[str, Collection[str]],
    holders: Collection[str],
    held_by: Mapping[str, Collection[str]],
) -> frozenset[str]:
    group = set(holders)
    waiting = list(holders)
    while waiting:
        for held in held_by.get(waiting.pop(), ()):
            if held not in group and _holds(shares[held], told.get(held, ()), group):
                group.add(held)
                waiting.append(held)
    return frozenset(group.difference(holders))


def _held_by(shares: Shares) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for held, holders in shares.items():
        for holder in holders:
            found.setdefault(holder, []).append(held)
    return found


def _holds(holders: Mapping[str, Interval], told: Collection[str], group: Collection[str]) -> bool:
    if sum(share.low for holder, share in holders.items() if holder in group) > MAJORITY:
        return True
    contested = any(share.low > MAJORITY for share in holders.values())
    return not contested and any(holder in group for holder in told)


def controllers(shares: Shares, told: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """The ultimate controllers of each company that has any: those that no other controls in turn.

    Several only where sources tell of several parents; of a ring of companies that control each other, all.
    """
    held_by = _held_by(shares)
    reach = {holder: _controlled(shares, told, [holder], held_by) for holder in held_by}
    above: dict[str, set[str]] = {}
    for holder, group in reach.items():
        for held in group:
            above.setdefault(held, set()).add(holder)
    found = {}
    for held, candidates in above.items():
        last = [one for one in candidates if above.get(one, set()) <= reach[one]]
        found[held] = tuple(sorted(last))
    return found
