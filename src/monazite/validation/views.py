"""What some graphs of a store say together, as rdflib reads it: asked of the engine, for pySHACL."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.store import Store
from rdflib.term import Identifier, Node

from monazite.results import from_engine, to_engine
from monazite.stores import Readable

Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


class View(Store):
    """Some graphs of a store, or all named ones if None; nothing can be written to it."""

    context_aware = graph_aware = True  # pySHACL asks for a dataset: this is its default graph

    def __init__(self, store: Readable, graphs: Collection[str] | None) -> None:
        """A view of a store that does not change while it is looked at."""
        super().__init__()
        # What holds all statements, for who asks which graph does: pySHACL does to write a blank node out.
        self.home = Graph(store=self)
        self.show(store, graphs)

    def show(self, store: Readable, graphs: Collection[str] | None) -> None:
        """Shows other graphs, or another store."""
        self.store, self.graphs = store, graphs
        self._seen: dict[Pattern, tuple[Triple, ...]] = {}
        self._above: dict[Node, frozenset[Node]] = {}

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The statements that fit a pattern, each once."""
        for triple in self.stated(triple_pattern):
            yield triple, iter((self.home,))

    def stated(self, pattern: Pattern) -> tuple[Triple, ...]:
        """The statements that fit a pattern, each once."""
        if pattern not in self._seen:
            self._seen[pattern] = tuple(dict.fromkeys(self._read(pattern)))
        return self._seen[pattern]

    def _read(self, pattern: Pattern) -> Iterator[Triple]:
        s, p, o = (to_engine(node) if isinstance(node, Identifier) else None for node in pattern)
        if isinstance(s, ox.Literal) or not isinstance(p, ox.NamedNode | None):
            return
        for quad in self.store.quads_for_pattern(s, p, o, None):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode) and (self.graphs is None or graph.value in self.graphs):
                yield from_engine(quad.subject), URIRef(quad.predicate.value), from_engine(quad.object)

    def classes(self, node: Node) -> frozenset[Node]:
        """The classes of a node and all that are above them."""
        found: frozenset[Node] = frozenset()
        for _, _, kind in self.stated((node, RDF.type, None)):
            if kind not in self._above:
                self._above[kind] = frozenset(self._over(kind))
            found |= self._above[kind]
        return found

    def _over(self, kind: Node) -> set[Node]:
        seen, waiting = {kind}, [kind]
        while waiting:
            above = {o for _, _, o in self.stated((waiting.pop(), RDFS.subClassOf, None))} - seen
            seen |= above
            waiting += above
        return seen

    def __len__(self, context: Any = None) -> int:
        """One: pySHACL asks whether there is anything at all, and to count is to read all there is."""
        return 1
