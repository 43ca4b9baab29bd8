"""The W3C's tests of the SPARQL Protocol and of service descriptions, asked of the server.

The requests stand in the manifest of a checkout of w3c/rdf-tests, which ``MONAZITE_W3C_TESTS`` names; older
copies of the suite, such as the one that `make w3c` fetches, describe them in words alone.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from tests.integration.server.running import Begin
from tests.integration.server.w3c import results, suite
from tests.integration.server.w3c.serving import failures, fill

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
TABULAR = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
           "text/tab-separated-values")  # fmt: skip
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": TABULAR,
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}


def _told() -> Graph:
    root = suite.place()
    folder = suite.folders(root).get("sparql11") if root else None
    return suite.manifest(folder / "protocol" / "manifest.ttl") if folder else Graph()


TOLD = _told()
TESTS = sorted(
    (
        test
        for test in TOLD.subjects(RDF.type, suite.MF.ProtocolTest)
        if (test, suite.MF.action, None) in TOLD
    ),
    key=str,
)
pytestmark = pytest.mark.skipif(
    not TESTS, reason="MONAZITE_W3C_TESTS names no checkout of github.com/w3c/rdf-tests"
)


def parameters() -> list[object]:
    known = failures()
    named = [(test, "sparql11/protocol/" + str(test).rpartition("#")[2]) for test in TESTS]
    return [
        pytest.param(
            test,
            id=name,
            marks=[pytest.mark.xfail(reason=known[name], strict=True)] if name in known else [],
        )
        for test, name in named
    ]


@pytest.fixture(scope="module")
def client(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Generator[httpx.Client]:
    """A client of a server over the data that the protocol's tests are about."""
    home = tmp_path_factory.mktemp("w3c-protocol") / "store"
    data = {
        str(TOLD.value(node, RDFS_LABEL)): Path(str(TOLD.value(node, UT.graph)).removeprefix("file://"))
        for node in TOLD.objects(None, UT.graphData)
    }
    assert data
    fill(home, data.items())
    running = begin(home, "--workers", "1", "--rate", "0", "--seconds", "0", "--at-once", "0")
    with httpx.Client(base_url=running.address, timeout=60) as client:
        yield client


def _requests(test: Node) -> Iterator[Node]:
    for first in TOLD.objects(TOLD.value(test, suite.MF.action), HT.requests):
        yield from Collection(TOLD, first)


@pytest.mark.parametrize("test", parameters())
def test_protocol(client: httpx.Client, test: Node) -> None:
    count = 0
    for told in _requests(test):
        count += 1
        answer = client.send(_request(client, told))
        expected = TOLD.value(told, HT.resp)
        statuses = {
            str(each).rpartition("StatusCode")[2][0]
            for each in TOLD.objects(expected, suite.MF.expectedStatus)
        }
        assert str(answer.status_code)[0] in statuses, (answer.status_code, answer.text)
        if (form := TOLD.value(expected, suite.MF.expectedFormat)) is not None:
            assert answer.headers["content-type"].partition(";")[0] in FORMATS[str(form)]
        if (truth := TOLD.value(expected, suite.MF.expectedBoolean)) is not None:
            media = answer.headers["content-type"]
            told_ = (
                json.loads(answer.text)["boolean"]
                if "json" in media
                else results.truth_of_xml(answer.content)
            )
            assert told_ is truth.toPython()  # type: ignore[attr-defined]
    assert count


def _request(client: httpx.Client, told: Node) -> httpx.Request:
    headers = {
        str(TOLD.value(each, HT.fieldName)): str(TOLD.value(each, HT.fieldValue))
        for first in TOLD.objects(told, HT.headers)
        for each in Collection(TOLD, first)
    }
    body = TOLD.value(told, HT.body)
    content = None
    if body is not None:
        content = str(TOLD.value(body, CNT.chars)).encode(str(TOLD.value(body, CNT.characterEncoding)))
    path = str(TOLD.value(told, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    method = str(TOLD.value(told, HT.methodName))
    return client.build_request(method, path, headers=headers, content=content)


def test_the_service_describes_itself(client: httpx.Client) -> None:
    """The suite's three tests of service descriptions, which it gives no requests for."""
    answer = client.get("/sparql")
    assert answer.headers["content-type"].partition(";")[0] in FORMATS["RDF"]  # returns-rdf
    told = Graph().parse(data=answer.content, format="turtle")
    (service,) = told.subjects(RDF.type, SD.Service)
    assert [str(each) for each in told.objects(service, SD.endpoint)] == [
        f"{client.base_url}/sparql".replace("//sparql", "/sparql")
    ]
    # conforms-to-schema: what the terms of the vocabulary say of their subjects and values.
    for dataset in told.objects(service, SD.defaultDataset):
        assert (dataset, RDF.type, SD.Dataset) in told
        for graph in told.objects(dataset, SD.defaultGraph):
            assert (graph, RDF.type, SD.Graph) in told
    for term in (SD.feature, SD.supportedLanguage, SD.resultFormat):
        values = list(told.objects(service, term))
        assert values and all(isinstance(each, URIRef) for each in values)
