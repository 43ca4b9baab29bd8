"""The W3C's SPARQL tests as they are told of in their manifests: what is asked, of what, and what comes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
# Files of the suite get addresses of the web: no server takes `FROM <file:...>`.
BASE = "https://w3c.github.io/rdf-tests/sparql/"
# Where the two versions lie: in a checkout of github.com/w3c/rdf-tests, and in the archive that
# `make w3c` fetches (Eclipse RDF4J packs the suite for its own tests).
_PLACES = {
    "sparql10": ("sparql/sparql10", "sparql10", "testcases-sparql-1.0-w3c/data-r2"),
    "sparql11": ("sparql/sparql11", "sparql11", "testcases-sparql-1.1-w3c"),
}
QUERIES = {MF.QueryEvaluationTest, MF.CSVResultFormatTest}
POSITIVE = {MF.PositiveSyntaxTest, MF.PositiveSyntaxTest11}
NEGATIVE = {MF.NegativeSyntaxTest, MF.NegativeSyntaxTest11}


@dataclass(frozen=True)
class Case:
    """A test.

    Attributes:
        name: version, folder and name, such as ``sparql11/aggregates/agg01``.
        kind: its class, such as ``QueryEvaluationTest``.
        query: the file of the query.
        data: the files of the default graph.
        named: the files of the named graphs.
        result: the file of the expected result.
        lax: whether duplicates may be left out of the result.
    """

    name: str
    kind: URIRef
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None
    lax: bool = False


def place() -> Path | None:
    """Where the suite lies: ``MONAZITE_W3C_TESTS``, else ``.w3c`` of the checkout; None if nowhere."""
    checkout = Path(__file__).parents[4]
    root = Path(os.environ.get("MONAZITE_W3C_TESTS", checkout / ".w3c"))
    return root if folders(root) else None


def folders(root: Path) -> dict[str, Path]:
    """The folder of each version of the suite that is there."""
    return {
        version: root / name for version, names in _PLACES.items() for name in names if (root / name).is_dir()
    }


@cache
def cases() -> list[Case]:
    """All tests of queries, evaluation and syntax; none where there is no suite."""
    root = place()
    if root is None:
        return []
    return [
        case
        for version, folder in folders(root).items()
        for path in sorted(folder.glob("*/manifest.ttl"))
        for case in _read(version, path)
    ]


def manifest(path: Path) -> Graph:
    """A manifest as a graph; the IRIs of files in it are ``file:`` ones."""
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def _read(version: str, path: Path) -> Iterator[Case]:
    told = manifest(path)
    for first in told.objects(None, MF.entries):
        for test in Collection(told, first):
            kind = told.value(test, RDF.type)
            if kind not in QUERIES | POSITIVE | NEGATIVE:
                continue
            action = told.value(test, MF.action)
            query = told.value(action, QT.query)
            result = told.value(test, MF.result)
            yield Case(
                f"{version}/{path.parent.name}/{str(test).rpartition('#')[2]}",
                URIRef(str(kind)),
                _file(action if query is None else query),
                tuple(_file(each) for each in sorted(told.objects(action, QT.data), key=str)),
                tuple(_file(each) for each in sorted(told.objects(action, QT.graphData), key=str)),
                None if result is None else _file(result),
                told.value(test, MF.resultCardinality) == MF.LaxCardinality,
            )


def _file(node: Node | None) -> Path:
    assert isinstance(node, URIRef), node
    return Path(str(node).removeprefix("file://"))


def address(path: Path) -> str:
    """The address of the web that a file of the suite goes by."""
    root = place()
    assert root is not None
    for version, folder in folders(root).items():
        if path.is_relative_to(folder):
            return f"{BASE}{version}/{path.relative_to(folder).as_posix()}"
    raise ValueError(f"{path} is no file of the suite")


def form() -> str:
    """Which form of the suite is there: ``archive``, as `make w3c` fetches it, or ``checkout``."""
    root = place()
    return "archive" if root and (root / _PLACES["sparql11"][-1]).is_dir() else "checkout"
