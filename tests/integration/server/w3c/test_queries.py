"""The W3C's tests of SPARQL queries, evaluation and syntax, asked of the server over HTTP.

The data of all tests stand in one store, each file as a named graph; a test says by ``default-graph-uri`` and
``named-graph-uri`` which of them it is about, as the protocol has it. `failures.tsv` lists each test that the
server does not pass, with the reason; one of them that passes is a failure of this file, too, so that the
list only shrinks. `make w3c` fetches the suite; ``MONAZITE_W3C_TESTS`` names a checkout of w3c/rdf-tests.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.integration.server.running import Begin
from tests.integration.server.w3c import results, suite
from tests.integration.server.w3c.serving import failures, fill, own_dataset

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(suite.place() is None, reason="engine: no W3C tests; run make w3c"),
]
MEDIA = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
NOTHING = "https://example.org/no-such-graph"


def parameters() -> list[object]:
    known = failures()
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=known[case.name], strict=True)])
        if case.name in known
        else pytest.param(case, id=case.name)
        for case in suite.cases()
    ]


@pytest.fixture(scope="module")
def client(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Generator[httpx.Client]:
    """A client of a server over the data of all tests."""
    home = tmp_path_factory.mktemp("w3c") / "store"
    files = {path for case in suite.cases() for path in (*case.data, *case.named, *own_dataset(case.query))}
    fill(home, ((suite.address(path), path) for path in files))
    running = begin(home, "--workers", "1", "--rate", "0", "--seconds", "0", "--at-once", "0")
    with httpx.Client(base_url=running.address, timeout=60) as client:
        yield client


def test_the_docs_count_the_results_and_give_each_reason(checkout: Path) -> None:
    known = failures()
    names = {case.name for case in suite.cases()}
    assert {name for name in known if "/protocol/" not in name} <= names
    docs = (checkout / "docs" / "server.md").read_text(encoding="utf-8")
    groups = Counter(_group(case) for case in suite.cases())
    failed = Counter(_group(case) for case in suite.cases() if case.name in known)
    for group, count in groups.items():
        assert f"| {group} | {suite.form()} | {count} | {count - failed[group]} |" in docs
    for reason, count in Counter(known.values()).items():
        assert reason and f"| {reason} | {suite.form()} | {count} |" in docs, (reason, count)


def _group(case: suite.Case) -> str:
    version = {"sparql10": "SPARQL 1.0", "sparql11": "SPARQL 1.1"}[case.name.partition("/")[0]]
    what = "evaluation" if case.kind in suite.QUERIES else "syntax"
    apart = {"entailment": ", entailment", "service": ", SERVICE", "syntax-fed": ", SERVICE"}
    return f"{version} {what}{apart.get(case.name.split('/')[1], '')}"


@pytest.mark.parametrize("case", parameters())
def test_query(client: httpx.Client, case: suite.Case) -> None:
    suffix = case.result.suffix if case.result else ""
    answer = ask(client, case, MEDIA.get(suffix, "application/n-triples"))
    if case.kind in suite.POSITIVE | suite.NEGATIVE:
        assert answer.status_code == (200 if case.kind in suite.POSITIVE else 400), answer.text
        return
    assert answer.status_code == 200, answer.text
    assert case.result is not None
    if suffix == ".csv":
        assert rows_of_csv(answer.text) == rows_of_csv(case.result.read_text(encoding="utf-8"))
        return
    expected = results.read(case.result, suite.address(case.result))
    assert results.same(given(answer), expected, case.lax), (answer.text, expected)


def ask(client: httpx.Client, case: suite.Case, accept: str) -> httpx.Response:
    """Asks the query of a test, of its data."""
    text = case.query.read_text(encoding="utf-8")
    dataset = {
        "default-graph-uri": [suite.address(path) for path in case.data],
        "named-graph-uri": [suite.address(path) for path in case.named],
    }
    if own_dataset(case.query):
        dataset = {}  # what a request names would win
    elif not any(dataset.values()):
        dataset = {"default-graph-uri": [NOTHING]}
    return client.post(
        "/sparql",
        # The suite reads relative addresses against the file of the query.
        content=f"BASE <{suite.address(case.query)}>\n{text}".encode(),
        params=dataset,
        headers={
            "Content-Type": "application/sparql-query",
            "Accept": f"{accept}, application/n-triples;q=0.5, application/sparql-results+xml;q=0.4",
        },
    )


def rows_of_csv(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    """The rows of a CSV table: the columns of SELECT * have no order, blank nodes no name."""
    return Counter(
        tuple(sorted((name, "_:" if value.startswith("_:") else value) for name, value in row.items()))
        for row in csv.DictReader(text.splitlines())
    )


def given(answer: httpx.Response) -> results.Result:
    """What the server answered."""
    media = answer.headers["content-type"].partition(";")[0]
    if media == "application/n-triples":
        triples = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
        return results.Result(triples=frozenset(quad.triple for quad in triples))
    suffix = next(suffix for suffix, name in MEDIA.items() if name == media)
    return results.parse(answer.content, results.FORMATS[suffix])
