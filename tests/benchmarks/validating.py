"""Ways to validate: ours, pySHACL on rdflib and on pyoxigraph, the engines in Rust, Jena's.

The generated graph conforms, so every fiftieth unit gets what breaks a shape. Each way is given the graph,
and reads the shapes and judges in the time. The peers look at the union of all graphs, which they have in
memory; ours looks at each document by itself as well, in a store on disk, which it copies into memory in the
time.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import valuechain
from tests.benchmarks.ways import GIVEN, RUST_SHACL, Timed, Told, each, java, way

EVERY = 50
_MZ = "https://w3id.org/monazite/ontology#"
_YEAR = "<http://www.w3.org/2001/XMLSchema#gYear>"
# A second name in a language; a place, an operator and a product that are none; an end before the start.
_FAULTS = (
    '<http://www.w3.org/2004/02/skos/core#prefLabel> "Another name"@en',
    f'<{_MZ}locatedIn> "nowhere"',
    f"<{_MZ}operator> <https://w3id.org/monazite/id/place/china>",
    f"<{_MZ}produces> <https://w3id.org/monazite/concept/stage/mining>",
    f'<{_MZ}endedOn> "1999"^^{_YEAR}',
)
_START = f'<{_MZ}startedOn> "2020"^^{_YEAR}'


def faults(facilities: int) -> Iterator[str]:
    """N-Quads that break a shape, each said by the document about its unit."""
    for nth, number in enumerate(range(0, facilities, EVERY)):
        subject, graph = f"<{valuechain.unit(number)}>", f"<{valuechain.document(number)}>"
        yield f"{subject} {_FAULTS[nth % len(_FAULTS)]} {graph} .\n"
        yield f"{subject} {_START} {graph} .\n"


def faulty(folder: Path) -> Path:
    """The graph with faults: a ``store``, what all graphs say as ``all.nt``, and ``shapes.ttl``."""
    import pyoxigraph as ox

    from monazite import shapes, stores

    place = folder / "faulty"
    if not (place / "shapes.ttl").exists():
        place.mkdir(exist_ok=True)
        facilities = int((folder / "facilities").read_text())
        with (place / "all.nq").open("w", encoding="utf-8") as file:
            file.write((folder / "dump.nq").read_text(encoding="utf-8"))
            file.writelines(faults(facilities))
        store = ox.Store(place / "store")
        stores.fill(store, stores.Plan((place / "all.nq",), (), ""))
        store.flush()
        store.optimize()
        store.dump(place / "all.nt", format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        (place / "shapes.ttl").write_text(shapes.load().serialize(format="turtle"), encoding="utf-8")
    return place


@way("validation", "monazite")
def _validation(folder: Path) -> Timed:
    """Each document by itself and the union of all, out of a store on disk."""
    from monazite import KnowledgeGraph, shapes

    kg = KnowledgeGraph.open(faulty(folder) / "store")
    return lambda: len(shapes.validate(kg, folder / "base").findings)


@way("validation", "pySHACL on rdflib")
def _on_rdflib(folder: Path) -> Timed:
    from rdflib import Graph

    return _pyshacl(Graph().parse(faulty(folder) / "all.nt", format="nt"))


@way("validation", "pySHACL on pyoxigraph")
def _on_pyoxigraph(folder: Path) -> Timed:
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=faulty(folder) / "all.nt", format=ox.RdfFormat.N_TRIPLES)
    return _pyshacl(store)


def _pyshacl(data: Any) -> Timed:
    import pyshacl
    from rdflib import SH

    from monazite import shapes

    told = []

    def ask(*_: str) -> None:
        found: Any = pyshacl.validate(data, shacl_graph=shapes.load(), inplace=True)[1]
        told.append(len(list(found.objects(None, SH.result))))

    timed = each({"validation": ""}, ask, GIVEN["validation"])

    def once() -> int | dict[str, float | None]:
        parts = timed()
        assert isinstance(parts, dict)
        return parts if None in parts.values() else told[-1]

    return once


_TURBO = """
import json, sys, time
import pyshacl_turbo
from rdflib import SH, Graph
data = Graph().parse(sys.argv[1], format="nt")
began = time.process_time()
found = pyshacl_turbo.validate(data, shacl_graph=Graph().parse(sys.argv[2]))[1]
seconds = time.process_time() - began
print(json.dumps([len(list(found.objects(None, SH.result))), seconds]))
"""
_RUDOF = """
import json, pathlib, sys, time
import pyrudof
session = pyrudof.Rudof(pyrudof.RudofConfig())
session.read_data(sys.argv[1], pyrudof.RDFFormat.NTriples)
began = time.process_time()
session.read_shacl(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
found = len(session.validate_shacl())
print(json.dumps([found, time.process_time() - began]))
"""


@way("validation", "pyshacl-turbo")
def _turbo(folder: Path) -> Timed:
    """Over an rdflib graph, as its documentation has it. In a Python of its own."""
    return _in_rust(folder, _TURBO)


@way("validation", "pyrudof")
def _rudof(folder: Path) -> Timed:
    """In a Python of its own."""
    return _in_rust(folder, _RUDOF)


@way("validation", "jena shacl (a file)")
def _jena(folder: Path) -> Timed:
    """From the start of a JVM on, the file read in the time."""
    place = faulty(folder)
    files = ("--shapes", place / "shapes.ttl", "--data", place / "all.nt")
    command = java("shacl.shacl", "validate", *files)

    def timed() -> int:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout.count("sh:ValidationResult;")

    return timed


def _in_rust(folder: Path, script: str) -> Timed:
    place = faulty(folder)
    command = [os.environ[RUST_SHACL], "-c", script, str(place / "all.nt"), str(place / "shapes.ttl")]

    def timed() -> Told:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        answer, seconds = json.loads(done.stdout.splitlines()[-1])
        return Told(answer, seconds)

    return timed
