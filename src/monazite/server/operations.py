"""What the JSON API offers, declared once: the addresses, their parameters and what they give.

`monazite.server.api` reads requests by it, and `monazite.server.openapi` documents it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monazite import queries
from monazite.server.problems import Problem

ROOT = "/api/v1"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER_FORM = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
# How many values a parameter of several takes.
MOST_VALUES = 20
_TRUE = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """A parameter in the address.

    Attributes:
        name: its name.
        description: what it says.
        kind: ``string``, ``integer``, ``number``, ``boolean``; or several of them with commas: ``choices``
            (of `choices`), ``texts``, ``integers``.
        default: what holds without it; None if it is required or there is nothing.
        required: whether it must be given.
        least: the least value of an integer, the least length of a string.
        most: the greatest.
        choices: the only values.
    """

    name: str
    description: str
    kind: str = "string"
    default: Any = None
    required: bool = False
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        """The value that a text gives.

        Raises:
            Problem: it is none.
        """
        if self.kind == "integer":
            return self._integer(text)
        if self.kind == "number":
            if not _NUMBER_FORM.fullmatch(text):
                raise self._wrong(text, "a number")
            self._check(float(text), text)
            return float(text)
        if self.kind in ("texts", "integers"):
            parts = text.split(",")
            if len(parts) > MOST_VALUES or not all(parts) or _CONTROL.search(text):
                raise self._wrong(text, f"one to {MOST_VALUES} values with commas")
            return [self._integer(part) if self.kind == "integers" else part for part in parts]
        if self.kind == "boolean":
            if text not in _TRUE:
                raise self._wrong(text, "true or false")
            return _TRUE[text]
        if self.kind == "choices":
            values = [value for value in text.split(",") if value]
            if not values or not set(values) <= set(self.choices):
                raise self._wrong(text, f"some of {', '.join(self.choices)}")
            return sorted(set(values))
        if self.choices and text not in self.choices:
            raise self._wrong(text, f"one of {', '.join(self.choices)}")
        self._check(len(text), text)
        if _CONTROL.search(text):
            raise self._wrong(text, "text without control characters")
        return text

    def _integer(self, text: str) -> int:
        if not (text.isascii() and text.removeprefix("-").isdigit()) or len(text) > 12:
            raise self._wrong(text, "a whole number")
        self._check(int(text), text)
        return int(text)

    def _check(self, size: float, text: str) -> None:
        least, most = self.least, self.most
        if (least is not None and size < least) or (most is not None and size > most):
            what = "a text whose length is" if self.kind == "string" else "a number"
            ends = {"at least": least, "at most": most}
            right = " and ".join(f"{words} {end}" for words, end in ends.items() if end is not None)
            raise self._wrong(text, f"{what} {right}")

    def _wrong(self, text: str, right: str) -> Problem:
        return Problem("bad-parameter", f"{self.name}: {text[:80]!r} is not {right}", parameter=self.name)


@dataclass(frozen=True)
class Operation:
    """An address of the API.

    Attributes:
        path: below `ROOT`.
        name: its operationId.
        summary: what it gives.
        job: the job that answers it; "" for what the server answers itself.
        parameters: what it takes.
        response: the schema of what it gives.
        fixed: further members of the job.
        forms: further media types that it can be given in.
    """

    path: str
    name: str
    summary: str
    job: str
    parameters: tuple[Parameter, ...] = ()
    response: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[str, ...] = ()

    @property
    def paged(self) -> bool:
        """Whether it is given page by page."""
        return any(parameter.name == "cursor" for parameter in self.parameters)


ID = Parameter("id", "An entity: its IRI, a prefixed name (id:org/...), or a name in English or Chinese.",
               required=True, least=1, most=500)  # fmt: skip
LANGUAGE = Parameter("language", "The language of names.", default="en", choices=("en", "zh"))
CURSOR = Parameter("cursor", "Where a page begins: from `next` of the page before.", default="", most=64)
BASES = Parameter("bases", "What links may rest on.", "choices", ["declared", "internal"],
                  choices=("declared", "internal", "possible"))  # fmt: skip
AT = Parameter("at", "As it stands then: 2030, 2025-04 or 2025-04-04.", default="", most=10)


def limit(default: int, most: int) -> Parameter:
    """How many items a page has."""
    return Parameter("limit", "How many items a page has at most.", "integer", default, least=1, most=most)


def paged(items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The schema of a page of items."""
    properties = {
        "total": {"type": "integer", "description": "How many items there are in all."},
        "items": {"type": "array", "items": items},
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
        **more,
    }
    return {"type": "object", "properties": properties, "required": ["total", "items", "next"]}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(**members: Any) -> dict[str, Any]:
    """The schema of all items at once."""
    return _object(total={"type": "integer"}, items={"type": "array", "items": _object(**members)})


_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": _TEXT}
_TERM = {"$ref": "#/components/schemas/Term"}
_WALK = (ID, Parameter("depth", "How many links to follow at most.", "integer", least=1, most=50), BASES, AT,
         LANGUAGE, limit(200, 2000), CURSOR)  # fmt: skip
_LINKS = paged({"type": "object"}, title=_TEXT, notes=_TEXTS)

_SOURCE = _object(iri=_TEXT, title=_TEXT, publisher=_MAYBE, issued=_MAYBE, url=_MAYBE)
_NUMBER = {"type": "integer"}
_YES = {"type": "boolean"}
_LIST = {"type": "array", "items": {"type": "object"}}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "/search",
        "search",
        "Entities whose names are like a text, the likeliest first",
        "search",
        (
            Parameter("q", "A name, or a part of it.", required=True, least=1, most=200),
            Parameter("kind", "Only things of this class, such as Company.", default="", most=60),
            limit(20, 100),
            CURSOR,
        ),
        paged(_object(iri=_TEXT, label=_TEXT, name=_TEXT, kinds=_TEXTS)),
    ),
    Operation(
        "/entity",
        "entity",
        "What is said of an entity and of the facts that it takes part in, with sources",
        "entity",
        (
            ID,
            LANGUAGE,
            Parameter("derived", "With what rules derived.", "boolean", False),
            limit(200, 1000),
            CURSOR,
        ),
        paged(
            _object(subject=_TERM, predicate=_TERM, object=_TERM, graph=_TEXT, derived=_YES),
            iri=_TEXT,
            label=_TEXT,
            kinds=_TEXTS,
            sources={"type": "array", "items": _SOURCE},
        ),
    ),
    Operation(
        "/neighbourhood",
        "neighbourhood",
        "What an entity is related to, as nodes and edges with sources",
        "neighbourhood",
        (
            ID,
            Parameter("depth", "Over how many relations.", "integer", 1, least=1, most=4),
            LANGUAGE,
            limit(200, 1000),
        ),
        _object(iri=_TEXT, total=_NUMBER, nodes=_LIST, edges=_LIST, truncated=_YES),
    ),
    Operation(
        "/upstream",
        "upstream",
        "What flows into an entity, a country or the making of a product",
        "walk",
        _WALK,
        _LINKS,
        {"direction": "upstream"},
    ),
    Operation(
        "/downstream",
        "downstream",
        "What flows out of an entity or a country, or is made of a product",
        "walk",
        _WALK,
        _LINKS,
        {"direction": "downstream"},
    ),
    Operation(
        "/statistics",
        "statistics",
        "How much there is: triples, graphs, things of each class",
        "statistics",
        (),
        _object(
            triples=_NUMBER, subjects=_NUMBER, graphs=_NUMBER, classes=_LIST, properties=_LIST, store=_TEXT
        ),
    ),
    Operation(
        "/questions",
        "questions",
        "The questions that come with the graph, with their parameters",
        "",
        (Parameter("tag", "Only those with this tag.", default="", most=60),),
        listed(name=_TEXT, summary=_TEXT, description=_TEXT, tags=_TEXTS, address=_TEXT, parameters=_LIST),
    ),
)

# What the parameters of questions take, by their kinds; all others are languages.
_ASKED = {
    "iri": "An entity: its IRI, a prefixed name or a name.",
    "integer": "A whole number, such as 2030.",
    "decimal": "A number, such as 16.38.",
    "date": "A date, such as 2025-04-04.",
    "string": "Text.",
}
_FORMS = ("json", "csv", "tsv", "xml", "srj")
_ROWS = paged(
    {"type": "array", "items": {"anyOf": [_TERM, {"type": "null"}]}},
    question=_TEXT, summary=_TEXT, columns=_TEXTS,
)  # fmt: skip


def questions() -> dict[str, Operation]:
    """An operation for each question of the library, by the question's name.

    Raises:
        FileError: a query file cannot be read.
    """
    return {name: _question(query) for name, query in queries.library().items()}


def _question(query: queries.Query) -> Operation:
    own = tuple(
        Parameter(
            each.name,
            _ASKED.get(each.kind, f"Text in the language {each.kind}."),
            default=None if each.default is None else str(each.default),
            required=each.default is None,
            least=1,
            most=500,
        )
        for each in query.parameters
    )
    shared = (
        Parameter("format", "Page by page as JSON, or whole in a form of SPARQL results.", default="json",
                  choices=_FORMS),
        limit(100, 1000), CURSOR,
    )  # fmt: skip
    return Operation(
        f"/questions/{query.name}", f"question-{query.name}", query.summary, "answer", own + shared, _ROWS,
        {"name": query.name}, ("text/csv", "text/tab-separated-values", "application/sparql-results+xml",
                               "application/sparql-results+json"),
    )  # fmt: skip
