"""What an engine is asked for the nodes that may break a shape, one question for each thing constrained."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from monazite.validation.conditions import UNKNOWN, Conditions, every, listed, some, term
from monazite.validation.constraints import Select, read
from monazite.vocabulary import local_name

# Where a query can be bound to some nodes: a comment, for SPARQL.
_HERE = "#among\n"


@dataclass(frozen=True)
class Target:
    """Which nodes a shape is of: named ones, those of classes, those that something is said of, or by."""

    nodes: frozenset[Node] = frozenset()
    classes: frozenset[str] = frozenset()
    subjects_of: frozenset[str] = frozenset()
    objects_of: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True)
class Question:
    """A query for the nodes, ``?this``, that may break a shape, or one `part` of it, a property shape.

    Where it has ``?g``, that is the graph whose view it holds of; without, it holds of every view. A `select`
    is the shape's own query.
    """

    shape: Node
    part: Node
    query: str
    select: Select | None = None

    def among(self, nodes: Collection[Node]) -> str:
        """The query, of some nodes alone."""
        return self.query.replace(_HERE, f"VALUES ?this {{ {' '.join(filter(None, map(term, nodes)))} }} ")


def target_of(shapes: Graph, shape: Node) -> Target:
    """What a shape targets."""

    def names(parameter: Node) -> frozenset[str]:
        return frozenset(map(str, shapes.objects(shape, parameter)))

    classes = names(SH.targetClass)
    kinds = {RDFS.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    if not kinds.isdisjoint(shapes.objects(shape, RDF.type)):  # the shape is a class itself
        classes |= {str(shape)}
    named = frozenset(shapes.objects(shape, SH.targetNode))
    return Target(named, classes, names(SH.targetSubjectsOf), names(SH.targetObjectsOf))


class Asking:
    """The questions of all shapes to one store."""

    def __init__(
        self,
        conditions: Conditions,
        severities: Collection[str],
        skipped: Collection[Node] = frozenset(),
    ) -> None:
        """What the questions are about.

        Args:
            conditions: the shapes, and the graphs they are asked of.
            severities: the severities that matter; what can find something of another only is not asked for.
            skipped: shapes that are not asked for.
        """
        self.conditions = conditions
        self.shapes = conditions.shapes
        self.severities = frozenset(severities)
        self.skipped = frozenset(skipped)

    def all(self) -> Iterator[Question]:
        """The questions of each shape that targets something."""
        for shape in sorted(set(self.shapes.subjects()), key=str):
            target = target_of(self.shapes, shape)
            if target and shape not in self.skipped:
                yield from self.of(shape, target)

    def of(self, shape: Node, target: Target) -> Iterator[Question]:
        """The questions of one shape."""
        conditions = self.conditions
        by_predicate: dict[str, list[str]] = {}
        others: list[str] = []
        for each in (shape, *self.shapes.objects(shape, SH.property)):
            nested = each != shape and (each, SH.property, None) in self.shapes
            if each in self.skipped or not (nested or self._matters(each)):
                continue
            for constraint in self.shapes.objects(each, SH.sparql):
                if (select := read(self.shapes, constraint)) is None:
                    others.append(UNKNOWN)
                else:
                    yield Question(shape, each, self._of_select(target, select), select)
            path = self.shapes.value(each, SH.path)
            apart = {SH.sparql} if each != shape else {SH.sparql, SH.property}
            parameters = conditions.parameters(each, apart)
            # What is asked of each value of one predicate starts from the values: few of them are wrong.
            if isinstance(path, URIRef) and path != RDF.type:
                met = {(p, v): conditions.met(each, p, v, "?v") for p, v in parameters}
                by_predicate.setdefault(str(path), []).extend(m for m in met.values() if m is not None)
                parameters = [parameter for parameter, condition in met.items() if condition is None]
            others += conditions.constraints(each, path, "?this", parameters)
        for predicate, wanted in by_predicate.items():
            if (condition := every(wanted)) != "true":
                yield Question(shape, shape, self._of_values(target, predicate, condition))
        if (condition := every(others)) != "true":
            yield Question(shape, shape, self._of_nodes(target, condition))

    def _matters(self, node: Node) -> bool:
        severity = self.shapes.value(node, SH.severity)
        return (local_name(str(severity)) if severity else "Violation") in self.severities

    def _of_values(self, target: Target, predicate: str, condition: str) -> str:
        aimed = f"FILTER({self._aimed(target)})" if {predicate} != target.subjects_of else ""
        bad = "" if condition == UNKNOWN else f"FILTER(!COALESCE({condition}, false))"
        return f"SELECT DISTINCT ?g ?this {{ {_HERE} GRAPH ?g {{ ?this <{predicate}> ?v }} {bad} {aimed} }}"

    def _of_nodes(self, target: Target, condition: str) -> str:
        found = " UNION ".join(f"{{ {_HERE} {pattern} }}" for pattern in self._targets(target))
        bad = "" if condition == UNKNOWN else f"FILTER(!COALESCE({condition}, false))"
        return f"SELECT DISTINCT ?g ?this {{ {{ SELECT DISTINCT ?g ?this {{ {found} }} }} {bad} }}"

    def _of_select(self, target: Target, select: Select) -> str:
        aimed = f"FILTER({self._aimed(target)})"
        return f"{select.prefixes}SELECT DISTINCT ?this {{ {_HERE} {{ {select.text} }} {aimed} }}"

    def _aimed(self, target: Target) -> str:
        """Whether a shape targets a node, in any view."""
        conditions = self.conditions
        ways = [f"?this IN ({', '.join(filter(None, map(term, target.nodes)))})"] if target.nodes else []
        for predicate in sorted(target.subjects_of):
            ways.append(f"EXISTS {{ {conditions.said('?this', f'<{predicate}>', '?o', sure=False)} }}")
        for predicate in sorted(target.objects_of):
            ways.append(f"EXISTS {{ {conditions.said('?s', f'<{predicate}>', '?this', sure=False)} }}")
        if target.classes:
            kinds = f"FILTER(?t IN ({listed(self._classes(target))}))"
            ways.append(f"EXISTS {{ {conditions.said('?this', 'a', '?t', sure=False)} {kinds} }}")
        return some(ways)

    def _classes(self, target: Target) -> list[str]:
        below = self.conditions.dataset.below_any
        return sorted({each for kind in target.classes for each in below(kind)})

    def _targets(self, target: Target) -> Iterator[str]:
        """The nodes that a shape targets, each with the graphs in whose view it does."""
        dataset = self.conditions.dataset
        stated = []
        if target.classes:
            kinds = " ".join(f"<{kind}>" for kind in self._classes(target))
            stated.append((f"VALUES ?t {{ {kinds} }}", "?this a ?t"))
        if target.subjects_of:
            stated.append(
                (f"VALUES ?q {{ {' '.join(f'<{p}>' for p in sorted(target.subjects_of))} }}", "?this ?q ?o")
            )
        for values, pattern in stated:
            yield f"{values} GRAPH ?g {{ {pattern} }}"
            if dataset.background:  # what the background makes a target may be spoken of in any graph
                behind = " ".join(f"<{graph}>" for graph in dataset.background)
                stated_there = f"VALUES ?b {{ {behind} }} GRAPH ?b {{ {pattern} }}"
                yield f"{values} {stated_there} GRAPH ?g {{ ?this ?any ?what }}"
        if target.objects_of:
            predicates = " ".join(f"<{p}>" for p in sorted(target.objects_of))
            yield f"VALUES ?q {{ {predicates} }} GRAPH ?g {{ ?s ?q ?this }}"
        if target.nodes:
            # They are targets even where nothing is said of them: then in the view that has the least.
            nodes = " ".join(filter(None, map(term, target.nodes)))
            yield f"VALUES ?this {{ {nodes} }} VALUES ?g {{ <{dataset.least}> }}"
