"""Our things, ready to be found by a name: in blocks, so that few are compared with each record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.link.likeness import Weights
from monazite.link.score import Prepared, prepare
from monazite.link.spelling import Form

if TYPE_CHECKING:
    from monazite.link.record import Record

# Of a record's words, from the rarest on, as many are looked up as make this share of their weight: what
# shares none of these has too little in common (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006).
_LOOKED_UP = 0.62
_PREFIX = 5
# A key that so many names have tells nothing.
_TOO_MANY = 400


class Index:
    """Records in blocks of those that share a telling word, its first letters, or an identifier."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(prepare(record) for record in records)
        self.weights = self._weigh()
        self._blocks: dict[str, list[int]] = defaultdict(list)
        self._identified: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, prepared in enumerate(self.records):
            for key in {key for form in prepared.forms for key in _all_keys(form)}:
                self._blocks[key].append(place)
            for identifier in prepared.record.identifiers:
                self._identified[identifier].append(place)

    def _weigh(self) -> Weights:
        counts = Counter(word for prepared in self.records for word in prepared.words)
        return Weights(counts, len(self.records))

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
        """The records worth comparing with another one, each once.

        Args:
            theirs: the other.
            kinds: only those of one of these classes; all if empty.
        """
        places = {
            place
            for identifier in theirs.record.identifiers
            for place in self._identified.get(identifier, ())
        }
        for form in theirs.forms:
            for key in self._keys(form):
                if (found := self._blocks.get(key)) and len(found) <= _TOO_MANY:
                    places.update(found)
        for place in sorted(places):
            if not kinds or not self.records[place].record.kinds.isdisjoint(kinds):
                yield self.records[place]

    def _keys(self, form: Form) -> Iterator[str]:
        words = sorted(set(form.words), key=self.weights.of, reverse=True)
        wanted = _LOOKED_UP * self.weights.sum(words)
        for word in words:
            yield from _word_keys(word)
            wanted -= self.weights.of(word)
            if wanted <= 0:
                break
        yield _squeezed(form)
        if form.han:
            yield form.han


def _all_keys(form: Form) -> Iterator[str]:
    for word in form.words:
        yield from _word_keys(word)
    yield _squeezed(form)
    if form.han:
        yield form.han


def _word_keys(word: str) -> Iterator[str]:
    """A word, its first letters and its last: one that is misspelled has the one or the other right."""
    yield word
    if len(word) >= _PREFIX:
        yield f"{word[: _PREFIX - 1]}*"
    if len(word) >= _PREFIX + 2:
        yield f"*{word[-_PREFIX:]}"


def _squeezed(form: Form) -> str:
    """The first letters without spaces: jlmag and jl mag begin alike."""
    return f"{form.squeezed[:6]}_"
