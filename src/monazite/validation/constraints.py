"""SPARQL constraints: what their queries look at, and whether they find more where more is stated."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from pyparsing import ParseResults
from rdflib import SH, Graph, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translatePath, traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, Variable

from monazite.vocabulary import PREFIXES

# With fewer statements these may find more.
_TURNING = {"LeftJoin", "Minus", "Group", "AggregateJoin", "Builtin_EXISTS", "Builtin_NOTEXISTS", "Slice"}
_STRANGE = {"Graph", "ServiceGraphPattern"}
# What these give depends on how often a statement is found, which some engines find once for each graph.
_COUNTING = {"Aggregate_Count", "Aggregate_Sum", "Aggregate_Avg", "Aggregate_GroupConcat"}
Pattern = tuple[Node, Node | Path, Node]


@dataclass(frozen=True)
class Select:
    """The query of a SPARQL constraint, which finds nodes ``?this`` that break it.

    What it finds in part of a graph it finds in the whole, too, if it is `growing`; what it finds depends on
    how often a statement is found if it is `counting`. `predicates` are those that it looks at, None if that
    is not known; `needed` those without which it finds nothing.
    """

    prefixes: str
    text: str
    growing: bool
    counting: bool
    patterns: tuple[Pattern, ...]
    predicates: frozenset[str] | None
    needed: frozenset[str]


def read(shapes: Graph, constraint: Node) -> Select | None:
    """A SPARQL constraint; None if the engine cannot say which nodes break it."""
    text = shapes.value(constraint, SH.select)
    if text is None or "$PATH" in str(text) or (constraint, SH.deactivated, None) in shapes:
        return None
    # Whoever reads SPARQL for pySHACL, rdflib, knows the usual prefixes by itself.
    prefixes = PREFIXES | {
        str(shapes.value(declared, SH.prefix)): str(shapes.value(declared, SH.namespace))
        for source in shapes.objects(constraint, SH.prefixes)
        for declared in shapes.objects(source, SH.declare)
    }
    used = set(re.findall(r"([A-Za-z][\w.-]*|\b):", str(text)))
    header = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()) if name in used)
    return _select(header, str(text))


@cache
def _select(prefixes: str, text: str) -> Select | None:
    query = prefixes + text
    try:
        ox.Store().query(query)
        algebra = prepareQuery(query).algebra
    except Exception:  # rdflib's own errors are of many kinds; pySHACL will tell
        return None
    parts = list(_parts(algebra))
    patterns = tuple(pattern for part in parts if part.name == "BGP" for pattern in part.triples)
    if any(part.name in _STRANGE for part in parts) or not _binds(algebra, parts):
        return None
    steps = [_predicates(path) for _, path, _ in patterns]
    known = frozenset(p for found in steps if found is not None for p in found)
    needed = frozenset(str(path) for _, path, _ in _required(algebra) if isinstance(path, URIRef))
    growing = not any(part.name in _TURNING for part in parts)
    counting = any(_counts(part) for part in parts if part.name == "AggregateJoin")
    return Select(prefixes, text, growing, counting, patterns, None if None in steps else known, needed)


def _counts(part: CompValue) -> bool:
    """Whether a group counts or adds up what may be there more than once."""
    if not any(each.name in _COUNTING and each.distinct != "DISTINCT" for each in part.A):
        return False
    inner = part.p.p
    while isinstance(inner, CompValue) and inner.name in (
        "Join",
        "ToMultiSet",
        "Project",
        "Extend",
        "Filter",
    ):
        if inner.name == "Join":
            pair = [each for each in (inner.p1, inner.p2) if each.name != "BGP" or each.triples]
            if len(pair) != 1:
                return True
            inner = pair[0]
        else:
            inner = inner.p
    return inner.name not in ("Distinct", "AggregateJoin")


def _parts(part: object) -> Iterator[CompValue]:
    """The parts of a query, those of its EXISTS included."""
    if isinstance(part, CompValue):
        yield part
        if part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            yield from _parts(_translated(part.graph))
        else:
            for inner in part.values():
                yield from _parts(inner)
    elif isinstance(part, list | tuple | ParseResults):
        for inner in part:
            yield from _parts(inner)


def _translated(group: CompValue) -> CompValue:
    """The pattern of an EXISTS, which rdflib leaves as it was read until it is asked for."""
    if group.name != "GroupGraphPatternSub":
        return group
    group = traverse(copy.deepcopy(group), visitPost=translatePath)
    translated: CompValue = translateGroupGraphPattern(group)
    return translated


def _predicates(path: Node | Path) -> set[str] | None:
    """The predicates of a path; None if it may have any."""
    if isinstance(path, URIRef):
        return {str(path)}
    if isinstance(path, InvPath):
        return _predicates(path.arg)
    if isinstance(path, MulPath):
        return _predicates(path.path)
    if isinstance(path, SequencePath | AlternativePath):
        found = [_predicates(inner) for inner in path.args]
        return None if None in found else {p for each in found if each is not None for p in each}
    return None


def _required(part: object) -> Iterator[Pattern]:
    """The triple patterns that every solution of a query matches."""
    if not isinstance(part, CompValue):
        return
    if part.name == "BGP":
        yield from part.triples
    elif part.name == "LeftJoin":
        yield from _required(part.p1)
    elif part.name == "Join":
        yield from _required(part.p1)
        yield from _required(part.p2)
    elif part.name in (
        "SelectQuery", "Project", "Distinct", "Filter", "Extend", "AggregateJoin", "Group", "ToMultiSet",
    ):  # fmt: skip
        yield from _required(part.p)


def _binds(algebra: CompValue, parts: list[CompValue]) -> bool:
    """Whether every part of a query says, by a pattern that all solutions match, which node it is about."""
    this = Variable("this")
    return any(this in (subject, value) for subject, _, value in _required(algebra)) and all(
        this in part.PV for part in parts if part.name == "Project"
    )
