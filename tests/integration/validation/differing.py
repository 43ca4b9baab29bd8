"""The two ways to a report: pySHACL on every node, and pySHACL on the nodes that the engine names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.term import Node

from monazite import KnowledgeGraph, shapes
from monazite.results import to_engine
from monazite.validation.findings import Finding
from monazite.validation.judge import Data, Judge, Judges
from monazite.validation.suspects import Engine, Suspects, asking, suspects
from monazite.validation.views import View

Report = Counter[tuple[object, ...]]


def report(findings: Iterable[Finding]) -> Report:
    """What findings say; a blank node is one as the other.

    A message that no shape gives is left out: pySHACL writes names with the prefixes that the data came with.
    """
    names = ("severity", "focus", "path", "value", "message", "shape", "component")
    said = ([getattr(finding, name) for name in names] for finding in findings)
    said = ([*row[:4], row[4] if ": expected" in row[4] else "", *row[5:]] for row in said)
    return Counter(tuple("_:" if isinstance(term, BNode) else term for term in row) for row in said)


def quads(data: Iterable[Any], graph: str) -> list[ox.Quad]:
    """Statements of rdflib as the engine holds them."""
    name = ox.NamedNode(graph)
    return [ox.Quad(to_engine(s), to_engine(p), to_engine(o), name) for s, p, o in data]  # type: ignore[arg-type]


class Both:
    """Both ways, for one graph of shapes: to read it takes longer than to judge a few nodes."""

    def __init__(self, shape_graph: Graph) -> None:
        self.shapes = shape_graph
        self.judges = Judges(shape_graph)
        self.view = View(ox.Store(), None)
        self.judge = Judge(Data(store=self.view, bind_namespaces="none"), shape_graph)

    def full(self, store: ox.Store, graphs: Collection[str] | None, focus: set[Node] | None) -> Report:
        """pySHACL on every node of a view, or on all of some."""
        self.view.show(store, graphs)
        return report(self.judge.verdict(KnowledgeGraph(store), focus))

    def found(self, engine: Engine) -> dict[Node, Suspects]:
        """The suspects of each shape."""
        found: dict[Node, Suspects] = {}
        for (shape, _), part in suspects(engine, asking(self.shapes, engine, shapes.SEVERITIES)).items():
            whole = found.setdefault(shape, Suspects())
            whole.everywhere |= part.everywhere
            whole.of_union |= part.of_union
            for name, nodes in part.of_graph.items():
                whole.of_graph.setdefault(name, set()).update(nodes)
        return found

    def screened(
        self, engine: Engine, found: dict[Node, Suspects], name: str | None, focus: set[Node] | None
    ) -> Report:
        """pySHACL on the suspects of a view: of the document of that name, or of the union; of some nodes."""
        if name is None:
            wanted = {shape: each.in_union() & (focus or each.in_union()) for shape, each in found.items()}
        else:
            wanted = {
                shape: (each.everywhere | each.of_graph.get(name, set())) & (focus or set())
                for shape, each in found.items()
            }
        graphs = None if name is None else {name, *engine.background}
        return report(self.judges.findings(engine.store, graphs, wanted))
