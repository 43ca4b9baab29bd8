"""Each export opens in the tool it is for, and loses no node, edge or source."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TypeAlias

import igraph
import networkx as nx
import openpyxl
import pyogrio
import pytest

from monazite import KnowledgeGraph, export, queries
from monazite.analysis import projection
from monazite.drawing import plain
from monazite.errors import QueryError
from monazite.export import answers
from monazite.files import whole

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
        graph.add_node(next(iter(graph)), longitude=109.9, latitude=40.6)
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

    viz = "{http://www.gexf.net/1.2draft/viz}"
    root = ET.parse(tmp_path / "out.gexf").getroot()
    shown = [node for node in root.iter("{http://www.gexf.net/1.2draft}node")]
    assert all(node.find(f"{viz}color") is not None for node in shown)
    sizes = [float(size.attrib["value"]) for size in root.iter(f"{viz}size")]
    assert len(sizes) == len(graph) and 10 <= min(sizes) <= max(sizes) <= 60
    for each in root.iter():
        for name in ("start", "end"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", each.attrib.get(name, "2025-01-01"))


def test_gml_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "gml", tmp_path)
    read = nx.read_gml(path)
    assert set(read) == set(graph) and read.number_of_edges() == graph.number_of_edges()
    assert {a["name"] for _, a in read.nodes(data=True)} == {
        plain(a["label"]) for _, a in graph.nodes(data=True)
    }
    second = igraph.Graph.Read_GML(str(path))
    assert (second.vcount(), second.ecount()) == (len(graph), graph.number_of_edges())
    assert "CC BY 4.0" in second["description"]


def test_pajek_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "pajek", tmp_path)
    assert "CC BY 4.0" in path.read_text().splitlines()[0]
    read = igraph.Graph.Read_Pajek(str(path))
    assert (read.vcount(), read.ecount()) == (len(graph), nx.DiGraph(graph).number_of_edges())
    assert sum(read.es["weight"]) == graph.number_of_edges()
    assert len(set(read.vs["name"])) == len(graph)


def test_cytoscape_opens(graph: Graph, tmp_path: Path) -> None:
    text = written(graph, "cytoscape", tmp_path).read_text()
    read = nx.cytoscape_graph(json.loads(text), name="label", ident="iri")
    assert set(read) == set(graph) and read.number_of_edges() == graph.number_of_edges()
    assert "CC BY 4.0" in json.loads(text)["data"]["credit"]


def test_nodelink_opens(graph: Graph, tmp_path: Path) -> None:
    read = nx.node_link_graph(json.loads(written(graph, "nodelink", tmp_path).read_text()), edges="links")
    same(graph, read)
    assert "CC BY 4.0" in read.graph["description"]


def test_neo4j_opens(graph: Graph, tmp_path: Path) -> None:
    """The rules of neo4j-admin's import: typed headers, ids that are there and once, one line a record."""
    folder = written(graph, "neo4j", tmp_path)
    tables = {path.stem: path.read_text() for path in folder.glob("*.csv")}
    rows = {name: list(csv.reader(io.StringIO(text))) for name, text in tables.items()}
    typed = re.compile(r"[a-z_]+(:(ID|long|double))?|:(LABEL|START_ID|END_ID|TYPE)")
    for name, (heads, *records) in rows.items():
        assert all(typed.fullmatch(head) for head in heads), heads
        assert len(tables[name].splitlines()) == len(records) + 1
        assert all(len(record) == len(heads) for record in records)
        for head, *column in zip(heads, *records, strict=True):
            if head.endswith((":long", ":double")):
                assert all(re.fullmatch(r"(-?\d+(\.\d+)?(e[+-]\d+)?)?", value) for value in column), head
    ids = [row[0] for name in ("nodes", "sources") for row in rows[name][1:]]
    assert len(ids) == len(set(ids)) and rows["nodes"][0][:2] == ["iri:ID", ":LABEL"]
    links = [row[:3] for row in rows["relationships"][1:]]
    assert len(links) == graph.number_of_edges()
    assert {end for link in links for end in link[:2]} <= set(ids)
    assert all(re.fullmatch(r"\w+", kind) for *_, kind in links)
    assert "CC BY 4.0" in (folder / "README.txt").read_text()


def test_neo4j_takes_columns_of_whole_and_other_numbers_and_rows_of_an_answer(tmp_path: Path) -> None:
    told: Graph = nx.MultiDiGraph(name="query")
    for node, share in (("urn:x:a", 1), ("urn:x:b", 0.5)):
        told.add_node(node, label=node, kind="Thing", share=share, stages=())
    told.add_edge("urn:x:a", "urn:x:b", "query-1", label="", property="", sources=())
    folder = written(told, "neo4j", tmp_path)
    assert "share:double" in (folder / "nodes.csv").read_text().splitlines()[0]
    (row,) = csv.DictReader((folder / "relationships.csv").open())
    assert row[":TYPE"] == "RELATED"


def test_parquet_opens(graph: Graph, tmp_path: Path) -> None:
    import pandas
    from pyarrow import parquet

    folder = written(graph, "parquet", tmp_path)
    nodes, edges, sources = (
        pandas.read_parquet(folder / f"{name}.parquet") for name in ("nodes", "edges", "sources")
    )
    assert set(nodes.iri) == set(graph) and len(edges) == graph.number_of_edges()
    assert set(edges["from"]) | set(edges.to) <= set(nodes.iri)
    assert pandas.api.types.is_numeric_dtype(nodes["rank"])
    named = {source for joined in edges.sources for source in joined.split(" | ") if source}
    assert {iri for iri in named if "/source/" in iri} <= set(sources.source)
    assert b"CC BY 4.0" in parquet.read_schema(folder / "edges.parquet").metadata[b"credit"]


def test_xlsx_opens(graph: Graph, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(graph, "xlsx", tmp_path))
    nodes, edges, sources = (list(book[name].values) for name in ("Nodes", "Edges", "Sources"))
    assert len(nodes) == len(graph) + 1 and len(edges) == graph.number_of_edges() + 1
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert sources[1][-1] == "Data: Monazite contributors, CC BY 4.0"


def located(graph: Graph) -> set[str]:
    return {node for node, attributes in graph.nodes(data=True) if "longitude" in attributes}


def test_geojson_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "geojson", tmp_path)
    meta, _, shapes, columns = pyogrio.raw.read(path)
    assert len(shapes) == len(graph) + graph.number_of_edges()
    iris = dict(zip(meta["fields"], columns, strict=True))["iri"]
    placed = {iri for iri, shape in zip(iris, shapes, strict=True) if shape is not None and iri}
    assert placed == located(graph)
    assert "CC BY 4.0" in json.loads(path.read_text())["credit"]


def test_gpkg_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "gpkg", tmp_path)
    layers = {name: pyogrio.raw.read(path, layer=name) for name, _ in pyogrio.list_layers(path)}
    assert set(layers) == {"nodes", "links"}
    meta, _, shapes, columns = layers["nodes"]
    iris = dict(zip(meta["fields"], columns, strict=True))["iri"]
    assert set(iris) == set(graph) and meta["crs"] == "EPSG:4326"
    assert sum(shape is not None for shape in shapes) == len(located(graph))
    assert len(layers["links"][2]) == graph.number_of_edges()
    assert "CC BY 4.0" in pyogrio.read_info(path, layer="nodes")["layer_metadata"]["credit"]


def test_kml_opens(graph: Graph, tmp_path: Path) -> None:
    path = written(graph, "kml", tmp_path)
    text = " ".join(ET.parse(path).getroot().itertext())
    assert "CC BY 4.0" in text
    _, _, shapes, _ = pyogrio.raw.read(path, layer="nodes")
    assert len(shapes) == len(located(graph))


def test_pdf_opens(graph: Graph, tmp_path: Path) -> None:
    data = written(graph, "pdf", tmp_path).read_bytes()
    assert data.startswith(b"%PDF-1.") and data.rstrip().endswith(b"%%EOF")


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
    again = written(graph, "svg", tmp_path.with_name(f"{tmp_path.name}-again"))
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
    assert [file.name for file in folder.iterdir()] == [path.name]
    return path


def test_a_folder_that_is_there_keeps_what_is_not_of_the_export(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    for _ in range(2):
        export.write(graph, "parquet", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"mine.txt", "nodes.parquet", "edges.parquet", "sources.parquet"}


@pytest.mark.parametrize("place", [".", "..", "../here"])
def test_the_folder_that_one_is_in_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with whole(Path(place)) as fresh:
        fresh.mkdir()
        (fresh / "one").write_text("1")
    assert (Path(place) / "one").read_text() == "1"
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"here", "one" if place == ".." else "here/one"}


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


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def test_an_answer_is_a_graph_of_its_things(shipped: KnowledgeGraph, tmp_path: Path) -> None:
    answer = answers.graph(shipped, queries.shipped("questions", "holdings"), {})
    rows = [row for row in shipped.query("holdings").rows() if row.holder and row.held]
    assert answer.number_of_edges() == len(rows)
    pairs = {(answer.nodes[a]["label"], answer.nodes[b]["label"]) for a, b in answer.edges()}
    assert pairs == {(str(row.holder), str(row.held)) for row in rows}
    # Names that one thing alone has became that thing.
    assert sum(node.startswith("https://w3id.org/monazite/id/") for node in answer) > len(answer) / 2
    told = {
        (edge["answer_share"], *edge["sources"])
        for *_, edge in answer.edges(data=True)
        if "answer_share" in edge
    }
    assert told == {(str(row.share), str(row.source)) for row in rows if row.share is not None}
    for form in ("graphml", "gexf", "gml", "neo4j", "parquet", "xlsx", "gpkg", "svg"):
        export.write(answer, form, tmp_path / f"answer.{form}")
    read = nx.read_gexf(tmp_path / "answer.gexf")
    assert set(read) == set(answer) and read.number_of_edges() == answer.number_of_edges()
    assert "CC BY 4.0" in nx.read_graphml(tmp_path / "answer.graphml").graph["description"]


def test_triples_are_a_graph_and_a_yes_is_none(kg: KnowledgeGraph) -> None:
    text = "CONSTRUCT { ?u mz:operator ?o } WHERE { ?u mz:operator ?o }"
    answer = answers.graph(kg, queries.Query("", text), {})
    constructed = kg.query(text).graph
    assert constructed and answer.number_of_edges() == len(constructed) > 0
    assert {edge["label"] for *_, edge in answer.edges(data=True)} == {"operator"}
    with pytest.raises(QueryError, match="yes or no"):
        answers.graph(kg, queries.Query("", "ASK {}"), {})


def test_the_ends_of_an_answer_can_be_named(shipped: KnowledgeGraph) -> None:
    asked = queries.shipped("questions", "suppliers-of")
    answer = answers.graph(shipped, asked, {}, ("supplier", "consumer"))
    assert {answer.nodes[node]["label"] for _, node in answer.edges()} == {"General Motors"}
    with pytest.raises(QueryError, match="no column 'nobody'"):
        answers.graph(shipped, asked, {}, ("supplier", "nobody"))
    with pytest.raises(QueryError, match="--ends FROM,TO"):
        answers.graph(shipped, queries.Query("", "SELECT (1 AS ?one) {}"), {})
