"""JSON documents with long lists in them, an item a line, so that the encoder in C can write each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def lines(document: Mapping[str, object], lists: Mapping[str, Iterable[object]]) -> Iterator[str]:
    """A JSON object, in pieces: its plain members, then its lists."""
    yield "{"
    for name, value in document.items():
        yield f"{_ENCODER.encode(name)}: {_ENCODER.encode(value)},\n"
    for number, (name, items) in enumerate(lists.items()):
        yield f"{',' if number else ''}{_ENCODER.encode(name)}: ["
        for nth, item in enumerate(items):
            yield f"{',' if nth else ''}\n{_ENCODER.encode(item)}"
        yield "\n]\n"
    yield "}\n"
