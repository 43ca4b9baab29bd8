"""Public clients, as their users use them: SPARQLWrapper, rdflib's SERVICE and SPARQLStore, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
import SPARQLWrapper
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from tests.integration.server.running import Running

LEASES = """PREFIX mz: <https://w3id.org/monazite/ontology#>
SELECT ?lease ?area { ?lease a mz:Lease ; mz:leasedArea/mz:value ?area }"""
LEASE = URIRef("https://w3id.org/monazite/id/agreement/northern-magnet-seagate-plant-lease")


@pytest.mark.parametrize("method", ["GET", "POST", "POSTDIRECTLY"])
@pytest.mark.parametrize("form", ["json", "xml", "csv"])
def test_sparqlwrapper(server: Running, method: str, form: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}/sparql")
    wrapper.setMethod("POST" if method != "GET" else "GET")
    if method == "POSTDIRECTLY":
        wrapper.setRequestMethod(method.lower())
    wrapper.setReturnFormat(form)
    wrapper.setQuery(LEASES)
    result: Any = wrapper.query().convert()
    text = result.toxml() if form == "xml" else result.decode() if form == "csv" else json.dumps(result)
    assert str(LEASE) in text and "6000" in text


def test_sparqlwrapper_takes_a_graph(server: Running) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(f"{server.address}/sparql")
    wrapper.setReturnFormat("turtle")
    wrapper.setQuery(f"DESCRIBE <{LEASE}>")
    result: Any = wrapper.query().convert()
    graph = Graph().parse(data=result, format="turtle")
    assert (LEASE, None, None) in graph


def test_rdflib_asks_it_as_a_service(server: Running) -> None:
    mine = Graph()
    note = URIRef("https://example.org/note")
    mine.add((LEASE, note, URIRef("https://example.org/seen")))
    found = mine.query(
        f"""PREFIX mz: <https://w3id.org/monazite/ontology#>
        SELECT ?lease ?area {{
          ?lease <{note}> ?seen
          SERVICE <{server.address}/sparql> {{ ?lease a mz:Lease ; mz:leasedArea/mz:value ?area }}
        }}"""
    )
    assert [(row[0], int(row[1])) for row in found] == [(LEASE, 6000)]  # type: ignore[index,arg-type]


def test_rdflib_reads_it_as_a_store(server: Running) -> None:
    remote = Graph(SPARQLStore(f"{server.address}/sparql"))
    kinds = set(remote.objects(LEASE, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")))
    assert URIRef("https://w3id.org/monazite/ontology#Lease") in kinds


def test_rdflib_reads_a_thing_by_its_address(server: Running) -> None:
    graph = Graph().parse(f"{server.address}/id/place/baotou")
    assert len(graph.query('SELECT ?s { ?s ?p "Baotou"@en }')) >= 1


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(server: Running) -> None:
    def curl(*options: str) -> str:
        return subprocess.run(
            ["curl", "-sS", *options], capture_output=True, text=True, check=True, timeout=30
        ).stdout

    csv = curl("-H", "Accept: text/csv", "--data-urlencode", f"query={LEASES}", f"{server.address}/sparql")
    assert csv.splitlines()[0] == "lease,area" and "6000" in csv
    turtle = curl("-L", "-H", "Accept: text/turtle", f"{server.address}/id/place/baotou")
    assert len(Graph().parse(data=turtle, format="turtle")) > 3
    packed = curl("--compressed", "-I", f"{server.address}/ontology")
    assert "content-encoding: gzip" in packed.lower()
