"""Answers kept to give again: they hold until the store is replaced, since a store never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

_OVERHEAD = 512


@dataclass
class Kept:
    """A whole answer, and its body as gzip once somebody took it so."""

    status: int
    media: str
    headers: Mapping[str, str]
    body: bytes
    packed: bytes | None = None


class Cache:
    """Answers by their keys; the least used ones go when all take more than `largest` bytes."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> Kept | None:
        """The answer of a key, if it is kept."""
        kept = self._kept.get(key)
        if kept is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer, unless it is larger than a sixteenth of the whole."""
        size = len(kept.body) + _OVERHEAD
        if size * 16 > self._largest or key in self._kept:
            return
        self._kept[key] = kept
        self.size += size
        while self.size > self._largest:
            _, dropped = self._kept.popitem(last=False)
            self.size -= len(dropped.body) + _OVERHEAD
