"""SHACL's constraints as conditions in SPARQL, true only of what surely conforms, or does not.

A condition is of a view: what one graph says, ``?g``, with the background; the union of all graphs is the
largest. What has to be stated is looked for in that view, what must not be stated in the union; so that
what conforms here conforms in the view and in the union, too. What is not known here is ``false``: unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import BNode, Node

from monazite.validation import lexical
from monazite.validation.lexical import FORMS, NUMBERS, TEXTS, quoted
from monazite.vocabulary import local_name

UNKNOWN = "false"
# So many values are told from each other at most: the engine may compare all with all.
_MOST = 3
# Parameters that constrain nothing by themselves.
_SILENT = {
    SH[name]
    for name in ("path", "name", "description", "message", "severity", "order", "group", "targetClass",
                 "targetNode", "targetSubjectsOf", "targetObjectsOf", "target", "flags",
                 "qualifiedValueShape", "prefixes")
} | {RDF.type, RDFS.comment, RDFS.label}  # fmt: skip
_KINDS = {
    SH.IRI: "isIRI({v})",
    SH.Literal: "isLiteral({v})",
    SH.BlankNode: "isBlank({v})",
    SH.BlankNodeOrIRI: "!isLiteral({v})",
    SH.IRIOrLiteral: "!isBlank({v})",
    SH.BlankNodeOrLiteral: "!isIRI({v})",
}
_COMPARED = {SH.minInclusive: ">=", SH.maxInclusive: "<=", SH.minExclusive: ">", SH.maxExclusive: "<"}


@dataclass(frozen=True)
class Dataset:
    """The graphs of a store as its views are made of them.

    `background` are in every view; `whole` are the graphs whose view is the union of all; `least` is one
    whose view has no more than any other. `below` are the classes under each class, itself included, as the
    background says; `below_any` as any graph says.
    """

    background: tuple[str, ...]
    whole: tuple[str, ...]
    least: str
    below: Callable[[str], Collection[str]]
    below_any: Callable[[str], Collection[str]]


def term(node: Node) -> str | None:
    """A term in SPARQL; None for a blank node, which no query can name."""
    if isinstance(node, BNode):
        return None
    if isinstance(node, URIRef):
        return f"<{node}>"
    assert isinstance(node, Literal)
    if node.language:
        return f"{quoted(str(node))}@{node.language}"
    return quoted(str(node)) + (f"^^<{node.datatype}>" if node.datatype else "")


def every(conditions: Iterable[str]) -> str:
    """All of some conditions."""
    kept = [condition for condition in conditions if condition != "true"]
    return UNKNOWN if UNKNOWN in kept else " && ".join(f"({c})" for c in kept) or "true"


def some(conditions: Iterable[str]) -> str:
    """One of some conditions."""
    return " || ".join(f"({c})" for c in conditions if c != UNKNOWN) or UNKNOWN


def listed(iris: Iterable[str]) -> str:
    """IRIs as SPARQL's IN takes them."""
    return ", ".join(f"<{iri}>" for iri in iris)


class Conditions:
    """The conditions of one graph of shapes over the graphs of one store."""

    def __init__(self, shapes: Graph, dataset: Dataset) -> None:
        self.shapes = shapes
        self.dataset = dataset
        self.own_components = (None, RDF.type, SH.ConstraintComponent) in shapes
        self._count = 0
        self._open: list[Node] = []

    def fresh(self) -> str:
        """A variable that no other condition has."""
        self._count += 1
        return f"?x{self._count}"

    def said(self, subject: str, predicate: str, value: str, sure: bool) -> str:
        """A statement: if `sure` one of the view, else one of any graph."""
        graph = self.fresh()
        pattern = f"GRAPH {graph} {{ {subject} {predicate} {value} }}"
        return f"{pattern} FILTER({self.in_view(graph)})" if sure else pattern

    def in_view(self, graph: str) -> str:
        """Whether a graph is in the view of ``?g``."""
        inside = [f"{graph} = ?g"]
        inside += [f"{graph} IN ({listed(self.dataset.background)})"] if self.dataset.background else []
        inside += [f"?g IN ({listed(self.dataset.whole)})"] if self.dataset.whole else []
        return " || ".join(inside)

    def parameters(self, shape: Node, apart: Collection[Node] = ()) -> list[tuple[Node, Node]]:
        """What a shape constrains, by which parameter."""
        return [
            (parameter, value)
            for parameter, value in sorted(self.shapes.predicate_objects(shape), key=str)
            if parameter not in _SILENT
            and parameter not in apart
            and (self.own_components or str(parameter).startswith(str(SH)))
        ]

    # Shapes

    def conforms(self, shape: Node, v: str, apart: Collection[Node] = ()) -> str:
        """A condition that is true only if a node conforms to a shape for certain."""
        if shape in self._open:  # one that leads back to itself
            return UNKNOWN
        self._open.append(shape)
        try:
            path = self.shapes.value(shape, SH.path)
            return every(self.constraints(shape, path, v, self.parameters(shape, apart)))
        finally:
            self._open.pop()

    def constraints(
        self, shape: Node, path: Node | None, v: str, parameters: Iterable[tuple[Node, Node]]
    ) -> Iterator[str]:
        """Some constraints of a shape, each true only if a node meets it for certain."""
        of_values: list[str] = []
        w = v if path is None else self.fresh()
        for parameter, value in parameters:
            met = self.met(shape, parameter, value, w)
            if met is not None:
                of_values.append(met)
            else:
                yield self._of_all(shape, path, parameter, value, v)
        if of_values and (path is None or UNKNOWN in of_values):
            yield every(of_values)
        elif of_values:
            # It holds of no values, too, as long as they are known.
            walked = self.values(v, path, w, sure=False)
            yield _not(exists(walked, f"!COALESCE({every(of_values)}, false)"))

    def violates(self, shape: Node, v: str) -> str:
        """A condition that is true only if a node does not conform to a shape for certain."""
        if shape in self._open or (shape, SH.deactivated, None) in self.shapes:
            return UNKNOWN
        self._open.append(shape)
        try:
            path = self.shapes.value(shape, SH.path)
            w = v if path is None else self.fresh()
            broken = [self.missed(shape, p, value, w) for p, value in self.parameters(shape)]
            if path is None:
                return some(broken)
            walked = self.values(v, path, w, sure=True)
            bad = some(broken)
            return UNKNOWN if bad == UNKNOWN else exists(walked, f"COALESCE({bad}, false)")
        finally:
            self._open.pop()

    def values(self, v: str, path: Node | None, w: str, sure: bool) -> list[str] | None:
        """The patterns that lead from a node to the values of a path; None if it is not known here."""
        if path is None:
            return None
        if (one := self._step(path)) is not None:
            return [self.said(v, one, w, sure)]
        if (path, RDF.first, None) not in self.shapes:
            return None
        steps = list(RdfList(self.shapes, path))
        at = [v, *(self.fresh() for _ in steps[1:]), w]
        walked = [self.values(at[i], step, at[i + 1], sure) for i, step in enumerate(steps)]
        return joined(*walked)

    def _step(self, path: Node) -> str | None:
        """A path of one step, which one graph is enough for."""
        if isinstance(path, URIRef):
            return f"<{path}>"
        if (inverse := self.shapes.value(path, SH.inversePath)) is not None:
            return f"^<{inverse}>" if isinstance(inverse, URIRef) else None
        if (several := self.shapes.value(path, SH.alternativePath)) is not None:
            ways = [self._step(way) for way in RdfList(self.shapes, several)]
            return None if None in ways else f"({'|'.join(way for way in ways if way)})"
        return None

    # Constraints

    def met(self, shape: Node, parameter: Node, value: Node, v: str) -> str | None:
        """A constraint on each value by itself, true only if the value meets it; None for one on all."""
        text = str(value)
        if parameter == SH["class"]:
            return self._is_a(v, self.dataset.below(text), sure=True)
        if parameter == SH.datatype:
            return _typed(v, text)
        if parameter == SH.nodeKind:
            return _KINDS.get(URIRef(text), UNKNOWN).format(v=v)
        if parameter == SH["in"]:
            return self._in(v, value)
        if parameter == SH.pattern:
            pattern = None if (shape, SH.flags, None) in self.shapes else lexical.portable(text)
            return UNKNOWN if pattern is None else f"!isBlank({v}) && REGEX(STR({v}), {quoted(pattern)})"
        if parameter == SH.languageIn:
            tags = [quoted(str(tag)) for tag in RdfList(self.shapes, value)]
            return some(f"LANGMATCHES(LANG({v}), {tag})" for tag in tags)
        if parameter in _COMPARED:
            return _compared(v, _COMPARED[URIRef(str(parameter))], value)
        if parameter in (SH.node, SH.property):
            return self.conforms(value, v)
        if parameter == SH["not"]:
            return self.violates(value, v)
        if parameter == SH["or"]:
            return self._one_of(v, list(RdfList(self.shapes, value)))
        if parameter == SH["and"]:
            return every(self.conforms(way, v) for way in RdfList(self.shapes, value))
        return None

    def missed(self, shape: Node, parameter: Node, value: Node, v: str) -> str:
        """A constraint on each value by itself, true only if the value does not meet it for certain."""
        text = str(value)
        if parameter == SH["class"]:
            return f"!({self._is_a(v, self.dataset.below_any(text), sure=False)})"
        if parameter == SH.datatype:
            return f"!isLiteral({v}) || DATATYPE({v}) != <{text}>"
        if parameter == SH.nodeKind and URIRef(text) in _KINDS:
            return f"!({_KINDS[URIRef(text)].format(v=v)})"
        if parameter == SH["in"] and all(isinstance(m, URIRef) for m in RdfList(self.shapes, value)):
            return f"!({self._in(v, value)})"
        if parameter == SH.pattern and (shape, SH.flags, None) not in self.shapes:
            exact = lexical.same_everywhere(text)
            return f"isBlank({v}) || !REGEX(STR({v}), {quoted(text)})" if exact else UNKNOWN
        if parameter == SH.languageIn:
            tags = [quoted(str(tag)) for tag in RdfList(self.shapes, value)]
            spoken = some(f"LANGMATCHES(LANG({v}), {tag})" for tag in tags)
            return f"!isLiteral({v}) || !({spoken})"
        if parameter in (SH.node, SH.property):
            return self.violates(value, v)
        if parameter == SH["not"]:
            return self.conforms(value, v)
        if parameter == SH["or"]:
            return every(self.violates(way, v) for way in RdfList(self.shapes, value))
        return UNKNOWN

    def _one_of(self, v: str, ways: list[Node]) -> str:
        """One of some shapes; those that want a class and no more are looked up at once."""
        classes: set[str] = set()
        others = []
        for way in ways:
            match self.parameters(way) if (way, SH.path, None) not in self.shapes else []:
                case [(parameter, kind)] if parameter == SH["class"]:
                    classes.update(self.dataset.below(str(kind)))
                case _:
                    others.append(self.conforms(way, v))
        return some([*([self._is_a(v, sorted(classes), sure=True)] if classes else []), *others])

    def _is_a(self, v: str, classes: Collection[str], sure: bool) -> str:
        kind = self.fresh()
        found = self.said(v, f"<{RDF.type}>", kind, sure)
        return f"EXISTS {{ {found} FILTER({kind} IN ({listed(classes)})) }}"

    def _in(self, v: str, value: Node) -> str:
        members = list(RdfList(self.shapes, value))
        iris = [str(member) for member in members if isinstance(member, URIRef)]
        ways = [f"sameTerm({v}, {term(m)})" for m in members if isinstance(m, Literal)]
        return some([f"{v} IN ({listed(iris)})", *ways] if iris else ways)

    def _of_all(self, shape: Node, path: Node | None, parameter: Node, value: Node, v: str) -> str:
        """A constraint on the values of a path together, or on more than a value."""
        if path is None:
            same = parameter == SH.hasValue and (named := term(value)) is not None
            return f"sameTerm({v}, {named})" if same else UNKNOWN
        number = int(str(value)) if isinstance(value, Literal) and str(value).isdigit() else None
        if parameter == SH.minCount and number is not None:
            return "true" if number == 0 else self._several(v, path, number, sure=True)
        if parameter == SH.maxCount and number is not None:
            return _not(self._several(v, path, number + 1, sure=False))
        if parameter == SH.hasValue and (wanted := term(value)) is not None:
            return exists(self.values(v, path, wanted, sure=True))
        w, other = self.fresh(), self.fresh()
        first = self.values(v, path, w, sure=False)
        if parameter == SH.disjoint:
            return _not(exists(joined(first, [self.said(v, f"<{value}>", w, sure=False)])))
        if parameter in (SH.lessThan, SH.lessThanOrEquals):
            sign = "<" if parameter == SH.lessThan else "<="
            fine = f"{_number(w)} && {_number(other)} && {w} {sign} {other}"
            both = joined(first, [self.said(v, f"<{value}>", other, sure=False)])
            return _not(exists(both, f"!COALESCE({fine}, false)"))
        if parameter == SH.uniqueLang and str(value) == "true":
            twice = f'LANG({w}) != "" && LCASE(LANG({w})) = LCASE(LANG({other})) && !sameTerm({w}, {other})'
            return _not(exists(joined(first, self.values(v, path, other, sure=False)), twice))
        if parameter == SH.qualifiedMinCount and number is not None:
            inner = self.shapes.value(shape, SH.qualifiedValueShape)
            if inner is not None and (shape, SH.qualifiedValueShapesDisjoint, None) not in self.shapes:
                return "true" if number == 0 else self._several(v, path, number, sure=True, qualified=inner)
        return UNKNOWN

    def _several(self, v: str, path: Node, number: int, sure: bool, qualified: Node | None = None) -> str:
        """Whether there are so many different values."""
        if number > _MOST:
            return UNKNOWN
        names = [self.fresh() for _ in range(number)]
        found = joined(*(self.values(v, path, name, sure) for name in names))
        apart = [f"!sameTerm({a}, {b})" for a, b in combinations(names, 2)]
        if qualified is not None:
            apart += [f"COALESCE({self.conforms(qualified, name)}, false)" for name in names]
        return exists(found, every(apart))


def joined(*patterns: list[str] | None) -> list[str] | None:
    """Patterns one after the other; None if one is not known."""
    known = [pattern for pattern in patterns if pattern is not None]
    return [each for some in known for each in some] if len(known) == len(patterns) else None


def exists(patterns: list[str] | None, condition: str = "true") -> str:
    """Whether there is what some patterns say, so that a condition holds.

    One is put inside the other: an engine that joined them would look at all nodes, for each node.
    """
    if patterns is None:
        return UNKNOWN
    for pattern in reversed(patterns):
        condition = f"EXISTS {{ {pattern}{'' if condition == 'true' else f' FILTER({condition})'} }}"
    return condition


def _not(condition: str) -> str:
    return UNKNOWN if condition == UNKNOWN else f"NOT {condition}"


def _number(v: str) -> str:
    return f"DATATYPE({v}) IN ({listed(NUMBERS)})"


def _compared(v: str, sign: str, limit: Node) -> str:
    """A comparison with a number; of a double, which is no decimal fraction, with a whole number alone."""
    if not isinstance(limit, Literal) or str(limit.datatype) not in NUMBERS or limit.ill_typed is not False:
        return UNKNOWN
    whole = abs(limit.value) < 2**53 and limit.value == int(limit.value)
    kinds = (*NUMBERS, str(XSD.double)) if whole else NUMBERS
    return f'DATATYPE({v}) IN ({listed(kinds)}) && {v} {sign} "{limit}"^^<{limit.datatype}>'


def _typed(v: str, datatype: str) -> str:
    same = f"DATATYPE({v}) = <{datatype}>"
    if datatype in FORMS:
        return f"{same} && REGEX(STR({v}), {quoted(FORMS[datatype])})"
    # rdflib holds every text well-typed of a datatype that it does not know.
    standard = local_name(datatype) != datatype and datatype.startswith(
        ("http://www.w3.org/2001/XMLSchema#", str(RDF))
    )
    return UNKNOWN if standard and datatype not in TEXTS else same
