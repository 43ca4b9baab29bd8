"""Ways to load and to build: ours, pyoxigraph's, rdflib's, kglab's, Jena's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.benchmarks.ways import KGLAB, WITHOUT, Timed, java, limit, process, scratch, way


@way("load", "monazite")
def _load(folder: Path) -> Timed:
    """Into memory, each statement in its named graph and, once, in the default graph."""
    import pyoxigraph as ox

    from monazite import stores

    plan = stores.Plan((folder / "chain.nq",), (), "")

    def timed() -> int:
        store = ox.Store()
        stores.fill(store, plan)
        return sum(1 for _ in store.named_graphs())

    return timed


@way("load", "pyoxigraph")
def _load_bare(folder: Path) -> Timed:
    """Into memory, named graphs alone."""
    import pyoxigraph as ox

    def timed() -> int:
        store = ox.Store()
        store.bulk_load(path=folder / "chain.nq", format=ox.RdfFormat.N_QUADS)
        return sum(1 for _ in store.named_graphs())

    return timed


@way("load", "pyoxigraph, default graph too")
def _load_merged(folder: Path) -> Timed:
    """The same content as ours: each statement once in the default graph, by an update."""
    import pyoxigraph as ox

    def timed() -> int:
        store = ox.Store()
        store.bulk_load(path=folder / "chain.nq", format=ox.RdfFormat.N_QUADS)
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sum(1 for _ in store.named_graphs())

    return timed


@way("load", "rdflib")
def _load_plain(folder: Path) -> Timed:
    from rdflib import Dataset

    def timed() -> int:
        dataset = Dataset(default_union=True).parse(folder / "chain.nq", format="nquads")
        return sum(1 for graph in dataset.graphs() if "default" not in str(graph.identifier))

    return timed


_LOAD_KGLAB = """
import sys, time, kglab
began = time.process_time()
kglab.KnowledgeGraph().load_rdf(sys.argv[1], format="nt")
print(time.process_time() - began)
"""


@way("load", "kglab")
def _load_kglab(folder: Path) -> Timed:
    """kglab holds one graph: the N-Triples of the same statements. In a Python of its own."""
    triples = folder / "chain.nt"
    if not triples.exists():
        lines = (line.rsplit(" ", 2)[0] for line in (folder / "chain.nq").open())
        triples.write_text("".join(f"{line} .\n" for line in dict.fromkeys(lines)))
    command = [os.environ[KGLAB], "-c", _LOAD_KGLAB, str(triples)]

    def timed() -> dict[str, float | None]:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return {"load": float(done.stdout)}

    return timed


@way("load", "jena riot (parses only)")
def _riot(folder: Path) -> Timed:
    return process(*java("riotcmd.riot", "--count", folder / "chain.nq"))


@way("load", "jena tdb2.tdbloader (to disk)")
def _tdbloader(folder: Path) -> Timed:
    def timed() -> int:
        with scratch() as place:
            process(*java("tdb2.tdbloader", f"--loc={place}", folder / "chain.nq"))()
            return 0

    return timed


@way("build", "monazite")
def _build(folder: Path) -> Timed:
    """A store on disk, with what follows by the rules."""
    from monazite import KnowledgeGraph

    def timed() -> int:
        with scratch() as place:
            kg = KnowledgeGraph.build(place / "s", folder / "base", [folder / "chain.nq"], without=WITHOUT)
            found = sum(1 for _ in kg.store.named_graphs())
            del kg
            return found

    return timed


@way("build", "pyoxigraph")
def _build_bare(folder: Path) -> Timed:
    """The same files and rules, as one would write it: loads, then each rule over the union of all graphs."""
    import pyoxigraph as ox

    from monazite import stores
    from monazite.vocabulary import PREFIXES

    plan = stores.plan(folder / "base", [folder / "chain.nq"], WITHOUT)

    def timed() -> int:
        with scratch() as place:
            store = ox.Store(place)
            for path in plan.files:
                if path.suffix == ".ttl":
                    graph = ox.NamedNode(stores._graph_of(path))
                    store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph)
                elif path.suffix in (".trig", ".nq"):
                    store.bulk_load(path=path)
            for rule in stores.in_order(plan.rules, plan.without):
                found = store.query(rule.text, prefixes=PREFIXES, use_default_graph_as_union=True)
                graph = stores.rule_graph(rule)
                assert isinstance(found, ox.QueryTriples)
                store.bulk_extend([ox.Quad(t.subject, t.predicate, t.object, graph) for t in found])
            store.flush()
            count = sum(1 for _ in store.named_graphs())
            del store
            return count

    return timed


@way("build", "rdflib")
def _build_plain(folder: Path) -> Timed:
    """The same in rdflib; ended after five minutes."""
    from rdflib import Dataset, URIRef

    from monazite import stores
    from monazite.vocabulary import PREFIXES

    plan = stores.plan(folder / "base", [folder / "chain.nq"], WITHOUT)

    def timed() -> int:
        with limit(300):
            dataset = Dataset(default_union=True)
            for path in plan.files:
                if path.suffix == ".ttl":
                    dataset.graph(URIRef(stores._graph_of(path))).parse(path)
                elif path.suffix in (".trig", ".nq"):
                    dataset.parse(path)
            for rule in stores.in_order(plan.rules, plan.without):
                graph = dataset.graph(URIRef(stores.rule_graph(rule).value))
                found = dataset.query(rule.text, initNs=PREFIXES)
                for triple in list(found):
                    graph.add(triple)  # type: ignore[arg-type]
            return sum(1 for _ in dataset.graphs())

    return timed
