"""What is pushed arrives whole, once, and in one step; what was broken off goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph
from monazite.errors import StoreError
from monazite.push import Endpoint, digest, push
from monazite.remote import RemoteStore

ARTICLE = "https://w3id.org/monazite/source/rareearthexchanges-baotou-rare-earth-zone"


def graphs(store: ox.Store) -> dict[str, str]:
    """The digest of each graph; of the default graph, what all say together, under ""."""
    named = {g.value: digest(store.quads_for_pattern(None, None, None, g)) for g in store.named_graphs()}
    return named | {"": digest(q for q in store if isinstance(q.graph_name, ox.NamedNode))}


def held(endpoint: Endpoint) -> dict[str, str]:
    """The same, of what an endpoint gives."""

    def read(**graph: str) -> str:
        answer = httpx.get(endpoint.graphs, params=graph, headers={"Accept": "application/n-triples"})
        return digest(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))

    triples = RemoteStore(endpoint.query).query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert isinstance(triples, ox.QueryTriples)
    everything = digest(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    found = RemoteStore(endpoint.query).named_graphs()
    return {g.value: read(graph=g.value) for g in found} | {"": everything}


def update(endpoint: Endpoint, text: str) -> None:
    assert httpx.post(endpoint.update, data={"update": text}).is_success


def test_everything_arrives_and_is_not_sent_twice(engine: Endpoint, few: ox.Store) -> None:
    first = push(few, engine)
    assert held(engine) == graphs(few)
    assert len(first.sent) + len(first.alike) == len(graphs(few)) - 1
    again = push(few, engine)
    assert again.sent == () and again.statements == 0 and len(again.alike) == len(graphs(few)) - 1


def test_only_what_changed_is_sent(engine: Endpoint, few: ox.Store, copy: ox.Store) -> None:
    push(few, engine)
    gone = next(copy.quads_for_pattern(None, None, None, ox.NamedNode(ARTICLE)))
    copy.remove(gone)
    done = push(copy, engine)
    assert done.sent == (ARTICLE,)
    assert held(engine) == graphs(copy) != graphs(few)


def test_one_source_is_replaced_and_no_other(engine: Endpoint, few: ox.Store, copy: ox.Store) -> None:
    push(few, engine)
    for graph in list(copy.named_graphs()):
        copy.remove(next(copy.quads_for_pattern(None, None, None, graph)))
    done = push(copy, engine, only=[ARTICLE])
    assert done.sent == (ARTICLE,)
    now, before = held(engine), graphs(few)
    assert now[ARTICLE] == graphs(copy)[ARTICLE]
    assert {g for g in now if now[g] != before[g]} - {""} == {ARTICLE}
    with pytest.raises(StoreError, match="no such graph to push: urn:nothing"):
        push(copy, engine, only=["urn:nothing"])


def test_what_others_changed_there_is_mended(engine: Endpoint, few: ox.Store) -> None:
    push(few, engine)
    some = next(few.quads_for_pattern(None, None, None, ox.NamedNode(ARTICLE)))
    update(engine, f"DELETE DATA {{ GRAPH <{ARTICLE}> {{ {some.triple} }} }}")
    update(engine, f"INSERT DATA {{ GRAPH <{ARTICLE}> {{ <urn:a> <urn:b> <urn:c> }} }}")  # as many as before
    assert push(few, engine).sent == (ARTICLE,)
    assert held(engine) == graphs(few)


def test_large_graphs_come_in_parts_and_left_parts_go(engine: Endpoint, few: ox.Store) -> None:
    update(engine, "DROP ALL")
    update(engine, f"INSERT DATA {{ GRAPH <{ARTICLE}#push-{'0' * 32}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    push(few, engine, chunk=40)
    assert held(engine) == graphs(few)


def test_strange_graphs_stay_unless_pruned(engine: Endpoint, few: ox.Store) -> None:
    push(few, engine)
    update(engine, "INSERT DATA { GRAPH <urn:theirs> { <urn:a> <urn:b> <urn:c> } }")
    assert push(few, engine).strange == ("urn:theirs",)
    assert "urn:theirs" in held(engine)
    assert push(few, engine, prune=True).removed == ("urn:theirs",)
    assert held(engine) == graphs(few)


def test_a_killed_push_goes_on_where_it_ended(engine: Endpoint, ours: KnowledgeGraph) -> None:
    update(engine, "DROP ALL")
    layout = "oxigraph" if engine.graphs.endswith("/store") else "fuseki"
    dataset = engine.query.removesuffix("/query")
    command = [
        sys.executable,
        "-m",
        "monazite",
        "push",
        dataset,
        "--layout",
        layout,
        "--store",
        str(ours.path),
    ]
    there = RemoteStore(engine.query)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        until = time.monotonic() + 60
        while len(list(there.named_graphs())) < 5 and time.monotonic() < until:
            time.sleep(0.005)
        process.kill()
    whole = len(graphs(ours.embedded)) - 1
    arrived = len(list(there.named_graphs()))
    assert 5 <= arrived < whole
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    sent, alike = int(done.stdout.split()[0]), int(done.stdout.split(", ")[1].split()[0])
    assert sent + alike == whole and 0 < sent <= whole - 4
    assert held(engine) == graphs(ours.embedded)


class Overloaded(BaseHTTPRequestHandler):
    """Says 503 to every first request for something, and passes the second on."""

    target = ""
    seen: set[str] = set()  # noqa: RUF012
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = f"{self.command} {self.path} {body!r}"
        if key not in self.seen:
            self.seen.add(key)
            status, kind, content = 503, "text/plain", b"busy"
        else:
            headers = {n: v for n, v in self.headers.items() if n in ("Accept", "Content-Type")}
            answer = httpx.request(self.command, self.target + self.path, content=body, headers=headers)
            status, kind, content = answer.status_code, answer.headers.get("Content-Type", ""), answer.content
        self.send_response(status)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = _pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def overloaded(engine: Endpoint) -> Iterator[Endpoint]:
    """The engine behind a gateway that is too busy at first."""
    address = engine.graphs.partition("//")[2]
    Overloaded.target = "http://" + address.partition("/")[0]
    with ThreadingHTTPServer(("127.0.0.1", 0), Overloaded) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        near = f"http://127.0.0.1:{server.server_port}"
        yield Endpoint(
            engine.query, *(a.replace(Overloaded.target, near) for a in (engine.graphs, engine.update))
        )
        server.shutdown()


def test_a_busy_host_is_asked_again(overloaded: Endpoint, engine: Endpoint, few: ox.Store) -> None:
    update(engine, "DROP ALL")
    push(few, overloaded)
    assert Overloaded.seen and held(engine) == graphs(few)


def test_a_store_that_cannot_be_changed_says_so(engine: Endpoint, few: ox.Store, tmp_path: Path) -> None:
    wrong = Endpoint(engine.query, engine.query + "/no", engine.update)
    with pytest.raises(StoreError, match=r"answered 40[45]"):
        push(few, wrong)
