"""Finds the lines of a TriG or Turtle file on which its statements stand.

Parsers check and read; none of them says where a statement was. This reads no more than it needs for
that, from files that a parser has accepted before: no blank node property lists, no collections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, URIRef
from rdflib.term import Identifier

_TOKEN = re.compile(
    r"""
    \#[^\n]*
  | \^\^<[^<>"\s]*>
  | <(?P<iri>[^<>"\s]*)>
  | (?P<quote>\"{3}|'{3}|"|')(?P<string>(?:\\.|(?!(?P=quote)).)*)(?P=quote)
  | (?P<mark>[;,{}])
  | (?P<word>[^\s;,{}"'<>\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_DIRECTIVES = {"@prefix", "prefix", "@base", "base"}


@dataclass(frozen=True)
class Located:
    """A statement and the line, counted from 1, on which its object stands; a literal as its bare text."""

    subject: URIRef
    predicate: URIRef
    object: str
    line: int


def locate(path: Path) -> list[Located]:
    """The statements of a file, in its order, with their lines."""
    return list(_statements(path.read_text(encoding="utf-8")))


def line_of(
    located: list[Located],
    subject: Identifier,
    predicate: Identifier | None = None,
    value: Identifier | None = None,
) -> int | None:
    """The line of a statement; where that is not in the file, that of the predicate, else of the subject."""
    best: tuple[int, int] | None = None
    for statement in located:
        if statement.subject != subject:
            continue
        fit = 1
        if predicate is not None and statement.predicate == predicate:
            fit = 3 if value is not None and statement.object == str(value) else 2
        if best is None or fit > best[0]:
            best = (fit, statement.line)
    return best[1] if best else None


def _statements(text: str) -> Iterator[Located]:
    prefixes: dict[str, str] = {}
    spoken: list[str] = []  # what stands before the object: subject, then predicate
    directive: list[str] | None = None
    line, read_to = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", read_to, match.start())
        read_to = match.start()
        token, ends = _token(match, prefixes, raw=directive is not None)
        if token is not None and directive is None and not spoken and token.lower() in _DIRECTIVES:
            directive = []
        elif directive is not None:
            directive += [token] if token is not None else []
            if len(directive) == 2 or (directive and not directive[0].endswith(":")):
                if len(directive) == 2:
                    prefixes[directive[0]] = directive[1]
                directive = None
        elif match["mark"] in ("{", "}"):
            spoken = []  # a graph's name is no subject
        elif match["mark"] == ";":
            spoken = spoken[:1]
        elif token is not None and not (match["word"] or "").startswith(("@", "^^")):
            if len(spoken) < 2:
                spoken.append(token)
            else:
                yield Located(URIRef(spoken[0]), URIRef(spoken[1]), token, line)
        if ends and directive is None:
            spoken = []


def _token(match: re.Match[str], prefixes: dict[str, str], *, raw: bool) -> tuple[str | None, bool]:
    """What a match stands for (None: nothing), and whether a full stop ends the statement after it."""
    if match["iri"] is not None:
        return match["iri"], False
    if match["string"] is not None:
        return _unescape(match["string"]), False
    word = match["word"]
    if word is None:
        return None, False
    ends = word.endswith(".")
    word = word.removesuffix(".")
    if not word:
        return None, ends
    if word == "a" and not raw:
        return str(RDF.type), ends
    prefix, colon, local = word.partition(":")
    if colon and not raw and prefix + ":" in prefixes and not word.startswith("^^"):
        return prefixes[prefix + ":"] + local.replace("\\", ""), ends
    return word, ends


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: _PLAIN.get(m[1]) or chr(int(m[1][1:], 16)), text)
