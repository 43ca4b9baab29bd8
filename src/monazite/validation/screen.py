"""Tells which nodes conform to the shapes for certain, so that pySHACL is asked about the others only.

pySHACL takes about a second for a thousand nodes. Of a large import nearly all nodes conform, and to see that
is quick: the shapes are compiled to Python functions over plain dictionaries, and the constraints in SPARQL
are asked of the engine, for all nodes of a graph at once. A check says True only where pySHACL finds nothing;
what it cannot tell (a component that is not known here, a value that is hard to compare) is None, and goes to
pySHACL as what fails does. So the screen may send too many nodes on, and never one too few.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from monazite.validation.asked import Asked, answers, hanging
from monazite.validation.views import Said, Term, View, term_of
from monazite.vocabulary import PREFIXES, local_name

Verdict = bool | None
_NUMBERS = frozenset(map(str, (XSD.decimal, XSD.integer)))
_LEXICAL = {
    str(datatype): re.compile(pattern)
    for datatype, pattern in (
        (XSD.decimal, r"[-+]?(\d+(\.\d*)?|\.\d+)"),
        (XSD.integer, r"[-+]?\d+"),
        (XSD.boolean, r"true|false"),
        (XSD.gYear, r"[12]\d{3}"),
        (XSD.gYearMonth, r"[12]\d{3}-(0[1-9]|1[0-2])"),
        (XSD.date, r"[12]\d{3}-\d\d-\d\d"),
        (XSD.string, r"(?s:.*)"),
        (RDF.langString, r"(?s:.*)"),
    )
}
# Parameters that look at the values alone.
_LOCAL = {
    SH[name]
    for name in ("datatype", "nodeKind", "in", "pattern", "languageIn", "minInclusive", "maxInclusive",
                 "maxCount")
}  # fmt: skip
# So many nodes are put to the engine at once: it may join all with all first, and of few that is quick.
_BATCH = 50
# Parameters that constrain nothing by themselves.
_SILENT = {
    SH[name]
    for name in ("path", "name", "description", "message", "severity", "order", "group", "targetClass",
                 "targetSubjectsOf", "targetObjectsOf", "flags", "qualifiedValueShape", "prefixes")
} | {RDF.type, RDFS.comment, RDFS.label}  # fmt: skip

Check = Callable[[Term, View], Verdict]
Values = Callable[[Term, View], Sequence[Term]]


@dataclass(frozen=True)
class _Part:
    """One shape of those that a targeted shape is made of: how it is checked, and when it says nothing."""

    check: Check
    # The predicate without which there is nothing to check; None if there is always something.
    predicate: str | None = None
    # Where that is all: what each of its values has to be, and how many there may be.
    each: tuple[Check, ...] | None = None
    most: int | None = None
    # Whether the values alone tell, whatever else is in view.
    local: bool = False


@dataclass(frozen=True)
class _Shape:
    node: Node
    parts: tuple[_Part, ...]
    asked: tuple[Asked, ...]


class Screen:
    """The shapes, compiled: `suspects` are the nodes that pySHACL has to look at."""

    def __init__(
        self, shapes: Graph, severities: Collection[str], skipped: Collection[Node] = frozenset()
    ) -> None:
        """Compiles the shapes.

        Args:
            shapes: all of them.
            severities: the severities that matter; what can find something of another severity only is not
                checked.
            skipped: shapes that are not checked.
        """
        self.shapes = shapes
        self.severities = frozenset(severities)
        self.skipped = frozenset(skipped)
        self.backwards: set[str] = set()
        self.checks: dict[Node, Check] = {}
        self.by_class: dict[str, list[_Shape]] = {}
        self.by_subject: dict[str, list[_Shape]] = {}
        self.by_object: dict[str, list[_Shape]] = {}
        self.everywhere: list[Node] = []
        self.active: dict[object, list[tuple[_Shape, list[_Part], list[Asked]]]] = {}
        for node in sorted(set(shapes.subjects()), key=str):
            self._target(node)

    def _target(self, node: Node) -> None:
        shapes = self.shapes
        places = (
            (SH.targetClass, self.by_class),
            (SH.targetSubjectsOf, self.by_subject),
            (SH.targetObjectsOf, self.by_object),
        )
        targets = [(index, str(target)) for p, index in places for target in shapes.objects(node, p)]
        unknown = [p for p in (SH.targetNode, SH.target) if (node, p, None) in shapes]
        if unknown or ((node, RDF.type, RDFS.Class) in shapes and (node, RDF.type, SH.NodeShape) in shapes):
            self.everywhere.append(node)  # a way to target that is not known here: pySHACL looks at all
        if not targets or node in self.skipped:
            return
        shape = self._shape(node)
        for index, target in targets:
            index.setdefault(target, []).append(shape)
        self.backwards |= {str(p) for p in shapes.objects(node, SH.targetObjectsOf)}

    def _matters(self, node: Node) -> bool:
        severity = self.shapes.value(node, SH.severity)
        return (local_name(str(severity)) if severity else "Violation") in self.severities

    def _shape(self, node: Node) -> _Shape:
        parts: list[_Part] = []
        asked: list[Asked] = []
        for each in (node, *self.shapes.objects(node, SH.property)):
            nested = each != node and (each, SH.property, None) in self.shapes
            if each in self.skipped or not (nested or self._matters(each)):
                continue
            for query in self.shapes.objects(each, SH.sparql):
                if (found := self._asked(query)) is None:
                    parts.append(_Part(_unknown))
                else:
                    asked.append(found)
                    self.backwards |= found.backwards
            path = self.shapes.value(each, SH.path)
            vacuous = isinstance(path, URIRef) and not any(
                (each, p, None) in self.shapes for p in (SH.minCount, SH.hasValue, SH.qualifiedMinCount)
            )
            apart = {SH.sparql} if each != node else {SH.sparql, SH.property}
            parts.append(
                self._quick(each, str(path), apart) if vacuous else _Part(self._compiled(each, apart))
            )
        return _Shape(node, tuple(parts), tuple(asked))

    # Constraints

    def _quick(self, shape: Node, predicate: str, apart: Collection[Node]) -> _Part:
        """A shape of the values of one predicate, taken apart as far as can be."""
        each: list[Check] = []
        most: int | None = None
        for parameter, value in self._parameters(shape, apart):
            if (check := self._of_each(shape, parameter, value)) is not None:
                each.append(check)
            elif parameter == SH.maxCount and most is None and str(value).isdigit():
                most = int(str(value))
            else:
                return _Part(self._compiled(shape, apart), predicate)
        local = all(parameter in _LOCAL for parameter, _ in self._parameters(shape, apart))
        return _Part(_unknown, predicate, tuple(each), most, local)

    def _parameters(self, shape: Node, apart: Collection[Node] = ()) -> list[tuple[Node, Node]]:
        return [
            (parameter, value)
            for parameter, value in sorted(self.shapes.predicate_objects(shape), key=str)
            if parameter not in _SILENT and parameter not in apart and self._constrains(parameter)
        ]

    def _constrains(self, parameter: Node) -> bool:
        """Whether a property of a shape may be a constraint: one of SHACL, or of a component of one's own."""
        own = (None, RDF.type, SH.ConstraintComponent) in self.shapes
        return own or str(parameter).startswith(str(SH))

    def _check(self, shape: Node) -> Check:
        """A shape that others name, as a function of a node."""
        if shape not in self.checks:
            self.checks[shape] = _unknown  # while it is read: one that leads back to itself is not known here
            self.checks[shape] = self._compiled(shape, frozenset())
        return self.checks[shape]

    def _compiled(self, shape: Node, apart: Collection[Node]) -> Check:
        """The constraints of a shape, but for some that stand apart."""
        path = self.shapes.value(shape, SH.path)
        values = self._values(path)
        parameters = self._parameters(shape, apart)
        if path is None:
            each = [self._of_each(shape, parameter, value) for parameter, value in parameters]
            simple = [test for test in each if test is not None]
            if len(simple) == len(each):  # the quick way, since most shapes are like this
                return simple[0] if len(simple) == 1 else lambda v, view: _all(c(v, view) for c in simple)
        tests = [self._constraint(shape, parameter, value) for parameter, value in parameters]

        def check(node: Term, view: View) -> Verdict:
            found = values(node, view)
            result: Verdict = True
            for test in tests:
                verdict = test(node, found, view)
                if verdict is False:
                    return False
                if verdict is None:
                    result = None
            return result

        return _unknown if values is _nowhere else check

    def _values(self, path: Node | None) -> Values:
        if path is None:
            return lambda node, view: [node]
        if isinstance(path, URIRef):
            predicate = str(path)
            return lambda node, view: view.out(node).get(predicate, ())
        if (inverse := self.shapes.value(path, SH.inversePath)) is not None and isinstance(inverse, URIRef):
            back = str(inverse)
            self.backwards.add(back)
            return lambda node, view: view.into(back, node)
        if (several := self.shapes.value(path, SH.alternativePath)) is not None:
            ways = [self._values(way) for way in RdfList(self.shapes, several)]
            if _nowhere in ways:
                return _nowhere
            return lambda node, view: list(dict.fromkeys(v for way in ways for v in way(node, view)))
        if (path, RDF.first, None) in self.shapes:
            steps = [self._values(step) for step in RdfList(self.shapes, path)]
            if _nowhere in steps:
                return _nowhere

            def walk(node: Term, view: View) -> list[Term]:
                at: list[Term] = [node]
                for step in steps:
                    at = list(dict.fromkeys(value for here in at for value in step(here, view)))
                return at

            return walk
        return _nowhere

    def _constraint(
        self, shape: Node, parameter: Node, value: Node
    ) -> Callable[[Term, Sequence[Term], View], Verdict]:
        """One constraint component as a function of the node, its values and what is in view."""
        each = self._of_each(shape, parameter, value)
        if each is not None:
            return lambda node, values, view: _all(each(v, view) for v in values)
        number = int(value) if isinstance(value, Literal) and str(value).isdigit() else None
        other = str(value)
        if parameter == SH.minCount and number is not None:
            return lambda node, values, view: len(values) >= number
        if parameter == SH.maxCount and number is not None:
            return lambda node, values, view: len(values) <= number
        if parameter == SH.hasValue:
            wanted = term_of(value)
            return lambda node, values, view: wanted in values
        if parameter == SH.disjoint:
            return lambda node, values, view: not set(values) & set(view.out(node).get(other, ()))
        if parameter in (SH.lessThan, SH.lessThanOrEquals):
            strict = parameter == SH.lessThan
            return lambda node, values, view: _all(
                _less(a, b, strict) for a in values for b in view.out(node).get(other, ())
            )
        if parameter == SH.uniqueLang and str(value) == "true":
            return lambda node, values, view: _once(
                [v.language for v in values if isinstance(v, ox.Literal) and v.language]
            )
        if parameter == SH.qualifiedMinCount and number is not None:
            inner = self.shapes.value(shape, SH.qualifiedValueShape)
            if inner is not None and not list(self.shapes.objects(shape, SH.qualifiedValueShapesDisjoint)):
                check = self._check(inner)
                return lambda node, values, view: (
                    sum(check(v, view) is True for v in values) >= number or None
                )
        return lambda node, values, view: None

    def _of_each(self, shape: Node, parameter: Node, value: Node) -> Check | None:
        """A constraint that holds of each value by itself."""
        text = str(value)
        if parameter == SH["class"]:
            return lambda v, view: isinstance(v, str) and text in view.classes(v)
        if parameter == SH.datatype:
            return lambda v, view: _typed(v, text)
        if parameter == SH.nodeKind:
            kinds = {
                SH.IRI: (str,), SH.Literal: (ox.Literal,), SH.BlankNode: (ox.BlankNode,),
                SH.BlankNodeOrIRI: (str, ox.BlankNode), SH.IRIOrLiteral: (str, ox.Literal),
                SH.BlankNodeOrLiteral: (ox.BlankNode, ox.Literal),
            }.get(URIRef(text))  # fmt: skip
            return None if kinds is None else lambda v, view: isinstance(v, kinds)
        if parameter == SH["in"]:
            members = {term_of(member) for member in RdfList(self.shapes, value)}
            return lambda v, view: v in members
        if parameter == SH.pattern and (shape, SH.flags, None) not in self.shapes:
            pattern = re.compile(text)
            return lambda v, view: (
                not isinstance(v, ox.BlankNode)
                and pattern.search(v if isinstance(v, str) else v.value) is not None
            )
        if parameter == SH.languageIn:
            tags = tuple(str(tag).lower() for tag in RdfList(self.shapes, value))
            return lambda v, view: (
                isinstance(v, ox.Literal)
                and any(
                    (v.language or "").lower() == tag or (v.language or "").lower().startswith(f"{tag}-")
                    for tag in tags
                )
            )
        if parameter in (SH.minInclusive, SH.maxInclusive):
            limit = ox.Literal(text, datatype=ox.NamedNode(XSD.decimal))
            if parameter == SH.minInclusive:
                return lambda v, view: _less(limit, v, False)
            return lambda v, view: _less(v, limit, False)
        if parameter in (SH.node, SH.property):
            return self._check(value)
        if parameter == SH["not"]:
            inner = self._check(value)
            return lambda v, view: None if (said := inner(v, view)) is None else not said
        if parameter == SH["or"]:
            ways = [self._check(way) for way in RdfList(self.shapes, value)]
            return lambda v, view: _any(way(v, view) for way in ways)
        return None

    def _asked(self, constraint: Node) -> Asked | None:
        """A SPARQL constraint; None if its statements do not all hang on the node."""
        text = self.shapes.value(constraint, SH.select)
        if text is None:
            return None
        # Whoever reads SPARQL for pySHACL, rdflib, knows the usual prefixes by itself.
        prefixes = PREFIXES | {
            str(self.shapes.value(declared, SH.prefix)): str(self.shapes.value(declared, SH.namespace))
            for source in self.shapes.objects(constraint, SH.prefixes)
            for declared in self.shapes.objects(source, SH.declare)
        }
        header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(prefixes.items()))
        query = header + str(text)
        try:
            ox.Store().query(query)
        except SyntaxError:
            return None
        return hanging(query)

    def suspects(
        self, view: View, focus: Iterable[Term], settled: Collection[Term] = frozenset()
    ) -> dict[Node, set[Term]]:
        """The nodes that may violate a shape, by that shape.

        Args:
            view: what is in view.
            focus: the nodes to look at.
            settled: nodes that were looked at before with the same statements about them, if others in view.
        """
        focus = set(focus)
        found: dict[Node, set[Term]] = {node: focus for node in self.everywhere}
        asked: dict[Asked, dict[Term, set[Node]]] = {}
        aims = view.aims(frozenset(self.by_object))
        for node in focus:
            said = view.out(node)
            aimed = aims.get(node, ())
            classes = view.classes(node)
            key = (classes, tuple(said), aimed, node in settled)
            if (active := self.active.get(key)) is None:
                active = self.active[key] = self._active(*key)
            for shape, checks, queries in active:
                if not all(_passes(part, node, said, view) for part in checks):
                    found.setdefault(shape.node, set()).add(node)
                for query in queries:
                    asked.setdefault(query, {}).setdefault(node, set()).add(shape.node)
        for query, candidates in asked.items():
            nodes = list(candidates)
            for start in range(0, len(nodes), _BATCH):
                for node in answers(query, nodes[start : start + _BATCH], view):
                    for name in candidates[node]:
                        found.setdefault(name, set()).add(node)
        return found

    def passes(self, shape: Node, node: Term, view: View) -> bool:
        """Whether one node conforms to one shape for certain, whatever the shape targets."""
        compiled = self._shape(shape)
        said = view.out(node)
        parts = [part for part in compiled.parts if part.predicate is None or part.predicate in said]
        queries = [query for query in compiled.asked if query.needed <= said.keys()]
        return all(_passes(part, node, said, view) for part in parts) and not any(
            answers(query, [node], view) for query in queries
        )

    def _active(
        self, classes: frozenset[str], said: tuple[str, ...], aimed: tuple[str, ...], settled: bool
    ) -> list[tuple[_Shape, list[_Part], list[Asked]]]:
        """What there is to check of the nodes that have these classes and predicates."""
        shapes: dict[int, _Shape] = {}
        for index, keys in (
            (self.by_class, sorted(classes)),
            (self.by_subject, said),
            (self.by_object, aimed),
        ):
            for key in keys:
                for shape in index.get(key, ()):
                    shapes[id(shape)] = shape
        return [
            (
                shape,
                [
                    part
                    for part in shape.parts
                    if (part.predicate is None or part.predicate in said) and not (settled and part.local)
                ],
                [query for query in shape.asked if query.needed <= set(said)],
            )
            for shape in shapes.values()
        ]


def _passes(part: _Part, node: Term, said: Said, view: View) -> bool:
    """Whether a node conforms for certain to a part of a shape."""
    if part.each is None or part.predicate is None:
        return part.check(node, view) is True
    values = said[part.predicate]
    if part.most is not None and len(values) > part.most:
        return False
    for check in part.each:
        for value in values:
            if check(value, view) is not True:
                return False
    return True


def _unknown(node: Term, view: View) -> Verdict:
    return None


def _nowhere(node: Term, view: View) -> Sequence[Term]:
    """The values of a path that is not known here."""
    return ()


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    result: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            result = None
    return result


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    result: Verdict = False
    for verdict in verdicts:
        if verdict:
            return True
        if verdict is None:
            result = None
    return result


def _once(items: list[str]) -> bool:
    return len({item.lower() for item in items}) == len(items)


def _typed(value: Term, datatype: str) -> Verdict:
    if not isinstance(value, ox.Literal) or value.datatype.value != datatype:
        return False
    lexical = _LEXICAL.get(datatype)
    if lexical is None or not lexical.fullmatch(value.value):
        return None
    if datatype == str(XSD.date):
        try:
            datetime.date.fromisoformat(value.value)
        except ValueError:
            return None
    return True


def _less(low: Term, high: Term, strict: bool) -> Verdict:
    """Whether a number is less than another; None if one of them is no number in plain digits."""
    if not (isinstance(low, ox.Literal) and isinstance(high, ox.Literal)):
        return None
    if not {low.datatype.value, high.datatype.value} <= _NUMBERS:
        return None
    if not all(_LEXICAL[str(XSD.decimal)].fullmatch(term.value) for term in (low, high)):
        return None
    first, second = Decimal(low.value), Decimal(high.value)
    return first < second or (not strict and first == second)
