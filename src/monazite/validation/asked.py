"""Constraints in SPARQL: what their queries look at, and which nodes the engine finds by them."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from pyparsing import ParseResults
from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translatePath, traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, Variable

from monazite.validation.views import Term, View, engine_of, known_term


@dataclass(frozen=True)
class Asked:
    """A constraint in SPARQL: its query, and how the statements that it looks at hang on the node."""

    query: str
    predicates: frozenset[str]
    backwards: frozenset[str]
    # What every node that it finds says.
    needed: frozenset[str]


def _patterns(part: object) -> Iterator[tuple[Node, Node | Path, Node] | None]:
    """The triple patterns of a query, wherever they stand in it; None stands for what is not known here."""
    if isinstance(part, CompValue):
        if part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            yield from _patterns(_translated(part.graph))
        elif part.name == "BGP":
            yield from part.triples
        elif part.name in ("Graph", "ServiceGraphPattern", "TriplesBlock", "GroupGraphPatternSub"):
            yield None
        else:
            for inner in part.values():
                yield from _patterns(inner)
    elif isinstance(part, list | tuple | ParseResults):
        for inner in part:
            yield from _patterns(inner)


def _translated(group: CompValue) -> CompValue:
    """The pattern of an EXISTS, which rdflib leaves as it was read until it is asked for."""
    if group.name != "GroupGraphPatternSub":
        return group
    group = traverse(copy.deepcopy(group), visitPost=translatePath)
    translated: CompValue = translateGroupGraphPattern(group)
    return translated


def _predicates(path: Node | Path, backwards: bool = False) -> set[tuple[str, bool]] | None:
    """The predicates of a path and whether they are read backwards; None if it is not known here."""
    if isinstance(path, URIRef):
        return {(str(path), backwards)}
    if isinstance(path, InvPath):
        return _predicates(path.arg, not backwards)
    if isinstance(path, MulPath):
        return _predicates(path.path, backwards)
    if isinstance(path, SequencePath | AlternativePath):
        found: set[tuple[str, bool]] = set()
        for inner in path.args:
            steps = _predicates(inner, backwards)
            if steps is None:
                return None
            found |= steps
        return found
    return None


@cache
def hanging(query: str) -> Asked | None:
    """How the statements that a query looks at are found, from the node that it is asked about."""
    algebra = prepareQuery(query).algebra
    patterns = [pattern for pattern in _patterns(algebra) if pattern is not None]
    if len(patterns) < len(list(_patterns(algebra))) or not patterns:
        return None
    reached: set[Node] = {Variable("this")}
    predicates: set[str] = set()
    backwards: set[str] = set()
    waiting = list(patterns)
    while waiting:
        for pattern in waiting:
            subject, path, value = pattern
            if subject in reached or value in reached:
                break
        else:
            return None
        waiting.remove(pattern)
        steps = _predicates(path, backwards=subject not in reached)
        if steps is None:
            return None
        predicates |= {predicate for predicate, _ in steps}
        backwards |= {predicate for predicate, back in steps if back}
        reached |= {term for term in (subject, value) if isinstance(term, Variable)}
    needed = {
        str(path)
        for subject, path, _ in _required(algebra)
        if subject == Variable("this") and isinstance(path, URIRef)
    }
    return Asked(query, frozenset(predicates), frozenset(backwards), frozenset(needed))


def _required(part: object) -> Iterator[tuple[Node, Node | Path, Node]]:
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


def answers(asked: Asked, candidates: Collection[Term], view: View) -> set[Term]:
    """Those of the candidates that a constraint in SPARQL finds, by the engine."""
    store = ox.Store()
    quads: list[ox.Quad] = []
    seen: set[Term] = set(candidates)
    waiting = list(candidates)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ox.Literal):
            continue
        subject = engine_of(node)
        assert not isinstance(subject, ox.Literal)
        said = view.out(node)
        for predicate in asked.predicates & said.keys():
            for value in said[predicate]:
                quads.append(ox.Quad(subject, ox.NamedNode(predicate), engine_of(value)))
                if value not in seen and not isinstance(value, ox.Literal):
                    seen.add(value)
                    waiting.append(value)
        for predicate in asked.backwards:
            for other in view.into(predicate, node):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    store.extend(quads)
    solutions = store.query(asked.query)
    assert isinstance(solutions, ox.QuerySolutions)
    found: set[Term] = set()
    for solution in solutions:
        this = solution["this"]
        if this is None:  # not bound by a pattern: the engine cannot say which
            return set(candidates)
        found.add(known_term(this, {}))
    return found & set(candidates)
