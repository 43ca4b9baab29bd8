"""The knowledge graph: one rdflib Dataset over an Oxigraph store or a SPARQL endpoint."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.term import Identifier

from monazite import federation, markup, queries, statements, stores
from monazite.errors import QueryError, StoreError
from monazite.remote import RemoteStore, dataset_of
from monazite.results import QueryResult, convert, kept
from monazite.statements import Description, Source, Triple
from monazite.stores import Readable, Solutions
from monazite.vocabulary import PREFIXES

T = TypeVar("T")

_log = logging.getLogger(__name__)


def cache_home() -> Path:
    """Where the shipped graph is built: ``MONAZITE_CACHE_DIR``, else the user's cache directory."""
    if named := os.environ.get("MONAZITE_CACHE_DIR"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("monazite", appauthor=False))


class KnowledgeGraph:
    """A graph of sourced statements about the rare earth value chain, to query and to walk.

    The union of all named graphs is the default graph: a pattern without GRAPH sees everything. `services`
    are the endpoints that a SERVICE clause may ask (`monazite.federation.Services`); none, unless the
    environment variable ``MONAZITE_SERVICES`` names some.

    Examples:
        >>> from monazite import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> bool(kg.query("ASK { ?lease a mz:Lease }"))
        True
    """

    def __init__(self, store: Readable, path: Path | None = None) -> None:
        """Wraps a store that is already open; most callers want `open`, `in_memory` or `build`."""
        self.store = store
        self.path = path
        self.services = federation.from_environment()
        self._read: dict[object, Any] = {}

    @classmethod
    def open(cls, path: Path | str | None = None) -> KnowledgeGraph:
        """Opens a store to read: the one at `path`, else the shipped graph.

        The shipped graph is built in the cache directory the first time. Where that cannot be written,
        it is built in memory, and a warning is logged. A `path` that begins with ``http://`` or ``https://``
        is the query address of a SPARQL 1.1 endpoint that holds the graph: all is asked there.

        Raises:
            StoreError: there is no store at `path`, or it is broken; ExtraMissing: an endpoint without httpx.
        """
        if path is not None and stores.is_address(path):
            return cls(RemoteStore(str(path)))
        if path is not None:
            return cls._opened(Path(path))
        home = cache_home() / "store"
        look = stores.stamp()
        if found := stores.ready(home, look):
            return cls._opened(found)
        plan = stores.plan()
        try:
            found = home / plan.digest
            if not found.is_dir():
                stores.publish(home, plan)
            stores.remember(home, look, plan)
            return cls._opened(found)
        except StoreError as error:
            _log.warning("monazite: %s; the graph is built in memory instead", error)
            return cls._filled(plan)

    @classmethod
    def in_memory(
        cls, base: Path | str | None = None, extra: Sequence[Path] = (), without: Collection[str] = ()
    ) -> KnowledgeGraph:
        """The shipped graph, or that of another `base` directory laid out alike, built in memory.

        Changes to it are lost with it. `extra` are TriG or N-Quads files, or directories of them, to add;
        `without` are the names of rules to leave out.

        Raises:
            FileError: one of the files is missing, not readable or not well-formed.
            QueryError: there is no rule of a name in `without`.
        """
        return cls._filled(stores.plan(Path(base) if base else None, extra, without))

    @classmethod
    def empty(cls) -> KnowledgeGraph:
        """A graph in memory with nothing in it."""
        return cls(ox.Store())

    @classmethod
    def build(
        cls,
        path: Path | str | None = None,
        base: Path | str | None = None,
        extra: Sequence[Path] = (),
        progress: stores.Progress = stores.no_progress,
        without: Collection[str] = (),
    ) -> KnowledgeGraph:
        """Builds a store on disk, unless the same files were built there before, and opens it to read.

        Args:
            path: the directory to hold it; the shipped graph's place in the cache if None.
            base: a directory with ``ontology/``, ``data/`` and ``queries/``; the shipped one if None.
            extra: TriG or N-Quads files, or directories of them, to put beside the data of `base`.
            progress: called with what is done now, how many steps are done and how many there are.
            without: the names of rules to leave out, such as ``possible-links``, whose results grow with the
                square of the units in a country.

        Raises:
            FileError: one of the files is missing, not readable or not well-formed.
            StoreError: the directory cannot be written.
            QueryError: there is no rule of a name in `without`.
        """
        home = Path(path) if path else cache_home() / "store"
        plan = stores.plan(Path(base) if base else None, extra, without)
        return cls._opened(stores.publish(home, plan, progress))

    @classmethod
    def _opened(cls, path: Path) -> KnowledgeGraph:
        return cls(stores.open_read_only(path), path)

    @classmethod
    def _filled(cls, plan: stores.Plan) -> KnowledgeGraph:
        store = ox.Store()
        stores.fill(store, plan)
        return cls(store)

    @property
    def embedded(self) -> ox.Store:
        """The embedded engine's own store, for what an endpoint cannot do: to change it, to read it whole.

        Raises:
            StoreError: the graph stands behind an endpoint.
        """
        if not isinstance(self.store, ox.Store):
            raise StoreError("this needs a graph of our own, in memory or on disk, and it is an endpoint's")
        return self.store

    @cached_property
    def _merged(self) -> bool:
        """Whether the default graph holds everything: it does in a store that was built here."""
        return stores.is_merged(self.store)

    @cached_property
    def dataset(self) -> Dataset:
        """The rdflib Dataset over the store, its default graph what all graphs say together."""
        if isinstance(self.store, RemoteStore):
            dataset = dataset_of(self.store)
        else:
            from oxrdflib import OxigraphStore

            dataset = Dataset(store=OxigraphStore(store=self.embedded), default_union=not self._merged)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def query(self, text_or_name: str, **parameters: queries.Value) -> QueryResult:
        """Answers a question of the library by its name, or any SPARQL 1.1 query.

        The usual prefixes (`monazite.vocabulary.PREFIXES`) need no declaration. Parameters are bound as
        values: an IRI may be given as an IRI, a prefixed name or an entity's name.

        Raises:
            QueryError: no such question, the engine refuses the query, or a SERVICE is not allowed or does
                not answer; ParameterError: a parameter is unknown, missing or of the wrong kind.
        """
        return convert(self.solve(queries.find(text_or_name), **parameters))

    def solve(self, query: queries.Query, **parameters: queries.Value) -> Solutions:
        """The engine's own answer to a query of the library: found as it is read, for writing it out.

        Raises:
            QueryError, ParameterError: as `query`.
        """
        text = queries.bind(query, parameters, self.resolve)
        # To ask Oxigraph for the union is to override FROM.
        union = not self._merged and not queries.names_dataset(text)
        # An endpoint's SERVICE is the endpoint's to allow.
        remote = isinstance(self.store, RemoteStore)
        with nullcontext(text) if remote else federation.relayed(text, self.services) as relayed:
            try:
                found = self.store.query(relayed, prefixes=PREFIXES, use_default_graph_as_union=union)
                # The relay is there no longer than this.
                return found if relayed == text else kept(found)
            except SyntaxError as error:
                raise QueryError(f"{query.path or 'the query'} is not SPARQL: {error.msg}") from error
            except (RuntimeError, ValueError, OSError) as error:
                raise QueryError(f"{query.path or 'the query'} could not be answered: {error}") from error

    def _repr_html_(self) -> str:
        """The graph as a notebook shows it: how much of each family it holds, and how to go on."""
        counts = self.once("overview", lambda: convert(self.solve(queries.shipped("lookups", "overview"))))
        rows = [(markup.escaped(row.label), f"{int(row.things):,}") for row in counts.rows()]
        ways = "".join(
            f"<li><code>{markup.escaped(way)}</code></li>"
            for way in ('kg.query("leases")', "kg.describe(name)", "kg.sources(name)")
        )
        return markup.section("Knowledge graph", markup.table(("", "things"), rows), f"<ul>{ways}</ul>")

    def once(self, name: object, read: Callable[[], T]) -> T:
        """What `read` reads of this graph: read once if the graph cannot change, each time if it can.

        It is given to all who ask for that name, so that nobody may change it.
        """
        if self.path is None and isinstance(self.store, ox.Store):
            return read()
        if name not in self._read:
            self._read[name] = read()
        found: T = self._read[name]
        return found

    def resolve(self, text: str) -> URIRef:
        """The entity that an IRI, a prefixed name or a name in any language means.

        Raises:
            UnknownEntity: none; its message suggests near ones. AmbiguousEntity: several.
        """
        from monazite import entities

        return entities.resolve(self, text)

    def label(self, node: Identifier, language: str = "en") -> str:
        """A node's label in a language, else in English, else any; else its prefixed name or text."""
        return statements.label(self.store, node, language)

    def describe(self, entity: str | URIRef) -> Description:
        """Every statement about an entity, and about the facts that it takes part in, with its graph.

        Raises:
            UnknownEntity, AmbiguousEntity: as `resolve`.
        """
        return statements.describe(self.store, self.resolve(str(entity)))

    def sources(self, entity_or_triple: str | URIRef | Triple) -> tuple[Source, ...]:
        """The documents that an entity's statements, or one triple, rest on; empty if nobody states it.

        Raises:
            UnknownEntity, AmbiguousEntity: as `resolve`.
        """
        if isinstance(entity_or_triple, str):
            found = self.describe(entity_or_triple).statements
        else:
            found = statements.stating(self.store, entity_or_triple)
        return statements.sources(self.store, found)
