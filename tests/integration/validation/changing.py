"""A little of the graph with every kind of thing in it, and ways to break what the shapes speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, Literal
from rdflib.term import Node
from tests.integration.validation.differing import Both
from tests.shapes import breaking
from tests.shapes.breaking import SHAPES, VALID, Change, Triple

from monazite import KnowledgeGraph, shapes
from monazite.results import from_engine, to_engine
from monazite.validation.judge import Data, Judge
from monazite.vocabulary import local_name

DOCUMENTS = "https://w3id.org/monazite/source/"
ONE, TWO = f"{DOCUMENTS}one", f"{DOCUMENTS}two"
BACKGROUND = shapes._BACKGROUND
COMPARED = {
    predicate
    for parameter in (SH.lessThan, SH.lessThanOrEquals)
    for shape, other in SHAPES.subject_objects(parameter)
    for predicate in (SHAPES.value(shape, SH.path), other)
}
# Which way to change the data, and four numbers that say what, and with what.
Draw = tuple[int, int, int, int, int]
# The ways that aim at nothing; any number beyond aims.
BLIND = 6


@dataclass(frozen=True)
class Case:
    """A constraint to break: of a shape, at one of the nodes that a shape targets for it."""

    shape: Node
    constraint: Node
    value: Node
    nodes: tuple[Node, ...]

    def ways(self, data: Graph, node: Node) -> list[Change]:
        """The ways to break it at a node."""
        if self.constraint == SH.sparql:
            return [breaking.as_told(data, local_name(str(self.shape)))]
        path = SHAPES.value(self.shape, SH.path)
        if path is None:
            return list(breaking.as_another(data, node))
        found = breaking.changes(data, node, path, self.constraint, self.value)  # type: ignore[arg-type]
        beside = [change for change in found if not any(map(_impossible, change[1]))]
        # In place of the values that there are, too, so that there is not one too many.
        places = breaking.slots(data, node, path)
        values = [triple for slot in places for triple in breaking.stated(data, slot)]
        instead = [(values, comes) for goes, comes in beside if not goes]
        return [change for pair in zip_longest(beside, instead) for change in pair if change]


def _impossible(triple: Triple) -> bool:
    """Whether a literal is a subject, or a blank node to be compared with a date, which pySHACL refuses."""
    return isinstance(triple[0], Literal) or (isinstance(triple[2], BNode) and triple[1] in COMPARED)


class Little:
    """Two documents: fifty nodes of a real one, and one thing of every class; the background of both."""

    def __init__(self, base: Path) -> None:
        whole = KnowledgeGraph.in_memory(base).embedded
        named = next(g for g in whole.named_graphs() if g.value.startswith(DOCUMENTS))
        said = list(whole.quads_for_pattern(None, None, None, named))
        subjects = list(dict.fromkeys(quad.subject for quad in said))[:50]
        kept = [quad for quad in said if quad.subject in subjects]
        # Every other node is of the other document, and some are of both.
        self.quads = [
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name))
            for q in kept
            for number, name in enumerate((ONE, TWO))
            if subjects.index(q.subject) % 2 == number or subjects.index(q.subject) % 7 == 0
        ]
        made_up = list(ox.parse(path=VALID, format=ox.RdfFormat.TRIG))
        things = list(dict.fromkeys(quad.subject for quad in made_up))
        self.quads += [
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name))
            for q in made_up
            for name in (ONE, TWO)
            # The second says most of it alone, all that is needed to say it, and the first some of it, too.
            if name == TWO or things.index(q.subject) % 3 == 0
        ]
        kept += made_up
        near = {*subjects, *things, *(quad.object for quad in kept), *(quad.predicate for quad in kept)}
        classes = {q.object for q in kept if isinstance(q.object, ox.NamedNode)}
        self.background = [
            quad
            for quad in whole
            if isinstance(quad.graph_name, ox.NamedNode)
            and quad.graph_name.value.startswith(BACKGROUND)
            and (
                quad.subject in near or quad.subject in classes or quad.predicate.value.endswith("subClassOf")
            )
        ]
        self.both = Both(SHAPES)
        self.base = base

    def store(self, quads: Iterable[ox.Quad]) -> ox.Store:
        """The background, and some statements."""
        store = ox.Store()
        store.bulk_extend([*self.background, *quads])
        return store

    @cached_property
    def data(self) -> Data:
        """What all graphs say before any change."""
        return union([*self.background, *self.quads])

    @cached_property
    def cases(self) -> dict[str, list[Case]]:
        """The constraints that can be broken here, by the name of their parameter."""
        judge = Judge(self.data, SHAPES)
        own = {from_engine(quad.subject) for quad in self.quads}
        aimed = {shape.node: shape.focus_nodes(judge.graph) & own for shape in judge.targeting}
        found: dict[str, list[Case]] = {}
        for shape in sorted({*SHAPES.subjects(RDF.type, SH.PropertyShape), *aimed}, key=str):
            whose = {shape, *SHAPES.subjects(SH.property, shape)} & aimed.keys()
            nodes = self._with_values(set().union(*(aimed[each] for each in whose)), shape)
            for constraint, value in sorted(breaking.parameters(shape), key=str) if nodes else ():
                found.setdefault(local_name(str(constraint)), []).append(
                    Case(shape, constraint, value, nodes)
                )
        return found

    def _with_values(self, nodes: set[Node], shape: Node) -> tuple[Node, ...]:
        """Those of some nodes that have a value of a shape's path; all if none has."""
        path = SHAPES.value(shape, SH.path)
        having = {
            node
            for node in nodes
            if path is not None
            and any(breaking.stated(self.data, slot) for slot in breaking.slots(self.data, node, path))
        }
        return tuple(sorted(having or nodes, key=str))

    def changed(self, draws: Iterable[Draw]) -> list[ox.Quad]:
        """The statements of the two documents, changed."""
        quads, data = list(self.quads), union([*self.background, *self.quads])
        names = sorted(self.cases)
        for way, a, b, c, d in draws:
            if way < BLIND:
                quads = _blindly(quads, way, a, b, c)
                data = union([*self.background, *quads])
                continue
            cases = self.cases[names[way % len(names)]]
            case = cases[a % len(cases)]
            node = case.nodes[b % len(case.nodes)]
            if ways := case.ways(data, node):
                quads = self._broken(quads, data, ways[c % len(ways)], d)
        return quads

    def _broken(self, quads: list[ox.Quad], data: Graph, change: Change, where: int) -> list[ox.Quad]:
        """What goes goes from one document or from both; what comes is said by one of them."""
        goes = set(map(_in_engine, change[0]))
        graph = ox.NamedNode((ONE, TWO)[where % 2])
        kept = [
            q for q in quads
            if (q.subject, q.predicate, q.object) not in goes or (where % 5 == 0 and q.graph_name != graph)
        ]  # fmt: skip
        for triple in change[1]:
            kept.append(ox.Quad(*_in_engine(triple), graph))
            data.add(triple)
        left = {(q.subject, q.predicate, q.object) for q in kept}
        for triple in change[0]:
            if _in_engine(triple) not in left:
                data.remove(triple)
        return kept

    def focus(self, store: ox.Store, name: str) -> set[Node]:
        """The nodes that a document speaks of."""
        return self.both.judge.nodes(union(store.quads_for_pattern(None, None, None, ox.NamedNode(name))))


def union(quads: Iterable[ox.Quad]) -> Data:
    """Statements as rdflib holds them, whoever says them."""
    data = Data(bind_namespaces="none")
    for quad in quads:
        data.add((from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)))
    return data


def _in_engine(triple: Triple) -> tuple[Any, Any, Any]:
    s, p, o = map(to_engine, triple)  # type: ignore[arg-type]
    return s, p, o


def _blindly(quads: list[ox.Quad], way: int, at: int, one: int, other: int) -> list[ox.Quad]:
    quad, a, b = (quads[number % len(quads)] for number in (at, one, other))
    s, p, o, g = quad
    if way == 0:
        quads.remove(quad)
    elif way == 1:  # another value that a predicate has somewhere
        quads.append(ox.Quad(s, p, a.object, g))
    elif way == 2:  # something else said of it
        quads.append(ox.Quad(s, b.predicate, b.object, g))
    elif way == 3:  # said by another document
        quads.append(ox.Quad(s, a.predicate, o, b.graph_name))
    elif way == 4:
        quads[quads.index(quad)] = ox.Quad(s, p, ox.Literal("odd"), g)
    else:  # something else is what this was
        quads = [q for q in quads if q.subject != s] + [ox.Quad(a.subject, p, o, g)]
    return quads
