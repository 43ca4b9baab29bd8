"""Validation against what a user would pick instead: pySHACL on rdflib and on pyoxigraph, Rust engines.

The data is real: the first documents again and again, their own nodes renamed, over the background that they
name. ``MONAZITE_VALIDATION_STATEMENTS`` says how much (10^6 for the goal: long for pySHACL). Each peer
reads a file and validates the union of all; we read the same, and validate each document by itself as well.
pyshacl-turbo and pyrudof are measured where they are installed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph

from monazite import KnowledgeGraph, shapes

STATEMENTS = int(os.environ.get("MONAZITE_VALIDATION_STATEMENTS", "4_000"))
# The goal is one of 10^6 statements. Of few, most of the time goes into reading the shapes.
GOAL = 10
DOCUMENTS = "https://w3id.org/monazite/source/"


def copies(base: Path, statements: int) -> Iterator[ox.Quad]:
    """The background, and documents without end, until there are so many statements."""
    whole = KnowledgeGraph.in_memory(base).embedded
    named = [g for g in whole.named_graphs() if g.value.startswith(DOCUMENTS)]
    said = [quad for graph in named for quad in whole.quads_for_pattern(None, None, None, graph)]
    own = {quad.subject for quad in said}
    near = {*(quad.object for quad in said), *own}
    count = 0
    for quad in whole:
        graph = quad.graph_name
        behind = isinstance(graph, ox.NamedNode) and graph.value.startswith(shapes._BACKGROUND)
        if behind and (quad.subject in near or quad.predicate.value.endswith("subClassOf")):
            count += 1
            yield quad
    number = 0
    while count < statements:
        number += 1

        def again(term: Any, number: int = number) -> Any:
            return ox.NamedNode(f"{term.value}-{number}") if term in own else term

        for quad in said:
            count += 1
            name = ox.NamedNode(f"{quad.graph_name.value}-{number}")  # type: ignore[union-attr]
            yield ox.Quad(again(quad.subject), quad.predicate, again(quad.object), name)


def ours(quads: Path, triples: Path) -> int:
    store = ox.Store()
    store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    return len(shapes.validate(KnowledgeGraph(store), severities=shapes.SEVERITIES).findings)


def on_rdflib(quads: Path, triples: Path) -> int:
    data = Graph().parse(triples, format="nt")
    return _results(pyshacl.validate(data, shacl_graph=shapes.load(), inplace=True)[1])


def on_oxigraph(quads: Path, triples: Path) -> int:
    store = ox.Store()
    store.bulk_load(path=triples, format=ox.RdfFormat.N_TRIPLES)
    return _results(pyshacl.validate(store, shacl_graph=shapes.load(), inplace=True)[1])  # type: ignore[arg-type]


def turbo(quads: Path, triples: Path) -> int:
    engine = pytest.importorskip("pyshacl_turbo")
    data = Graph().parse(triples, format="nt")
    return _results(engine.validate(data, shacl_graph=shapes.load())[1])


def rudof(quads: Path, triples: Path) -> int:
    engine = pytest.importorskip("pyrudof")
    session = engine.Rudof(engine.RudofConfig())
    session.read_data(str(triples), engine.RDFFormat.NTriples)
    session.read_shacl(shapes.load().serialize(format="turtle"))
    return len(session.validate_shacl())


def _results(report: Any) -> int:
    from rdflib import SH

    return len(list(report.objects(None, SH.result)))


def seconds(task: Callable[[Path, Path], int], quads: Path, triples: Path) -> tuple[float, int]:
    """Processor time, so that others on the machine do not count."""
    began = time.process_time()
    found = task(quads, triples)
    return time.process_time() - began, found


@pytest.mark.benchmark
def test_validation(small_bundle: Path, tmp_path: Path) -> None:
    quads, triples = tmp_path / "all.nq", tmp_path / "all.nt"
    store = ox.Store()
    store.bulk_extend(copies(small_bundle, STATEMENTS))
    store.dump(quads, format=ox.RdfFormat.N_QUADS)
    union = ox.Store()
    union.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in store)
    union.dump(triples, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    taken, found = seconds(ours, quads, triples)
    print(f"\n{len(store):,} statements; ours: {taken:.1f} s of CPU, {found} findings")
    ratios = {}
    for name, task in {
        "pySHACL on rdflib": on_rdflib,
        "pySHACL on pyoxigraph": on_oxigraph,
        "pyshacl-turbo": turbo,
        "pyrudof": rudof,
    }.items():
        try:
            peer, theirs = seconds(task, quads, triples)
        except pytest.skip.Exception as missing:
            print(f"{name}: {missing}")
            continue
        ratios[name] = peer / taken
        print(f"{name}: {peer:.1f} s of CPU, {theirs} results, ratio {ratios[name]:.1f}")
    if STATEMENTS >= 1_000_000:
        assert ratios["pySHACL on rdflib"] >= GOAL
