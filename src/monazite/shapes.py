"""Validates the graph against the SHACL shapes: each source graph by itself, then the union."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from monazite import bundle
from monazite.errors import FileError, ShapesError
from monazite.remote import RemoteStore
from monazite.results import from_engine
from monazite.stores import Progress, Readable, no_progress
from monazite.validation import affected
from monazite.validation.affected import Change, Changes
from monazite.validation.findings import Finding, Tracer
from monazite.validation.judge import Data, Judge, Judges
from monazite.validation.nearby import Nearby
from monazite.validation.suspects import Engine, Found, asking, in_memory, suspects
from monazite.vocabulary import ALIGNMENT, CONCEPT, ONTOLOGY, REGISTRY, RULE, SHAPE, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

SEVERITIES = ("Violation", "Warning", "Info")
# What a document refers to, another may describe: in the union it has to stand, not in each graph by itself.
_UNION_ONLY = frozenset({SHAPE.Described})
_BACKGROUND = (str(ONTOLOGY), str(CONCEPT), str(REGISTRY), str(ALIGNMENT))


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

    The graph is never changed; all results are collected. The engine, be it behind an endpoint, is asked
    which nodes may break a shape, and pySHACL gives its verdict on those. What no document says by itself but
    several do together is as severe as `mzsh:acrossSources` of the shape says.

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
    engine = Engine(_quick(kg), _BACKGROUND, (str(RULE),))
    tracer = Tracer(engine.store, base, tuple(extra))
    found = (
        tracer.trace(finding, [name, *engine.background] if name else engine.graphs)
        for finding, name in _screened(load(base), severities, engine, progress)
    )
    return Report(tuple(sorted(found, key=_rank)), len(engine.graphs))


def _quick(kg: KnowledgeGraph) -> Readable:
    """The store of a graph as it is quick to ask: in memory, or an endpoint of which little is read."""
    if isinstance(kg.store, RemoteStore):
        return Nearby(kg.store)
    return kg.store if kg.path is None else in_memory(kg.embedded)


def _screened(
    shapes: Graph,
    severities: Collection[str],
    engine: Engine,
    progress: Progress,
    change: Change | None = None,
) -> Iterator[tuple[Finding, str]]:
    """The findings of each graph by itself with its name, then those of the union of all with "".

    Args:
        shapes: all shapes.
        severities: those of the findings that are looked for.
        engine: the graphs.
        progress: called with the graph that is looked at.
        change: what changed, if only what that can affect is to be looked at.
    """
    only = set(severities)
    across = {shape: local_name(str(to)) for shape, to in shapes.subject_objects(SHAPE.acrossSources)}
    # What is no finding of these when several documents do it together need not be looked at in the union.
    milder = {shape for shape, to in across.items() if to not in only}
    documents = engine.documents if change is None else change.documents(engine)
    progress("the nodes that may break a shape", 0, len(documents) + 1)
    among = None if change is None else change.nodes
    found = suspects(engine, asking(shapes, engine, only), among, documents)
    alone = _by_document(found, engine, shapes)
    if isinstance(engine.store, Nearby):
        engine.store.read_around(set().union(*(nodes.in_union() for nodes in found.values())))
    judges = Judges(shapes)
    told: set[tuple[object, ...]] = set()
    for done, name in enumerate(documents):
        progress(local_name(name), done, len(documents) + 1)
        graphs = {name, *engine.background}
        for finding in judges.findings(engine.store, graphs, alone.get(name, {})):
            if finding.severity in only and _key(finding) not in told:
                told.add(_key(finding))
                yield finding, name
    progress("the union of all graphs", len(documents), len(documents) + 1)
    together: dict[Node, set[Node]] = {}
    for (shape, part), nodes in found.items():
        if part not in milder:
            together.setdefault(shape, set()).update(nodes.in_union())
    for finding in judges.findings(engine.store, None, together):
        if finding.severity in only and finding.shape not in milder and _key(finding) not in told:
            told.add(_key(finding))
            milder_one = across.get(finding.shape) if finding.shape else None
            yield replace(finding, severity=milder_one) if milder_one else finding, ""
    progress("", len(documents) + 1, len(documents) + 1)


def _by_document(found: Found, engine: Engine, shapes: Graph) -> dict[str, dict[Node, set[Node]]]:
    """The suspects of each document by itself, by the shape that they may break."""
    targeted = sorted({str(p) for p in shapes.objects(None, SH.targetObjectsOf)})
    anywhere = set().union(*(nodes.everywhere for nodes in found.values()))
    graphs = engine.speaking_of(anywhere, targeted)
    alone: dict[str, dict[Node, set[Node]]] = {}
    for (shape, _), nodes in found.items():
        if shape in _UNION_ONLY:
            continue
        for name, some in nodes.of_graph.items():
            alone.setdefault(name, {}).setdefault(shape, set()).update(some)
        for node in nodes.everywhere:
            for name in graphs[node]:
                alone.setdefault(name, {}).setdefault(shape, set()).add(node)
    return alone


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
    tracer = Tracer(kg.store, base, tuple(extra))
    found: dict[tuple[object, ...], Finding] = {}
    data = _copy(kg, background)
    judge = Judge(data, shapes)
    for done, name in enumerate(single):
        progress(local_name(name), done, len(single) + 1)
        stated = set(_triples(kg, name))
        added = [triple for triple in stated if triple not in data]
        for triple in added:
            data.add(triple)
        for finding in judge.verdict(kg, judge.nodes(stated), _UNION_ONLY):
            found.setdefault(_key(finding), tracer.trace(finding, [name, *background]))
        for triple in added:
            data.remove(triple)
    progress("the union of all graphs", len(single), len(single) + 1)
    union = Judge(_copy(kg, names), shapes)
    touched = None if only is None else union.nodes(triple for name in only for triple in _triples(kg, name))
    for finding in union.verdict(kg, touched):
        if _key(finding) not in found:
            milder = shapes.value(finding.shape, SHAPE.acrossSources)
            finding = replace(finding, severity=local_name(str(milder))) if milder else finding
            found[_key(finding)] = tracer.trace(finding, names)
    progress("", len(single) + 1, len(single) + 1)
    return Report(tuple(sorted(found.values(), key=_rank)), len(names))


def violations(
    known: Readable,
    changed: Changes,
    base: Path | None = None,
    progress: Progress = no_progress,
) -> tuple[Finding, ...]:
    """The violations that a change of some graphs brings, found by looking at what the change can affect.

    They are all those that `validate` would find at the nodes that the change speaks of, and at other nodes
    those that it would not have found before. The findings name the graph, not the file.

    Args:
        known: the graph before the change, with nothing derived.
        changed: the graphs that the change writes: what it takes away of each, and what it puts there. What a
            graph has beside that (a registry has many files) stays in view.
        base: the directory with the shapes.
        progress: called with the graph that is looked at, how many are done and how many there are.

    Raises:
        FileError, ShapesError: as `validate`.
    """
    shapes = load(base)
    change = affected.apply(known, changed, shapes)
    found = list(_screened(shapes, {"Violation"}, Engine(change.store, _BACKGROUND), progress, change))
    spoken_of = change.spoken_of
    others = {focus for finding, _ in found if (focus := finding.focus) not in spoken_of}
    if others:
        engine = Engine(known, _BACKGROUND)
        # In any document: what one says wrongly by itself is no news where the union says it, too, now.
        asked = Change(ox.Store(), {name: set() for name in engine.documents}, {*others})
        earlier = _screened(shapes, {"Violation"}, engine, no_progress, asked)
        before = {_key(finding) for finding, _ in earlier}
        found = [(f, name) for f, name in found if f.focus in spoken_of or _key(f) not in before]
    traced = []
    for finding, name in found:
        by = [name] if name else [g for g in sorted(changed) if finding.focus in change.put[g]]
        traced.append(replace(finding, graph=URIRef(by[0]) if by else None))
    return tuple(sorted(traced, key=_rank))


def _copy(kg: KnowledgeGraph, names: Iterable[str]) -> Data:
    copy = Data(bind_namespaces="none")
    for name in names:
        for triple in _triples(kg, name):
            copy.add(triple)
    return copy


def _triples(kg: KnowledgeGraph, name: str) -> Iterator[tuple[Node, Node, Node]]:
    for quad in kg.store.quads_for_pattern(None, None, None, ox.NamedNode(name)):
        yield from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)


def _key(finding: Finding) -> tuple[object, ...]:
    return (finding.focus, finding.path, finding.value, finding.message, finding.shape)


def _rank(finding: Finding) -> tuple[int, str, int, str, str]:
    severity = SEVERITIES.index(finding.severity)
    return severity, str(finding.file or ""), finding.line or 0, str(finding.focus), finding.message
