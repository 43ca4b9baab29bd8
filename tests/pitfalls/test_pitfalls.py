"""The pitfalls of the OOPS! catalogue: none is in the ontology, and each check catches its bad example."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from monazite import bundle, queries

BASE = bundle.root()
ROOT = "https://w3id.org/monazite/"
CHECKS = sorted((BASE / "ontology" / "pitfalls").glob("P*.rq"))
BAD = Path(__file__).with_name("bad")
# What each bad example has to give; else one.
ROWS = {"P02": 2, "P06": 2, "P07": 2, "P20": 2, "P22": 2, "P24": 2, "P27": 2, "P32": 2, "P34": 2, "P35": 2}
# Of the catalogue, what nobody can see without knowing what is meant, and what a server has to show.
UNSEEN = {"P01", "P09", "P12", "P14", "P15", "P16", "P17", "P18", "P23", "P31"}
SERVED = {"P37"}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The ontology, its concepts and alignments, and the pinned copies of what it reuses."""
    store = ox.Store()
    folder = BASE / "ontology"
    store.load(
        path=folder / "monazite.ttl", format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{ROOT}ontology")
    )
    for name, graph in (("concepts", "concept"), ("alignment", "alignment"), ("vocabularies", "vocabulary")):
        paths = sorted((folder / name).glob("*.ttl"))
        assert len(paths) > 5
        for path in paths:
            to = ox.NamedNode(f"{ROOT}{graph}/{path.stem}")
            store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=to)
    return store


def found(store: ox.Store, check: Path) -> list[str]:
    rows = store.query(queries.read(check).text, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(str(row["term"]) for row in rows)


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_the_ontology_has_no_such_pitfall(store: ox.Store, check: Path) -> None:
    assert found(store, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_the_bad_example_is_caught(store: ox.Store, check: Path) -> None:
    new = list(ox.parse(path=BAD / f"{check.stem}.trig", format=ox.RdfFormat.TRIG))
    assert new and not any(quad in store for quad in new)
    store.extend(new)
    try:
        rows = found(store, check)
    finally:
        for quad in new:
            store.remove(quad)
    assert len(rows) == ROWS.get(check.stem, 1)
    assert all("odd" in row.lower() or row.endswith("#isA>") for row in rows)


def test_the_whole_catalogue_is_looked_at() -> None:
    names = {path.stem for path in CHECKS}
    assert {path.stem for path in BAD.glob("*.trig")} == names
    assert names | UNSEEN | SERVED == {f"P{number:02}" for number in range(1, 42)}
    readme = (BASE / "ontology" / "pitfalls" / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (P\d\d) \| ([^|]+) \|", readme, re.MULTILINE))
    assert told.keys() == names | UNSEEN | SERVED
    for check in CHECKS:
        query = queries.read(check)
        assert query.summary == f"{check.stem} {told[check.stem]}"
        assert len(query.description) > 15
