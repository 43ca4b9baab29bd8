"""What stands at a date: the state of units, the links that hold, the chain at each of its levels."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from monazite import KnowledgeGraph
from monazite.analysis import dates, facilities, projection
from monazite.analysis.concepts import concepts
from monazite.errors import QueryError
from monazite.vocabulary import THING

DATA = Path(__file__).parent / "data" / "standing.trig"
X = str(THING["x/"])


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle, [DATA])


@pytest.mark.parametrize(
    "at, plant, line, dream, old",
    [
        ("2012", "under-construction", "planned", "planned", "unknown"),
        ("2019", "operating", "planned", "planned", "unknown"),
        ("2021-06", "operating", "planned", "lapsed", "unknown"),
        ("2023-10-31", "operating", "planned", "lapsed", "closed"),
        ("2023-11", "suspended", "planned", "lapsed", "closed"),
        ("2030", "suspended", "planned", "lapsed", "closed"),
    ],
)
def test_a_unit_is_in_the_state_that_was_last_reported(
    kg: KnowledgeGraph, at: str, plant: str, line: str, dream: str, old: str
) -> None:
    found = facilities.standing(kg, at).facilities
    states = {name: found[X + name].state for name in ("plant", "line", "dream", "old")}
    assert states == {"plant": plant, "line": line, "dream": dream, "old": old}


def test_a_line_has_the_country_and_operator_of_its_facility(kg: KnowledgeGraph) -> None:
    line = facilities.standing(kg).facilities[f"{X}line"]
    assert (line.country, line.operators, line.due) == ("XX", (f"{X}maker",), "2028-06")


def test_figures_are_those_of_documents_that_were_out_by_then(kg: KnowledgeGraph) -> None:
    then = facilities.standing(kg, "2013").facilities[f"{X}plant"].capacities
    assert [(c.figure.low, c.planned) for c in then] == [(5000, True)]
    now = facilities.standing(kg).facilities[f"{X}plant"].capacities
    assert sorted((c.figure.low, c.planned, c.stage) for c in now) == [
        (2000, False, "magnet-making"),
        (5000, True, "magnet-making"),
    ]


@pytest.mark.parametrize("wrong", ["soon", "2025-13", "2025-02-30", "25", "2025-1", "2_25", ""])
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(QueryError, match="no date"):
        dates.last_day(wrong)


def test_the_chain_at_a_date_holds_what_stands_then(kg: KnowledgeGraph) -> None:
    def ours(at: str | None) -> tuple[set[str], int]:
        graph = projection.project(kg, ["declared"], at=at)
        return {node.removeprefix(X) for node in graph if node.startswith(X)}, graph.number_of_edges(
            f"{X}plant", f"{X}buyer"
        )

    assert ours(None) == ({"plant", "line", "dream", "old", "buyer"}, 1)
    # Signed in 2020, over in 2023; the line is due in 2028.
    assert ours("2012") == ({"old"}, 0)
    assert ours("2019") == ({"plant", "old"}, 0)
    assert ours("2021") == ({"plant", "old", "buyer"}, 1)
    assert ours("2023") == ({"plant", "buyer"}, 1)
    assert ours("2024") == ({"plant"}, 0)
    assert ours("2028") == ({"plant", "line"}, 0)


def test_every_documented_attribute_is_there_and_no_other(kg: KnowledgeGraph) -> None:
    documented: dict[str, set[str]] = {"graph": set(), "node": set(), "edge": set()}
    for line in (projection.__doc__ or "").splitlines():
        of, names = [cell.strip() for cell in line.split("|")[1:3]] if line.startswith("|") else ("", "")
        if of in documented:
            documented[of] |= {name.strip() for name in names.split(",")}
    for level in projection.LEVELS:
        graph = projection.project(kg, level=level)
        assert set(graph.graph) <= documented["graph"]
        for _, attributes in graph.nodes(data=True):
            assert set(attributes) <= documented["node"]
            assert attributes["label"] and attributes["kind"] in _kinds(level, attributes["kind"])
        for *_, attributes in graph.edges(data=True):
            assert set(attributes) <= documented["edge"] - {"property"}
            assert attributes["sources"] and attributes["confidence"] in ("high", "medium", "low")
    network = projection.network(kg)
    assert set(network.graph) <= documented["graph"]
    for _, attributes in network.nodes(data=True):
        assert set(attributes) == {"label", "kind", "stages", "rank", "country"}


def _kinds(level: str, kind: str) -> set[str]:
    return {"country": {"Country"}, "stage": {"Stage"}}.get(level, {kind} - {"Country", "Stage"})


def test_levels_keep_every_link_or_count_it(kg: KnowledgeGraph) -> None:
    units = projection.project(kg)
    for level in ("organization", "country", "stage"):
        graph = projection.project(kg, level=level)
        kept = {key for *_, key in graph.edges(keys=True)}
        inside = sum(data["inside"] for _, data in graph.nodes(data=True))
        unplaced = 0
        if level == "country":
            lands = {node: data["country"] for node, data in units.nodes(data=True)}
            unplaced = sum(not (lands[a] and lands[b]) for a, b in units.edges())
        assert len(kept) + inside + unplaced == units.number_of_edges(), level
        members = {node for _, data in graph.nodes(data=True) for node in data["members"]}
        assert members <= set(units)
        assert not nx.number_of_selfloops(graph)
    operators = projection.project(kg, ["declared"], level="organization")
    assert operators.has_edge(f"{X}maker", f"{X}buyer")
    assert set(operators.nodes[f"{X}maker"]["members"]) == {f"{X}plant", f"{X}line", f"{X}dream"}
    countries = projection.project(kg, ["declared"], level="country")
    assert countries.has_edge(f"{X}land", f"{X}isle")
    [deal] = countries[f"{X}land"][f"{X}isle"].values()
    assert (deal["supplier"], deal["consumer"]) == (f"{X}plant", f"{X}buyer")
    assert (deal["quantity_low"], deal["quantity_high"]) == (0, 300)
    stages = concepts(kg).stages
    by_stage = projection.project(kg, ["declared"], level="stage")
    assert by_stage.has_edge(stages["magnet-making"].iri, stages["end-use"].iri)


def test_names_are_given_in_chinese_where_there_are_any(kg: KnowledgeGraph) -> None:
    graph = projection.project(kg, ["declared"], language="zh")
    assert graph.nodes[f"{X}plant"]["label"] == "工厂"
    assert graph.nodes[f"{X}plant"]["stages"] == ("合金制备", "磁体制造")
    assert graph.nodes[f"{X}buyer"]["label"] == "Buyer"
    countries = projection.project(kg, ["declared"], level="country", language="zh")
    assert countries.nodes[f"{X}land"]["label"] == "某国"
    operators = projection.project(kg, ["declared"], level="organization", language="zh")
    assert operators.nodes[f"{X}maker"]["label"] == "制造商"


def test_an_unknown_basis_or_level_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="unknown basis 'guessed'"):
        projection.project(kg, ["guessed"])
    with pytest.raises(QueryError, match="unknown level 'planet'"):
        projection.project(kg, level="planet")


def test_the_evidence_for_a_pair_counts_publishers_and_age(kg: KnowledgeGraph) -> None:
    graph = projection.project(kg, ["declared"], at="2021")
    found = projection.support(graph, f"{X}plant", f"{X}buyer")
    assert (found.basis, found.publishers, found.newest) == ("declared", 1, "2020-03-01")
    assert found.confidence == "medium"
