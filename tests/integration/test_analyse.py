"""The measures of a whole graph, from its tables: they are what the analyses of the graph tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from monazite import KnowledgeGraph
from monazite.analysis import projection
from monazite.analysis.balance import stages as balances
from monazite.analysis.concentration import stages as concentrations
from monazite.analysis.graphs import analyse, local, tables
from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.intervals import Interval
from monazite.errors import EngineError, QueryError


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def folder(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tables, as the command writes them."""
    place = tmp_path_factory.mktemp("tables") / "chain"
    command = [sys.executable, "-m", "monazite", "export", "--format", "parquet", "-o", str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return str(place)


@pytest.mark.parametrize("by", ["country", "operator", "facility"])
@pytest.mark.parametrize("planned", [False, True])
def test_concentration_is_that_of_the_graph(kg: KnowledgeGraph, folder: str, by: str, planned: bool) -> None:
    found = analyse.of_tables(folder, Asked("concentration", by=by, planned=planned)).rows
    expected = concentrations.concentration(kg, by, kind="planned" if planned else "installed").rows
    assert len(found) == len(expected) > 8
    for row, other in zip(found, expected, strict=True):
        assert (row.units, row.unknown) == (other.units, other.unknown), row.stage
        for bounds, others in ((row.hhi, other.hhi), (row.cr1, other.cr1), (row.cr3, other.cr3)):
            assert ends(bounds) == pytest.approx(ends(others)), row.stage


def test_the_balance_is_that_of_the_units(kg: KnowledgeGraph, folder: str) -> None:
    for countries, place in (((), "world"), (("CN",), "CN"), (("EE",), "EE")):
        found = analyse.of_tables(folder, Asked("balance", countries=countries)).rows
        expected = balances.balance(kg, [place], [2025], at=projection.project(kg).graph["at"]).rows
        told = {row.stage_name: (ends(row.by_units), row.unknown_units) for row in expected}
        for row in found:
            installed, unknown = told[row.stage]
            assert ends(row.installed) == pytest.approx(installed), row.stage
            assert row.unknown_units == unknown, row.stage
        assert len(found) == len(expected) == 5
    # No statistics tell of Estonia, and it makes no metal or alloy: stages without units starve the next.
    assert [row.starves for row in found] == [row.starves for row in expected]
    assert found[3].starves == "certain"
    assert analyse.of_tables(folder, Asked("balance", countries=("AQ",))).rows == ()


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def test_reach_and_paths_are_those_of_the_chain(kg: KnowledgeGraph, folder: str) -> None:
    chain = projection.project(kg)
    (start,) = analyse.begin(kg, chain, ["Mountain Pass"])
    reached = {row.node: row.links for row in analyse.of_tables(folder, Asked("reach", (start,))).rows}
    assert set(reached) == nx.descendants(chain, start) | {start} and max(reached.values()) > 3
    found = analyse.of_tables(folder, Asked("paths", (start,))).rows
    before = {row.node: row.before for row in found}
    for row in found:
        path = [row.node]
        while before[path[0]]:
            path.insert(0, before[path[0]])
        assert nx.is_path(chain, path) and path[0] == start
        assert len(path) == row.links + 1 == reached[row.node] + 1
    near = analyse.of_tables(folder, Asked("reach", (start,), depth=1)).rows
    assert {row.node for row in near} == {start, *chain.successors(start)}


def test_the_graph_and_its_tables_give_the_same(kg: KnowledgeGraph, folder: str) -> None:
    chain = projection.project(kg)
    for what in ("components", "pagerank", "motifs", "concentration", "balance"):
        of_graph = analyse.of_graph(kg, chain, Asked(what))
        assert of_graph == analyse.of_tables(folder, Asked(what)), what
    some = analyse.of_graph(kg, chain, Asked("triangles"), most=5)
    assert len(some.rows) == 5 and some.notes == (f"The first 5 of {len(chain)} rows.",)
    counts = [row.triangles for row in some.rows]
    assert counts == sorted(counts, reverse=True) and counts[0] > 3


def test_what_cannot_be_computed_is_said(kg: KnowledgeGraph) -> None:
    for wrong, said in (
        ({"what": "reech"}, "reach, paths"),
        ({"what": "reach"}, "--from"),
        ({"what": "reach", "starts": ("a",), "depth": 0}, "depth"),
        ({"what": "concentration", "by": "owner"}, "facility, operator, country"),
        ({"what": "pagerank", "damping": 1.0}, "damping"),
        ({"what": "balance", "countries": ("cn",)}, "'cn' is no country's code"),
    ):
        with pytest.raises(QueryError, match=said):
            Asked(**wrong)
    network = projection.network(kg)
    with pytest.raises(QueryError, match="tell of no capacities"):
        analyse.of_graph(kg, network, Asked("balance"))
    with pytest.raises(QueryError, match="is no node of the chain"):
        analyse.begin(kg, projection.project(kg), ["Dysprosium"])


def test_ranks_that_do_not_settle_are_an_error() -> None:
    nodes = [{"iri": name, "label": name} for name in "abc"]
    edges = [{"from": one, "to": other} for one, other in ("ca", "ab", "ba")]
    with pytest.raises(EngineError, match="changes by more than 1e-08 after 1000 rounds"):
        local.pagerank(tables.Tables(nodes, edges), Asked("pagerank", damping=0.999999))


def test_tables_without_rows_are_read(tmp_path: Path) -> None:
    from monazite import export

    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="chain")
    export.write(empty, "parquet", tmp_path / "tables")
    assert tables.read(tmp_path / "tables", ("nodes", "edges")).graph().number_of_nodes() == 0
    assert analyse.of_tables(str(tmp_path / "tables"), Asked("components")).rows == ()
