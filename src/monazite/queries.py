"""The query library: finds the shipped queries, reads their headers, binds values to parameters.

A query is a ``.rq`` file. Its header lines follow the grlc convention: ``#+ key: value`` is YAML once
the ``#+`` is taken off. Its parameters follow grlc's naming: ``?_name_iri``, ``?_name_integer``,
``?_name_decimal``, ``?_name_date``, ``?_name_en`` (any language tag of two or three letters) and
``?_name`` for a plain string.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Identifier

from monazite import bundle
from monazite.errors import FileError, ParameterError, QueryError
from monazite.vocabulary import expand

# What SPARQL 1.1's grammar (section 19.8) lets a `?` or a `#` stand in without starting a variable or a
# comment: IRI references and strings come first, so that nothing inside them is taken for a variable.
_TOKEN = re.compile(
    r"""
    (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string>  \"{3}(?:\\.|"{0,2}[^"\\])*\"{3} | '{3}(?:\\.|'{0,2}[^'\\])*'{3}
               | "(?:\\.|[^"\\\n\r])*" | '(?:\\.|[^'\\\n\r])*' )
  | (?P<comment> \#[^\n\r]* )
  | [?$](?P<variable> \w+ )
    """,
    re.VERBOSE | re.DOTALL,
)
# No part of a name, such as ex:from or from:x.
_FROM = re.compile(r"(?<![\w:.-])FROM(?![\w:-])", re.IGNORECASE)
_PARAMETER = re.compile(r"_(?P<name>[^_]\w*?)(?:_(?P<kind>iri|integer|decimal|date|[a-z]{2,3}))?")

Value = Identifier | str | int | float | Decimal | date
Resolver = Callable[[str], URIRef]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: its name, its SPARQL variable, its kind, its default if it has one.

    `kind` is ``iri``, ``integer``, ``decimal``, ``date``, ``string`` or a language tag.
    """

    name: str
    variable: str
    kind: str
    default: Any = None


@dataclass(frozen=True)
class Query:
    """A query of the library, or one given as text (then its name is empty)."""

    name: str
    text: str
    path: Path | None = None

    @cached_property
    def header(self) -> dict[str, Any]:
        """The ``#+`` lines, read as YAML.

        Raises:
            FileError: they are not YAML, or not a mapping.
        """
        import yaml

        lines = [line[2:].removeprefix(" ") for line in self.text.splitlines() if line.startswith("#+")]
        try:
            header = yaml.safe_load("\n".join(lines)) or {}
        except yaml.YAMLError as error:
            raise FileError(self.path or Path(self.name), f"its #+ header is not YAML: {error}") from error
        if not isinstance(header, dict):
            raise FileError(self.path or Path(self.name), "its #+ header must be lines of `key: value`")
        return header

    @property
    def summary(self) -> str:
        """The question in one line."""
        return str(self.header.get("summary", ""))

    @property
    def description(self) -> str:
        """What the answer means and rests on."""
        return str(self.header.get("description", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        """The subjects that the question belongs to."""
        return self._listed("tags")

    @property
    def after(self) -> tuple[str, ...]:
        """The names of the rules whose results a rule builds on."""
        return self._listed("after")

    def _listed(self, key: str) -> tuple[str, ...]:
        """The names under a key of the header: a list of them, or one alone."""
        found = self.header.get(key) or ()
        return (found,) if isinstance(found, str) else tuple(map(str, found))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in the order in which the text first names them."""
        variables = dict.fromkeys(v for v in variables_in(self.text) if _PARAMETER.fullmatch(v))
        if not variables:
            return ()
        defaults: dict[str, Any] = {}
        for default in self.header.get("defaults", []):
            defaults |= default
        found = []
        for variable in variables:
            match = _PARAMETER.fullmatch(variable)
            assert match is not None
            name = match["name"]
            found.append(Parameter(name, variable, match["kind"] or "string", defaults.get(name)))
        return tuple(found)


def library(kind: str = "questions") -> dict[str, Query]:
    """The shipped queries of one kind (a folder under ``queries/``) by name, sorted.

    Raises:
        FileError: a query file cannot be read.
    """
    return {path.stem: read(path) for path in sorted((bundle.root() / "queries" / kind).glob("*.rq"))}


def shipped(kind: str, name: str) -> Query:
    """One shipped query by folder and name.

    Raises:
        QueryError: there is none of that name; the message suggests those that are near.
    """
    folder = bundle.root() / "queries" / kind
    path = folder / f"{name}.rq"
    if path.parent == folder and os.path.isfile(path):  # no error of a name that is too long
        return read(path)
    import difflib

    names = [other.stem for other in sorted(folder.glob("*.rq"))]
    near = difflib.get_close_matches(name, names, cutoff=0.4) or names
    raise QueryError(f"there is no query named {name!r} under {kind}; did you mean: {', '.join(near)}?")


def read(path: Path) -> Query:
    """A query from a file.

    Raises:
        FileError: the file cannot be read or is not UTF-8.
    """
    try:
        return Query(path.stem, path.read_text(encoding="utf-8"), path)
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise FileError(path, f"not UTF-8 (byte {error.start})") from error


def question(name: str) -> Query:
    """The question of that name: of the library, or of those that need another endpoint.

    Raises:
        QueryError: as `shipped`.
    """
    return library("federated").get(name) or shipped("questions", name)


def find(text_or_name: str) -> Query:
    """The question of that name, or the query that the text is.

    Text is taken for a name when it is a single word.

    Raises:
        QueryError: it is a single word and no question has that name.
    """
    if re.fullmatch(r"[\w.-]+", text_or_name.strip()):
        return question(text_or_name.strip())
    return Query("", text_or_name)


def variables_in(text: str) -> Iterator[str]:
    """The variables of a SPARQL text, without their marks, in order, repeats included.

    Examples:
        >>> list(variables_in("SELECT ?a { ?a ?b '?c' } # ?d"))
        ['a', 'a', 'b']
    """
    return (match["variable"] for match in _TOKEN.finditer(text) if match["variable"])


def names_dataset(text: str) -> bool:
    """Whether a query names its own dataset, by FROM.

    Examples:
        >>> names_dataset("ASK FROM <https://example.org/g> {}")
        True
        >>> names_dataset("ASK { ?from ex:from 'FROM' }")
        False
    """
    return _FROM.search(_TOKEN.sub(" ", text)) is not None


def bind(query: Query, values: Mapping[str, Value], resolve: Resolver | None = None) -> str:
    """The query's text with its parameters, and any other variable that is named, replaced by values.

    A value is written as an RDF term by the engine that also parses it, so no value can end a string or an
    IRI and become part of the query. `resolve` turns the name of an entity into its IRI.

    Raises:
        ParameterError: a value has no place in the query or the wrong kind, or a parameter has neither
            value nor default, or stands in the SELECT list, where a value cannot.
    """
    parameters = {parameter.name: parameter for parameter in query.parameters}
    present = set(variables_in(query.text))
    terms: dict[str, Identifier] = {}
    for name, value in values.items():
        if name in parameters:
            parameter = parameters[name]
            terms[parameter.variable] = _term(parameter, value, resolve)
        elif name in present:
            terms[name] = _plain_term(value)
        else:
            known = ", ".join(parameters) or "none"
            raise ParameterError(f"{_named(query)} has no parameter {name!r}; it has: {known}")
    for parameter in parameters.values():
        if parameter.variable in terms:
            continue
        if parameter.default is None:
            raise ParameterError(f"{_named(query)} needs a value for its parameter {parameter.name!r}")
        terms[parameter.variable] = _term(parameter, parameter.default, resolve)
    if not terms:
        return query.text
    _refuse_projected(query, terms)
    return _TOKEN.sub(lambda match: _replacement(match, terms), query.text)


def _replacement(match: re.Match[str], terms: Mapping[str, Identifier]) -> str:
    term = terms.get(match["variable"]) if match["variable"] else None
    return match[0] if term is None else _written(term)


def _written(term: Identifier) -> str:
    """A term as it stands in a query, written by the engine that reads it.

    Not by rdflib's own `n3` (7.6): of a text with a line break, a backslash and a quote it makes a string
    that ends too early, so that the rest would be part of the query.
    """
    if not isinstance(term, Literal):
        try:
            return str(ox.NamedNode(str(term)))
        except ValueError as error:
            raise ParameterError(f"{str(term)!r} is no IRI: {error}") from error
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None))


def _refuse_projected(query: Query, terms: Mapping[str, Identifier]) -> None:
    select = re.search(r"\bselect\b(?P<list>[^{]*)\{", _TOKEN.sub(_blank, query.text), re.IGNORECASE)
    for variable in variables_in(select["list"]) if select else ():
        if variable in terms:
            raise ParameterError(
                f"{_named(query)}: ?{variable} gets a value, so it cannot stand in the SELECT list; "
                f"write BIND(?{variable} AS ?other) in the pattern and select ?other"
            )


def _blank(match: re.Match[str]) -> str:
    return match[0] if match["variable"] else " "


def _named(query: Query) -> str:
    return f"query {query.name!r}" if query.name else "the query"


def _plain_term(value: Value) -> Identifier:
    if isinstance(value, BNode):
        raise ParameterError(f"a blank node ({value}) cannot be the value of a parameter")
    if isinstance(value, Identifier):
        return value
    return (isinstance(value, str) and expand(value)) or Literal(value)


def _term(parameter: Parameter, value: Value, resolve: Resolver | None) -> Identifier:
    if isinstance(value, Identifier):
        return _plain_term(value)
    text = str(value)
    if parameter.kind == "iri":
        iri = expand(text)
        if iri is None and resolve is not None:
            iri = resolve(text)
        if iri is None:
            raise ParameterError(f"parameter {parameter.name!r}: {text!r} is not an IRI or a prefixed name")
        return iri
    try:
        match parameter.kind:
            case "integer":
                return Literal(int(text))
            case "decimal":
                return Literal(_finite(text))
            case "date":
                return Literal(date.fromisoformat(text).isoformat(), datatype=XSD.date)
    except (ValueError, InvalidOperation) as error:
        raise ParameterError(
            f"parameter {parameter.name!r}: {text!r} is not {_EXPECTED[parameter.kind]}"
        ) from error
    return Literal(text) if parameter.kind == "string" else Literal(text, lang=parameter.kind)


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


_EXPECTED = {
    "integer": "a whole number, such as 2030",
    "decimal": "a number, such as 16.38",
    "date": "a date, such as 2025-04-04",
}
