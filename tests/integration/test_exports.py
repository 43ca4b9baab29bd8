"""Each export opens in the tool it is for, and loses no node, edge or source."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TypeAlias

import networkx as nx
import pytest

from monazite import KnowledgeGraph, export
from monazite.analysis import projection
from monazite.drawing import plain
from monazite.errors import QueryError

Graph: TypeAlias = "nx.MultiDiGraph[str]"

HOSTILE = 'a "b" <script>alert(1)</script> & | \\ \n $x^2$ \x01 } ]'


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle)


@pytest.fixture(scope="module", params=["chain", "network", "hostile"])
def graph(request: pytest.FixtureRequest, kg: KnowledgeGraph) -> Graph:
    if request.param == "network":
        return projection.network(kg)
    graph = projection.project(kg, projection.BASES)
    if request.param == "hostile":
        for _, attributes in graph.nodes(data=True):
            attributes["label"] = HOSTILE
        for *_, attributes in graph.edges(data=True):
            attributes["label"] = HOSTILE
    return graph


def test_every_format_has_a_module_and_a_test() -> None:
    assert {
        name.removeprefix("test_").removesuffix("_opens") for name in globals() if name.endswith("_opens")
    } == set(export.FORMATS)


def test_graphml_opens(graph: Graph, tmp_path: Path) -> None:
    read = nx.read_graphml(written(graph, "graphml", tmp_path), force_multigraph=True)
    same(graph, read)
    assert "CC BY 4.0" in read.graph["description"]


def test_gexf_opens(graph: Graph, tmp_path: Path) -> None:
    read = nx.read_gexf(written(graph, "gexf", tmp_path))
    same(graph, read)


def same(graph: Graph, read: nx.Graph[str]) -> None:
    assert set(read) == set(graph)
    assert sorted(read.edges()) == sorted(graph.edges())
    for node, attributes in graph.nodes(data=True):
        assert read.nodes[node]["label"] == plain(attributes["label"])
        assert read.nodes[node]["stages"] == " | ".join(attributes["stages"])
    expected = sorted(" | ".join(a["sources"]) for *_, a in graph.edges(data=True))
    assert sorted(a["sources"] for *_, a in read.edges(data=True)) == expected


@pytest.mark.engine
@pytest.mark.skipif(shutil.which("dot") is None, reason="engine: needs Graphviz")
def test_dot_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "dot", tmp_path)
    drawn = subprocess.run(["dot", "-Tjson", str(path)], capture_output=True, text=True)
    assert drawn.returncode == 0, drawn.stderr
    read = json.loads(drawn.stdout)
    assert len(read["objects"]) == len(graph) and len(read["edges"]) == graph.number_of_edges()


def test_mermaid_opens(graph: Graph, tmp_path: Path) -> None:
    text = written(graph, "mermaid", tmp_path).read_text()
    lines = text.splitlines()
    assert lines[1] == "flowchart LR" and "CC BY 4.0" in lines[0]
    nodes = [line for line in lines if re.fullmatch(r'  n\d+\["[^"\[\]<>|{}\\$`]*"\]', line)]
    edges = [
        line for line in lines if re.fullmatch(r'  n\d+ (-->|-\.->)(\|"[^"\[\]<>|{}\\$`]*"\|)? n\d+', line)
    ]
    assert (len(nodes), len(edges)) == (len(graph), graph.number_of_edges())
    assert len(lines) == 2 + len(nodes) + len(edges)


def test_svg_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "svg", tmp_path)
    text = " ".join("".join(ET.parse(path).getroot().itertext()).split())
    assert "CC BY 4.0" in text
    assert "<script" not in path.read_text()
    if graph.graph["documents"]:
        assert "Rare Earth Exchanges" in text
    again = written(graph, "svg", tmp_path / "again")
    assert path.read_bytes() == again.read_bytes(), "the same graph gives the same file"


def test_png_opens(graph: Graph, tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(written(graph, "png", tmp_path)) as image:
        assert (
            image.format == "PNG"
            and image.width > 600
            and len(image.convert("RGB").getcolors(10**7) or ()) > 5
        )


def written(graph: Graph, form: str, folder: Path) -> Path:
    path = folder / f"out.{form}"
    export.write(graph, form, path)
    assert [file.name for file in folder.iterdir() if not file.is_dir()] == [path.name]
    return path


def test_an_unknown_format_names_the_known_ones(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="graphml, gexf"):
        export.write(projection.project(kg), "docx", tmp_path / "x.docx")


def test_the_chain_without_possible_links_holds_none(kg: KnowledgeGraph) -> None:
    bases = {a["basis"] for *_, a in projection.project(kg).edges(data=True)}
    assert bases == {"internal"}
    assert {a["basis"] for *_, a in projection.project(kg, projection.BASES).edges(data=True)} == {
        "internal",
        "possible",
    }
    with pytest.raises(QueryError, match="unknown basis 'guessed'"):
        projection.project(kg, ["guessed"])


def test_every_edge_names_its_sources(kg: KnowledgeGraph) -> None:
    for graph in (projection.project(kg, projection.BASES), projection.network(kg)):
        assert graph.number_of_edges() > 0
        for start, end, attributes in graph.edges(data=True):
            assert attributes["sources"] or graph.name == "network", (start, end)
