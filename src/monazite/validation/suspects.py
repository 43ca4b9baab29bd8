"""The nodes that may break a shape, as the engine finds them: sometimes too many, never too few.

Each is found in a view: what one document says with the background (the ontology, the concepts, the
registry), or the union of all graphs. Whether a suspect does break a shape is for pySHACL to say; so the
engine may be asked questions that are easier than the shapes are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
from rdflib import RDFS, SH, Graph, URIRef
from rdflib.term import BNode, Node

from monazite import stores
from monazite.results import from_engine
from monazite.stores import Readable
from monazite.validation.conditions import Conditions, Dataset, listed, term
from monazite.validation.constraints import Select
from monazite.validation.nearby import Nearby
from monazite.validation.questions import Asking, Question

# Of fewer nodes the engine is asked by name, so many at once; of more, it is asked of all.
_NAMED, _AT_ONCE = 2000, 250


@dataclass
class Suspects:
    """The nodes that may break one shape: in every view, in the views of some graphs, in the union alone."""

    everywhere: set[Node] = field(default_factory=set)
    of_graph: dict[str, set[Node]] = field(default_factory=dict)
    of_union: set[Node] = field(default_factory=set)

    def in_union(self) -> set[Node]:
        """Those that may break it in the union, which says what every view says."""
        return self.everywhere.union(self.of_union, *self.of_graph.values())


class Engine:
    """A store, its graphs told apart: the background, those whose view is the union, and documents."""

    def __init__(self, store: Readable, background: tuple[str, ...], whole: tuple[str, ...] = ()) -> None:
        """A store that does not change while it is asked.

        Args:
            store: what is asked.
            background: how the names of the graphs begin that every view has.
            whole: how the names of the graphs begin that are no view of their own: what rules derive.
        """
        self.store = store
        self.graphs = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
        self.background = tuple(g for g in self.graphs if background and g.startswith(background))
        self.whole = tuple(g for g in self.graphs if whole and g.startswith(whole))
        apart = {*self.background, *self.whole}
        self.documents = [g for g in self.graphs if g not in apart]

    @cached_property
    def merged(self) -> bool:
        """Whether the default graph holds what all graphs say, each statement once."""
        return stores.is_merged(self.store)

    @cached_property
    def dataset(self) -> Dataset:
        """The graphs, with the classes under each class."""
        below: dict[str, set[str]] = {}
        below_any: dict[str, set[str]] = {}
        # A store of one graph has no background, and its only view is that graph.
        sure = set(self.graphs) if len(self.graphs) == 1 else set(self.background)
        for row in self.rows(f"SELECT ?g ?c ?above {{ GRAPH ?g {{ ?c <{RDFS.subClassOf}> ?above }} }}"):
            graph, kind, above = row["g"], row["c"], row["above"]
            if isinstance(kind, ox.NamedNode) and isinstance(above, ox.NamedNode):
                below_any.setdefault(above.value, set()).add(kind.value)
                if graph.value in sure:
                    below.setdefault(above.value, set()).add(kind.value)
        least = next(iter(sure), "urn:nothing")
        return Dataset(self.background, self.whole, least, _closed(below), _closed(below_any))

    def rows(self, query: str, union: bool = False) -> Iterator[ox.QuerySolution]:
        """The solutions of a SELECT; of a question without GRAPH in the union."""
        wanted = union and not self.merged
        found = self.store.query(query, use_default_graph_as_union=wanted)
        assert isinstance(found, ox.QuerySolutions)
        yield from found

    def nodes(self, query: str, union: bool = False) -> Iterator[tuple[Node, str | None]]:
        """The nodes that a question finds, each with the graph of the view if it is asked by graph."""
        found = self.store.query(query, use_default_graph_as_union=union and not self.merged)
        assert isinstance(found, ox.QuerySolutions)
        by_graph = any(variable.value == "g" for variable in found.variables)
        for row in found:
            yield from_engine(row["this"]), row["g"].value if by_graph else None

    def suspected(self, query: str, union: bool = False) -> Iterator[tuple[Node, str | None]]:
        """As `nodes`; where an endpoint names a blank node, all that were read of its graphs."""
        for node, graph in self.nodes(query, union):
            if isinstance(node, BNode) and isinstance(self.store, Nearby):
                yield from ((blank, graph) for blank in self.store.blank_nodes())
            else:
                yield node, graph

    def speaking_of(self, nodes: Collection[Node], predicates: Collection[str]) -> dict[Node, set[str]]:
        """The graphs that say something of each node, or from which one of some predicates leads to it."""
        found: dict[Node, set[str]] = {node: set() for node in nodes}
        leading = " ".join(f"<{predicate}>" for predicate in predicates)
        to_it = f"VALUES ?q {{ {leading} }} GRAPH ?g {{ ?s ?q ?this }}"
        ways = f"{{ GRAPH ?g {{ ?this ?p ?o }} }} UNION {{ {to_it} }}"
        named = [named for node in nodes if (named := term(node)) is not None]
        for start in range(0, len(named), _AT_ONCE):
            values = f"VALUES ?this {{ {' '.join(named[start : start + _AT_ONCE])} }}"
            for node, graph in self.nodes(f"SELECT DISTINCT ?this ?g {{ {values} {ways} }}"):
                found[node].add(graph or "")
        for node in nodes:
            if isinstance(node, BNode):
                blank = ox.BlankNode(node)
                quads = [*self.store.quads_for_pattern(blank, None, None, None)]
                quads += self.store.quads_for_pattern(None, None, blank, None)
                found[node] |= {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
        return found

    @cached_property
    def behind(self) -> dict[str, set[str]]:
        """The predicates of each graph of the background."""
        if not self.background:
            return {}
        graphs = " ".join(f"<{graph}>" for graph in self.background)
        found: dict[str, set[str]] = {graph: set() for graph in self.background}
        for row in self.rows(f"SELECT DISTINCT ?g ?p {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"):
            found[row["g"].value].add(row["p"].value)
        return found


def in_memory(store: ox.Store) -> ox.Store:
    """The named graphs of a store on disk, in memory: there an engine finds a node many times as fast."""
    copy = ox.Store()
    for graph in store.named_graphs():
        copy.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return copy


def _closed(direct: Mapping[str, set[str]]) -> Callable[[str], list[str]]:
    def below(kind: str) -> list[str]:
        seen, waiting = {kind}, [kind]
        while waiting:
            more = direct.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        return sorted(seen)

    return below


Found = dict[tuple[Node, Node], Suspects]


def suspects(
    engine: Engine,
    asking: Asking,
    among: Collection[Node] | None = None,
    documents: Collection[str] | None = None,
) -> Found:
    """The nodes that may break each shape, told apart by the part of it that they may break.

    Args:
        engine: what is asked.
        asking: the questions.
        among: the nodes that matter; all if None.
        documents: those whose views matter, beside the union; all if None.
    """
    wanted = engine.documents if documents is None else documents
    found: Found = {}
    for shape in set(asking.shapes.subjects(SH.targetNode)) - asking.skipped:
        # What no query can name, or what an engine may write otherwise, as 4.0 for 4.
        odd = {n for n in asking.shapes.objects(shape, SH.targetNode) if not isinstance(n, URIRef)}
        found[shape, shape] = Suspects(odd if among is None else odd & set(among))
    for question in asking.all():
        ask(engine, question, found.setdefault((question.shape, question.part), Suspects()), among, wanted)
    return {key: each for key, each in found.items() if each.in_union()}


def ask(
    engine: Engine,
    question: Question,
    into: Suspects,
    among: Collection[Node] | None,
    documents: Collection[str],
) -> None:
    """Puts one question to the engine."""
    few = [] if among is None or len(among) > _NAMED else sorted(among, key=str)
    if not few or any(isinstance(node, BNode) for node in few):
        _ask(engine, question, question.query, into, among, documents)
    else:
        for start in range(0, len(few), _AT_ONCE):
            part = few[start : start + _AT_ONCE]
            _ask(engine, question, question.among(part), into, among, documents)


def _ask(
    engine: Engine,
    question: Question,
    query: str,
    into: Suspects,
    among: Collection[Node] | None,
    documents: Collection[str],
) -> None:
    select = question.select
    for node, graph in engine.suspected(query, union=select is not None):
        if among is not None and node not in among:
            continue
        if graph is not None and graph != engine.dataset.least and graph not in engine.background:
            into.of_graph.setdefault(graph, set()).add(node)
        elif graph is not None or (select is not None and select.growing):
            into.everywhere.add(node)
        else:
            into.of_union.add(node)
    if select is not None and not select.growing:
        for graph, froms in _datasets(engine, select, documents):
            for node, _ in engine.suspected(select.prefixes + _of(select.text, froms)):
                if among is None or node in among:
                    (into.of_graph.setdefault(graph, set()) if graph else into.everywhere).add(node)


def _datasets(
    engine: Engine, select: Select, documents: Collection[str]
) -> Iterator[tuple[str | None, list[str]]]:
    """The documents in whose view a query may find something, and the graphs of that view that it looks at.

    None stands for the background alone: what is found there is found in all views that say no more.
    """
    looked_at = select.predicates
    behind = [g for g, said in engine.behind.items() if looked_at is None or looked_at & said]
    known = set().union(*(engine.behind[graph] for graph in behind))
    if behind and select.needed <= known:
        yield None, behind
    if looked_at is None:
        yield from ((graph, [graph, *behind]) for graph in documents)
        return
    said: dict[str, set[str]] = {}
    query = f"SELECT DISTINCT ?g ?p {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?p IN ({listed(sorted(looked_at))})) }}"
    for row in engine.rows(query):
        said.setdefault(row["g"].value, set()).add(row["p"].value)
    for graph in documents:
        if graph in said and select.needed <= known | said[graph]:
            yield graph, [graph, *behind]


def _of(query: str, graphs: Iterable[str]) -> str:
    """A query over some graphs alone."""
    froms = " ".join(f"FROM <{graph}>" for graph in graphs)
    return re.sub(r"(\bWHERE\s*)?\{", lambda match: f"{froms} {match.group()}", query, count=1, flags=re.I)


def asking(
    shapes: Graph, engine: Engine, severities: Collection[str], skipped: Collection[Node] = frozenset()
) -> Asking:
    """The questions of some shapes to an engine."""
    return Asking(Conditions(shapes, engine.dataset), severities, skipped)
