"""Ways to analyse the chain: ours, networkx's pure Python, igraph, rustworkx."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.exporting import chain
from tests.benchmarks.ways import Timed, ours, way


def _ours(run: Callable[[Any, Any], object]) -> Callable[[Path], Timed]:
    """An analysis of ours, given the projection."""

    def made(folder: Path) -> Timed:
        kg, graph = ours(folder), chain(folder)

        def timed() -> int:
            kg._read.clear()
            run(kg, graph)
            return 0

        return timed

    return made


def _chokepoints(kg: Any, graph: Any) -> object:
    from monazite.analysis.walks import chokepoints

    return chokepoints.chokepoints(kg, graph)


def _paths(kg: Any, graph: Any) -> object:
    from monazite.analysis.walks import paths

    return paths.mine_to_motor(kg, graph)


def _concentration(kg: Any, graph: Any) -> object:
    from monazite.analysis.concentration import stages

    return stages.concentration(kg, "operator")


def _ownership(kg: Any, graph: Any) -> object:
    from monazite.analysis.ownership import stage_owners

    return stage_owners.of_stages(kg, "separation", "owner")


def _balance(kg: Any, graph: Any) -> object:
    from monazite.analysis.balance import stages

    return stages.balance(kg, ("world",), (2025,), "en", None)


for _name, _run in {
    "chokepoints": _chokepoints,
    "paths": _paths,
    "concentration": _concentration,
    "ownership": _ownership,
    "balance": _balance,
}.items():
    way(_name, "monazite")(_ours(_run))


def _ends(folder: Path) -> tuple[Any, list[Any], list[Any]]:
    """The links as a simple graph, the units that mine, and those that make motors."""
    import networkx as nx

    graph = chain(folder)
    mines = [node for node, data in graph.nodes(data=True) if "mining" in data["stage_names"]]
    motors = [node for node, data in graph.nodes(data=True) if "motor-making" in data["stage_names"]]
    return nx.DiGraph(graph), mines, motors


@way("betweenness", "networkx")
def _betweenness(folder: Path) -> Timed:
    """How many shortest ways from mines to makers of motors pass each node."""
    import networkx as nx

    graph, mines, motors = _ends(folder)
    return lambda: _sum(nx.betweenness_centrality_subset(graph, mines, motors).values())


@way("betweenness", "monazite")
def _betweenness_ours(folder: Path) -> Timed:
    from monazite.analysis import measures

    graph, mines, motors = _ends(folder)
    return lambda: _sum(measures.betweenness(graph, mines, motors).values())


@way("betweenness", "igraph")
def _betweenness_igraph(folder: Path) -> Timed:
    import igraph

    simple, mines, motors = _ends(folder)
    graph = igraph.Graph.from_networkx(simple)
    at = {name: index for index, name in enumerate(graph.vs["_nx_name"])}
    sources, targets = [at[node] for node in mines], [at[node] for node in motors]
    return lambda: _sum(graph.betweenness(sources=sources, targets=targets))


def _rooted(folder: Path) -> tuple[Any, str]:
    """The links with one node before all units that mine."""
    graph, mines, _ = _ends(folder)
    graph.add_edges_from(("", mine) for mine in mines)
    return graph, ""


@way("chokepoints", "networkx")
def _chokepoints_plain(folder: Path) -> Timed:
    """What one would write for the same measures, but for the loss of flow, without regard to stages."""
    import networkx as nx

    graph, mines, _ = _ends(folder)
    users = {node for node, names in chain(folder).nodes(data="stage_names") if "end-use" in names}
    graph.add_edges_from(("source", mine) for mine in mines)
    graph.add_edges_from((user, "sink") for user in users)

    def timed() -> int:
        reached = nx.descendants(graph, "source")
        goal = users & reached
        for node in reached - goal - {"sink"}:
            left = nx.descendants(nx.restricted_view(graph, [node], []), "source")
            _ = goal - left
        nx.betweenness_centrality_subset(graph, mines, list(goal))
        nx.minimum_node_cut(graph, "source", "sink")
        list(nx.articulation_points(graph.to_undirected(as_view=True)))
        return 0

    return timed


@way("dominators", "networkx")
def _dominators(folder: Path) -> Timed:
    """What each node is reached through alone, from where ore is mined."""
    import networkx as nx

    graph, root = _rooted(folder)
    return lambda: len(nx.immediate_dominators(graph, root))


@way("dominators", "igraph")
def _dominators_igraph(folder: Path) -> Timed:
    import igraph

    simple, root = _rooted(folder)
    graph = igraph.Graph.from_networkx(simple)
    at = graph.vs["_nx_name"].index(root)
    return lambda: len([before for before in graph.dominator(at) if before >= 0])


@way("dominators", "rustworkx")
def _dominators_rust(folder: Path) -> Timed:
    import rustworkx

    simple, root = _rooted(folder)
    at = list(simple).index(root)
    graph: Any = rustworkx.networkx_converter(simple)
    return lambda: len(rustworkx.immediate_dominators(graph, at)) - 1


def _sum(values: Iterable[float]) -> int:
    return round(sum(values))
