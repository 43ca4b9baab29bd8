"""Concentration of a whole among its holders: HHI, CRk and Shannon entropy, and their bounds.

A measure here depends on shares alone, rises when a holder takes from a smaller one (it is Schur-convex in
the shares; of the entropy the opposite holds) and is quasi-convex in them. As shares are amounts divided by
their sum, it is quasi-convex in the amounts too: the set of amounts at which it is at most c is the cone over
a convex set of shares. Where each amount lies between two bounds, all possible amounts are a box, and

- the least value is at amounts that are level, x = clip(t, low, high) for one t: of all amounts in a box with
  one sum, these are majorized by every other (Veinott, Management Science 17, 1971; Marshall, Olkin, Arnold,
  Inequalities: Theory of Majorization, 2nd ed. 2011, chapters 1 and 3), so that only t has to be found;
- the greatest value is at a corner of the box, every amount at one of its bounds, as of every quasi-convex
  function (Boyd, Vandenberghe, Convex Optimization, 2004, section 3.4).

What nobody can place (`Division.loose`, `Division.spread`) is spread as thin as it can be for the least value
and given to one single holder for the greatest: joining two holders never lowers a measure.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from monazite.analysis.intervals import NOTHING, Interval, exactly, total

# How many boxes are looked at for the greatest value. The bound that is found so far is true, if wide, at any
# time; with the amounts of a stage of the chain some ten boxes are enough.
_MOST_BOXES = 500
_CLOSE = 1 + 1e-12
# The end of the scale of weights, for holders of whom nothing is known.
WORST = 10.0


@dataclass(frozen=True)
class Division:
    """How a whole is divided among holders, within bounds. All upper bounds are finite.

    Attributes:
        held: the amount of each known holder.
        loose: amounts that have one holder each, who may be one of the others: a unit without known operator.
        spread: an amount that may have any number of holders, the others among them: shares of owners
            whom nobody names.
        others: an amount that may have any number of holders, none of the known ones among them: what a
            world total leaves for the countries that are not named.
    """

    held: tuple[Interval, ...]
    loose: tuple[Interval, ...] = ()
    spread: Interval = NOTHING
    others: Interval = NOTHING

    @property
    def unplaced(self) -> Interval:
        """What has no known holder, and may belong to one of the known ones."""
        return total((*self.loose, self.spread))

    @property
    def dust(self) -> float:
        """The most that may be spread so thin that no share of it counts."""
        return self.spread.high + self.others.high

    @property
    def whole(self) -> Interval:
        """All that is divided."""
        return total((*self.held, self.unplaced, self.others))


def herfindahl(amounts: Sequence[float], weights: Sequence[float] | None = None, dust: float = 0) -> float:
    """The Herfindahl-Hirschman index: the sum of squared shares, each times its weight; 1/n to 1 without.

    Args:
        amounts: what each holder has; not all 0.
        weights: of the holders, such as the governance of countries; 1 each if None.
        dust: what holders too small to count have together.

    >>> herfindahl([50, 30, 20])
    0.38
    """
    weights = weights or [1.0] * len(amounts)
    whole = math.fsum(amounts) + dust
    return math.fsum(w * (x / whole) ** 2 for x, w in zip(amounts, weights, strict=True))


def ratio(amounts: Sequence[float], k: int, dust: float = 0) -> float:
    """The concentration ratio CRk: the share of the k largest holders, 0 to 1.

    >>> ratio([50, 30, 20], 2)
    0.8
    """
    return math.fsum(sorted(amounts, reverse=True)[:k]) / (math.fsum(amounts) + dust)


def entropy(amounts: Sequence[float]) -> float:
    """Shannon's entropy of the shares in nats, 0 to ln n; exp of it holders of one size have the same.

    >>> round(math.exp(entropy([1, 1, 1, 1])), 9)
    4.0
    """
    whole = math.fsum(amounts)
    shares = [x / whole for x in amounts]
    return -math.fsum(share * math.log(share) for share in shares if share)


def herfindahl_bounds(division: Division, weights: Sequence[Interval] | None = None) -> Interval:
    """Bounds of the Herfindahl-Hirschman index.

    Args:
        division: who holds how much.
        weights: of the known holders; who is not known may have any weight up to the scale's end, 10.

    Raises:
        ValueError: there is nothing to divide.
    """
    _require(division)
    parts = [*division.held, *division.loose]
    if weights is None:
        low = min(herfindahl(x, None, division.dust) for x in _level(parts, division.dust))
        return _between(low, min(1.0, max(_most_herfindahl(b, [1.0] * len(b)) for b in _joined(division))))
    lows = [*(weight.low for weight in weights), *(0.0 for _ in division.loose)]
    low = min(herfindahl(x, lows, division.dust) for x in _level(parts, division.dust, lows))
    highs = [weight.high for weight in weights]
    high = max(_most_herfindahl(box, g) for box, g in _joined_with_weights(division, highs))
    return _between(low, high)


def ratio_bounds(division: Division, k: int) -> Interval:
    """Bounds of the concentration ratio CRk.

    Raises:
        ValueError: there is nothing to divide.
    """
    _require(division)
    parts = [*division.held, *division.loose]
    low = min(ratio(x, k, division.dust) for x in _level(parts, division.dust))
    return _between(low, max(_most_ratio(box, k) for box in _joined(division)))


def entropy_bounds(division: Division) -> Interval:
    """Bounds of Shannon's entropy in nats; without an upper one where an amount may be spread at will.

    Raises:
        ValueError: there is nothing to divide.
    """
    _require(division)
    low = min(_least_entropy(box) for box in _joined(division))
    if division.dust:
        return Interval(low, math.inf)
    return _between(low, max(map(entropy, _level([*division.held, *division.loose], 0))))


def share_bounds(division: Division, holder: int) -> Interval:
    """Bounds of the share, 0 to 1, that is known to be a holder's; what is unplaced may add to it.

    Args:
        division: who holds how much.
        holder: the holder's place in `Division.held`.
    """
    own = division.held[holder]
    rest = total((*division.held[:holder], *division.held[holder + 1 :], division.unplaced, division.others))
    low = own.low / (own.low + rest.high) if own.low else 0.0
    return Interval(low, own.high / (own.high + rest.low) if own.high else 0.0)


def _between(low: float, high: float) -> Interval:
    """Bounds, where rounding may have put one that is the same as the other on its wrong side."""
    return Interval(max(0.0, min(low, high)), max(low, high, 0.0))


def _require(division: Division) -> None:
    if not 0 < division.whole.high < math.inf:
        raise ValueError("nothing with an upper bound is divided")


def _level(
    parts: Sequence[Interval], dust: float, weights: Sequence[float] | None = None
) -> Iterator[list[float]]:
    """Level amounts, among them those at which each of the measures is least.

    Between two bounds of amounts CRk runs one way, as the quotient of two linear functions; HHI and entropy
    turn where t is the mean of the amounts that are at their bounds, weighted by themselves, arithmetic for
    HHI (where its derivative is 0) and geometric for the entropy. With weights w, x = clip(t / w, low, high).
    """
    weights = weights or [1.0] * len(parts)
    pairs = list(zip(parts, weights, strict=True))

    def at(level: float) -> list[float]:
        return [
            p.high if w * p.high <= level else p.low if w * p.low >= level else level / w for p, w in pairs
        ]

    levels = sorted({0.0, *(w * bound for p, w in pairs for bound in (p.low, p.high))})
    turns = []
    for below, above in pairwise(levels):
        full = [(p.high, w) for p, w in pairs if w * p.high <= below]
        fixed = [*full, *((p.low, w) for p, w in pairs if w * p.low >= above)]
        whole = math.fsum(x for x, _ in fixed) + dust
        if whole > 0:
            turns.append((below, above, math.fsum(w * x * x for x, w in fixed) / whole))
            logs = math.fsum(x * math.log(x) for x, _ in fixed if x) / whole
            turns.append((below, above, math.exp(logs)))
    inside = [turn for below, above, turn in turns if below < turn < above]
    for level in [*levels, *inside]:
        amounts = at(level)
        if math.fsum(amounts) + dust > 0:
            yield amounts


def _joined(division: Division) -> Iterator[list[Interval]]:
    """The boxes of which one holds the most concentrated division: what is unplaced, with each holder.

    Only with those of whom no other has both bounds higher: changing places with that one, a holder who has
    more than it leads to the same shares.
    """
    base = [*division.held, *([division.others] if division.others.high else [])]
    loose = division.unplaced
    if not loose.high:
        yield base
    elif not base:
        yield [loose]
    else:
        best = [p for p in set(base) if not any(q != p and q.low >= p.low and q.high >= p.high for q in base)]
        for part in best:
            place = base.index(part)
            yield [*base[:place], part + loose, *base[place + 1 :]]


def _joined_with_weights(
    division: Division, weights: Sequence[float]
) -> Iterator[tuple[list[Interval], list[float]]]:
    """As `_joined`; as weights differ, with each holder and with one that is not named."""
    base = [*division.held, *([division.others] if division.others.high else [])]
    given = [*weights, *([WORST] if division.others.high else [])]
    loose = division.unplaced
    if not loose.high:
        yield base, given
        return
    yield [*base, loose], [*given, WORST]
    for place, part in enumerate(base):
        yield [*base[:place], part + loose, *base[place + 1 :]], given


def _most_herfindahl(box: Sequence[Interval], weights: Sequence[float]) -> float:
    """The greatest index over a box; with Q the sum of weighted squares and T that of amounts, Q / T^2."""
    if not any(part.low for part in box):
        return max(w for part, w in zip(box, weights, strict=True) if part.high)
    # On Q = a + s T the quotient turns where its derivative is 0, at T = -2 a / s.
    return _greatest(
        box,
        lambda i, x: weights[i] * x * x,
        lambda whole, curved: curved / whole**2,
        lambda a, s: -2 * a / s if s else 0.0,
    )


def _least_entropy(box: Sequence[Interval]) -> float:
    """The least entropy over a box; with E the sum of x ln x it is ln T - E / T."""
    if not any(part.low for part in box):
        return 0.0
    scale = max(part.high for part in box)
    scaled = [Interval(part.low / scale, part.high / scale) for part in box]
    least = -_greatest(
        scaled,
        lambda _, x: x * math.log(x) if x else 0.0,
        lambda whole, curved: curved / whole - math.log(whole),
        lambda a, s: -a,
    )
    return max(0.0, least)


def _most_ratio(box: Sequence[Interval], k: int) -> float:
    """The greatest CRk over a box: k holders at their upper, all others at their lower bounds.

    Of all choices of k the one with the greatest share is found by Dinkelbach's method (Management Science
    13, 1967): the k greatest by (1 - s) high + s low, s the share of the last choice, until s rises no more.
    """
    share = 0.0
    while True:
        best = sorted(box, key=lambda part: (1 - share) * part.high + share * part.low, reverse=True)
        top = math.fsum(part.high for part in best[:k])
        found = top / (top + math.fsum(part.low for part in best[k:])) if top else 0.0
        if found <= share * _CLOSE:
            return max(found, share)
        share = found


def _greatest(
    box: Sequence[Interval],
    curve: Callable[[int, float], float],
    value: Callable[[float, float], float],
    turn: Callable[[float, float], float],
) -> float:
    """The greatest value at a corner of a box, of a function of the sum and of a sum of convex curves.

    Branch and bound: with each curve replaced by its chord, the greatest sum of curves for a given sum of
    amounts goes along the amounts by the steepness of their chords, so that the value is bounded by its
    greatest along that line. Where that lies inside one amount's range, the box is cut into the two in which
    that amount is at a bound.

    Args:
        box: the amounts; not all lower bounds are 0.
        curve: the convex function of each amount, by its place.
        value: the value by sum of amounts and sum of curves, rising with the latter.
        turn: the sum at which the value is greatest on the line ``sum of curves = a + s * sum``.
    """
    order = count()

    def bounded(parts: tuple[Interval, ...]) -> tuple[float, int, tuple[Interval, ...], int | None]:
        bound, cut = _along_chords(parts, curve, value, turn)
        return -bound, next(order), parts, cut

    waiting = [bounded(tuple(box))]
    for _ in range(_MOST_BOXES):
        negative, _, parts, cut = waiting[0]
        if cut is None:
            return -negative
        heapq.heappop(waiting)
        for end in (parts[cut].low, parts[cut].high):
            heapq.heappush(waiting, bounded((*parts[:cut], exactly(end), *parts[cut + 1 :])))
    return -waiting[0][0]


def _along_chords(
    parts: Sequence[Interval],
    curve: Callable[[int, float], float],
    value: Callable[[float, float], float],
    turn: Callable[[float, float], float],
) -> tuple[float, int | None]:
    """The greatest value along the steepest chords, and the amount in whose range it lies, if in one."""
    ends = [(curve(i, part.low), curve(i, part.high)) for i, part in enumerate(parts)]
    whole, curved = math.fsum(part.low for part in parts), math.fsum(low for low, _ in ends)
    best, cut = value(whole, curved), None
    steep = {
        i: (ends[i][1] - ends[i][0]) / (part.high - part.low)
        for i, part in enumerate(parts)
        if part.high > part.low
    }
    for i in sorted(steep, key=lambda i: -steep[i]):
        reach = whole + parts[i].high - parts[i].low
        intercept = curved - steep[i] * whole
        peak = turn(intercept, steep[i])
        if whole < peak < reach:
            found = value(peak, intercept + steep[i] * peak)
            if found > best + abs(best) * (_CLOSE - 1):
                best, cut = found, i
        whole, curved = reach, intercept + steep[i] * reach
        if (found := value(whole, curved)) > best:
            best, cut = found, None
    return best, cut
