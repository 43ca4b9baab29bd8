"""What the shapes look at, as ways from the node that they are about to the statements that they read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.term import Node, Variable

from monazite.validation.constraints import Select, read
from monazite.validation.questions import target_of

# A step along a predicate: forwards or backwards, once or as often as it goes.
Step = tuple[str, bool, bool]
Way = tuple[Step, ...]
_TYPE: Step = (str(RDF.type), False, False)
_LISTS = {SH["or"], SH["and"], SH.xone}
_INNER = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}
_BESIDE = {SH.disjoint, SH.equals, SH.lessThan, SH.lessThanOrEquals}
_PATHS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Unbounded(Exception):
    """A shape may look at anything."""


def ways(shapes: Graph) -> set[Way] | None:
    """The ways that the shapes look, each to a statement that is read; None if they are not known."""
    if (None, RDF.type, SH.ConstraintComponent) in shapes:
        return None
    try:
        return {
            way
            for shape in set(shapes.subjects())
            if target_of(shapes, shape)
            for way in _of_shape(shapes, shape, (), ())
        }
    except Unbounded:
        return None


def _of_shape(shapes: Graph, shape: Node, before: Way, inside: tuple[Node, ...]) -> Iterator[Way]:
    if shape in inside:
        raise Unbounded
    inside = (*inside, shape)
    path = shapes.value(shape, SH.path)
    for end in [()] if path is None else steps(_path(shapes, path)):
        here = before + end
        yield from (here[: n + 1] for n in range(len(before), len(here)))
        for parameter, value in shapes.predicate_objects(shape):
            if parameter == SH["class"]:
                yield (*here, _TYPE)
            elif parameter in _INNER:
                yield from _of_shape(shapes, value, here, inside)
            elif parameter in _LISTS:
                for inner in RdfList(shapes, value):
                    yield from _of_shape(shapes, inner, here, inside)
            elif parameter in _BESIDE:
                yield (*before, (str(value), False, False))
            elif parameter == SH.sparql:
                if (select := read(shapes, value)) is None:
                    raise Unbounded
                yield from (before + way for way in _of_select(select))
            elif parameter == SH.js:
                raise Unbounded


def _path(shapes: Graph, path: Node) -> URIRef | Path:
    if isinstance(path, URIRef):
        return path
    if (inverse := shapes.value(path, SH.inversePath)) is not None:
        return InvPath(_path(shapes, inverse))
    if (several := shapes.value(path, SH.alternativePath)) is not None:
        return AlternativePath(*(_path(shapes, way) for way in RdfList(shapes, several)))
    for parameter, sign in _PATHS.items():
        if (inner := shapes.value(path, parameter)) is not None:
            return MulPath(_path(shapes, inner), sign)  # type: ignore[arg-type]
    return SequencePath(*(_path(shapes, step) for step in RdfList(shapes, path)))


def steps(path: Node | Path, backwards: bool = False) -> list[Way]:
    """The ways that a path can be walked.

    Raises:
        Unbounded: it leads along any predicate, or along several as often as it goes.
    """
    if isinstance(path, URIRef):
        return [((str(path), backwards, False),)]
    if isinstance(path, InvPath):
        return steps(path.arg, not backwards)
    if isinstance(path, MulPath):
        inner = steps(path.path, backwards)
        if len(inner) != 1 or len(inner[0]) != 1:
            raise Unbounded
        predicate, back, _ = inner[0][0]
        return [((predicate, back, True),)]
    if isinstance(path, AlternativePath):
        return [way for each in path.args for way in steps(each, backwards)]
    if isinstance(path, SequencePath):
        parts: Sequence[list[Way]] = [steps(each, backwards) for each in path.args]
        walked = product(*(reversed(parts) if backwards else parts))
        return [tuple(step for way in each for step in way) for each in walked]
    raise Unbounded


def _of_select(select: Select) -> Iterator[Way]:
    """The ways of a query, from ``?this``."""
    reached: dict[Node, list[Way]] = {Variable("this"): [()]}
    waiting = list(select.patterns)
    while waiting:
        pattern = next((p for p in waiting if p[0] in reached or p[2] in reached), None)
        if pattern is None:
            raise Unbounded
        waiting.remove(pattern)
        subject, path, value = pattern
        near, far, back = (subject, value, False) if subject in reached else (value, subject, True)
        found = [before + way for before in reached[near] for way in steps(path, back)]
        for way in found:
            yield from (way[: n + 1] for n in range(len(way)))
        if isinstance(far, Variable):
            reached.setdefault(far, found)
