"""Statements as plain dictionaries, some graphs of them in view at once: quick to look at node by node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from monazite.results import from_engine

# An IRI as its text, a literal or blank node as the engine has it.
Term = str | ox.Literal | ox.BlankNode
Said = dict[str, tuple[Term, ...]]
Facts = dict[Term, Said]
_TYPE, _SUBCLASS = str(RDF.type), str(RDFS.subClassOf)


def facts(quads: Iterable[ox.Quad], known: dict[Term, Term]) -> Facts:
    """Statements as dictionaries: subject, predicate, objects.

    Args:
        quads: the statements of one graph.
        known: terms that were seen before; each is kept once.
    """
    found: Facts = {}
    for quad in quads:
        subject, value = known_term(quad.subject, known), known_term(quad.object, known)
        predicate = str(known_term(quad.predicate, known))
        said = found.get(subject)
        if said is None:
            said = found[subject] = {}
        values = said.get(predicate)
        if values is None:
            said[predicate] = (value,)
        elif value not in values:
            said[predicate] = (*values, value)
    return found


def known_term(term: object, known: dict[Term, Term]) -> Term:
    """A term of the engine as it stands in facts, each kept once in `known`."""
    if isinstance(term, ox.NamedNode):
        iri = term.value
        return known.setdefault(iri, iri)
    assert isinstance(term, ox.Literal | ox.BlankNode), "no quoted triples"
    return known.setdefault(term, term)


@lru_cache(100_000)
def node_of(term: Term) -> Node:
    """A term as rdflib has it."""
    return URIRef(term) if isinstance(term, str) else from_engine(term)


def term_of(node: Node) -> Term:
    """A term of rdflib as it stands in facts."""
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype or XSD.string))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else str(node)


def engine_of(term: Term) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    """A term as the engine has it."""
    return ox.NamedNode(term) if isinstance(term, str) else term


def joined(first: Facts, second: Facts) -> Facts:
    """What two sets of facts say together."""
    return first | {
        node: _both(first[node], said) if node in first else said for node, said in second.items()
    }


class View:
    """What is in view: some sets of facts at once, and what lies behind them all."""

    def __init__(
        self, parts: Iterable[Facts], backwards: Collection[str], behind: View | None = None
    ) -> None:
        """Joins the parts.

        Args:
            parts: the facts of each graph.
            backwards: the predicates that can be asked for backwards.
            behind: what many views share: the ontology, the concepts, the registry.
        """
        self.behind = behind
        self.backwards = frozenset(backwards)
        self.joined: Facts = {}
        self.back: dict[str, dict[Term, list[Term]]] = {predicate: {} for predicate in self.backwards}
        self.known: dict[Term, frozenset[str]] = {}
        self.aimed: dict[frozenset[str], dict[Term, tuple[str, ...]]] = {}
        self.above: dict[tuple[Term, ...], frozenset[str]] = {} if behind is None else behind.above
        for part in parts:
            for subject, said in part.items():
                before = self.joined.get(subject)
                self.joined[subject] = said if before is None else _both(before, said)
                for predicate in said.keys() & self.backwards:
                    for value in said[predicate]:
                        self.back[predicate].setdefault(value, []).append(subject)
                if _SUBCLASS in said and behind is not None:
                    self.above = {}
        if behind is not None:
            for subject in self.joined.keys() & behind.joined.keys():
                self.joined[subject] = _both(behind.joined[subject], self.joined[subject])

    def out(self, node: Term) -> Said:
        """What is said of a node."""
        found = self.joined.get(node)
        if found is None:
            return _NOTHING if self.behind is None else self.behind.out(node)
        return found

    def into(self, predicate: str, node: Term) -> list[Term]:
        """The subjects that say something of a node, by one of the predicates in `backwards`."""
        found = self.back[predicate].get(node, [])
        behind = self.behind.into(predicate, node) if self.behind is not None else []
        return list(dict.fromkeys([*found, *behind])) if behind else found

    def aims(self, predicates: frozenset[str]) -> dict[Term, tuple[str, ...]]:
        """Which of some predicates, all of them in `backwards`, lead to each node."""
        found: dict[Term, tuple[str, ...]] = {}
        if self.behind is not None:
            if predicates not in self.behind.aimed:
                self.behind.aimed[predicates] = self.behind.aims(predicates)
            found.update(self.behind.aimed[predicates])
        for predicate in predicates:
            for node in self.back[predicate]:
                before = found.get(node, ())
                if predicate not in before:
                    found[node] = (*before, predicate)
        return found

    def classes(self, node: Term) -> frozenset[str]:
        """The classes of a node and all that are above them."""
        found = self.known.get(node)
        if found is None:
            direct = tuple(self.out(node).get(_TYPE, ()))
            if direct not in self.above:
                self.above[direct] = self._above(direct)
            found = self.known[node] = self.above[direct]
        return found

    def _above(self, classes: tuple[Term, ...]) -> frozenset[str]:
        seen: dict[Term, None] = dict.fromkeys(classes)
        waiting = list(classes)
        while waiting:
            for above in self.out(waiting.pop()).get(_SUBCLASS, ()):
                if above not in seen:
                    seen[above] = None
                    waiting.append(above)
        return frozenset(c for c in seen if isinstance(c, str))

    def subjects(self) -> Iterator[Term]:
        """Everything that something is said of."""
        yield from self.joined
        if self.behind is not None:
            yield from (node for node in self.behind.subjects() if node not in self.joined)


_NOTHING: Said = {}


def _both(first: Said, second: Said) -> Said:
    whole = dict(first)
    for predicate, values in second.items():
        whole[predicate] = (
            tuple(dict.fromkeys([*whole[predicate], *values])) if predicate in whole else values
        )
    return whole


class ViewStore(Store):
    """A view as rdflib reads it, for pySHACL; nothing can be written to it."""

    context_aware = graph_aware = True  # pySHACL asks for a dataset: this is its default graph

    def __init__(self, view: View) -> None:
        """Wraps a view."""
        super().__init__()
        self.view = view

    @cached_property
    def _uses(self) -> dict[Term, list[tuple[Term, str]]]:
        found: dict[Term, list[tuple[Term, str]]] = {}
        for subject in self.view.subjects():
            for predicate, values in self.view.out(subject).items():
                for value in values:
                    found.setdefault(value, []).append((subject, predicate))
        return found

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The statements that fit a pattern."""
        s, p, o = triple_pattern
        wanted = None if o is None else term_of(o)
        if s is None and wanted is not None:
            for subject, predicate in self._uses.get(wanted, ()):
                if p is None or predicate == str(p):
                    yield (node_of(subject), URIRef(predicate), o), iter(())
            return
        for subject in self.view.subjects() if s is None else (term_of(s),):
            said = self.view.out(subject)
            for predicate in list(said) if p is None else (str(p),):
                for value in said.get(predicate, ()):
                    if wanted is None or value == wanted:
                        yield (node_of(subject), URIRef(predicate), node_of(value)), iter(())

    def __len__(self, context: Any = None) -> int:
        """How many statements there are."""
        return self._count

    @cached_property
    def _count(self) -> int:
        return sum(len(v) for node in self.view.subjects() for v in self.view.out(node).values())

    def show(self, view: View) -> None:
        """Puts another view in place of the first."""
        self.view = view
        for name in ("_uses", "_count"):
            self.__dict__.pop(name, None)
