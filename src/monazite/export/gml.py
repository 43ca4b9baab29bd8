"""GML, for igraph, Gephi and Cytoscape."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from monazite.export import flat


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GML: the format's own label is the IRI, so the name stands in ``name``.

    Keys lose their underscores, since GML's are letters and digits (Himsolt 1997).
    """
    copy = flat(graph)
    things = [data for _, data in copy.nodes(data=True)] + [data for *_, data in copy.edges(data=True)]
    for attributes in things:
        named = {"name" if key == "label" else key.replace("_", ""): v for key, v in attributes.items()}
        attributes.clear()
        attributes.update(named)
    nx.write_gml(copy, path)
