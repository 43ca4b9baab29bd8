"""Ways to export the chain: ours, networkx's writers, rdflib's, the engine's own."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.ways import Timed, bare, ours, plain, scratch, way


def chain(folder: Path) -> Any:
    """The projection to export; made once for all ways."""
    kept = folder / "chain.pickle"
    if not kept.exists():
        from monazite.analysis import projection

        kept.write_bytes(pickle.dumps(projection.project(ours(folder)), protocol=5))
    return pickle.loads(kept.read_bytes())


def _ours(form: str) -> Callable[[Path], Timed]:
    def made(folder: Path) -> Timed:
        from monazite import export

        graph = chain(folder)

        def timed() -> int:
            with scratch() as place:
                export.write(graph, form, place / f"chain.{form}")
            return len(graph.edges)

        return timed

    return made


def _theirs(write: Callable[[Any, Path], object]) -> Callable[[Path], Timed]:
    """A writer of networkx, given the graph with plain attributes, as it wants them, outside of the time."""

    def made(folder: Path) -> Timed:
        from monazite.export import flat

        graph = flat(chain(folder))

        def timed() -> int:
            with scratch() as place:
                write(graph, place / "chain")
            return len(graph.edges)

        return timed

    return made


def _nodelink(graph: Any, path: Path) -> None:
    import networkx as nx

    with path.open("w") as file:
        json.dump(nx.node_link_data(graph, edges="links"), file)


def _cytoscape(graph: Any, path: Path) -> None:
    import networkx as nx

    with path.open("w") as file:
        json.dump(nx.cytoscape_data(graph, name="label", ident="iri"), file)


def _by(name: str) -> Callable[[Any, Path], object]:
    def write(graph: Any, path: Path) -> None:
        import networkx as nx

        getattr(nx, name)(graph, path)

    return write


WRITERS: dict[str, Callable[[Any, Path], object]] = {
    "graphml": _by("write_graphml"),
    "gexf": _by("write_gexf"),
    "gml": _by("write_gml"),
    "pajek": _by("write_pajek"),
    "nodelink": _nodelink,
    "cytoscape": _cytoscape,
}
for _form, _writer in WRITERS.items():
    way(f"export {_form}", "monazite")(_ours(_form))
    way(f"export {_form}", "networkx")(_theirs(_writer))
for _form in ("neo4j", "parquet", "mermaid"):
    way(f"export {_form}", "monazite")(_ours(_form))


@way("export nq", "monazite")
def _quads(folder: Path) -> Timed:
    from monazite.export import rdf

    kg = ours(folder)

    def timed() -> int:
        with scratch() as place:
            rdf.write(kg, "nq", place / "all.nq")
        return 0

    return timed


@way("export nq", "pyoxigraph")
def _quads_bare(folder: Path) -> Timed:
    import pyoxigraph as ox

    store = bare(folder)

    def timed() -> int:
        with scratch() as place:
            store.dump(place / "all.nq", format=ox.RdfFormat.N_QUADS)
        return 0

    return timed


@way("export nq", "rdflib")
def _quads_plain(folder: Path) -> Timed:
    dataset = plain(folder)

    def timed() -> int:
        with scratch() as place:
            dataset.serialize(place / "all.nq", format="nquads")
        return 0

    return timed
