"""Validates the graph against the SHACL shapes: each source graph by itself, then the union."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import RDFS, SH, SKOS, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Node

from monazite import bundle, screen, trig_lines
from monazite.errors import FileError, ShapesError
from monazite.results import from_engine
from monazite.statements import label
from monazite.stores import Progress, no_progress
from monazite.vocabulary import ALIGNMENT, CONCEPT, ONTOLOGY, REGISTRY, RULE, SHAPE, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

SEVERITIES = ("Violation", "Warning", "Info")
# What a document refers to, another may describe: in the union it has to stand, not in each graph by itself.
_UNION_ONLY = frozenset({SHAPE.Described})
_BACKGROUND = (str(ONTOLOGY), str(CONCEPT), str(REGISTRY), str(ALIGNMENT))


@dataclass(frozen=True)
class Finding:
    """One result of a validation.

    `severity` is one of `SEVERITIES`. `shape` and `component` are IRIs; `path` is None for a rule about
    the node as a whole. `graph` is the named graph that holds what was found, and `file` and `line` are
    where that graph was read from, None where the files do not tell.
    """

    severity: str
    focus: Identifier
    focus_label: str
    path: URIRef | None
    value: Identifier | None
    message: str
    shape: Identifier | None
    component: URIRef | None
    graph: URIRef | None = None
    file: Path | None = None
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """What a validation found, worst first; and how many graphs it looked at."""

    findings: tuple[Finding, ...]
    graphs: int

    @property
    def conforms(self) -> bool:
        """Whether nothing was found that makes an answer wrong."""
        return self.count("Violation") == 0

    def count(self, severity: str) -> int:
        """The number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


def load(base: Path | None = None) -> Graph:
    """The shapes, all files in one graph.

    Raises:
        FileError: a file is not Turtle.
        ShapesError: there are none.
    """
    shapes = Graph(bind_namespaces="none")
    base = base or bundle.root()
    files = bundle.shape_files(base)
    if not files:
        raise ShapesError(
            f"there are no shapes under {base / 'ontology' / 'shapes'}: nothing would be checked"
        )
    for path in files:
        try:
            shapes.parse(path, format="turtle")
        except SyntaxError as error:  # rdflib's BadSyntax
            raise FileError(path, str(error)) from error
    return shapes


def validate(
    kg: KnowledgeGraph,
    base: Path | None = None,
    extra: Iterable[Path] = (),
    severities: Collection[str] = SEVERITIES,
    progress: Progress = no_progress,
) -> Report:
    """Validates every source graph by itself, with the registry and the ontology in view, then the union.

    The graph is never changed; all results are collected. A screen finds the nodes that conform for certain,
    and pySHACL gives its verdict on all others. What no document says by itself but several do together is as
    severe as `mzsh:acrossSources` of the shape says.

    Args:
        kg: the graph to validate.
        base: the directory with the shapes, and with the files that findings are traced to.
        extra: TriG files, or directories of them, that were built in beside those of `base`.
        severities: which findings are looked for, of `SEVERITIES`.
        progress: called with the graph that is looked at, how many are done and how many there are.

    Raises:
        FileError: a file of shapes is not Turtle.
        ShapesError: the shapes are no valid SHACL.
    """
    base = base or bundle.root()
    shapes = load(base)
    seen: dict[screen.Term, screen.Term] = {}
    facts = {
        graph.value: screen.facts(kg.store.quads_for_pattern(None, None, None, graph), seen)
        for graph in kg.store.named_graphs()
        if isinstance(graph, ox.NamedNode)
    }
    focus = {name: _focus(put, shapes) for name, put in facts.items()}
    names = sorted(facts)
    tracer = _Tracer(kg, base, tuple(extra))
    found = (
        tracer.trace(replace(finding, focus_label=label(kg.store, finding.focus)), [name] if name else names)
        for finding, name in _screened(shapes, severities, facts, focus, progress)
    )
    return Report(tuple(sorted(found, key=_rank)), len(names))


def _focus(put: screen.Facts, shapes: Graph) -> set[screen.Term]:
    """What statements are about: their subjects, and what a shape targets as an object."""
    targeted = {str(p) for p in shapes.objects(None, SH.targetObjectsOf)}
    return put.keys() | {o for said in put.values() for p in said.keys() & targeted for o in said[p]}


def _screened(
    shapes: Graph,
    severities: Collection[str],
    facts: Mapping[str, screen.Facts],
    focus: Mapping[str, set[screen.Term]],
    progress: Progress,
) -> Iterator[tuple[Finding, str]]:
    """The findings of each graph by itself with its name, then those of the union of all with "".

    Args:
        shapes: all shapes.
        severities: those of the findings that are looked for.
        facts: what each graph says.
        focus: what is looked at of each graph that is to be validated.
        progress: called with the graph that is looked at.
    """
    only = set(severities)
    alone = screen.Screen(shapes, only, skipped=_UNION_ONLY)
    across = {shape: local_name(str(to)) for shape, to in shapes.subject_objects(SHAPE.acrossSources)}
    # What is no finding of these when several documents do it together need not be looked at in the union.
    together = screen.Screen(shapes, only, skipped={shape for shape, to in across.items() if to not in only})
    behind = [found for name, found in facts.items() if name.startswith(_BACKGROUND)]
    background = screen.View(behind, alone.backwards | together.backwards)
    judges = _Judges(shapes)
    single = sorted(name for name in focus if not name.startswith((*_BACKGROUND, str(RULE))))
    told: set[tuple[object, ...]] = set()
    for done, name in enumerate(single):
        progress(local_name(name), done, len(single) + 1)
        view = screen.View([facts[name]], alone.backwards, background)
        for finding in _judged(alone, view, focus[name], judges):
            if _key(finding) not in told:
                told.add(_key(finding))
                yield finding, name
    progress("the union of all graphs", len(single), len(single) + 1)
    sources = [found for name, found in facts.items() if not name.startswith(_BACKGROUND)]
    view = screen.View(sources, together.backwards, background)
    for finding in _judged(together, view, set().union(*focus.values()), judges, _once(facts, single)):
        if _key(finding) not in told:
            told.add(_key(finding))
            milder = across.get(finding.shape) if finding.shape else None
            yield replace(finding, severity=milder) if milder else finding, ""
    progress("", len(single) + 1, len(single) + 1)


def validate_unscreened(
    kg: KnowledgeGraph,
    base: Path | None = None,
    extra: Iterable[Path] = (),
    only: Collection[str] | None = None,
    progress: Progress = no_progress,
) -> Report:
    """What `validate` gives, with pySHACL asked of every node: minutes where `validate` takes seconds.

    The measure that `validate` is tested against.

    Args:
        kg: the graph to validate.
        base: the directory with the shapes, and with the files that findings are traced to.
        extra: TriG files, or directories of them, that were built in beside those of `base`.
        only: the graphs whose subjects are looked at, with all others in view; every graph if None.
        progress: called with the graph that is looked at, how many are done and how many there are.

    Raises:
        FileError: a file of shapes is not Turtle.
        ShapesError: the shapes are no valid SHACL.
    """
    base = base or bundle.root()
    shapes = load(base)
    names = sorted(str(g.value) for g in kg.store.named_graphs() if isinstance(g, ox.NamedNode))
    background = [name for name in names if name.startswith(_BACKGROUND)]
    single = [name for name in names if not name.startswith((*_BACKGROUND, str(RULE)))]
    if only is not None:
        single = [name for name in single if name in only]
    tracer = _Tracer(kg, base, tuple(extra))
    found: dict[tuple[object, ...], Finding] = {}
    data = _copy(kg, background)
    judge = _Judge(data, shapes)
    for done, name in enumerate(single):
        progress(local_name(name), done, len(single) + 1)
        stated = set(_triples(kg, name))
        added = [triple for triple in stated if triple not in data]
        for triple in added:
            data.add(triple)
        for finding in judge.verdict(kg, judge.nodes(stated), _UNION_ONLY):
            found.setdefault(_key(finding), tracer.trace(finding, [name]))
        for triple in added:
            data.remove(triple)
    progress("the union of all graphs", len(single), len(single) + 1)
    union = _Judge(_copy(kg, names), shapes)
    touched = None if only is None else union.nodes(triple for name in only for triple in _triples(kg, name))
    for finding in union.verdict(kg, touched):
        if _key(finding) not in found:
            milder = shapes.value(finding.shape, SHAPE.acrossSources)
            finding = replace(finding, severity=local_name(str(milder))) if milder else finding
            found[_key(finding)] = tracer.trace(finding, names)
    progress("", len(single) + 1, len(single) + 1)
    return Report(tuple(sorted(found.values(), key=_rank)), len(names))


def violations(
    known: ox.Store,
    changed: Mapping[str, tuple[Iterable[ox.Quad], Iterable[ox.Quad]]],
    base: Path | None = None,
    progress: Progress = no_progress,
) -> tuple[Finding, ...]:
    """The violations that `validate` would find in the graphs of a large change, found in less time.

    A screen finds the nodes that conform for certain; pySHACL gives its verdict on all others. The findings
    name the graph, not the file.

    Args:
        known: the graph before the change, with nothing derived.
        changed: the graphs that the change writes: what it takes away of each, and what it puts there. What a
            graph has beside that (a registry has many files) stays in view, and is not looked at.
        base: the directory with the shapes.
        progress: called with the graph that is looked at, how many are done and how many there are.

    Raises:
        FileError, ShapesError: as `validate`.
    """
    shapes = load(base)
    seen: dict[screen.Term, screen.Term] = {}
    facts: dict[str, screen.Facts] = {}
    focus: dict[str, set[screen.Term]] = {}
    for name, (before, after) in changed.items():
        put = facts[name] = screen.facts(after, seen)
        focus[name] = _focus(put, shapes)
        gone = set(before)
        stays = known.quads_for_pattern(None, None, None, ox.NamedNode(name))
        if rest := screen.facts((quad for quad in stays if quad not in gone), seen):
            facts[name] = screen.joined(rest, put)
    for graph in known.named_graphs():
        if graph.value not in changed and not graph.value.startswith(RULE):
            facts[graph.value] = screen.facts(known.quads_for_pattern(None, None, None, graph), seen)
    found = []
    for finding, name in _screened(shapes, {"Violation"}, facts, focus, progress):
        by = [name] if name else [g for g in sorted(changed) if screen.term_of(finding.focus) in facts[g]]
        found.append(replace(finding, graph=URIRef(by[0]) if by else None))
    return tuple(sorted(found, key=_rank))


def _once(facts: Mapping[str, screen.Facts], graphs: Iterable[str]) -> set[screen.Term]:
    """What one of some graphs speaks of and no other graph."""
    seen: set[screen.Term] = set()
    again: set[screen.Term] = set()
    for found in facts.values():
        again.update(seen.intersection(found))  # seen & found.keys() would copy seen
        seen.update(found)
    return {node for name in graphs for node in facts[name] if node not in again}


class _Judges:
    """One judge for many views: it takes its time to read the shapes, and often nobody has to be judged."""

    def __init__(self, shapes: Graph) -> None:
        self.shapes = shapes
        self.store: screen.ViewStore | None = None

    def of(self, view: screen.View) -> _Judge:
        """The judge over a view."""
        if self.store is None:
            self.store = screen.ViewStore(view)
            self.judge = _Judge(_Data(store=self.store, bind_namespaces="none"), self.shapes)
        self.store.show(view)
        return self.judge


def _judged(
    screened: screen.Screen,
    view: screen.View,
    focus: set[screen.Term],
    judges: _Judges,
    settled: Collection[screen.Term] = frozenset(),
) -> Iterator[Finding]:
    """What pySHACL finds of the nodes that do not conform for certain."""
    suspects = screened.suspects(view, focus, settled)
    if not suspects:
        return
    labels = ox.Store()
    for node in set().union(*suspects.values()):
        for text in view.out(node).get(str(SKOS.prefLabel), ()):
            if isinstance(node, str) and isinstance(text, ox.Literal):
                labels.add(ox.Quad(ox.NamedNode(node), ox.NamedNode(SKOS.prefLabel), text))
    judge = judges.of(view)
    wanted = {shape: {screen.node_of(node) for node in nodes} for shape, nodes in suspects.items()}
    for finding in judge.of_shapes(labels, wanted):
        if finding.severity in screened.severities and finding.shape not in screened.skipped:
            yield finding


class _Data(Graph):
    """A graph that parses each query once: pySHACL asks the same one of every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        if isinstance(query_object, str):
            query_object = _parsed(query_object)
        return super().query(query_object, *args, **kwargs)


@cache
def _parsed(text: str) -> Query:
    return prepareQuery(text)


def _copy(kg: KnowledgeGraph, names: Iterable[str]) -> _Data:
    copy = _Data(bind_namespaces="none")
    for name in names:
        for triple in _triples(kg, name):
            copy.add(triple)
    return copy


def _triples(kg: KnowledgeGraph, name: str) -> Iterator[tuple[Node, Node, Node]]:
    for quad in kg.store.quads_for_pattern(None, None, None, ox.NamedNode(name)):
        yield from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)


class _Judge:
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

    def of_shapes(self, labels: ox.Store, wanted: Mapping[Node, Collection[Node]]) -> list[Finding]:
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


def _finding(results: Graph, node: Node, labels: ox.Store) -> Finding:
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


def _key(finding: Finding) -> tuple[object, ...]:
    return (finding.focus, finding.path, finding.value, finding.message, finding.shape)


def _rank(finding: Finding) -> tuple[int, str, int, str, str]:
    severity = SEVERITIES.index(finding.severity)
    return severity, str(finding.file or ""), finding.line or 0, str(finding.focus), finding.message


class _Tracer:
    """Finds the graph, file and line that a finding comes from; reads each file at most once."""

    def __init__(self, kg: KnowledgeGraph, base: Path, extra: tuple[Path, ...]) -> None:
        self.kg = kg
        self.base = base
        self.extra = extra
        self.located: dict[Path, list[trig_lines.Located]] = {}

    def trace(self, finding: Finding, names: list[str]) -> Finding:
        graph = self._graph_of(finding, names)
        if graph is None:
            return finding
        file = self.files.get(graph)
        if file is None:
            return replace(finding, graph=URIRef(graph))
        if file not in self.located:
            self.located[file] = trig_lines.locate(file)
        line = trig_lines.line_of(self.located[file], finding.focus, finding.path, finding.value)
        return replace(finding, graph=URIRef(graph), file=file, line=line)

    def _graph_of(self, finding: Finding, names: list[str]) -> str | None:
        """The graph that states what was found: the value if there is one, else the focus node."""
        if not isinstance(finding.focus, URIRef):
            return None
        store, focus = self.kg.store, ox.NamedNode(finding.focus)
        path = ox.NamedNode(finding.path) if finding.path else None
        for predicate in dict.fromkeys((path, None)):
            quads = list(store.quads_for_pattern(focus, predicate, None, None))
            exact = [q for q in quads if finding.value is None or from_engine(q.object) == finding.value]
            graphs = {q.graph_name.value for q in exact or quads if isinstance(q.graph_name, ox.NamedNode)}
            for graph in sorted(graphs & set(names), key=lambda name: (name.startswith(RULE), name)):
                return graph
        return None

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file that each graph was read from."""
        paths = [*bundle.data_files(self.base / "data")]
        for path in self.extra:
            paths += bundle.data_files(path) if path.is_dir() else [path]
        return {
            quad.graph_name.value: path
            for path in paths
            for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG)
            if isinstance(quad.graph_name, ox.NamedNode)
        }
