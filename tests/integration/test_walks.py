"""The walks over the shipped graph, in Python and as commands: reach, paths, chokepoints."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from monazite import KnowledgeGraph
from monazite.analysis import projection
from monazite.analysis.concepts import Concepts, concepts
from monazite.analysis.evidence import rank
from monazite.analysis.walks import chokepoints, dependence, flows, paths
from monazite.analysis.walks.ends import ends
from monazite.analysis.walks.steps import Stop, earliest, steps
from monazite.errors import QueryError, UnknownEntity


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def chain(kg: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    return projection.project(kg)


@pytest.fixture(scope="module")
def known(kg: KnowledgeGraph) -> Concepts:
    return concepts(kg)


def test_a_name_means_a_stage_a_product_a_country_or_an_entity(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], known: Concepts
) -> None:
    kinds = {
        text: ends(kg, chain, text, known).kind for text in ("magnet-making", "Magnet making", "磁体制造")
    }
    assert set(kinds.values()) == {"stage"}
    oxide = ends(kg, chain, "separated rare earth oxide", known)
    assert oxide.kind == "product" and {known.products[iri].name for iri in oxide.products} > {"ndpr-oxide"}
    australia = ends(kg, chain, "Australia", known)
    assert australia.kind == "country" and all(chain.nodes[n]["country"] == "AU" for n in australia.nodes)
    lynas = ends(kg, chain, "Lynas Rare Earths", known)
    labels = {chain.nodes[node]["label"] for node in lynas.nodes}
    assert lynas.kind == "entity" and {"Lynas Rare Earths", "Mt Weld"} <= labels
    with pytest.raises(UnknownEntity):
        ends(kg, chain, "No Such Rare Earths", known)


def test_an_end_has_its_name_in_the_language_of_the_chain(kg: KnowledgeGraph) -> None:
    chain, known = projection.project(kg, language="zh"), concepts(kg, "zh")
    labels = [ends(kg, chain, text, known).label for text in ("mining", "NdPr oxide", "Australia")]
    assert labels == [known.stages["mining"].label, "氧化镨钕", "澳大利亚"]


def test_reach_of_a_mine(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]) -> None:
    reach = flows.downstream(kg, chain, "Mountain Pass")
    assert reach.title == "downstream of Mountain Pass" and reach.starts == ("Mountain Pass",)
    assert {"MP Materials", "General Motors"} <= {link.consumer for link in reach.rows}
    by_stage = reach.by_stage()
    assert sum(layer.nodes for layer in by_stage.rows) == sum(1 for depth in reach.depths.values() if depth)
    assert reach.notes[0].startswith(f"{len(reach.depths) - 1} nodes reached, at most")
    through = next(gate for gate in reach.gates if gate.node == "MP Materials")
    assert "Apple" in through.behind and "MP Materials" not in through.behind
    assert reach.notes[2].startswith("Only through MP Materials are reached: ")
    assert max(link.depth for link in flows.downstream(kg, chain, "Mountain Pass", 2).rows) == 2


def test_reach_of_a_product_and_of_a_country(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], known: Concepts
) -> None:
    up = flows.upstream(kg, chain, "dysprosium oxide")
    first = [link for link in up.rows if link.depth == 1]
    assert first and all("dysprosium oxide" in link.products for link in first)
    scrap = {known.products[iri].label for iri in known.scrap}
    magnets = {name for link in up.rows for name in link.products if "magnet" in name and link.depth > 1}
    assert magnets <= scrap
    down = flows.downstream(kg, chain, "dysprosium oxide")
    assert {(link.supplier, link.consumer) for link in first} == {
        (link.supplier, link.consumer) for link in down.rows if link.depth == 1
    }
    country = flows.downstream(kg, chain, "Malaysia", depth=1)
    assert {"Lynas Malaysia plant"} <= set(country.starts)
    nothing = flows.downstream(kg, chain, "holmium metal")
    assert not nothing.rows and nothing.notes == ("No link of the chain carries holmium metal.",)


def test_upstream_and_downstream_are_converses(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]) -> None:
    """For single units: what is downstream of a mine has the mine upstream of it."""
    mine = str(kg.resolve("Mt Weld"))
    reach = flows.downstream(kg, chain, mine)
    units = [node for node, depth in reach.depths.items() if depth and chain.nodes[node]["stages"]]
    assert len(units) > 3
    for unit in units:
        assert mine in flows.upstream(kg, chain, unit).depths


def test_paths_from_mines_to_a_carmaker(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], known: Concepts
) -> None:
    found = paths.between(kg, chain, "mining", "General Motors", most=30)
    assert [row.rank for row in found.rows] == list(range(1, len(found.rows) + 1))
    best = next(row for row in found.rows if "best evidenced" in row.kind)
    shortest = next(row for row in found.rows if "shortest" in row.kind)
    strength = (rank(best.evidence), best.evidence.publishers)
    for row in found.rows:
        assert row.links >= shortest.links and row.links <= 8
        assert (rank(row.evidence), row.evidence.publishers) <= strength
        assert len(row.nodes) == row.links + 1 == len(row.countries) == len(row.products) + 1
        assert all(chain.has_edge(one, other) for one, other in pairwise(row.nodes))
        assert "mining" in chain.nodes[row.nodes[0]]["stage_names"]
        assert chain.nodes[row.nodes[-1]]["label"] == "General Motors"
        assert row.sources
        twice = {node for node in row.nodes if row.nodes.count(node) > 1}
        assert not any(chain.nodes[node]["stage_names"] for node in twice)
    assert found.rows[0].path.startswith("Mountain Pass → ")
    assert "General Motors" in found.notes[0] and "overturned by" in found.notes[1]
    fewer = paths.between(kg, chain, "mining", "General Motors", most_links=3, most=30)
    assert {row.nodes for row in fewer.rows} == {row.nodes for row in found.rows if row.links <= 3}
    assert "There are longer ones" in fewer.notes[0]


def test_one_path_alone_is_shown_and_the_best_evidenced_still_told_of(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]
) -> None:
    found = paths.between(kg, chain, "mining", "end-use", most=2)
    shortest, best = found.rows
    assert (shortest.kind, best.kind) == (paths.SHORTEST, paths.BEST)
    alone = paths.between(kg, chain, "mining", "end-use", most=1)
    assert alone.rows == (shortest,) and alone.notes[1] == found.notes[1]


def test_no_path(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]) -> None:
    found = paths.between(kg, chain, "General Motors", "mining")
    assert not found.rows and found.notes[0].startswith("No path of at most 8 links is known from General")
    with pytest.raises(QueryError, match="to draw"):
        found.plot()
    with pytest.raises(QueryError, match="must be 1 or more"):
        paths.between(kg, chain, "mining", "end-use", most=0)
    with pytest.raises(QueryError, match="stands in no chain"):
        paths.between(kg, chain, "Mountain Pass", "Two Rare Earth Bases")


def test_dependence_is_told_in_the_language_of_the_chain_and_over_a_link_at_least(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]
) -> None:
    company = str(kg.resolve("Volkswagen"))
    found = dependence.dependence(kg, chain, [company], "Baotou")
    assert found.rows and not found.independent and len(found.notes) == 1
    chinese = dependence.dependence(kg, projection.project(kg, language="zh"), [company], "Baotou")
    assert (found.place, chinese.place, chinese.language) == ("Baotou", "包头市", "zh")
    with pytest.raises(QueryError, match="depth must be 1 or more"):
        dependence.dependence(kg, chain, [company], "Baotou", depth=0)


def test_chokepoints_of_end_use(kg: KnowledgeGraph, chain: nx.MultiDiGraph[str], known: Concepts) -> None:
    found = chokepoints.chokepoints(kg, chain)
    assert (
        len(found.rows) == 20 and "The first 20 of" in found.notes[-2] and found.notes[-1].startswith("Of ")
    )
    walks = steps(chain, known)
    mines = {stop for stop in walks if "mining" in chain.nodes[stop.node]["stage_names"]}
    labels = {data["label"]: node for node, data in chain.nodes(data=True)}
    for row in found.rows:
        assert row.cut_off == len(row.without) <= row.ends
        assert 0 <= row.flow_lost_percent <= 100 and 0 <= row.betweenness_percent <= 100
        assert row.sources and row.sentence.endswith(".")
        assert ("dominator" in row.kinds) == bool(row.cut_off)
        left = earliest(walks, mines, {row.iri})
        assert not any(Stop(labels[name]) in left for name in row.without)
    cut = {labels[name] for name in found.minimum_cut}
    reached = earliest(walks, mines, cut)
    final = ends(kg, chain, "end-use", known).nodes - {stop.node for stop in mines}
    assert cut and not final & {stop.node for stop in reached}
    posco = next(row for row in found.rows if row.name == "POSCO International")
    assert posco.sentence.startswith("All material from mining that is known to reach ")


def test_chokepoints_of_a_product_stand_where_the_product_must_pass(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]
) -> None:
    found = chokepoints.chokepoints(kg, chain, "mining", "magnet-making", "dysprosium oxide")
    assert found.product == "dysprosium oxide" and found.title.endswith("for dysprosium oxide")
    assert any("All dysprosium oxide from mining that is known to reach" in note for note in found.notes)
    nothing = chokepoints.chokepoints(kg, chain, "end-use", "mining")
    assert not nothing.rows and nothing.notes == (
        "As far as the graph knows, no material from end use reaches mining.",
    )
    with pytest.raises(QueryError, match="is no product"):
        chokepoints.chokepoints(kg, chain, product="Australia")
    with pytest.raises(QueryError, match="must be 1 or more"):
        chokepoints.chokepoints(kg, chain, most=0)


def test_a_company_that_trades_for_one_unit_is_named_with_it(
    kg: KnowledgeGraph, chain: nx.MultiDiGraph[str]
) -> None:
    names = {row.name for row in chokepoints.chokepoints(kg, chain, most=50).rows}
    assert "Nolans (Arafura Rare Earths)" in names and "Arafura Rare Earths" not in names


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_drawn(kg: KnowledgeGraph, language: str) -> None:
    chain = projection.project(kg, language=language)
    reach = flows.upstream(kg, chain, "General Motors")
    assert len(reach.drawn) > flows.MOST_DRAWN
    titles = {"en": f"(the nearest {flows.MOST_DRAWN} of {len(reach.drawn)} nodes)", "zh": "（共 "}
    written = [text.get_text() for text in reach.plot().axes[0].texts]
    assert any(titles[language] in text for text in written)
    found = paths.between(kg, chain, "mining", "General Motors", most=5)
    assert "General Motors" in {text.get_text() for text in found.plot().axes[0].texts}
    narrow = chokepoints.chokepoints(kg, chain).plot()
    assert len(narrow.axes) == 2 and all(axes.get_xlabel() for axes in narrow.axes)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monazite", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=dict(os.environ))


def test_the_commands(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """The fixture is there for its store, which the commands open."""
    figure = tmp_path / "paths.svg"
    done = run(
        "paths", "Mountain Pass", "General Motors", "--most-links", "3", "-f", "csv", "--figure", str(figure)
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0]["rank"] == "1" and "General Motors" in rows[0]["path"]
    assert "Mountain Pass" in figure.read_text(encoding="utf-8")
    done = run("chokepoints", "--to", "Germany", "--most", "3", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["target"] == "Germany" and len(told["rows"]) == 3 and "drawn" not in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("paths", "mining", "No Such Company"), "nothing is named 'No Such Company'"),
        (("chokepoints", "--product", "Germany"), "Germany is no product"),
        (("chokepoints", "--to", "holmium metal"), "no link of the chain carries holmium metal"),
    ],
)
def test_what_the_commands_refuse(kg: KnowledgeGraph, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1 and done.stdout == "" and message in done.stderr
