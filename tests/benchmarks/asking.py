"""Ways to ask: the question library, what lies upstream of a unit, the projection to networkx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.benchmarks.ways import GIVEN, Timed, TooLong, bare, each, library, ours, plain, way

MZ = "https://w3id.org/monazite/ontology#"
# What an analyst takes out of a graph to walk it.
EDGES = f"SELECT ?from ?to ?product {{ ?link a <{MZ}ChainLink> ; <{MZ}linkFrom> ?from ; <{MZ}linkTo> ?to . OPTIONAL {{ ?link <{MZ}product> ?product }} }}"  # noqa: E501
REACHED = f"SELECT DISTINCT ?before {{ ?before <{MZ}feeds>+ <%s> }}"
PROJECTIONS = (
    "sources", "facilities", "facility-products", "facility-roles", "facility-statuses",
    "facility-projects", "facility-capacities", "stages", "products", "stage-products", "product-ranks",
    "names", "chain-nodes", "coordinates", "chain-terms", "chain-edges",
)  # fmt: skip


def asked(folder: Path) -> str:
    """A unit with neither the fewest nor the most before it."""
    return (folder / "asked").read_text()


@way("questions", "monazite")
def _questions(folder: Path) -> Timed:
    kg = ours(folder)
    return each(library(), lambda name, text: list(kg.query(name).rows()))


@way("questions", "monazite, engine's terms")
def _questions_terms(folder: Path) -> Timed:
    """As the command and the server answer: rows in the engine's own terms."""
    from monazite import queries

    kg = ours(folder)
    return each(library(), lambda name, text: list(kg.solve(queries.find(name))))


@way("questions", "pyoxigraph")
def _questions_bare(folder: Path) -> Timed:
    store = bare(folder)
    return each(library(), lambda name, text: list(store.query(text, use_default_graph_as_union=True)))


@way("questions", "rdflib")
def _questions_plain(folder: Path) -> Timed:
    dataset = plain(folder)
    return each(library(), lambda name, text: list(dataset.query(text)), GIVEN["questions"])


@way("questions", "jena arq (Fuseki, TDB2)")
def _questions_jena(folder: Path) -> Timed:
    import atexit
    import contextlib

    import httpx
    from tests.benchmarks import peers

    stack = contextlib.ExitStack()
    peer = stack.enter_context(peers.fuseki(folder / "dump.nq", folder / "jena", union=True))
    atexit.register(stack.close)
    client = httpx.Client(timeout=GIVEN["questions"])

    def ask(name: str, text: str) -> None:
        headers = {"Accept": "text/tab-separated-values", "Accept-Encoding": "identity"}
        try:
            client.post(peer.address, data={"query": text}, headers=headers).raise_for_status()
        except httpx.TimeoutException as error:
            raise TooLong from error

    for name, text in library().items():  # a JVM that has just started is slow
        with contextlib.suppress(TooLong):
            ask(name, text)
    return each(library(), ask, None, peer.seconds)


@way("upstream", "monazite")
def _upstream(folder: Path) -> Timed:
    """The whole answer, with the names, products and sources of each link, out of a store that is open."""
    from monazite.analysis import projection
    from monazite.analysis.neighbourhood import UPSTREAM
    from monazite.analysis.walks import flows

    kg, start = ours(folder), asked(folder)

    def timed() -> int:
        kg._read.clear()
        found = flows.upstream(kg, projection.near(kg, start, UPSTREAM), start)
        return len(found.depths) - 1

    return timed


@way("upstream", "pyoxigraph (a property path)")
def _upstream_bare(folder: Path) -> Timed:
    """The IRIs alone."""
    store, text = bare(folder), REACHED % asked(folder)
    return lambda: sum(1 for _ in store.query(text, use_default_graph_as_union=True))


@way("upstream", "rdflib (a property path)")
def _upstream_plain(folder: Path) -> Timed:
    """The IRIs alone."""
    dataset, text = plain(folder), REACHED % asked(folder)
    return lambda: len(list(dataset.query(text)))


@way("projection", "monazite")
def _projection(folder: Path) -> Timed:
    from monazite.analysis import projection

    kg = ours(folder)

    def timed() -> int:
        kg._read.clear()
        return projection.project(kg).number_of_edges()

    return timed


@way("projection", "bare SELECTs")
def _selects(folder: Path) -> Timed:
    """The queries that the projection asks, in no order, each row read and dropped."""
    from dataclasses import replace

    from monazite import queries

    kg = ours(folder)
    texts = [queries.shipped("projections" if n != "sources" else "lookups", n) for n in PROJECTIONS]

    def timed() -> int:
        count = 0
        for query in texts:
            for row in kg.solve(replace(query, text=query.text.partition("\nORDER BY ")[0])):
                count += query.name == "chain-edges" and bool(row)
        return 0

    return timed


@way("projection", "pyoxigraph + networkx")
def _projection_bare(folder: Path) -> Timed:
    """The links and their products alone, no names, sources or capacities."""
    import networkx as nx

    store = bare(folder)

    def timed() -> int:
        graph: Any = nx.MultiDiGraph()
        for start, end, product in store.query(EDGES, use_default_graph_as_union=True):
            graph.add_edge(start.value, end.value, product=product.value if product else "")
        return 0

    return timed


@way("projection", "rdflib + networkx")
def _projection_plain(folder: Path) -> Timed:
    """The links and their products alone, no names, sources or capacities."""
    import networkx as nx

    dataset = plain(folder)

    def timed() -> int:
        graph: Any = nx.MultiDiGraph()
        for start, end, product in dataset.query(EDGES):
            graph.add_edge(str(start), str(end), product=str(product or ""))
        return 0

    return timed


@way("memory", "monazite")
def _memory(folder: Path) -> Timed:
    """A store on disk, opened and asked."""
    return _asked_once(folder, ours(folder).store)


@way("memory", "pyoxigraph, in memory")
def _memory_bare(folder: Path) -> Timed:
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=folder / "dump.nq", format=ox.RdfFormat.N_QUADS)
    return _asked_once(folder, store)


@way("memory", "monazite, in memory")
def _memory_ours(folder: Path) -> Timed:
    import pyoxigraph as ox

    from monazite import stores

    store = ox.Store()
    stores.fill(store, stores.Plan((folder / "dump.nq",), (), ""))
    return _asked_once(folder, store)


@way("memory", "rdflib")
def _memory_plain(folder: Path) -> Timed:
    dataset, text = plain(folder), REACHED % asked(folder)
    return lambda: len(list(dataset.query(text)))


def _asked_once(folder: Path, store: Any) -> Timed:
    text = REACHED % asked(folder)
    return lambda: sum(1 for _ in store.query(text, use_default_graph_as_union=True))
