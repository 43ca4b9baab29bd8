"""Validates the graph against the SHACL shapes: each source graph by itself, then the union."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from monazite import bundle
from monazite.errors import FileError, ShapesError
from monazite.results import from_engine
from monazite.statements import label
from monazite.stores import Progress, Readable, no_progress
from monazite.validation import views
from monazite.validation.findings import Finding, Tracer
from monazite.validation.judge import Data, Judge, Judges, judged
from monazite.validation.screen import Screen
from monazite.validation.views import Facts, Term, View
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
    seen: dict[Term, Term] = {}
    facts = {
        graph.value: views.facts(kg.store.quads_for_pattern(None, None, None, graph), seen)
        for graph in kg.store.named_graphs()
        if isinstance(graph, ox.NamedNode)
    }
    focus = {name: _focus(put, shapes) for name, put in facts.items()}
    names = sorted(facts)
    tracer = Tracer(kg, base, tuple(extra))
    found = (
        tracer.trace(replace(finding, focus_label=label(kg.store, finding.focus)), [name] if name else names)
        for finding, name in _screened(shapes, severities, facts, focus, progress)
    )
    return Report(tuple(sorted(found, key=_rank)), len(names))


def _focus(put: Facts, shapes: Graph) -> set[Term]:
    """What statements are about: their subjects, and what a shape targets as an object."""
    targeted = {str(p) for p in shapes.objects(None, SH.targetObjectsOf)}
    return put.keys() | {o for said in put.values() for p in said.keys() & targeted for o in said[p]}


def _screened(
    shapes: Graph,
    severities: Collection[str],
    facts: Mapping[str, Facts],
    focus: Mapping[str, set[Term]],
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
    alone = Screen(shapes, only, skipped=_UNION_ONLY)
    across = {shape: local_name(str(to)) for shape, to in shapes.subject_objects(SHAPE.acrossSources)}
    # What is no finding of these when several documents do it together need not be looked at in the union.
    together = Screen(shapes, only, skipped={shape for shape, to in across.items() if to not in only})
    behind = [found for name, found in facts.items() if name.startswith(_BACKGROUND)]
    background = View(behind, alone.backwards | together.backwards)
    judges = Judges(shapes)
    single = sorted(name for name in focus if not name.startswith((*_BACKGROUND, str(RULE))))
    told: set[tuple[object, ...]] = set()
    for done, name in enumerate(single):
        progress(local_name(name), done, len(single) + 1)
        view = View([facts[name]], alone.backwards, background)
        for finding in judged(alone, view, focus[name], judges):
            if _key(finding) not in told:
                told.add(_key(finding))
                yield finding, name
    progress("the union of all graphs", len(single), len(single) + 1)
    sources = [found for name, found in facts.items() if not name.startswith(_BACKGROUND)]
    view = View(sources, together.backwards, background)
    for finding in judged(together, view, set().union(*focus.values()), judges, _once(facts, single)):
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
    tracer = Tracer(kg, base, tuple(extra))
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
            found.setdefault(_key(finding), tracer.trace(finding, [name]))
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
    seen: dict[Term, Term] = {}
    facts: dict[str, Facts] = {}
    focus: dict[str, set[Term]] = {}
    for name, (before, after) in changed.items():
        put = facts[name] = views.facts(after, seen)
        focus[name] = _focus(put, shapes)
        gone = set(before)
        stays = known.quads_for_pattern(None, None, None, ox.NamedNode(name))
        if rest := views.facts((quad for quad in stays if quad not in gone), seen):
            facts[name] = views.joined(rest, put)
    for graph in known.named_graphs():
        if graph.value not in changed and not graph.value.startswith(RULE):
            facts[graph.value] = views.facts(known.quads_for_pattern(None, None, None, graph), seen)
    found = []
    for finding, name in _screened(shapes, {"Violation"}, facts, focus, progress):
        by = [name] if name else [g for g in sorted(changed) if views.term_of(finding.focus) in facts[g]]
        found.append(replace(finding, graph=URIRef(by[0]) if by else None))
    return tuple(sorted(found, key=_rank))


def _once(facts: Mapping[str, Facts], graphs: Iterable[str]) -> set[Term]:
    """What one of some graphs speaks of and no other graph."""
    seen: set[Term] = set()
    again: set[Term] = set()
    for found in facts.values():
        again.update(seen.intersection(found))  # seen & found.keys() would copy seen
        seen.update(found)
    return {node for name in graphs for node in facts[name] if node not in again}


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
