"""Builds a store from files: everything into named graphs, then the rules, then into place in one step.

Every statement stands in the default graph too, once, however many graphs make it: that is what a query
without GRAPH sees. Oxigraph's own union of all graphs finds a statement once for each graph that makes it, so
that counts and sums come out too large (oxigraph issue 1919).

A *home* is a directory of finished stores, one subdirectory each, named by the digest of what went in.
Its file ``newest`` names the one built last. A store is built in a temporary subdirectory and renamed when it
is whole, so a build that is killed leaves the older stores and ``newest`` as they were.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NoReturn, Protocol
from uuid import uuid4

import pyoxigraph as ox
from filelock import FileLock, Timeout
from rdflib.namespace import DCTERMS, PROV, RDF

from monazite import bundle, queries
from monazite.errors import FileError, QueryError, StoreError
from monazite.vocabulary import ALIGNMENT, CONCEPT, ONTOLOGY, PREFIXES, REGISTRY, RULE

# Raise it when the same files would give another store: it is part of the digest.
FORMAT = "2"
LOCK_SECONDS = 600
# Bytes from which on the engine reads a file by itself; many small ones, a load each, cost a store far more.
LARGE = 8_000_000
# Statements up to which a rule's are written in one transaction.
FEW = 3_000
_STAMPS = "stamps"
UNUSED_DAYS = 30

Progress = Callable[[str, int, int], None]
Solutions = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Readable(Protocol):
    """What is asked of a store, be it the embedded engine's or an endpoint."""

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Solutions:
        """The answer to a SPARQL query."""

    def quads_for_pattern(
        self,
        /,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements that fit a pattern, with their graphs."""

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs."""

    def contains_named_graph(self, graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, /) -> bool:
        """Whether there is a graph of that name."""


def is_address(text: object) -> bool:
    """Whether a store is named by the address of an endpoint, not by a directory.

    >>> is_address("http://localhost:3030/monazite/sparql"), is_address("/var/lib/monazite")
    (True, False)
    """
    return str(text).startswith(("http://", "https://"))


def no_progress(what: str, done: int, total: int) -> None:
    """Shows nothing."""


@dataclass(frozen=True)
class Plan:
    """What goes into a store: the files, the rules, and the digest of both; the rules that are left out."""

    files: tuple[Path, ...]
    rules: tuple[Path, ...]
    digest: str
    without: frozenset[str] = frozenset()


def plan(base: Path | None = None, extra: Sequence[Path] = (), without: Collection[str] = ()) -> Plan:
    """The plan for the shipped graph, or for another `base` directory laid out alike, with `extra` data.

    Args:
        base: a directory with ``ontology/``, ``data/`` and ``queries/``; the shipped one if None.
        extra: TriG or N-Quads files and SSSOM tables, or directories of them, to put beside `base`'s data.
        without: the names of rules to leave out, such as ``possible-links``, whose results grow with the
            square of the units in a country.

    Raises:
        FileError: one of the files is missing or not readable.
        QueryError: there is no rule of a name in `without`.
    """
    base = base or bundle.root()
    files = [*bundle.graph_files(base), *_extra_files(extra)]
    every = bundle.rule_files(base)
    names = [path.stem for path in every]
    if unknown := sorted(set(without) - set(names)):
        raise QueryError(f"there is no rule {unknown[0]!r} to leave out; there are: {', '.join(names)}")
    rules = [path for path in every if path.stem not in without]
    try:
        key = bundle.digest([*files, *rules], base, f"format {FORMAT}", f"pyoxigraph {ox.__version__}")
    except OSError as error:
        raise FileError(Path(error.filename or base), error.strerror or str(error)) from error
    return Plan(tuple(files), tuple(rules), key, frozenset(without))


def ready(home: Path, look: str) -> Path | None:
    """The store of the shipped graph under `home`, if one was built of files that look so (see `stamp`).

    To compare names, sizes and times takes a fraction of what `plan` takes, which reads thousands of files.
    """
    try:
        digest = (home / _STAMPS / look).read_text()
    except OSError:
        return None
    # A note that was broken off, as on a full disk, names no store: "" would name the home itself.
    return home / digest if digest and (home / digest).is_dir() else None


def remember(home: Path, look: str, what: Plan) -> None:
    """Notes how the files of the shipped graph looked before they were read, if `home` can be written."""
    with contextlib.suppress(OSError):
        (home / _STAMPS).mkdir(exist_ok=True)
        (home / _STAMPS / look).write_text(what.digest)


def stamp() -> str:
    """How the files of the shipped graph look: a digest of their names, sizes and times."""
    key = hashlib.sha256(f"format {FORMAT} pyoxigraph {ox.__version__}".encode())
    for folder in bundle.FOLDERS:
        for line in _looks(os.fspath(bundle.root() / folder)):
            key.update(line.encode())
    return key.hexdigest()[:32]


def _looks(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                yield from _looks(entry.path)
            else:
                found = entry.stat()
                yield f"\0{entry.path}\0{found.st_size}\0{found.st_mtime_ns}"


def _extra_files(extra: Sequence[Path]) -> Iterator[Path]:
    for path in extra:
        if path.is_dir():
            found = [*bundle.data_files(path), *bundle.mapping_files(path)]
            if not found:
                raise FileError(path, "no .trig, .nq or .sssom.tsv file in this directory")
            yield from found
        elif path.suffix not in bundle.DATA and not bundle.holds_mappings(path):
            raise FileError(
                path,
                "expected a .trig or .nq file (one named graph a source document) or a .sssom.tsv file "
                "(mappings)",
            )
        else:
            yield path


def fill(store: ox.Store, what: Plan, progress: Progress = no_progress) -> None:
    """Loads the files of a plan into a store and runs its rules.

    Raises:
        FileError: a file is not well-formed, or has statements outside of a named graph.
        TableError: a table of mappings has cells that are wrong.
        QueryError: a rule is not a CONSTRUCT query or the rules wait for each other.
    """
    total = len(what.files) + len(what.rules)
    _load(store, what.files, progress, total)
    # Out of the store: the engine hands statements out in less time than it takes to read them again.
    store.bulk_extend(map(merged, store.quads_for_pattern(None, None, None, None)))
    for done, rule in enumerate(in_order(what.rules, what.without)):
        progress(rule.name, len(what.files) + done, total)
        derive(store, [rule])
    progress("", total, total)


def load(store: ox.Store, files: Sequence[Path]) -> None:
    """Loads files into their named graphs, and nothing into the default graph.

    Raises:
        FileError, TableError: as `fill`.
    """
    _load(store, files, no_progress, len(files))


def _load(store: ox.Store, files: Sequence[Path], progress: Progress, total: int) -> None:
    seen: dict[str, Path] = {}
    # Large ones first: what graphs there are before one has to be counted.
    large = [path for path in files if _is_large(path)]
    for done, path in enumerate(large):
        progress(path.name, done, total)
        _load_large(store, path, seen)
    small = [path for path in files if path not in large]
    store.bulk_extend(_read(small, seen, progress, len(large), total))


def _is_large(path: Path) -> bool:
    return path.suffix in bundle.DATA and path.is_file() and path.stat().st_size >= LARGE


def _load_large(store: ox.Store, path: Path, seen: dict[str, Path]) -> None:
    """Has the engine read a file, several times as fast as when each statement passes through Python."""
    before = _sizes(store) if seen else {}
    try:
        store.bulk_load(path=path, format=bundle.DATA[path.suffix])
    except SyntaxError as error:
        raise FileError(path, str(error.msg), error.lineno) from error
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error
    outside: list[ox.DefaultGraph | ox.BlankNode] = [ox.DefaultGraph()]
    outside += [graph for graph in store.named_graphs() if isinstance(graph, ox.BlankNode)]
    for place in outside:
        for quad in store.quads_for_pattern(None, None, None, place):
            _refuse_ungraphed(path, quad)
    for name in before:
        if before[name] != _size(store, name):
            once(name, path, seen)
    for graph in store.named_graphs():
        seen.setdefault(graph.value, path)


def _sizes(store: ox.Store) -> dict[str, int]:
    return {graph.value: _size(store, graph.value) for graph in store.named_graphs()}


def _size(store: ox.Store, graph: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _read(
    files: Sequence[Path], seen: dict[str, Path], progress: Progress, done: int, total: int
) -> Iterator[ox.Quad]:
    for number, path in enumerate(files, done):
        progress(path.name, number, total)
        yield from quads_of(path, seen)


def merged(quad: ox.Quad) -> ox.Quad:
    """The statement of a quad as one of the default graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def is_merged(store: Readable) -> bool:
    """Whether the default graph of a store holds what its named graphs say.

    Raises:
        StoreError: an endpoint does not take the question.
    """
    try:
        return bool(store.query("ASK { ?s ?p ?o }"))
    except SyntaxError as error:
        raise StoreError(f"{error.msg}; is this the address of a SPARQL 1.1 endpoint?") from error


def derive(store: ox.Store, rules: Iterable[queries.Query]) -> None:
    """Runs rules over the default graph of a store, each into its own graph and the default one.

    Raises:
        QueryError: a rule is not SPARQL, or not a CONSTRUCT query.
    """
    for rule in rules:
        quads = list(_derived(store, rule))
        # A bulk load waits for the disk: few statements are sooner in one transaction.
        extend = store.extend if len(quads) < FEW else store.bulk_extend
        extend([*quads, *map(merged, quads)])


def underive(store: ox.Store, rules: Iterable[queries.Query]) -> None:
    """Takes away what rules wrote: their graphs, and what no other graph states of the default one."""
    for rule in rules:
        quads = list(store.quads_for_pattern(None, None, None, rule_graph(rule)))
        store.remove_graph(rule_graph(rule))
        for quad in quads:
            others = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if all(isinstance(other.graph_name, ox.DefaultGraph) for other in others):
                store.remove(merged(quad))


def rule_graph(rule: queries.Query) -> ox.NamedNode:
    """The named graph that a rule writes into."""
    return ox.NamedNode(RULE[rule.name])


def quads_of(path: Path, seen: dict[str, Path]) -> Iterator[ox.Quad]:
    """The statements of a file in their named graphs; `seen` notes the file of each graph.

    Raises:
        FileError, TableError: as `fill`.
    """
    try:
        if path.suffix == ".ttl":
            graph = ox.NamedNode(_graph_of(path))
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            return
        if bundle.holds_mappings(path):
            from monazite import sssom

            mappings = sssom.read(path)
            once(mappings.mapping_set_id, path, seen)
            yield from sssom.quads(mappings)
            return
        for quad in ox.parse(path=path, format=bundle.DATA[path.suffix]):
            if not isinstance(quad.graph_name, ox.NamedNode):
                _refuse_ungraphed(path, quad)
            else:
                once(quad.graph_name.value, path, seen)
                yield quad
    except SyntaxError as error:
        raise FileError(path, str(error.msg), error.lineno) from error
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error


def _refuse_ungraphed(path: Path, quad: ox.Quad) -> NoReturn:
    raise FileError(path, f"{quad.subject} {quad.predicate} stands outside of a named graph: who says so?")


def once(graph: str, path: Path, seen: dict[str, Path]) -> None:
    """Notes the file of a graph: the registry is one in many; a document or a mapping set is one file.

    Raises:
        FileError: the graph is in another file, too.
    """
    if seen.setdefault(graph, path) != path and not graph.startswith(REGISTRY):
        raise FileError(path, f"the graph <{graph}> is in {seen[graph]} too")


def _graph_of(path: Path) -> str:
    namespaces = {"concepts": CONCEPT, "alignment": ALIGNMENT}
    return str(namespaces[path.parent.name][path.stem] if path.parent.name in namespaces else ONTOLOGY)


def in_order(rules: Iterable[Path], without: Collection[str] = ()) -> list[queries.Query]:
    """The rules, each after those that its header names in ``after``, but for those that are left out.

    Raises:
        QueryError: a rule waits for one that is not there, or for itself.
    """
    known = {path.stem: queries.read(path) for path in rules}
    for rule in known.values():
        for other in rule.after:
            if other not in known and other not in without:
                raise QueryError(f"{rule.path}: comes after {other!r}, which is no rule")
    try:
        order = TopologicalSorter({name: rule.after for name, rule in known.items()}).static_order()
        order = (name for name in order if name in known)
        return [known[name] for name in order]
    except CycleError as error:
        raise QueryError(f"rules wait for each other: {' -> '.join(error.args[1])}") from error


def _derived(store: ox.Store, rule: queries.Query) -> Iterator[ox.Quad]:
    try:
        solutions = store.query(rule.text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"{rule.path}: {error.msg}") from error
    if not isinstance(solutions, ox.QueryTriples):
        raise QueryError(f"{rule.path}: a rule must be a CONSTRUCT query")
    graph = rule_graph(rule)
    about: dict[str, ox.NamedNode | ox.Literal] = {
        RDF.type: ox.NamedNode(PROV.Entity),
        DCTERMS.title: ox.Literal(rule.summary, language="en"),
        DCTERMS.description: ox.Literal(rule.description, language="en"),
    }
    for predicate, value in about.items():
        yield ox.Quad(graph, ox.NamedNode(predicate), value, graph)
    for triple in solutions:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def publish(home: Path, what: Plan, progress: Progress = no_progress) -> Path:
    """Builds the store of a plan under `home`, unless it is there, and makes it the newest.

    Two builds of one home wait for each other. Stores that nobody opened for `UNUSED_DAYS` are removed.

    Returns:
        the directory of the finished store.

    Raises:
        FileError, TableError, QueryError: as `fill`.
        StoreError: the home cannot be written (read-only, full), or another build holds it too long.
    """
    target = home / what.digest
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "build.lock", timeout=LOCK_SECONDS):
            if not target.is_dir():
                _build_beside(target, what, progress)
            _point_to(home, what.digest)
            _remove_unused(home, keep=target)
    except Timeout as error:
        raise StoreError(f"another build has held {home} for {LOCK_SECONDS} s") from error
    except OSError as error:
        raise StoreError(f"cannot write a store to {home}: {error.strerror or error}") from error
    return target


def _build_beside(target: Path, what: Plan, progress: Progress) -> None:
    for left_over in target.parent.glob(".build-*"):  # by builds that were killed: we hold the lock
        shutil.rmtree(left_over, ignore_errors=True)
    work = target.parent / f".build-{uuid4().hex}"
    try:
        _write(work, what, progress)
        os.rename(work, target)
    except BaseException as error:
        traceback.clear_frames(error.__traceback__)  # they keep the store open, and it would write on
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(directory: Path, what: Plan, progress: Progress) -> None:
    store = ox.Store(directory)  # closed on return: a store must not be renamed while it is open
    fill(store, what, progress)
    store.flush()
    store.optimize()


def _point_to(home: Path, name: str) -> None:
    newest = home / "newest"
    if newest.is_file() and newest.read_text() == name:
        return
    fresh = home / f".newest-{uuid4().hex}"
    fresh.write_text(name)
    os.replace(fresh, newest)


def _remove_unused(home: Path, keep: Path) -> None:
    oldest = time.time() - UNUSED_DAYS * 86_400
    for store in home.iterdir():
        if store.is_dir() and store != keep and store.stat().st_mtime < oldest:
            shutil.rmtree(store, ignore_errors=True)


def locate(path: Path) -> Path:
    """The directory of the store that a path names: the newest one of a home, or the path itself.

    Raises:
        StoreError: there is none. OSError: the home cannot be read.
    """
    newest = path / "newest"
    directory = path / newest.read_text() if newest.is_file() else path
    if not (directory / "CURRENT").is_file():  # RocksDB's own mark
        raise StoreError(f"{path} is no store; build one with: monazite build --store {path}")
    return directory


def open_read_only(path: Path) -> ox.Store:
    """Opens a store to read: a home (its newest store) or the directory of one store.

    Raises:
        StoreError: there is no store, or it is broken.
    """
    try:
        directory = locate(path)
        store = ox.Store.read_only(str(directory))
    except (OSError, RuntimeError) as error:  # pyoxigraph says RuntimeError of a corrupt store
        raise StoreError(f"cannot open the store {path}: {error}; delete it and build it again") from error
    with contextlib.suppress(OSError):  # a read-only cache serves as well
        os.utime(directory)  # so that a store in use is never taken for unused
    return store
