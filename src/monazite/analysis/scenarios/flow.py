"""What can flow through a supply network: known paths, and the maximum flow to users."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import networkx as nx
from networkx.algorithms.flow import boykov_kolmogorov

from monazite.analysis.scenarios.supply import Key, Stop, Supply, World

# Nothing in the world is as large: a capacity that nobody knows and that cannot be assumed (kg a year).
NO_LIMIT = 10**13
SOURCE, SINK = "source", "sink"


def live(supply: Supply, world: World) -> nx.DiGraph[Stop]:
    """The part of the network into which product comes: what stands, has begun somewhere and is let through.

    Capacities do not count: this is about known paths.
    """
    part: nx.DiGraph[Stop] = nx.DiGraph()
    part.add_nodes_from(stop for stop in supply.graph if world.stands(stop))
    for one, other, links in supply.edges():
        if one in part and other in part and world.carries(links):
            part.add_edge(one, other, links=links)
    layers = nx.bfs_layers(part, [stop for stop in world.origins if stop in part])
    return part.subgraph({stop for layer in layers for stop in layer})


def reaching(part: nx.DiGraph[Stop], stops: Iterable[Stop]) -> frozenset[Stop]:
    """The stops of a `live` part from which product can reach one of some stops, these included."""
    found = {stop for stop in stops if stop in part}
    return frozenset(found.union(*(nx.ancestors(part, stop) for stop in found)))


def capacitated(supply: Supply, world: World, free: nx.DiGraph[Any] | None = None) -> nx.DiGraph[Any]:
    """The network for networkx's maximum flow: whole kilograms a year as ``capacity``.

    Each stop is split in two, ``(stop, "in")`` and ``(stop, "out")``, with its capacity between; `SOURCE`
    leads to the origins, each user has a node of its own, ``(user, "use")``. Where a share of a link is left,
    that is of what could come to it at most if nothing were limited; so it is for an organization, which has
    no capacity.

    Args:
        supply: the network.
        world: what stands, what is left and what can pass.
        free: the same for the same world with nothing limited, if there is that already.
    """
    bounds: dict[Stop, float] = {}
    if partly := _partly_left(supply, world):
        unlimited = free or _network(supply, replace(world, nodes={}, links={}), {})
        bounds = {s: _flow(unlimited, (s, "out")) / 1000 for s in partly if (s, "out") in unlimited}
    return _network(supply, world, bounds)


def _partly_left(supply: Supply, world: World) -> set[Stop]:
    """The stops of which, or of whose deliveries, a share is left that nothing gives in tonnes."""
    found = {
        stop
        for stop in supply.graph
        if stop not in world.capacities and 0 < world.nodes.get(stop.node, 1.0) < 1
    }
    for one, _, links in supply.edges():
        if any(0 < world.links.get(link, 1.0) < 1 for link in links):
            found.add(one)
    return found


def _network(supply: Supply, world: World, bounds: Mapping[Stop, float]) -> nx.DiGraph[Any]:
    network: nx.DiGraph[Any] = nx.DiGraph()
    network.add_node(SOURCE)
    for stop in supply.graph:
        if world.stands(stop):
            share = world.nodes.get(stop.node, 1.0)
            tonnes = world.capacities.get(stop, bounds.get(stop) if share < 1 else None)
            network.add_edge((stop, "in"), (stop, "out"), capacity=_kilograms(tonnes, share))
    for stop in world.origins:
        if (stop, "in") in network:
            network.add_edge(SOURCE, (stop, "in"), capacity=NO_LIMIT)
    for one, other, links in supply.edges():
        if (one, "in") in network and (other, "in") in network and world.carries(links):
            carried = _carried(world, links, bounds.get(one))
            network.add_edge((one, "out"), (other, "in"), capacity=carried)
    for user, stops in supply.users.items():
        for stop in stops:
            if (stop, "in") in network:
                network.add_edge((stop, "in"), (user, "use"), capacity=NO_LIMIT)
    return network


def _carried(world: World, links: Collection[Key], bound: float | None) -> int:
    """What the links between two stops can carry: all that is agreed, or if one is not, what comes to them.

    Links beside each other tell of the same deliveries in different words: the largest share that is left
    counts.
    """
    shares = [world.links.get(link, 1.0) for link in links]
    if links and all(link in world.agreed for link in links):
        kilograms = sum(
            _kilograms(world.agreed[link], share) for link, share in zip(links, shares, strict=True)
        )
        return min(NO_LIMIT, kilograms)
    left = max(shares, default=1.0)
    return _kilograms(bound if left < 1 else None, left)


def _kilograms(tonnes: float | None, share: float) -> int:
    return NO_LIMIT if tonnes is None else min(NO_LIMIT, round(tonnes * 1000 * share))


def _flow(network: nx.DiGraph[Any], end: Any) -> int:
    upstream = nx.ancestors(network, end) | {end}
    if SOURCE not in upstream:
        return 0
    # Of networkx's algorithms the fastest on these networks, which are shallow and sparse.
    return int(nx.maximum_flow_value(network.subgraph(upstream), SOURCE, end, flow_func=boykov_kolmogorov))


def most(network: nx.DiGraph[Any], users: Collection[str]) -> float | None:
    """Tonnes a year that can reach users together at most (maximum flow); None if nothing limits it."""
    part = _before(network, users)
    flow = _flow(part, SINK) if part else 0
    return None if flow >= NO_LIMIT else flow / 1000


def cut(network: nx.DiGraph[Any], users: Collection[str]) -> tuple[tuple[Any, Any], ...]:
    """The edges of a minimum cut before users: what limits the maximum flow to them; none if none."""
    part = _before(network, users)
    if part is None:
        return ()
    _, (near, _) = nx.minimum_cut(part, SOURCE, SINK)
    return tuple((one, other) for one in near for other in part[one] if other not in near)


def _before(network: nx.DiGraph[Any], users: Collection[str]) -> nx.DiGraph[Any] | None:
    """The part of a network from which users can be reached, the users led together; None if none can."""
    ends = [(user, "use") for user in users if (user, "use") in network]
    upstream = {node for end in ends for node in nx.ancestors(network, end)} | set(ends)
    if SOURCE not in upstream:
        return None
    part: nx.DiGraph[Any] = nx.DiGraph(network.subgraph(upstream))
    for end in ends:
        part.add_edge(end, SINK, capacity=NO_LIMIT * 1000)
    return part
