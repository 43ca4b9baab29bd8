"""What an endpoint says near some nodes: read in large parts, each once, and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox
from rdflib.term import BNode, Node, URIRef

from monazite.remote import RemoteStore
from monazite.stores import Solutions

# So many nodes are asked for at once.
_AT_ONCE = 200
_QUADS = "SELECT ?s ?p ?o ?g {{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"


class Nearby:
    """An endpoint as a store, of which only what is asked for comes over the wire.

    A blank node has no name to ask for it by: the graphs that hold any are read whole.
    """

    def __init__(self, store: RemoteStore) -> None:
        """Asks for the graphs with blank nodes, and reads them."""
        self.store = store
        self.kept = ox.Store()
        self.whole: set[str] = set()
        self._told: set[ox.NamedNode] = set()
        self._led: set[object] = set()
        blank = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }"
        graphs = [row["g"] for row in self._rows(blank) if isinstance(row["g"], ox.NamedNode)]
        for graph in graphs:
            self._keep(f"VALUES ?g {{ {graph} }}")
            self.whole.add(graph.value)

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Solutions:
        """As the endpoint's own."""
        return self.store.query(
            query, prefixes=prefixes, use_default_graph_as_union=use_default_graph_as_union
        )

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """As the endpoint's own."""
        return self.store.named_graphs()

    def contains_named_graph(self, graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, /) -> bool:
        """As the endpoint's own."""
        return self.store.contains_named_graph(graph_name)

    def quads_for_pattern(
        self,
        /,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements that fit a pattern, with their graphs."""
        if isinstance(subject, ox.NamedNode):
            self.read([subject])
        elif isinstance(object, ox.NamedNode | ox.Literal):
            if (predicate, object) not in self._led:
                self._led.add((predicate, object))
                step = "" if predicate is None else f"VALUES ?p {{ {predicate} }}"
                self._keep(f"VALUES ?o {{ {object} }} {step}")
        elif subject is None and object is None:
            return self.store.quads_for_pattern(subject, predicate, object, graph_name)
        return self.kept.quads_for_pattern(subject, predicate, object, graph_name)

    def blank_nodes(self) -> set[BNode]:
        """The blank nodes that something is said of."""
        return {BNode(quad.subject.value) for quad in self.kept if isinstance(quad.subject, ox.BlankNode)}

    def read_around(self, nodes: Collection[Node]) -> None:
        """Reads what is said of some nodes and of what they name."""
        near = [ox.NamedNode(node) for node in nodes if isinstance(node, URIRef)]
        self.read(near)
        self.read([o for node in near for _, _, o, _ in self.kept.quads_for_pattern(node, None, None, None)])

    def read(self, nodes: Collection[object]) -> None:
        """Reads what is said of some nodes, unless it was read."""
        new = [n for n in dict.fromkeys(nodes) if isinstance(n, ox.NamedNode) and n not in self._told]
        self._told.update(new)
        for start in range(0, len(new), _AT_ONCE):
            self._keep(f"VALUES ?s {{ {' '.join(map(str, new[start : start + _AT_ONCE]))} }}")

    def _keep(self, values: str) -> None:
        for row in self._rows(_QUADS.format(values=values)):
            s, p, o, graph = row["s"], row["p"], row["o"], row["g"]
            if isinstance(graph, ox.NamedNode) and graph.value not in self.whole:
                self.kept.add(ox.Quad(s, p, o, graph))

    def _rows(self, query: str) -> Iterator[ox.QuerySolution]:
        found = self.store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        yield from found
