"""Our shapes are well-formed by the W3C's shapes for shapes (SHACL, appendix C), as pySHACL brings them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, BNode, Graph, Literal
from rdflib.term import Node

from monazite import bundle
from monazite.vocabulary import SHAPE

SHAPES = bundle.shape_files(bundle.root())


@pytest.fixture(scope="module")
def rules() -> Graph:
    graph = Graph().parse(Path(str(files("pyshacl"))) / "assets" / "shacl-shacl.ttl")
    assert len(graph) > 400
    return graph


def results(graph: Graph, rules: Graph) -> set[tuple[Node | None, Node | None]]:
    """What breaks the rules: the shape, and what is wrong with it."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=rules)
    assert isinstance(report, Graph)
    return {
        (report.value(found, SH.focusNode), report.value(found, SH.resultPath))
        for found in report.subjects(SH.resultSeverity)
    }


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_our_shapes_are_well_formed(rules: Graph, path: Path) -> None:
    assert results(Graph().parse(path), rules) == set()


def test_shapes_that_are_not_are_found(rules: Graph) -> None:
    graph = Graph()
    odd, deep = SHAPE.oddShape, BNode()
    graph.add((odd, SH.targetClass, Literal("no class")))
    graph.add((odd, SH.property, deep))
    graph.add((deep, SH.path, Literal("no path")))
    graph.add((deep, SH.minCount, Literal("one")))
    found = results(graph, rules)
    assert (odd, SH.targetClass) in found
    assert (deep, SH.minCount) in found
    assert {path for focus, path in found if focus == deep} >= {SH.path, SH.minCount}
