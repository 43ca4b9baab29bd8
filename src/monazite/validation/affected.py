"""What a change of some graphs can affect: the nodes whose verdict may not be what it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox
from rdflib import RDFS, SH, Graph
from rdflib.term import Node

from monazite.results import from_engine
from monazite.stores import Readable
from monazite.validation.reads import Step, Way, ways
from monazite.validation.suspects import Engine

Changes = Mapping[str, tuple[Iterable[ox.Quad], Iterable[ox.Quad]]]
_AT_ONCE = 100_000
_BELOW = str(RDFS.subClassOf)
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass
class Change:
    """A store after a change of some graphs.

    `put` are the nodes that the change speaks of, by graph; `affected` are others that a shape may judge
    otherwise now, None if that may be all.
    """

    store: ox.Store
    put: dict[str, set[Node]] = field(default_factory=dict)
    affected: set[Node] | None = field(default_factory=set)

    @property
    def spoken_of(self) -> set[Node]:
        """The nodes that the change speaks of."""
        return set().union(*self.put.values())

    @property
    def nodes(self) -> set[Node] | None:
        """The nodes that are to be looked at; None stands for all."""
        return None if self.affected is None else self.affected | self.spoken_of

    def documents(self, engine: Engine) -> list[str]:
        """The documents whose views the change is in: all of them, if it is in the background."""
        everywhere = self.affected is None or not self.put.keys().isdisjoint(engine.background)
        return [name for name in engine.documents if everywhere or name in self.put]


def apply(known: Readable, changed: Changes, shapes: Graph) -> Change:
    """A copy of a store with graphs of it changed, and what that can affect.

    Args:
        known: the store before; it is not changed.
        changed: what is taken away of each graph, and what is put there.
        shapes: what judges the nodes.
    """
    change = Change(ox.Store())
    targeted = {str(p) for p in shapes.objects(None, SH.targetObjectsOf)}
    looked = ways(shapes)
    moved = _Moved(known, {} if looked is None else _by_last_step(looked))
    # The engine holds 0.95e0 as the number that it is, and writes it otherwise: what is taken away, and what
    # is spoken of, is told as the engine writes it.
    gone: set[ox.Quad] = set()
    written: list[tuple[ox.Quad, set[Node]]] = []

    def after() -> Iterator[ox.Quad]:
        """What is there afterwards."""
        for name, (before, there) in changed.items():
            left = set(before)
            spoken_of: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
            is_known = known.contains_named_graph(ox.NamedNode(name))
            put = change.put[name] = set()
            for quad in there:
                spoken_of.add(quad.subject)
                if quad.predicate.value in targeted and isinstance(quad.object, ox.Literal):
                    written.append((quad, put))
                elif quad.predicate.value in targeted:
                    put.add(from_engine(quad.object))
                if is_known and quad in left:
                    left.remove(quad)
                elif not (is_known and any(known.quads_for_pattern(*quad))):
                    moved.note(quad)
                yield quad
            put.update(map(from_engine, spoken_of))
            for quad in left:
                moved.note(quad)
                gone.update(known.quads_for_pattern(*quad))
        for quad in known.quads_for_pattern(None, None, None, None):
            if quad not in gone:
                yield quad

    # Many at once take the engine less time than a graph at a time, and all at once much memory.
    quads = after()
    while some := list(islice(quads, _AT_ONCE)):
        change.store.bulk_extend(some)
    for quad, put in written:
        put.update(from_engine(each.object) for each in change.store.quads_for_pattern(*quad))
    change.affected = None if looked is None or moved.classes else moved.affected()
    return change


def _by_last_step(looked: Iterable[Way]) -> dict[tuple[str, bool], set[Way]]:
    """The ways to where a predicate is read, by the predicate and whether it is read backwards."""
    found: dict[tuple[str, bool], set[Way]] = defaultdict(set)
    for way in looked:
        predicate, backwards, many = way[-1]
        before = way if many else way[:-1]
        if before or backwards:  # what is read of the node itself is in what the change speaks of
            found[predicate, backwards].add(before)
    return found


class _Moved:
    """The statements that came or went, as far as they are read from afar.

    A node that looks at several of them sees the nearest by way of statements that stayed. So the ways are
    walked back in the store as it was before; where it says nothing of a node, nobody looked from afar.
    """

    def __init__(self, known: Readable, looked: dict[tuple[str, bool], set[Way]]) -> None:
        self.known = known
        self.looked = looked
        self.starts: dict[tuple[str, bool], set[Term]] = defaultdict(set)
        self.classes = False
        self._speaks_of = lru_cache(maxsize=4096)(self._ask)

    def note(self, quad: ox.Quad) -> None:
        predicate = quad.predicate.value
        self.classes |= predicate == _BELOW
        for key, start in (((predicate, False), quad.subject), ((predicate, True), quad.object)):
            if key in self.looked and self._speaks_of(start):
                self.starts[key].add(start)

    def _ask(self, term: Term) -> bool:
        """Whether something was said of a node, or led to it."""
        return any(self.known.quads_for_pattern(None, None, term)) or (
            not isinstance(term, ox.Literal) and any(self.known.quads_for_pattern(term, None, None))
        )

    def affected(self) -> set[Node]:
        """The nodes from which the ways lead there."""
        found: set[Term] = set()
        for key, starts in self.starts.items():
            firsts = _by_first(self.looked[key])
            for start in starts:
                found.update(_back(self.known, start, firsts))
        return {from_engine(term) for term in found}


_Tree = dict[Step | None, "_Tree"]


def _by_first(looked: Iterable[Way]) -> _Tree:
    """Ways as a tree, from where they end; None marks where one begins."""
    tree: _Tree = {}
    for way in looked:
        at = tree
        for step in reversed(way):
            at = at.setdefault(step, {})
        at[None] = {}
    return tree


def _back(store: Readable, node: Term, tree: _Tree) -> Iterator[Term]:
    if None in tree:
        yield node
    if any(step is not None and not step[1] for step in tree) and not isinstance(
        node, ox.Literal | ox.Triple
    ):
        for quad in store.quads_for_pattern(None, None, node, None):
            along = tree.get((quad.predicate.value, False, False))
            if along is not None:
                yield from _back(store, quad.subject, along)
    for step, rest in tree.items():
        if step is not None and (step[1] or step[2]):
            for before in _before(store, node, step):
                yield from _back(store, before, rest)


def _before(store: Readable, node: Term, step: Step) -> set[Term]:
    """Where a step leads to a node from, or so many steps as there are."""
    predicate, backwards, many = step
    name = ox.NamedNode(predicate)
    seen: set[Term] = {node} if many else set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if backwards:
            quads = [] if isinstance(at, ox.Literal) else store.quads_for_pattern(at, name, None, None)
            found = {quad.object for quad in quads}
        else:
            found = {quad.subject for quad in store.quads_for_pattern(None, name, at, None)}
        waiting += found - seen if many else []
        seen |= found
    return seen
