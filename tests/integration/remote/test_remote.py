"""A graph behind an endpoint answers as the same graph does in the embedded engine."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import networkx as nx
import pyoxigraph as ox
import pytest
from tests.integration.remote import engines

from monazite import KnowledgeGraph, analysis, queries, shapes
from monazite.audit import auditing
from monazite.errors import QueryError, StoreError
from monazite.push import Endpoint, push

JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture
def theirs(filled: Endpoint) -> KnowledgeGraph:
    return KnowledgeGraph.open(filled.query)


def test_every_question_has_the_same_answer(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    asked = 0
    for name, query in queries.library().items():
        if any(parameter.default is None for parameter in query.parameters):
            continue
        here, there = ours.query(name), theirs.query(name)
        assert here.variables == there.variables
        # As values: 3000 and 3.0E3 are one number, and engines write the one or the other.
        assert Counter(here.values()) == Counter(there.values()), name
        asked += 1
    assert asked > 40


def test_constructed_and_asked_answers_come_too(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    text = "CONSTRUCT { ?lease mz:leasedArea ?area } WHERE { ?lease a mz:Lease ; mz:leasedArea ?area }"
    here, there = ours.query(text).graph, theirs.query(text).graph
    assert here is not None and there is not None and set(here) == set(there) and len(here) > 0
    assert theirs.query("ASK { ?lease a mz:Lease }").askAnswer is True
    assert theirs.query("ASK { ?lease a mz:NoSuchClass }").askAnswer is False


def test_projections_are_equal(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    here, there = (analysis.project(kg) for kg in (ours, theirs))
    assert here.number_of_edges() > 0
    assert nx.utils.graphs_equal(here, there)


def test_descriptions_labels_and_sources_are_equal(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    lease = next(iter(ours.query("SELECT ?lease { ?lease a mz:Lease }").rows())).lease
    assert theirs.describe(lease) == ours.describe(lease)
    assert theirs.sources(lease) == ours.sources(lease) != ()
    assert theirs.label(lease, "zh") == ours.label(lease, "zh")


def test_validation_finds_the_same_and_reads_little(ours: KnowledgeGraph, filled: Endpoint) -> None:
    relay = engines.Relay(filled.query)
    theirs = KnowledgeGraph.open(relay.address)
    # What a user looks for; of information, what sources leave untold, there is some about most nodes.
    here, there = (shapes.validate(kg, severities=shapes.SEVERITIES[:2]) for kg in (ours, theirs))
    assert set(here.findings) == set(there.findings) and len(here.findings) > 0
    everything = {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"}
    whole = len(httpx.post(filled.query, data=everything, headers=JSON).content)
    print(f"{relay.received:,} bytes of {whole:,} were read")
    assert 0 < relay.received < whole / 4


def test_the_shipped_graph_is_validated_without_its_being_downloaded(tmp_path: Path) -> None:
    ours = KnowledgeGraph.open()
    assert ours.path is not None
    with engines.oxigraph_over(ours.path, tmp_path) as address:
        relay = engines.Relay(address)
        there = shapes.validate(KnowledgeGraph.open(relay.address), severities=shapes.SEVERITIES[:1])
    assert there == shapes.validate(ours, severities=shapes.SEVERITIES[:1])
    dump = io.BytesIO()
    ours.embedded.dump(dump, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    whole = len(dump.getvalue())
    print(f"{relay.received:,} bytes of {whole:,} were read")
    assert 0 < relay.received < whole / 5  # an eighth, when this was written


def test_audits_find_the_same(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    here, there = (auditing.audit(kg) for kg in (ours, theirs))
    assert here.checks == there.checks and sum(row.found for row in here.checks.rows) > 10
    for name, found in here.findings.items():
        assert Counter(found.rows) == Counter(there.findings[name].rows), name
    assert (here.support, here.production.rows) == (there.support, there.production.rows)


def test_rdflib_reads_it(ours: KnowledgeGraph, theirs: KnowledgeGraph) -> None:
    lease = next(iter(ours.query("SELECT ?lease { ?lease a mz:Lease }").rows())).lease
    told = set(theirs.dataset.triples((lease, None, None)))
    assert told == set(ours.dataset.triples((lease, None, None))) != set()


@pytest.mark.parametrize(
    "command",
    [
        ("query", "leases", "--format", "csv"),
        ("show", "Baotou"),
        ("upstream", "Baotou", "--format", "json"),
        ("export", "--format", "trig", "--around", "Baotou"),
    ],
    ids=lambda command: command[0],
)
def test_commands_take_an_address_for_a_store(
    command: tuple[str, ...], filled: Endpoint, ours: KnowledgeGraph, small_bundle: Path
) -> None:
    def run(store: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"MONAZITE_BUNDLE": str(small_bundle)}
        arguments = [sys.executable, "-m", "monazite", *command, "--store", store]
        return subprocess.run(arguments, capture_output=True, text=True, env=environment, timeout=120)

    here, there = run(str(ours.path)), run(filled.query)
    assert there.returncode == here.returncode, there.stderr
    assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())


def test_a_bad_query_is_a_query_error(theirs: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="is not SPARQL"):
        theirs.query("SELECT ?x WHERE { ?x }")


def test_addresses_that_are_no_endpoint(filled: Endpoint, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be reached"):
        KnowledgeGraph.open("http://127.0.0.1:1/sparql").query("ASK { ?s ?p ?o }")
    with pytest.raises(StoreError, match=r"answered (404|405)"):
        KnowledgeGraph.open(filled.query + "/nothing").query("ASK { ?s ?p ?o }")
    for address in ("http://[::1/sparql", "http://127.0.0.1:port/sparql", "http://"):
        with pytest.raises(StoreError, match="is no address of an endpoint"):
            KnowledgeGraph.open(address)
    with pytest.raises(StoreError, match="carries a name or password"):
        KnowledgeGraph.open("http://me:secret@127.0.0.1/sparql")
    with pytest.raises(StoreError, match="an endpoint's"):
        _ = KnowledgeGraph.open(filled.query).embedded


class _Refusing(BaseHTTPRequestHandler):
    """Something on the web that is no endpoint: it calls every query bad, and gives no N-Triples."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._tell(400, "<html>Bad Request</html>")

    def do_GET(self) -> None:
        self._tell(200, "<html>Welcome</html>")

    def _tell(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_what_is_no_endpoint_is_said_so(ours: KnowledgeGraph, filled: Endpoint) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        kg = KnowledgeGraph.open(address)
        asking: tuple[Callable[[], object], ...] = (
            lambda: kg.query("leases"),
            lambda: kg.describe("id:org/northern-magnet-inner-mongolia"),
            lambda: list(kg.store.named_graphs()),
        )
        for ask in asking:
            with pytest.raises(StoreError, match=r"Bad Request.*is this the address of"):
                ask()
        with pytest.raises(StoreError, match="no N-Triples"):
            push(ours.embedded, Endpoint(filled.query, address, filled.update))
        with pytest.raises(StoreError, match="is this the address"):
            push(ours.embedded, Endpoint(address, filled.graphs, filled.update))
        server.shutdown()


def test_an_empty_endpoint_says_what_to_do(tmp_path: Path) -> None:
    with (
        engines.oxigraph(tmp_path) as endpoint,
        pytest.raises(StoreError, match=r"finds nothing without GRAPH.*monazite push"),
    ):
        KnowledgeGraph.open(endpoint.query).query("leases")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Fuseki that wants a name and a password."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "passwords").write_text("analyst: neodymium\n")
    with engines.fuseki(folder, f"--passwd={folder / 'passwords'}", "--auth=basic") as endpoint:
        yield endpoint


@pytest.mark.engine
def test_credentials_come_from_the_environment_or_the_keyring(
    guarded: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> object:
        return KnowledgeGraph.open(guarded.query).store.query("ASK {}")

    with pytest.raises(StoreError, match=r"answered 401.*set MONAZITE_USER and MONAZITE_PASSWORD"):
        ask()
    monkeypatch.setenv("MONAZITE_USER", "analyst")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(StoreError, match=r"no password for analyst at 127.0.0.1: set MONAZITE_PASSWORD"):
        ask()
    monkeypatch.setenv("MONAZITE_PASSWORD", "neodymium")
    assert bool(ask())
    monkeypatch.setenv("MONAZITE_PASSWORD", "wrong")
    with pytest.raises(StoreError) as refused:
        ask()
    assert "wrong" not in str(refused.value)
