"""A server over the data of the suite, and which of its tests are known to fail."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from tests.integration.server.w3c import suite

FORMATS = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}
FAILURES = Path(__file__).with_name("failures.tsv")


def failures() -> dict[str, str]:
    """The tests that are not passed, and why; some stand in one form of the suite alone."""
    form = suite.form()
    with FAILURES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["test"]: row["reason"] for row in rows if row["suite"] in ("", form)}


def fill(home: Path, graphs: Iterable[tuple[str, Path]]) -> None:
    """Makes a store of files, each in the graph that is named beside it."""
    store = ox.Store(home)
    for graph, path in graphs:
        store.load(
            path.read_bytes(),
            format=FORMATS[path.suffix[1:]],
            base_iri=graph,
            to_graph=ox.NamedNode(graph),
            lenient=True,
        )
    store.flush()


def own_dataset(query: Path) -> list[Path]:
    """The files that a query itself names as its dataset."""
    text = query.read_text(encoding="utf-8")
    found = re.findall(r"FROM\s+(?:NAMED\s+)?<([^>:]+)>", text, re.IGNORECASE)
    return [path for name in found if (path := query.parent / name).is_file()]
