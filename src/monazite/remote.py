"""A SPARQL 1.1 endpoint as a store: what is asked of the engine's own store is asked of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyoxigraph as ox
from rdflib import Dataset

from monazite.errors import ExtraMissing, StoreError
from monazite.stores import is_address

if TYPE_CHECKING:
    import httpx

    from monazite.stores import Solutions

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# A query may take long; to connect, or to wait for the next bytes of an answer that has begun, may not.
ANSWER_SECONDS = 600.0
CONNECT_SECONDS = 10.0

_REMEMBERED = 65_536
_TRIPLE_FORMATS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_ANY = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.8, "
    "application/n-triples, text/turtle;q=0.8"
)


def client(address: str) -> httpx.Client:
    """An HTTP client for an endpoint, with the credentials that the environment or the keyring holds for it.

    ``MONAZITE_TOKEN`` is sent as a bearer token; else ``MONAZITE_USER`` with ``MONAZITE_PASSWORD``, or with
    the password that the keyring keeps for the service ``monazite HOST``. Redirects are not followed:
    credentials go to the host that was named and to no other.

    Raises:
        StoreError: the address is not one of http(s), or carries a name or password.
        ExtraMissing: httpx is not installed.
    """
    try:
        import httpx
    except ImportError as error:
        raise ExtraMissing("a remote store", "remote") from error
    try:
        parts = urlsplit(address)
        host = parts.hostname if is_address(address) and parts.port != 0 else None
    except ValueError:  # a bracket that is not closed, a port that is no number
        host = None
    if not host:
        raise StoreError(f"{address} is no address of an endpoint; expected http(s)://host/...")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"the address of {host} carries a name or password, which logs and histories keep; "
            "set MONAZITE_USER and MONAZITE_PASSWORD, or MONAZITE_TOKEN, instead"
        )
    headers, credentials = _credentials(host)
    return httpx.Client(
        auth=credentials, headers=headers, timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    )


def dataset_of(store: RemoteStore) -> Dataset:
    """The rdflib Dataset over an endpoint: rdflib asks it pattern by pattern.

    Raises:
        StoreError: as `client`.
    """
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    headers, credentials = _credentials(urlsplit(store.address).hostname or "")
    source = SPARQLStore(store.address, returnFormat="json", auth=credentials, headers=headers)
    return Dataset(store=source, default_union=True)


def _credentials(host: str) -> tuple[dict[str, str], tuple[str, str] | None]:
    from monazite.web import user_agent

    headers = {"User-Agent": user_agent()}
    if token := os.environ.get("MONAZITE_TOKEN"):
        return headers | {"Authorization": f"Bearer {token}"}, None
    if user := os.environ.get("MONAZITE_USER"):
        return headers, (user, os.environ.get("MONAZITE_PASSWORD") or _kept(host, user))
    return headers, None


def _kept(host: str, user: str) -> str:
    import keyring

    password = keyring.get_password(f"monazite {host}", user)
    if password is None:
        raise StoreError(
            f"no password for {user} at {host}: set MONAZITE_PASSWORD, or keep it with: "
            f"keyring set 'monazite {host}' {user}"
        )
    return str(password)


class RemoteStore:
    """What readers ask of ``pyoxigraph.Store``, asked of an endpoint by the SPARQL 1.1 Protocol.

    It is read as of the first time: what was once asked about a node is not asked again. A pattern whose
    graph is None means any named graph: what an endpoint holds in its default graph beside them is a copy
    of what they say, or nobody's statement.
    """

    def __init__(self, address: str) -> None:
        """An endpoint's query address; nothing is asked of it yet.

        Raises:
            StoreError, ExtraMissing: as `client`.
        """
        self.address = address
        self._client = client(address)
        self._about = lru_cache(maxsize=_REMEMBERED)(self._read_about)
        self._pointing = lru_cache(maxsize=_REMEMBERED)(self._read_pointing)

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Solutions:
        """The endpoint's answer to a SPARQL query.

        Raises:
            SyntaxError: the endpoint says that the query is bad.
            StoreError: it cannot be reached, refuses us, answers with what is no answer, or has nothing in
                its default graph.
        """
        if use_default_graph_as_union:
            raise StoreError(
                f"{self.address} finds nothing without GRAPH: its default graph is empty. Let its engine "
                "take the union of all graphs for the default graph, or fill it with: monazite push"
            )
        kind, body = self._ask(_declared(query, prefixes or {}) + query)
        if kind in _TRIPLE_FORMATS:
            return _triples(body, _TRIPLE_FORMATS[kind], self.address)
        form = ox.QueryResultsFormat.from_media_type(kind) if kind else None
        if form is None:
            raise StoreError(f"{self.address} answered a query with {kind or 'no media type'}")
        try:
            return ox.parse_query_results(body, format=form)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.address} gave an answer that cannot be read: {error}") from error

    def find(self, text: str) -> Solutions:
        """The answer to a query that is certainly good: who calls it bad is no SPARQL endpoint.

        Raises:
            StoreError: as `query`, or the endpoint says that the query is bad.
        """
        try:
            return self.query(text)
        except SyntaxError as error:
            raise StoreError(f"{error.msg}; is this the address of a SPARQL 1.1 endpoint?") from error

    def _ask(self, text: str) -> tuple[str, bytes]:
        response = send(
            self._client,
            "POST",
            self.address,
            data={"query": text},
            headers={"Accept": _ANY},
        )
        if response.status_code == 400:
            raise SyntaxError(f"{self.address}: {first_line(response)}")
        accepted(response)
        return response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), response.content

    def quads_for_pattern(
        self,
        /,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # as the engine's own store names it
        graph_name: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements that fit a pattern, with their graphs.

        Raises:
            StoreError: as `query`.
        """
        found: Iterable[ox.Quad]
        if any(isinstance(term, ox.BlankNode) for term in (subject, object, graph_name)):
            return  # a blank node of one answer means nothing to the next question
        if isinstance(subject, ox.NamedNode) and not isinstance(graph_name, ox.DefaultGraph):
            found = self._about(subject)
        elif isinstance(object, ox.NamedNode) and predicate is None and graph_name is None:
            found = self._pointing(object)
        else:
            found = self._read(subject, predicate, object, graph_name)
        for quad in found:
            if (
                (subject is None or quad.subject == subject)
                and (predicate is None or quad.predicate == predicate)
                and (object is None or quad.object == object)
                and (graph_name is None or quad.graph_name == graph_name)
            ):
                yield quad

    def _read_about(self, subject: ox.NamedNode) -> tuple[ox.Quad, ...]:
        return tuple(self._read(subject, None, None, None))

    def _read_pointing(self, target: ox.NamedNode) -> tuple[ox.Quad, ...]:
        return tuple(self._read(None, None, target, None))

    def _read(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        target: Term | None,
        graph: GraphName | None,
    ) -> Iterator[ox.Quad]:
        default = isinstance(graph, ox.DefaultGraph)
        given = {"s": subject, "p": predicate, "o": target, "g": None if default else graph}
        word = {name: f"?{name}" if term is None else str(term) for name, term in given.items()}
        pattern = f"{word['s']} {word['p']} {word['o']}"
        solutions = self.find(
            f"SELECT * {{ {pattern} }}" if default else f"SELECT * {{ GRAPH {word['g']} {{ {pattern} }} }}"
        )
        assert isinstance(solutions, ox.QuerySolutions)
        free = {variable.value for variable in solutions.variables}
        for row in solutions:
            terms = {name: row[name] if name in free else term for name, term in given.items()}
            name = ox.DefaultGraph() if default else terms["g"]
            yield ox.Quad(terms["s"], terms["p"], terms["o"], name)  # type: ignore[arg-type]

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """The names of the graphs that hold something.

        Raises:
            StoreError: as `query`.
        """
        solutions = self.find("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(solutions, ox.QuerySolutions)
        for row in solutions:
            if isinstance(row["g"], ox.NamedNode):
                yield row["g"]

    def contains_named_graph(self, graph_name: GraphName, /) -> bool:
        """Whether a graph holds something.

        Raises:
            StoreError: as `query`.
        """
        return bool(self.find(f"ASK {{ GRAPH {graph_name} {{ ?s ?p ?o }} }}"))


def send(http: httpx.Client, method: str, address: str, **options: Any) -> httpx.Response:
    """One request, its answer read whole.

    Raises:
        StoreError: the host cannot be reached, or does not answer in time.
    """
    import httpx

    try:
        return http.request(method, address, **options)
    except httpx.HTTPError as error:
        raise StoreError(f"{address} cannot be reached: {error or type(error).__name__}") from error


def accepted(response: httpx.Response) -> None:
    """Refuses an answer other than a success.

    Raises:
        StoreError: with what the host says is wrong, and what to do about it where that is known.
    """
    if response.is_success:
        return
    advice = {
        401: "; set MONAZITE_USER and MONAZITE_PASSWORD, or MONAZITE_TOKEN",
        403: "; these credentials do not reach so far",
        404: "; is this the address of the endpoint itself, such as http://host:3030/dataset/sparql?",
    }.get(response.status_code, "")
    if response.is_redirect:
        advice = f"; it has moved to {response.headers.get('Location', 'nowhere')}: give that address"
    raise StoreError(f"{response.url} answered {response.status_code}: {first_line(response)}{advice}")


def first_line(response: httpx.Response) -> str:
    """What a host says of an error, in one line of at most 300 characters."""
    return next((line.strip() for line in response.text.splitlines() if line.strip()), "nothing")[:300]


def _declared(query: str, prefixes: Mapping[str, str]) -> str:
    """The declarations of the prefixes that a query may use and does not declare itself."""
    own = {name for name in re.findall(r"\bPREFIX\s+([\w.-]*):", query, re.IGNORECASE)}
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name not in own)


def _triples(body: bytes, form: ox.RdfFormat, address: str) -> ox.QueryTriples:
    # An answer of triples as the engine gives it: by an engine that holds nothing else.
    store = ox.Store()
    try:
        store.load(body, format=form)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{address} gave an answer that cannot be read: {error}") from error
    triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(triples, ox.QueryTriples)
    return triples
