"""pySHACL's verdicts: on all nodes of a graph, or on the suspects of a view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from rdflib import RDFS, SH, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Node

from monazite.errors import ShapesError
from monazite.statements import label
from monazite.stores import Readable
from monazite.validation.findings import Finding
from monazite.validation.questions import Target, target_of
from monazite.validation.views import View
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


class Data(Graph):
    """A graph that parses each query once: pySHACL asks the same one of every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """As rdflib's own."""
        if isinstance(query_object, str):
            query_object = _parsed(query_object)
        return super().query(query_object, *args, **kwargs)


@cache
def _parsed(text: str) -> Query:
    return prepareQuery(text)


class Judge:
    """pySHACL over one data graph, which may change between verdicts; the shapes are read once.

    pySHACL's own option `focus_nodes` will not do: in 0.40 it holds for nested shapes too, so that a value
    which is no focus node passes every sh:or and fails every sh:not.
    """

    def __init__(self, data: Graph, shapes: Graph) -> None:
        from pyshacl.entrypoints import make_default_logger
        from pyshacl.errors import ReportableRuntimeError
        from pyshacl.graph_abstraction import DataGraph
        from pyshacl.monkey import apply_patches
        from pyshacl.validator import Validator, assign_baked_in

        apply_patches()  # type: ignore[no-untyped-call]
        assign_baked_in()  # type: ignore[no-untyped-call]
        self.failure = ReportableRuntimeError
        self.data = data
        self.wrap = DataGraph.from_rdflib
        self.graph = self.wrap(data)
        options = {"inplace": True, "logger": make_default_logger(name="pyshacl-validate", debug=False)}
        self.validator = Validator(self.graph, shacl_graph=shapes, options=options)
        # Most shapes are parts of others, and have no focus nodes of their own.
        self.targeting = [s for s in self.validator.shacl_graph.shapes if any(map(list, s.target()))]

    def nodes(self, stated: Iterable[tuple[Node, Node, Node]]) -> set[Node]:
        """What the statements are about: their subjects, and what a shape targets as an object."""
        shapes = self.validator.shacl_graph.graph
        targeted = set(shapes.objects(None, SH.targetObjectsOf))
        return {node for s, p, o in stated for node in ((s, o) if p in targeted else (s,))}

    def verdict(
        self, kg: KnowledgeGraph, focus: set[Node] | None, skipped: Collection[Node] = ()
    ) -> list[Finding]:
        """What is wrong with the focus nodes, or with all if None."""
        targets = self.graph if focus is None else self._around(focus)
        wanted = {}
        for shape in self.targeting:
            if shape.node not in skipped:
                nodes = shape.focus_nodes(targets)
                wanted[shape.node] = nodes if focus is None else nodes & focus
        return self.of_shapes(kg.store, wanted)

    def of_shapes(self, labels: Readable, wanted: Mapping[Node, Collection[Node]]) -> list[Finding]:
        """What is wrong with nodes, by the shape that each is to be looked at for."""
        try:
            executor = self.validator.make_executor()
            results = []
            for shape in self.targeting:
                if nodes := wanted.get(shape.node):
                    results += shape.validate(executor, self.graph, focus=sorted(nodes, key=str))[1]
        except self.failure as error:
            raise ShapesError(f"the shapes cannot be used: {error.message}") from error
        report, _ = self.validator.create_validation_report(self.validator.shacl_graph, not results, results)
        return [_finding(report, node, labels) for node in report.subjects(SH.resultSeverity)]

    def _around(self, focus: Iterable[Node]) -> Any:
        """The part of the data that tells which of some nodes a shape targets: to look there is quicker."""
        part = Graph(bind_namespaces="none")
        part += self.data.triples((None, RDFS.subClassOf, None))
        for node in focus:
            part += self.data.triples((node, None, None))
            part += self.data.triples((None, None, node))
        return self.wrap(part)


def _finding(results: Graph, node: Node, labels: Readable) -> Finding:
    focus = _term(results, node, SH.focusNode)
    assert focus is not None, "SHACL: every result has a focus node"
    path = _term(results, node, SH.resultPath)
    messages = sorted(
        results.objects(node, SH.resultMessage), key=lambda m: getattr(m, "language", "") != "en"
    )
    component = _term(results, node, SH.sourceConstraintComponent)
    return Finding(
        severity=local_name(str(results.value(node, SH.resultSeverity))),
        focus=focus,
        focus_label=label(labels, focus),
        path=path if isinstance(path, URIRef) else None,
        value=_term(results, node, SH.value),
        message=str(messages[0]) if messages else "",
        shape=_term(results, node, SH.sourceShape),
        component=component if isinstance(component, URIRef) else None,
    )


def _term(results: Graph, node: Node, predicate: URIRef) -> Identifier | None:
    term = results.value(node, predicate)
    return term if isinstance(term, Identifier) else None


class Judges:
    """One judge for many views: it takes its time to read the shapes, and often nobody has to be judged."""

    def __init__(self, shapes: Graph) -> None:
        self.shapes = shapes
        self.view: View | None = None

    def findings(
        self, store: Readable, graphs: Collection[str] | None, wanted: Mapping[Node, Collection[Node]]
    ) -> list[Finding]:
        """What is wrong with nodes in a view of a store, by the shape that each may break.

        A node that the shape does not target in this view is not looked at.
        """
        if not any(wanted.values()):
            return []
        if self.view is None:
            self.view = View(store, graphs)
            self.judge = Judge(Data(store=self.view, bind_namespaces="none"), self.shapes)
            self.targets = {s.node: target_of(self.shapes, s.node) for s in self.judge.targeting}
        view = self.view
        view.show(store, graphs)
        aimed = {
            shape: [node for node in nodes if _aimed(self.targets[shape], node, view)]
            for shape, nodes in wanted.items()
        }
        return self.judge.of_shapes(store, aimed)


def _aimed(target: Target, node: Node, view: View) -> bool:
    """Whether a shape targets a node in a view."""
    return (
        node in target.nodes
        or any(any(view.stated((node, URIRef(p), None))) for p in target.subjects_of)
        or any(any(view.stated((None, URIRef(p), node))) for p in target.objects_of)
        or (bool(target.classes) and not target.classes.isdisjoint(map(str, view.classes(node))))
    )
