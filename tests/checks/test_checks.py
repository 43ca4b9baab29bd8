"""The hygiene of the ontology: each check finds nothing in what is shipped, and catches its bad example."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from monazite import bundle, queries, stores
from monazite.vocabulary import PREFIXES

BASE = bundle.root()
CHECKS = sorted((BASE / "ontology" / "checks").glob("*.rq"))
BAD = Path(__file__).with_name("bad")
ROOT = "https://w3id.org/monazite/"
REFERENCES = ox.NamedNode("http://purl.org/dc/terms/references")


def everything() -> ox.Store:
    """The graph, and what the checks look at beside it: shapes, pinned vocabularies, terms in queries."""
    store = ox.Store()
    stores.fill(store, stores.plan())
    for path in bundle.shape_files(BASE):
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{ROOT}shapes"))
    for path in (BASE / "ontology" / "vocabularies").glob("*.ttl"):
        graph = ox.NamedNode(f"{ROOT}vocabulary/{path.stem}")
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph)
    for path in (BASE / "queries").rglob("*.rq"):
        query = ox.NamedNode(f"{ROOT}query/{path.stem}")
        for name in set(re.findall(r"\bmz:(\w+)", path.read_text(encoding="utf-8"))):
            store.add(ox.Quad(query, REFERENCES, ox.NamedNode(PREFIXES["mz"] + name), query))
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return everything()


def answer(store: ox.Store, check: Path) -> list[tuple[str, ...]]:
    rows = store.query(queries.read(check).text, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple(str(value) for value in row) for row in rows)


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_what_is_shipped_passes(store: ox.Store, check: Path) -> None:
    assert answer(store, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_the_bad_example_is_caught(store: ox.Store, check: Path) -> None:
    bad = list(ox.parse(path=BAD / f"{check.stem}.trig", format=ox.RdfFormat.TRIG))
    assert bad
    new = [quad for quad in bad if quad not in store]
    store.extend(new)
    try:
        rows = answer(store, check)
    finally:
        for quad in new:
            store.remove(quad)
    assert rows, "the check finds nothing wrong"
    assert all(any("odd" in value.lower() for value in row) for row in rows), "nothing else is found"


def test_each_check_has_its_example() -> None:
    assert len(CHECKS) >= 13
    assert {path.stem for path in BAD.glob("*.trig")} == {path.stem for path in CHECKS}


def test_each_vocabulary_is_pinned_and_described() -> None:
    folder = BASE / "ontology" / "vocabularies"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    files = sorted(folder.glob("*.ttl"))
    assert len(files) > 15
    for path in files:
        assert f"`{path.stem}`" in readme
        assert len(list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))) > 5
