"""Gathers the chain's units into operators, countries or stages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

from monazite.analysis.asking import rows
from monazite.analysis.concepts import LANGUAGES, Concepts
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# Behind every stage.
_BEHIND = 99


def gathered(
    chain: nx.MultiDiGraph[str], kg: KnowledgeGraph, level: str, known: Concepts
) -> nx.MultiDiGraph[str]:
    """The chain with its nodes gathered: into ``organization``, ``country`` or ``stage`` (see `projection`).

    A link of which both ends come to lie in one node is counted there and not drawn.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**chain.graph | {"level": level})
    tag = LANGUAGES[graph.graph["language"]]
    groups: dict[str, tuple[str, ...]]
    if level == "country":
        _add_countries(graph, chain, kg, tag, known)
        groups = {node: (country,) for node, country in _countries(chain, kg).items()}
    elif level == "organization":
        groups = {node: data["operator_iris"] or (node,) for node, data in chain.nodes(data=True)}
        _add_organizations(graph, chain, kg, groups, tag, known)
    else:
        for stage in known.stages.values():
            named = {"label": stage.label, "kind": "Stage"}
            graph.add_node(stage.iri, **_group([stage.name], known) | named)
        groups = {
            node: tuple(known.stages[name].iri for name in data["stage_names"])
            for node, data in chain.nodes(data=True)
        }
    for node, gathered in groups.items():
        for group in gathered:
            graph.nodes[group]["members"] = (*graph.nodes[group]["members"], node)
    for start, end, key, attributes in chain.edges(keys=True, data=True):
        if level == "stage":
            pairs = [_stages_of(chain, start, end, attributes["product"], known)]
        else:
            pairs = [(a, b) for a in groups.get(start, ()) for b in groups.get(end, ())]
        for one, other in pairs:
            if one == other:
                graph.nodes[one]["inside"] += 1
            else:
                graph.add_edge(one, other, key, **attributes)
    return graph


def _group(stages: Collection[str], known: Concepts) -> dict[str, Any]:
    group = blank() | placed(stages, known) | {"country": "", "members": (), "inside": 0}
    del group["capacities"]
    return group


def _countries(chain: nx.MultiDiGraph[str], kg: KnowledgeGraph) -> dict[str, str]:
    """The IRI of the country of each node that has one."""
    by_code = {code: iri for code, iri, *_ in rows(kg, "countries")}
    codes = {node: data["country"] for node, data in chain.nodes(data=True)}
    return {node: by_code[code] for node, code in codes.items() if code in by_code}


def _add_countries(
    graph: nx.MultiDiGraph[str], chain: nx.MultiDiGraph[str], kg: KnowledgeGraph, tag: str, known: Concepts
) -> None:
    stages: dict[str, set[str]] = {}
    for node, country in _countries(chain, kg).items():
        stages.setdefault(country, set()).update(chain.nodes[node]["stage_names"])
    for code, iri, label, language in rows(kg, "countries"):
        if iri in stages and iri not in graph:
            named = {"label": label, "kind": "Country", "country": code}
            graph.add_node(iri, **_group(stages[iri], known) | named)
        elif iri in stages and language == tag:
            graph.nodes[iri]["label"] = label


def _add_organizations(
    graph: nx.MultiDiGraph[str],
    chain: nx.MultiDiGraph[str],
    kg: KnowledgeGraph,
    groups: Mapping[str, tuple[str, ...]],
    tag: str,
    known: Concepts,
) -> None:
    stages: dict[str, set[str]] = {}
    for node, gathered in groups.items():
        for group in gathered:
            stages.setdefault(group, set()).update(chain.nodes[node]["stage_names"])
    for node in stages:
        if node in chain:
            named = {name: chain.nodes[node][name] for name in ("label", "kind", "country")}
            graph.add_node(node, **_group(stages[node], known) | named)
    for node, label, language, kind, country in rows(kg, "names"):
        if node in stages and node not in graph:
            named = {"label": label, "kind": local_name(kind), "country": country}
            graph.add_node(node, **_group(stages[node], known) | named)
        elif node in stages and language == tag:
            graph.nodes[node]["label"] = label


def _stages_of(
    chain: nx.MultiDiGraph[str], start: str, end: str, product: str, known: Concepts
) -> tuple[str, str]:
    """The stages that a product comes from and goes to, on its way between two nodes."""
    stages = known.stages

    def fitting(names: Collection[str], products: Mapping[str, frozenset[str]]) -> list[str]:
        return [n for n in names if any(known.akin(product, each) for each in products[n])]

    own = chain.nodes[start]["stage_names"]
    rank = known.ranks.get(product, 0)
    made = next((name for name, stage in stages.items() if stage.rank == rank), "end-use")
    source = (fitting(own, known.outputs) or list(own[-1:]) or [made])[-1]
    taking = chain.nodes[end]["stage_names"]
    takers = [n for n in fitting(stages, known.inputs) if stages[n].rank > stages[source].rank]
    if not taking and stages[source].rank >= stages["magnet-making"].rank:
        # Whoever buys magnets, motors or what is made with them, and runs no unit, uses them.
        takers = []
    target = (fitting(taking, known.inputs) or list(taking[:1]) or takers or ["end-use"])[0]
    return stages[source].iri, stages[target].iri


def blank() -> dict[str, Any]:
    """The attributes of a node that is no production unit."""
    empty: dict[str, Any] = dict.fromkeys(("stages", "stage_names", "operators", "operator_iris"), ())
    return empty | {"rank": _BEHIND, "state": "", "since": "", "due": "", "capacities": {}}


def placed(names: Collection[str], known: Concepts) -> dict[str, Any]:
    """Stages as attributes of a node, in the order of the chain."""
    ordered = sorted({name for name in names if name in known.stages}, key=lambda n: known.stages[n].rank)
    return {
        "stage_names": tuple(ordered),
        "stages": tuple(known.stages[name].label for name in ordered),
        "rank": known.stages[ordered[0]].rank if ordered else _BEHIND,
    }


def names(kg: KnowledgeGraph, tag: str) -> dict[str, str]:
    """The names of organizations and initiatives, in a language where there is one, else in English."""
    found: dict[str, str] = {}
    for node, label, language, *_ in rows(kg, "names"):
        if language == tag or node not in found:
            found[node] = label
    return found
