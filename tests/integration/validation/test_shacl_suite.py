"""The W3C's SHACL tests, the core: the report is pySHACL's own when the engine names the nodes to judge."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Namespace
from tests.integration.validation.differing import Both, quads, report

from monazite.validation.judge import Data, _finding
from monazite.validation.suspects import Engine
from monazite.validation.views import View

SUITE = Path(__file__).parents[3] / ".shacl" / "core"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FILES = sorted(SUITE.rglob("*.ttl"))
# Where pySHACL itself does not find what the W3C says.
OWN_WAYS = {"uniqueLang-002"}
spared: set[str] = set()


@pytest.mark.engine
def test_the_suite_is_there() -> None:
    if not SUITE.is_dir():
        pytest.skip("no SHACL tests: make shacl")
    assert len(FILES) > 95


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SUITE).with_suffix("").as_posix())
def test_the_report_is_that_of_a_full_run(path: Path) -> None:
    manifest = Graph().parse(path, format="turtle")
    for test in manifest.subjects(RDF.type, SHT.Validate):
        action = manifest.value(test, MF.action)
        data, shapes = (
            Graph().parse(str(manifest.value(action, part)), format="turtle")
            for part in (SHT.dataGraph, SHT.shapesGraph)
        )
        if (expected := manifest.value(test, MF.result)) == SHT.Failure:
            continue
        _, found, _ = validate(data, shacl_graph=shapes, inplace=True)
        assert isinstance(found, Graph)
        said = len(list(found.objects(None, SH.result)))
        if path.stem not in OWN_WAYS:
            assert said == len(list(manifest.objects(expected, SH.result))), "what the W3C says"
        store = ox.Store()
        store.extend(quads(data, "urn:data"))
        # As the engine holds it: it may take a byte for an integer.
        data = Data(store=View(store, None))
        conforms, found, _ = validate(data, shacl_graph=shapes, inplace=True)
        assert isinstance(found, Graph)
        full = report(_finding(found, node, ox.Store()) for node in found.subjects(SH.resultSeverity))
        engine, both = Engine(store, ()), Both(shapes)
        suspected = both.found(engine)
        assert both.screened(engine, suspected, None, None) == full
        assert conforms == (not full)
        targeted = {node for shape in both.judge.targeting for node in shape.focus_nodes(data)}
        if len(targeted) > len(set().union(*(each.in_union() for each in suspected.values()))):
            spared.add(path.stem)


def test_the_engine_spares_nodes_in_most_of_them() -> None:
    assert not FILES or len(spared) > 30, sorted(spared)
