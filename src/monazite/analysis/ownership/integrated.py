"""Integrated ownership: what of a company belongs to whom through all chains and cross-holdings.

The share of an owner in a company is its direct share and what it has through all others that hold shares of
it, over chains of any length: Y = D (I - A)^-1 with A the direct shares inside the network and D those of the
final owners (F. Brioschi, L. Buzzacchi and M. G. Colombo, Risk capital financing and the separation of
ownership and control in business groups, Journal of Banking & Finance 13, 1989, 747-772). Whose share is
asked for is taken out of the chains that lead through itself, so that nothing that circulates is counted
twice (S. Baldone, F. Brioschi and S. Paleari, Ownership measures among firms connected by cross-shareholdings
and a further analogy with input-output theory, 1998; S. Vitali, J. B. Glattfelder and S. Battiston, The
network of global corporate control, PLoS ONE 6(10), 2011, e25995, appendix). So the shares of all final
owners, outside holders with them, come to 1.

Where shares are known within bounds, so are the results. A company of which a share belongs to each holder is
a state of an interval-valued Markov chain (I. O. Kozine and L. V. Utkin, Interval-valued finite Markov
chains, Reliable Computing 8, 2002, 97-113), a walk up the holders at random; the integrated share of an owner
is the probability of ever coming to it. Its least and greatest value over all shares within the bounds that
come to 1 are found by value iteration, at each company giving what is open to the holders of least (greatest)
value first. No completion lies outside; and one choice at each company attains each bound, as in any Markov
decision process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monazite.analysis.intervals import Interval

# Held, then holder: the share that the one has in the other, from 0 to 1.
Shares = Mapping[str, Mapping[str, Interval]]
# Who holds what none of the named holders does.
OUTSIDE = ""
_CLOSE = 1e-13
_MOST_ROUNDS = 100_000
# Room for the rounding of sums of floating point numbers.
_ROUNDING = 1e-9


def integrated(shares: Shares) -> dict[str, dict[str, Interval]]:
    """What of each company belongs to each ultimate owner: those that nobody is known to hold.

    Args:
        shares: for each company the shares of its holders.

    Returns:
        For each company its ultimate owners, `OUTSIDE` with them for holders that nobody names, with the
        least and greatest share that they can have; who can have none is left out. Where all shares are
        exact, those of a company come to 1, but for what circulates in a ring that nobody outside holds.

    Raises:
        ValueError: the least shares of a company come to more than 1.
    """
    owners = {holder for holders in shares.values() for holder in holders} - shares.keys()
    held_by = _held_by(shares)
    found: dict[str, dict[str, Interval]] = {held: {} for held in shares}
    for owner in sorted(owners | {OUTSIDE}):
        for held, share in _belonging(shares, held_by, {owner: Interval(1, 1)}).items():
            if held in found and share.high > _ROUNDING:
                found[held][owner] = share
    return found


def belonging(shares: Shares, owners: Mapping[str, Interval]) -> dict[str, Interval]:
    """What of each company belongs, directly and through others, to some owners together.

    Chains end at the owners, whether or not anybody holds shares of them.

    Args:
        shares: for each company the shares of its holders.
        owners: who to count, and how much of what comes to each counts: 1 for all of it; `OUTSIDE` for the
            holders that nobody names.

    Raises:
        ValueError: the least shares of a company come to more than 1.
    """
    return _belonging(shares, _held_by(shares), owners)


_HeldBy = Mapping[str, Sequence[str]]
_Table = Sequence[tuple[str, float, float]]


def _belonging(shares: Shares, held_by: _HeldBy, owners: Mapping[str, Interval]) -> dict[str, Interval]:
    below = _below(held_by, owners)
    tables = {held: _table(held, shares[held]) for held in below}
    low = _solve(tables, {owner: worth.low for owner, worth in owners.items()}, least=True)
    high = _solve(tables, {owner: worth.high for owner, worth in owners.items()}, least=False)
    found = {held: Interval(min(low[held], high[held]), high[held]) for held in below}
    return found | {owner: worth for owner, worth in owners.items() if owner != OUTSIDE}


def _held_by(shares: Shares) -> dict[str, list[str]]:
    """The companies that each holder, `OUTSIDE` with them, can have a direct part in."""
    found: dict[str, list[str]] = {}
    for held, holders in shares.items():
        for holder, share in holders.items():
            if share.high > 0:
                found.setdefault(holder, []).append(held)
        if sum(share.low for share in holders.values()) < 1 - _ROUNDING:
            found.setdefault(OUTSIDE, []).append(held)
    return found


def _below(held_by: _HeldBy, owners: Mapping[str, Interval]) -> list[str]:
    """The companies that any of the owners can have a part in, nearest first."""
    found: dict[str, None] = {}
    waiting = list(owners)
    for holder in waiting:
        for held in held_by.get(holder, ()):
            if held not in found and held not in owners:
                found[held] = None
                waiting.append(held)
    return list(found)


def _table(held: str, holders: Mapping[str, Interval]) -> _Table:
    """The holders of a company with the bounds of their shares, those that nobody names with them."""
    least = sum(share.low for share in holders.values())
    most = sum(share.high for share in holders.values())
    if least > 1 + _ROUNDING:
        raise ValueError(f"the holders of {held} have {least:.4f} of it at least, more than all")
    table = [(holder, share.low, share.high) for holder, share in holders.items()]
    return [*table, (OUTSIDE, max(0.0, 1 - most), max(0.0, 1 - least))]


def _solve(tables: Mapping[str, _Table], worth: Mapping[str, float], *, least: bool) -> dict[str, float]:
    values = dict.fromkeys(tables, 0.0) | dict(worth)
    for _ in range(_MOST_ROUNDS):
        change = 0.0
        for held, table in tables.items():
            value = _best(table, values, least=least)
            change = max(change, abs(value - values[held]))
            values[held] = value
        if change < _CLOSE:
            break
    return {node: min(1.0, max(0.0, value)) for node, value in values.items()}


def _best(table: _Table, values: Mapping[str, float], *, least: bool) -> float:
    """The least or greatest worth of a company over all shares of its holders that come to 1."""
    sign = 1 if least else -1
    order = sorted(
        ((values.get(holder, 0.0), low, high) for holder, low, high in table), key=lambda e: sign * e[0]
    )
    open_ = 1 - sum(low for _, low, _ in order)
    total = 0.0
    for value, low, high in order:
        more = max(0.0, min(high - low, open_))
        open_ -= more
        total += value * (low + more)
    return total
