"""Cuts out of a projection what an analysis found, and tells how much of it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from monazite.analysis.facilities import WORKING
from monazite.analysis.sentences import count

Links = Iterable[tuple[str, str, Iterable[Mapping[str, Any]]]]


def part(chain: nx.MultiDiGraph[str], links: Links) -> nx.MultiDiGraph[str]:
    """The links of a projection that are named, their nodes, and the documents behind them.

    Args:
        chain: the projection.
        links: supplier, consumer and the attributes of some of the edges from the one to the other.
    """
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**chain.graph)
    for supplier, consumer, edges in links:
        found.add_nodes_from((node, chain.nodes[node]) for node in (supplier, consumer))
        known = {id(attributes): key for key, attributes in chain[supplier][consumer].items()}
        for each in edges:
            found.add_edge(supplier, consumer, known[id(each)], **each)
    documents = {iri for *_, attributes in found.edges(data=True) for iri in attributes["sources"]}
    held = chain.graph["documents"]
    found.graph["documents"] = {iri: held[iri] for iri in sorted(documents) if iri in held}
    return found


def idle(part: nx.MultiDiGraph[str]) -> tuple[str, ...]:
    """A sentence on how many units of a part are not known to work; none if all are."""
    states = [data["state"] for _, data in part.nodes(data=True) if data["stage_names"]]
    still = sum(state not in WORKING for state in states)
    if not still:
        return ()
    verb = "is" if still == 1 else "are"
    return (
        f"Of {count(len(states), 'unit')} on the way {still} {verb} planned, suspended or of unknown state.",
    )
