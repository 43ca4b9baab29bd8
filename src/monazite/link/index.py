"""Our things, ready to be found by a name: in blocks, so that few are compared with each record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.link.likeness import Weights, similar
from monazite.link.score import Prepared, most_around, needed_share, prepare
from monazite.link.spelling import Form

if TYPE_CHECKING:
    from monazite.link.record import Record

# Of a record's words, from the rarest on, as many are looked up as make this share of their weight: what
# shares none of these has too little in common (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006).
_LOOKED_UP = 0.62
_PREFIX = 5
# A word that so many names have tells nothing.
_TOO_MANY = 400


class Index:
    """Records in blocks of those that share a telling word, or one spelled like it, or an identifier."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(prepare(record) for record in records)
        counts = Counter(word for prepared in self.records for word in prepared.words)
        self.weights = Weights(counts, len(self.records))
        self._having: dict[str, list[int]] = defaultdict(list)
        self._begins: dict[str, list[int]] = defaultdict(list)
        self._identified: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._least: list[float] = []
        for place, prepared in enumerate(self.records):
            for word in prepared.words:
                self._having[word].append(place)
            for key in {key for form in prepared.forms for key in _whole_keys(form)}:
                self._begins[key].append(place)
            for identifier in prepared.record.identifiers:
                self._identified[identifier].append(place)
            self._least.append(min((self.weights.sum(form.words) for form in prepared.forms), default=0.0))
        self._spelled_like: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._having):
            for key in _word_keys(word):
                self._spelled_like[key].append(word)

    @cached_property
    def by_id(self) -> dict[str, Prepared]:
        """The records by their ids."""
        return {prepared.record.id: prepared for prepared in self.records}

    @cached_property
    def spelled(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Every form of every name as one text, and the place of the record that has it."""
        listed = [
            (" ".join(form.words), place)
            for place, prepared in enumerate(self.records)
            for form in prepared.forms
        ]
        return tuple(text for text, _ in listed), tuple(place for _, place in listed)

    def near(self, theirs: Prepared, kinds: Collection[str] = ()) -> Iterator[Prepared]:
        """The records worth comparing with another one, each once: all that could be doubtful or better.

        Args:
            theirs: the other.
            kinds: only those of one of these classes; all if empty.
        """
        places: set[int] = set()
        for identifier in theirs.record.identifiers:
            places.update(self._identified.get(identifier, ()))
        needed = needed_share(most_around(theirs))
        for form in theirs.forms:
            for key in _whole_keys(form):
                places.update(self._begins.get(key, ()))
            places.update(self._sharing(form, needed))
        for place in sorted(places):
            if not kinds or not self.records[place].record.kinds.isdisjoint(kinds):
                yield self.records[place]

    def _sharing(self, form: Form, needed: float) -> Iterator[int]:
        """The places of the records that may share as much as is needed with a form.

        What two names share is at most the weight of the words that they have in common, over that of all.
        """
        words = sorted(set(form.words), key=self.weights.of, reverse=True)
        weights = [self.weights.of(word) for word in words]
        total = sum(weights)
        wanted = _LOOKED_UP * total
        shared: dict[int, float] = defaultdict(float)
        looked_up = 0
        for word, weight in zip(words, weights, strict=True):
            if wanted <= 0:
                break
            looked_up += 1
            wanted -= weight
            found = {place for each in self._like(word) for place in self._having[each]}
            if len(found) <= _TOO_MANY:
                for place in found:
                    shared[place] += weight
        rest = list(zip(words[looked_up:], weights[looked_up:], strict=True))
        for place, weight in shared.items():
            has = self.records[place].words
            weight += sum(each for word, each in rest if word in has)
            # In Chinese, and where words are joined, more is shared than words tell.
            if form.han or weight >= needed * max(total, total + self._least[place] - weight):
                yield place

    def _like(self, word: str) -> Iterator[str]:
        """The words of ours that are a word, or that word misspelled or cut short."""
        if word in self._having:
            yield word
        for other in {each for key in _word_keys(word) for each in self._spelled_like.get(key, ())}:
            if other != word and similar(word, other):
                yield other


def _whole_keys(form: Form) -> Iterator[str]:
    """The first letters without spaces (jlmag and jl mag begin alike), and the Chinese characters."""
    yield form.squeezed[:6]
    if form.han:
        yield form.han


def _word_keys(word: str) -> Iterator[str]:
    """A word's first letters and its last: one that is misspelled has the one or the other right."""
    yield f"{word[:3]}*"
    if len(word) >= _PREFIX + 2:
        yield f"*{word[-_PREFIX:]}"
