"""The values of SSSOM slots: from the text of a cell and back."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from monazite.sheets import bare, harmless
from monazite.sssom.model import JUSTIFICATIONS, PREDICATES

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+|urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[^\s<>\"{}|\\^`]+")
_PREFIX = re.compile(r"[A-Za-z_][\w.-]*")
# What may not stand in an IRI as it is, in a bar-separated list, or in a cell of a tab-separated line.
_LOCAL = re.compile(r"[^\s<>\"{}|\\^`]+")


class ValueProblem(ValueError):
    """A value that is wrong; its message says what would be right."""


@dataclass(frozen=True)
class Curies:
    """A curie_map: the namespace of each prefix."""

    namespaces: Mapping[str, str]

    def expand(self, text: str) -> str:
        """A CURIE or a whole IRI as an IRI.

        Raises:
            ValueProblem: it is neither, or its prefix is not known.
        """
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.namespaces and _LOCAL.fullmatch(local):
            return self.namespaces[prefix] + local
        if _IRI.fullmatch(text):
            return text
        if colon and _PREFIX.fullmatch(prefix) and _LOCAL.fullmatch(local):
            known = ", ".join(sorted(self.namespaces))
            raise ValueProblem(f"the prefix {prefix!r} is not in the curie_map, which has {known}")
        raise ValueProblem("is no CURIE; right would be a prefix of the curie_map, a colon and a name: wd:Q5")

    def shorten(self, iri: str) -> str:
        """An IRI as a CURIE, by the longest namespace that fits; as it is where none does."""
        fitting = [
            (len(namespace), prefix)
            for prefix, namespace in self.namespaces.items()
            if iri.startswith(namespace) and len(iri) > len(namespace)
        ]
        if not fitting:
            return iri
        length, prefix = max(fitting)
        return f"{prefix}:{iri[length:]}"


def _text(text: str, _: Curies) -> str:
    return bare(text)


def _entity(text: str, curies: Curies) -> str:
    return curies.expand(text)


def _address(text: str, _: Curies) -> str:
    if not _IRI.fullmatch(text):
        raise ValueProblem("is no address; right would be a whole IRI: https://example.org/page")
    return text


def _one_of(allowed: tuple[str, ...], text: str, curies: Curies) -> str:
    iri = curies.expand(text)
    if iri not in allowed:
        raise ValueProblem(f"is none of {', '.join(map(curies.shorten, allowed))}")
    return iri


def _predicate(text: str, curies: Curies) -> str:
    return _one_of(PREDICATES, text, curies)


def _justification(text: str, curies: Curies) -> str:
    return _one_of(JUSTIFICATIONS, text, curies)


def _modifier(text: str, _: Curies) -> str:
    if text != "Not":
        raise ValueProblem("is no modifier; right would be Not, or nothing")
    return text


def _date(text: str, _: Curies) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueProblem("is no day; right would be year, month and day: 2026-11-30")


def _fraction(text: str, _: Curies) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise ValueProblem("is no number from 0 to 1; right would be 0.95")
    return number


def _several(one: Callable[[str, Curies], str]) -> Callable[[str, Curies], tuple[str, ...]]:
    def parse(text: str, curies: Curies) -> tuple[str, ...]:
        return tuple(one(part.strip(), curies) for part in text.split("|") if part.strip())

    return parse


_PARSERS: dict[str, Callable[[str, Curies], Any]] = {
    "text": _text,
    "texts": _several(_text),
    "entity": _entity,
    "entities": _several(_entity),
    "address": _address,
    "addresses": _several(_address),
    "predicate": _predicate,
    "justification": _justification,
    "modifier": _modifier,
    "date": _date,
    "fraction": _fraction,
}


def parse(kind: str, text: str, curies: Curies) -> Any:
    """The value that a cell of one kind (of `model.COLUMNS`) holds.

    Raises:
        ValueProblem: it is not of that kind.
    """
    return _PARSERS[kind](text, curies)


def render(kind: str, value: Any, curies: Curies) -> str:
    """The text of a cell that holds a value of one kind; "" for none."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "|".join(render(_SINGLE[kind], each, curies) for each in value)
    if kind in ("entity", "predicate", "justification"):
        return curies.shorten(value)
    if kind == "fraction":
        return f"{value:g}"
    if kind == "date":
        return str(value.isoformat())
    # A bar parts the values of a cell, a tab its cells, a line break its rows.
    return harmless(" ".join(str(value).replace("|", "¦").split())) if kind == "text" else str(value)


_SINGLE = {"texts": "text", "entities": "entity", "addresses": "address"}
