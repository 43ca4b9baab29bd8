"""The analyses and exports over HTTP give what the library gives, page by page or as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import networkx as nx
import openpyxl
import pytest
from rdflib import Dataset
from tests.integration.server.test_api import MAGNET, all_pages

from monazite import KnowledgeGraph, analysis
from monazite.analysis.balance import stages as balances
from monazite.analysis.change import changes, timeline
from monazite.analysis.concentration import stages as concentrations
from monazite.analysis.ownership import owners, stage_owners
from monazite.analysis.walks import chokepoints, paths

Made = Callable[[KnowledgeGraph], Any]


def _chain(kg: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    return analysis.project(kg)


LIBRARY: dict[str, Made] = {
    "concentration?by=operator&planned=true": lambda kg: concentrations.concentration(
        kg, "operator", kind="planned"
    ),
    "concentration?stage=magnet-making&shares=true": lambda kg: concentrations.shares(kg, "magnet-making"),
    "balance?place=CN,world without CN&year=2025,2031&language=zh": lambda kg: balances.balance(
        kg, ("CN", "world without CN"), (2025, 2031), "zh"
    ),
    "timeline?since=2024&until=2026": lambda kg: timeline.capacity(
        kg, None, ("world",), timeline.between("2024", "2026")
    ),
    "changes?since=2024-01&until=2026-12&place=CN": lambda kg: changes.changes(
        kg, "2024-01", "2026-12", None, ("CN",)
    ),
    f"ownership?id={MAGNET}": lambda kg: owners.of_entity(kg, MAGNET),
    "stage-ownership?stage=magnet-making&by=state": lambda kg: stage_owners.of_stages(
        kg, "magnet-making", "state"
    ),
}


@pytest.fixture(scope="module")
def kg(store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(store)


@pytest.mark.parametrize("asked", LIBRARY, ids=[asked.partition("&")[0] for asked in LIBRARY])
def test_an_analysis_is_the_one_of_the_library(client: httpx.Client, kg: KnowledgeGraph, asked: str) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 200, answer.text
    told, expected = answer.json(), json.loads(LIBRARY[asked](kg).to_json())
    rows = expected.pop("rows")
    assert told["items"] == rows and told["total"] == len(rows)
    assert {name: told[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["paths", "chokepoints"])
def test_walks_between_two_ends_are_those_of_the_library(
    client: httpx.Client, kg: KnowledgeGraph, name: str
) -> None:
    chain = _chain(kg)
    start, end = next(iter(chain.edges()))
    found: Any = (
        paths.between(kg, chain, start, end, 3, 5)
        if name == "paths"
        else chokepoints.chokepoints(kg, chain, start, end, None, 5)
    )
    more = {"most_links": 3} if name == "paths" else {}
    told = client.get(f"/api/v1/{name}", params={"from": start, "to": end, "most": 5, **more}).json()
    expected = json.loads(found.to_json())
    assert told["items"] == expected["rows"] and told["notes"] == expected["notes"]
    assert told["items"] or name == "chokepoints"


def test_the_analyses_of_the_small_graph_find_something(kg: KnowledgeGraph) -> None:
    assert sum(bool(made(kg).rows) for made in LIBRARY.values()) >= 6


def test_pages_and_tables_are_the_whole(client: httpx.Client, kg: KnowledgeGraph) -> None:
    path = "/api/v1/balance"
    rows = client.get(path).json()["items"]
    assert all_pages(client, path, limit=3) == rows and len(rows) > 6
    table = client.get(path, params={"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    expected = balances.balance(kg)
    assert table.text == expected.to_csv()
    assert len(list(csv.DictReader(io.StringIO(table.text)))) == len(rows)
    assert client.get(path, params={"format": "md"}).text == expected.to_markdown()
    book = openpyxl.load_workbook(io.BytesIO(client.get(path, params={"format": "xlsx"}).content))
    assert book.sheetnames == ["Rows", "About", "Sources"] and book["Rows"].max_row == len(rows) + 1
    drawn = client.get(path, params={"format": "svg"})
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(drawn.content).tag.endswith("svg")


def test_scenarios_are_listed_and_run(client: httpx.Client) -> None:
    listed = client.get("/api/v1/scenarios").json()
    assert [item["name"] for item in listed["items"]] == ["closed"] and listed["total"] == 1
    told = client.get(listed["items"][0]["address"]).json()
    assert told["title"] and isinstance(told["items"], list)


@pytest.mark.parametrize(
    ("form", "media"),
    [("graphml", "application/graphml+xml"), ("gexf", "application/gexf+xml"), ("gml", "text/plain"),
     ("dot", "text/vnd.graphviz"), ("nodelink", "application/json"), ("geojson", "application/geo+json"),
     ("tables", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
     ("svg", "image/svg+xml")],
)  # fmt: skip
def test_an_export_is_the_file_that_the_command_writes(
    client: httpx.Client, kg: KnowledgeGraph, tmp_path: Path, form: str, media: str
) -> None:
    answer = client.get("/api/v1/export", params={"format": form})
    assert answer.status_code == 200 and answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["content-disposition"].startswith('attachment; filename="monazite.')
    if form in ("tables", "svg"):  # these carry the time of their making, or numbers drawn anew
        assert len(answer.content) > 1000
        return
    from monazite import export

    path = tmp_path / f"monazite.{form}"
    export.write(_chain(kg), form, path)
    assert answer.content == path.read_bytes()


def test_the_rdf_near_an_entity_is_exported(client: httpx.Client) -> None:
    asked = {"format": "nq", "around": "Northern Magnet", "projection": "network"}
    answer = client.get("/api/v1/export", params=asked)
    dataset = Dataset().parse(data=answer.content, format="nquads")
    assert MAGNET in {str(subject) for subject, _, _, _ in dataset.quads()}
    whole = client.get("/api/v1/export", params={"format": "nq"})
    assert len(whole.content) > len(answer.content) > 1000


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ("paths?from=mining", 400, "bad-parameter"),
        ("paths?from=Atlantis&to=mining", 404, "unknown-entity"),
        ("concentration?stage=nonsense", 400, "bad-request"),
        ("concentration?unknown_most=1e3", 400, "bad-parameter"),
        ("concentration?stage=magnet-making&shares=true&first_year=2020", 400, "bad-request"),
        ("concentration?first_year=2030&last_year=1990", 400, "bad-parameter"),
        ("concentration?last_year=2024", 400, "bad-request"),
        ("balance?place=Atlantis", 400, "bad-request"),
        ("targets", 400, "bad-request"),  # the few documents here tell of none
        ("balance?place=,", 400, "bad-parameter"),
        ("balance?year=2025,x", 400, "bad-parameter"),
        ("timeline?since=yesterday", 400, "bad-request"),
        ("scenario?name=nothing", 400, "bad-parameter"),
        ("scenario?name=../../etc/passwd", 400, "bad-parameter"),
        ("scenario?name=closed&runs=9999", 400, "bad-parameter"),
        ("export", 400, "bad-parameter"),
        ("export?format=neo4j", 400, "bad-parameter"),
        ("export?format=dot&around=Atlantis", 404, "unknown-entity"),
    ],
)
def test_what_is_wrong_is_said(client: httpx.Client, asked: str, status: int, kind: str) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind), answer.text
