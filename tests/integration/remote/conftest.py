"""The small graph, and the engines that it is brought into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.integration.remote import engines
from tests.integration.test_validate import BAD

from monazite import KnowledgeGraph
from monazite.push import Endpoint, push


@pytest.fixture(scope="session")
def ours(small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The small graph, and a document that breaks shapes, as the embedded engine holds them, on disk."""
    folder = tmp_path_factory.mktemp("ours")
    (folder / "bad.trig").write_text(BAD, encoding="utf-8")
    return KnowledgeGraph.build(folder / "store", base=small_bundle, extra=[folder / "bad.trig"])


@pytest.fixture(
    scope="session", params=["oxigraph", pytest.param("fuseki", marks=pytest.mark.engine)], autouse=False
)
def filled(
    request: pytest.FixtureRequest, ours: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    """An engine that the small graph was pushed into; nobody changes it."""
    with getattr(engines, request.param)(tmp_path_factory.mktemp(request.param)) as endpoint:
        push(ours.embedded, endpoint)
        yield endpoint


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("fuseki", marks=pytest.mark.engine)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """An engine to change."""
    with getattr(engines, request.param)(tmp_path_factory.mktemp(request.param)) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def few(ours: KnowledgeGraph) -> ox.Store:
    """The documents of the small graph, and a graph with blank nodes."""
    store = ox.Store()
    for graph in ours.embedded.named_graphs():
        if isinstance(graph, ox.NamedNode) and ("/source/" in graph.value or graph.value.endswith("/org")):
            store.extend(ours.embedded.quads_for_pattern(None, None, None, graph))
    assert any(isinstance(quad.subject, ox.BlankNode) for quad in store)
    return store


@pytest.fixture
def copy(few: ox.Store) -> ox.Store:
    """A copy of the few, to change."""
    store = ox.Store()
    store.extend(few)
    return store
