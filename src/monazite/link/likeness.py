"""How alike two names are: their words paired, each weighed by how much it tells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from monazite.link import glossary
from monazite.link.spelling import Form

# Two words are one word misspelled from here on (share of letters that stay; a swap is one change).
MISSPELLED = 0.8
_SHORTEST_MISSPELLED = 5
# A word that many names share weighs at most this much, one that no name of ours has weighs 1.
_COMMON = 0.2
_LEAST = 0.08
# What a word cut short is worth.
_CUT = 0.95
# What a word is worth that is but a part of the other, where both are read from characters.
_WITHIN = 0.75
# What a form without its brackets is worth against the whole name.
_PART = 0.96


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are.

    Attributes:
        share: 0 (nothing in common) to 1 (the same words).
        same: words that both have.
        near: pairs of words that differ by a letter or two.
        ours, theirs: words that only one has.
        opposed: words that exclude each other, such as north and south, or two numbers.
        part: whether what one of them has in brackets was left out.
        told: the weight of what they share: how much it takes to be called so.
    """

    share: float
    same: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    opposed: tuple[str, str] | None = None
    told: float = 0.0
    part: bool = False


NOTHING = Likeness(0.0)


class Weights:
    """How much each word tells: the rarer among our names, the more (inverse document frequency).

    The weight of a word is ``log((N + 1) / n) / log(N + 1)`` for the N names and the n that have the word,
    so 1 for a word that one name has or none; common words of company names weigh little in any case.
    """

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        scale = math.log(total + 1) or 1.0
        self._known = {
            word: max(_LEAST, math.log((total + 1) / count) / scale) for word, count in counts.items()
        }
        for word in glossary.COMMON:
            self._known[word] = min(self._known.get(word, 1.0), _COMMON)
        for word in glossary.SITES:
            self._known[word] = _LEAST

    def of(self, word: str) -> float:
        """The weight of a word, over 0 to 1."""
        return self._known.get(word, 1.0)

    def sum(self, words: Iterable[str]) -> float:
        """The weight of all of them."""
        return sum(map(self.of, words))


def compare(ours: Form, theirs: Form, weights: Weights) -> Likeness:
    """How alike two forms of names are.

    The share is that of a weighted Jaccard index whose words may be misspelled (soft, as in SoftTFIDF: Cohen,
    Ravikumar and Fienberg, 2003): the weight of the words that both have over that of all words.
    """
    pairs = _Pairs(ours.words, theirs.words, weights)
    pairs.misspelled()
    pairs.joined()
    if ours.han or theirs.han:
        pairs.within()
    share, told, left, right = pairs.share, pairs.told, pairs.left, pairs.right
    if ours.squeezed == theirs.squeezed or (ours.han and ours.han == theirs.han):
        share, told = 1.0, max(told, weights.sum(ours.words))
        left, right = [], []
    part = not ours.whole or not theirs.whole
    return Likeness(
        share * (_PART if part else 1.0),
        tuple(pairs.same),
        tuple(pairs.near),
        tuple(left),
        tuple(right),
        _opposed(left, right),
        told,
        part,
    )


class _Pairs:
    """The words of two names as they are paired off, the surest first."""

    def __init__(self, ours: Sequence[str], theirs: Sequence[str], weights: Weights) -> None:
        self.left, self.right = list(ours), list(theirs)
        self.same: list[str] = []
        self.near: list[tuple[str, str]] = []
        self._weights = weights
        for word in ours:
            if word in self.right:
                self.left.remove(word)
                self.right.remove(word)
                self.same.append(word)
        self.told = self._all = weights.sum(self.same)

    @property
    def share(self) -> float:
        """The weight of what is paired over that of all words."""
        all_ = self._all + self._weights.sum(self.left) + self._weights.sum(self.right)
        return self.told / all_ if all_ else 0.0

    def misspelled(self) -> None:
        """Pairs words that are one word misspelled or cut short."""
        for word in tuple(self.left):
            if (other := _misspelled(word, self.right)) is not None:
                alike = _CUT if _cut(word, other) else _alike(word, other)
                self._pair([word], [other], alike - 0.05)

    def joined(self) -> None:
        """Pairs a word with several that make it: jlmag with jl mag."""
        for word in tuple(self.left):
            if (parts := _joined(word, self.right)) is not None:
                self._pair([word], parts, 1.0)
        for word in tuple(self.right):
            if (parts := _joined(word, self.left)) is not None:
                self._pair(parts, [word], 1.0)

    def within(self) -> None:
        """Pairs a word with one that begins or ends with it."""
        for word in tuple(self.left):
            if (other := next((each for each in self.right if _within(word, each)), None)) is not None:
                self._pair([word], [other], _WITHIN)

    def _pair(self, ours: list[str], theirs: list[str], worth: float) -> None:
        for word in ours:
            self.left.remove(word)
        for word in theirs:
            self.right.remove(word)
        self.near.append((" ".join(ours), " ".join(theirs)))
        weight = max(self._weights.sum(words) / len(words) for words in (ours, theirs))
        self.told += weight * worth
        self._all += weight


def best(ours: Iterable[Form], theirs: Iterable[Form], weights: Weights) -> Likeness:
    """The likeness of the pair of forms that are most alike."""
    found = NOTHING
    second = tuple(theirs)
    for one in ours:
        for other in second:
            likeness = compare(one, other, weights)
            if likeness.share > found.share or (likeness.share == found.share and likeness.told > found.told):
                found = likeness
    return found


@lru_cache(maxsize=65_536)
def _alike(word: str, other: str) -> float:
    return OSA.normalized_similarity(word, other)


def _misspelled(word: str, others: list[str]) -> str | None:
    """The one of the others that is the word misspelled or cut short; words of digits are never."""
    if cut := next((other for other in others if _cut(word, other)), None):
        return cut
    if len(word) < _SHORTEST_MISSPELLED or word.isdigit():
        return None
    found = [(alike, other) for other in others if (alike := _alike(word, other)) >= MISSPELLED]
    return max(found)[1] if found else None


def _cut(word: str, other: str) -> bool:
    """Whether one is a common word and the other its beginning: tech of technology, north of northern."""
    short, long = sorted((word, other), key=len)
    return (
        len(short) >= 3 and long in glossary.OFTEN_CUT and len(long) > len(short) and long.startswith(short)
    )


def _within(word: str, other: str) -> bool:
    """Whether one is the end or the beginning of the other: pinyin does not tell where a name begins."""
    short, long = sorted((word, other), key=len)
    return len(short) >= 4 and (long.startswith(short) or long.endswith(short))


def _joined(word: str, parts: list[str]) -> list[str] | None:
    """Neighbours among the parts that make the word: jlmag is jl mag."""
    if len(word) < 4:
        return None
    for start in range(len(parts)):
        if not word.startswith(parts[start]):
            continue
        for end in range(start + 2, min(start + 5, len(parts) + 1)):
            if "".join(parts[start:end]) == word:
                return parts[start:end]
    return None


def _opposed(left: Iterable[str], right: Iterable[str]) -> tuple[str, str] | None:
    """A word of each side that exclude one another."""
    numbers = [word for word in left if _number(word)], [word for word in right if _number(word)]
    if numbers[0] and numbers[1]:
        return numbers[0][0], numbers[1][0]
    for group in glossary.OPPOSED:
        one = next((word for word in left if word in group), None)
        other = next((word for word in right if word in group), None)
        if one and other and group[one] != group[other]:
            return one, other
    return None


def _number(word: str) -> bool:
    return word.isdigit() or word in {"i", "ii", "iii", "iv", "v", "vi"}
