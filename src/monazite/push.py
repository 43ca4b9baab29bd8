"""Brings a graph into a remote store, one named graph at a time, and looks whether it arrived.

What stands there already, statement for statement, is not sent again: so a push that was broken off goes on
where it ended, and nothing has to be remembered about it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pyoxigraph as ox

from monazite import remote
from monazite.errors import StoreError
from monazite.results import convert
from monazite.stores import Progress, no_progress

# Statements in one request; what is larger arrives in parts beside the graph and is then moved into place.
CHUNK = 50_000
# With fewer graphs to send, each comes into the default graph in the same step; with more, all at the end.
FEW = 20
ATTEMPTS = 4
_PASSING = frozenset({429, 502, 503, 504})
_BESIDE = re.compile(r"#push-[0-9a-f]{32}$")
_NTRIPLES = "application/n-triples"

# Where engines answer queries, take whole graphs (SPARQL 1.1 Graph Store Protocol) and take updates, beside
# the address of a dataset. Only what was tried stands here.
LAYOUTS = {
    "fuseki": ("query", "data", "update"),
    "oxigraph": ("query", "store", "update"),
}


@dataclass(frozen=True)
class Endpoint:
    """The addresses of a remote store: for queries, for whole graphs, for updates."""

    query: str
    graphs: str
    update: str

    @classmethod
    def of(cls, dataset: str, layout: str = "fuseki") -> Endpoint:
        """The addresses that an engine of a `LAYOUTS` gives a dataset.

        Examples:
            >>> Endpoint.of("http://localhost:3030/monazite").graphs
            'http://localhost:3030/monazite/data'
        """
        base = dataset.rstrip("/") + "/"
        return cls(*(urljoin(base, part).rstrip("/") for part in LAYOUTS[layout]))


@dataclass(frozen=True)
class Pushed:
    """What a push did: graphs that were sent, that stood there alike, that were removed, that are strange.

    `strange` are graphs of the remote store that ours does not have. `statements` counts what was sent.
    """

    sent: tuple[str, ...]
    alike: tuple[str, ...]
    removed: tuple[str, ...]
    strange: tuple[str, ...]
    statements: int


def push(
    store: ox.Store,
    endpoint: Endpoint,
    only: Collection[str] | None = None,
    *,
    prune: bool = False,
    chunk: int = CHUNK,
    progress: Progress = no_progress,
) -> Pushed:
    """Makes the named graphs of a remote store what ours are, or those `only`; each changes in one step.

    An engine whose default graph is not the union of the others gets it filled, so that a query without
    GRAPH finds everything there, too.

    Args:
        store: what to send.
        endpoint: where to.
        only: IRIs of graphs of `store`; all of them if None.
        prune: remove the graphs that `store` does not have; only when all are pushed.
        chunk: how many statements go in one request.
        progress: called with what is done now, how many graphs are done and how many there are.

    Raises:
        StoreError: a graph of `only` is not in `store`; the endpoint cannot be reached or refuses; or what
            it holds at the end is not what was sent.
    """
    ours = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    if unknown := sorted(set(only or ()) - set(ours)):
        raise StoreError(f"no such graph to push: {', '.join(unknown)}")
    wanted = [graph for graph in ours if only is None or graph in only]
    there = _Remote(endpoint, chunk)
    counts = there.counts()
    for broken_off in [graph for graph in counts if _BESIDE.search(graph)]:
        there.put(broken_off, (), into_default=False)
        del counts[broken_off]
    strange = sorted(counts.keys() - set(ours))
    changed: list[str] = []
    alike: list[str] = []
    for done, graph in enumerate(wanted):
        progress("compare", done, 2 * len(wanted))
        mine = _statements(store, graph)
        same = counts.get(graph) == len(mine) and digest(there.graph(graph)) == digest(mine)
        (alike if same else changed).append(graph)
    removed = strange if prune and only is None else []
    union = there.unions()
    step = len(changed) + len(removed) <= FEW and not union
    sent = 0
    for done, graph in enumerate(changed):
        progress(graph, len(wanted) + done, len(wanted) + len(changed))
        mine = _statements(store, graph)
        there.put(graph, mine, into_default=step)
        if digest(there.graph(graph)) != digest(mine):
            raise StoreError(f"{endpoint.graphs} holds other statements than those sent in {graph}")
        sent += len(mine)
    for graph in removed:
        there.put(graph, (), into_default=step)
    left = () if removed else tuple(strange)
    if not union:
        there.fill_default_graph(digest(_all(store)) if only is None and not left else None)
    progress("", 1, 1)
    return Pushed(tuple(changed), tuple(alike), tuple(removed), left, sent)


def _statements(store: ox.Store, graph: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _all(store: ox.Store) -> Iterator[ox.Quad]:
    return (q for q in store if not isinstance(q.graph_name, ox.DefaultGraph))


def digest(quads: Iterable[ox.Quad]) -> str:
    """SHA-256 over the statements of one graph, sorted, as N-Triples; blank nodes as RDFC-1.0 names them.

    Figures count by value: engines keep 1.50 as 1.5, and the engine here does, too.
    """
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    found = ox.Dataset(store)
    if _has_blank(found):
        found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(str(quad.triple) for quad in found)).encode()).hexdigest()


def _has_blank(quads: Iterable[ox.Quad]) -> bool:
    return any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))


@dataclass
class _Remote:
    endpoint: Endpoint
    chunk: int
    store: remote.RemoteStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = remote.RemoteStore(self.endpoint.query)
        self.http = remote.client(self.endpoint.graphs)

    def counts(self) -> dict[str, int]:
        found = self.store.find("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        assert isinstance(found, ox.QuerySolutions)
        return {row["g"].value: int(row["n"].value) for row in found if isinstance(row["g"], ox.NamedNode)}

    def graph(self, graph: str | None) -> Iterator[ox.Quad]:
        """The statements of a graph; of the default graph if None."""
        response = self._send(
            "GET",
            self.endpoint.graphs,
            params={"default": ""} if graph is None else {"graph": graph},
            headers={"Accept": _NTRIPLES},
            missing=True,
        )
        if response.status_code != 404:
            try:
                yield from ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)
            except SyntaxError as error:
                raise StoreError(
                    f"{response.url} gave an answer that is no N-Triples: {error.msg}"
                ) from error

    def put(self, graph: str, quads: Sequence[ox.Quad], *, into_default: bool) -> None:
        # A blank node of one request is not that of the next.
        size = len(quads) if _has_blank(quads) else self.chunk
        if len(quads) <= size and not into_default:
            self._upload("PUT" if quads else "DELETE", graph, quads)
            return
        beside = f"{graph}#push-{uuid4().hex}"
        for start in range(0, len(quads), size):
            self._upload("POST", beside, quads[start : start + size])
        name, fresh = ox.NamedNode(graph), ox.NamedNode(beside)
        place = f"MOVE SILENT {fresh} TO {name}" if quads else f"DROP SILENT GRAPH {name}"
        if into_default:
            place = (
                f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} "
                f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {name}) }} }} ;\n"
                f"{place} ;\nINSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            )
        self._update(place)

    def unions(self) -> bool:
        """Whether the default graph shows what a named graph holds: one is made, looked for and removed."""
        witness = f"urn:uuid:{uuid4()}"
        term = ox.NamedNode(witness)
        self._upload("PUT", witness, [ox.Quad(term, term, term)])
        try:
            return bool(self.store.find(f"ASK {{ {term} {term} {term} }}"))
        finally:
            self._upload("DELETE", witness, ())

    def fill_default_graph(self, expected: str | None) -> None:
        """Fills the default graph with what all graphs say, if it is not that.

        `expected` is the digest of what it should be, where that is known; else its size is looked at.
        """
        if self._is_whole(expected):
            return
        self._update("DROP DEFAULT ; INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
        if not self._is_whole(expected):
            raise StoreError(f"{self.endpoint.query}: the default graph is not what the graphs say together")

    def _is_whole(self, expected: str | None) -> bool:
        if expected is not None:
            return digest(self.graph(None)) == expected
        return self._count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == self._count(
            "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
        )

    def _count(self, text: str) -> int:
        (row,) = convert(self.store.find(text)).values()
        return int(row[0])

    def _upload(self, method: str, graph: str, quads: Sequence[ox.Quad]) -> None:
        triples = [quad.triple for quad in quads]
        content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) if triples else b""
        self._send(
            method,
            self.endpoint.graphs,
            params={"graph": graph},
            content=content,
            headers={"Content-Type": _NTRIPLES} if triples else {},
            missing=method == "DELETE",
        )

    def _update(self, text: str) -> None:
        self._send("POST", self.endpoint.update, data={"update": text})

    def _send(self, method: str, address: str, *, missing: bool = False, **options: Any) -> Any:
        """One request, again after a pause where the host says that it passes; all of them bear repeating."""
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                response = remote.send(self.http, method, address, **options)
            except StoreError:
                if last:
                    raise
                time.sleep(2**attempt / 2)
                continue
            if response.status_code in _PASSING and not last:
                named = response.headers.get("Retry-After", "")
                time.sleep(min(int(named), 60) if named.isdecimal() else 2**attempt / 2)
                continue
            if not (missing and response.status_code == 404):
                remote.accepted(response)
            return response
        raise AssertionError("the last attempt returns or raises")
