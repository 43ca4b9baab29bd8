"""The steps of product-forward walks: along one, the product never goes back to an earlier stage.

A walk goes from stop to stop. A production unit is one stop, whatever it makes. An organization hands on what
it gets: for each family of products (each a kind of another) that it delivers, and gets from one of its units
or from anybody else, it is a stop of its own, which only such products enter, and those that it hands on to
nobody that is known. What it delivers and gets from nobody that is known, it makes of anything. So who buys
concentrate and sells the oxide that his plant makes of it stands on a walk before the plant and behind it,
and no walk goes around the plant; where nobody tells what becomes of what he buys, any walk goes on.

A step has the rank of the stage that its product comes from. A step whose product nobody names takes what
came before on, so that the rank stays; it counts only where no other step joins the two nodes. Scrap has the
first rank of all: with it a walk can begin, and no walk from a mine goes on by it, so there are no loops.

Whoever arrives at a stop at a lower rank can go on wherever one at a higher rank can. The least rank at which
each stop is reached thus tells exactly what product-forward walks reach, in time linear in the steps (times
the ranks).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import networkx as nx

from monazite.analysis.concepts import Concepts
from monazite.analysis.walks.ends import Ends

SCRAP = 1
# Behind every rank.
_LAST = 99


class Stop(NamedTuple):
    """A node on a walk: `product` is of the family that an organization hands on there, "" at units.

    `had` tells whether the walk has carried the product that is asked for; True if none is.
    """

    node: str
    product: str = ""
    had: bool = True


@dataclass(frozen=True)
class Step:
    """All edges from one stop to another whose products come from one stage; rank 0 if none is named."""

    start: Stop
    end: Stop
    rank: int
    edges: tuple[Mapping[str, Any], ...] = field(compare=False)


Steps = Mapping[Stop, Collection[Step]]


def steps(
    chain: nx.MultiDiGraph[str], known: Concepts, product: Ends | None = None
) -> dict[Stop, list[Step]]:
    """The steps that leave each stop, in a stable order.

    With a product, a walk has to carry it (or a kind of it) at one step at least. What goes before can
    become it and what comes after can hold it: up to mixed compounds anything, from separation on what
    carries one of its elements or names none. Walks then begin at stops that have not had it.

    Args:
        chain: a projection by `monazite.analysis.projection.project`.
        known: the stages and products.
        product: the product that walks have to carry, if any.
    """
    handed = _handed(chain, known)
    delivers: dict[str, set[str]] = {node: set() for node in chain}
    for start, _, attributes in chain.edges(data=True):
        delivers[start] |= {attributes["product"]} - {""}
    grouped: dict[tuple[Stop, Stop, int], list[Mapping[str, Any]]] = {}
    for start, end, attributes in sorted(chain.edges(data=True), key=lambda edge: edge[:2]):
        good = attributes["product"]
        if start == end or (product and not _fits(good, product, known)):
            continue
        if not good and any(edge["product"] for edge in chain[start][end].values()):
            continue
        rank = SCRAP if good in known.scrap else known.ranks.get(good, 0)
        leaves = next((min(family) for family in handed.get(start, ()) if good in family), "")
        lost = not good or not _akin(good, delivers[end], known)
        enters = [min(family) for family in handed.get(end, ()) if lost or _akin(good, family, known)]
        for near, far in _layers(product, good):
            for face in ("", *enters):
                ends = Stop(start, leaves, near), Stop(end, face, far)
                grouped.setdefault((*ends, rank), []).append(attributes)
    leaving: dict[Stop, list[Step]] = {}
    for (near_stop, far_stop, rank), edges in grouped.items():
        leaving.setdefault(near_stop, []).append(Step(near_stop, far_stop, rank, tuple(edges)))
        leaving.setdefault(far_stop, [])
    return leaving


def arriving(leaving: Steps) -> dict[Stop, list[Step]]:
    """The steps that arrive at each stop, out of those that leave each."""
    found: dict[Stop, list[Step]] = {stop: [] for stop in leaving}
    for each in leaving.values():
        for step in each:
            found[step.end].append(step)
    return found


def earliest(leaving: Steps, begin: Iterable[Stop], without: Set[str] = frozenset()) -> dict[Stop, int]:
    """The stops that product-forward walks reach, each with the least rank at which one gets there.

    Args:
        leaving: the steps.
        begin: the stops where walks begin, at rank 0.
        without: nodes that no walk may touch.
    """
    least = {stop: 0 for stop in begin if stop in leaving and stop.node not in without}
    waiting = list(least)
    while waiting:
        stop = waiting.pop()
        rank = least[stop]
        for step in leaving[stop]:
            then = step.rank or rank
            if then >= rank and then < least.get(step.end, _LAST) and step.end.node not in without:
                least[step.end] = then
                waiting.append(step.end)
    return least


def latest(coming: Steps, end: Iterable[Stop]) -> dict[Stop, int]:
    """The stops from which product-forward walks reach the end, each with the highest rank to arrive at.

    Args:
        coming: the steps that arrive at each stop.
        end: the stops where walks end.
    """
    most = {stop: _LAST for stop in end if stop in coming}
    waiting = list(most)
    while waiting:
        stop = waiting.pop()
        for step in coming[stop]:
            if step.rank > most[stop]:
                continue
            before = step.rank or most[stop]
            if before > most.get(step.start, -1):
                most[step.start] = before
                waiting.append(step.start)
    return most


def pruned(leaving: Steps, begin: Collection[Stop], end: Collection[Stop]) -> dict[Stop, list[Step]]:
    """The steps that lie on some product-forward walk from the begin to the end; no others."""
    least = earliest(leaving, begin)
    most = latest(arriving(leaving), end)
    kept: dict[Stop, list[Step]] = {}
    for stop, each in leaving.items():
        for step in each:
            if stop in least and step.end in most and _passes(step, least[stop], most[step.end]):
                kept.setdefault(stop, []).append(step)
                kept.setdefault(step.end, [])
    return kept


def _passes(step: Step, least: int, most: int) -> bool:
    return least <= step.rank <= most if step.rank else least <= most


def _handed(chain: nx.MultiDiGraph[str], known: Concepts) -> dict[str, list[set[str]]]:
    """The families of products that each organization delivers and is known to get."""
    found: dict[str, list[set[str]]] = {}
    for node, data in chain.nodes(data=True):
        if data["stage_names"] or data["state"]:
            continue
        gets = {link["product"] for *_, link in chain.in_edges(node, data=True)} - {""}
        gives = {link["product"] for *_, link in chain.out_edges(node, data=True)} - {""}
        kin: nx.Graph[str] = nx.Graph()
        kin.add_nodes_from(gives)
        kin.add_edges_from((one, other) for one in gives for other in gives if known.akin(one, other))
        families = sorted(nx.connected_components(kin), key=min)
        found[node] = [family for family in families if any(_akin(good, family, known) for good in gets)]
    return found


def _akin(good: str, family: Set[str], known: Concepts) -> bool:
    return any(known.akin(good, each) for each in family)


def _fits(good: str, product: Ends, known: Concepts) -> bool:
    """Whether a good can become a product, be it, or hold it."""
    stated = known.products.get(good)
    wanted = known.products[product.iri].elements
    # Ores, concentrates and mixed compounds carry all elements, of which concepts name the main ones.
    mixed = known.ranks.get(good, 0) < known.stages["separation"].rank
    return mixed or stated is None or not stated.elements or bool(stated.elements & wanted)


def _layers(product: Ends | None, good: str) -> tuple[tuple[bool, bool], ...]:
    """Whether a step's walk has had the product asked for, before it and after it."""
    if product is None:
        return ((True, True),)
    return ((False, True), (True, True)) if good in product.products else ((False, False), (True, True))
