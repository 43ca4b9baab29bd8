"""The graph files that we write line by line are those that networkx writes, whatever is in them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite.export import credit, cytoscape, flat, gexf, gml, graphml, nodelink, pajek

Graph: TypeAlias = "nx.MultiDiGraph[str]"
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['a "b" & <c>', "]]>", "\r\n\t", "&amp;", "稀土", ""]
)
values = words | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.tuples(words, words)


# Without a negative nought, whose sign a file need not keep.
floats = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)


@st.composite
def graphs(
    draw: st.DrawFn, values: st.SearchStrategy[object] = values, names: st.SearchStrategy[str] = words
) -> Graph:
    graph: Graph = nx.MultiDiGraph(name=draw(names), documents={})
    for number in range(draw(st.integers(1, 4))):
        named = {"label": draw(words), "kind": "Mine", "stages": ()}
        graph.add_node(f"n{number}{draw(words)}", **named, size=draw(values))
    nodes = sorted(graph)
    for number in range(draw(st.integers(0, 5))):
        ends = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        graph.add_edge(*ends, f"e{number}", label=draw(words), since="", weigh_t=draw(values))
    return graph


def written(graph: Graph, module: object) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        module.write(graph, path)  # type: ignore[attr-defined]
        return path.read_bytes().decode()


quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(graph=graphs())
def test_graphml_is_networkx_own_to_the_byte(graph: Graph) -> None:
    made = io.BytesIO()
    # Not by way of lxml, where that is installed: it sets other blanks, and refuses what is no XML.
    nx.readwrite.graphml.write_graphml_xml(flat(graph), made, named_key_ids=True)
    assert written(graph, graphml) == made.getvalue().decode()


@quick
@given(graph=graphs())
def test_gml_is_networkx_own_to_the_byte(graph: Graph) -> None:
    copy = flat(graph)
    for data in [data for _, data in copy.nodes(data=True)] + [data for *_, data in copy.edges(data=True)]:
        named = {"name" if key == "label" else key.replace("_", ""): value for key, value in data.items()}
        data.clear()
        data.update(named)
    assert written(graph, gml) == "".join(f"{line}\n" for line in nx.generate_gml(copy))


@quick
@given(graph=graphs(floats, st.just("chain")))
def test_gexf_reads_back_as_networkx_own_does(graph: Graph) -> None:
    made = io.BytesIO()
    copy = flat(graph)
    # Its columns hold what is of one type alone, and its names no control characters.
    for number, (*_, data) in enumerate(copy.edges(data=True)):
        data["id"] = str(number)
    nx.write_gexf(copy, made, version="1.2draft")
    made.seek(0)
    expected, read = nx.read_gexf(made), nx.read_gexf(io.BytesIO(written(graph, gexf).encode()))
    for _, data in read.nodes(data=True):
        assert data.pop("viz")["size"] >= 10
    assert dict(read.nodes(data=True)) == dict(expected.nodes(data=True))
    edges = [sorted(map(str, each.edges(data=True))) for each in (read, expected)]
    assert edges[0] == edges[1]


@quick
@given(graph=graphs())
def test_the_json_documents_are_networkx_own(graph: Graph) -> None:
    copy = flat(graph)
    linked = nx.node_link_data(copy, edges="links")
    assert json.loads(written(graph, nodelink)) == json.loads(json.dumps(linked))
    shown = nx.cytoscape_data(copy, name="label", ident="iri")
    shown["data"] = {"name": graph.graph["name"], "credit": credit(graph)}
    assert json.loads(written(graph, cytoscape)) == json.loads(json.dumps(shown))


@quick
@given(graph=graphs())
def test_pajek_is_networkx_own_to_the_byte(graph: Graph) -> None:
    for number, node in enumerate(graph):
        graph.nodes[node]["label"] = f"n {number}" if number % 2 else f"n{number}"
    copy: nx.DiGraph[str] = nx.DiGraph()
    names = nx.get_node_attributes(graph, "label")
    copy.add_nodes_from(names.values())
    for start, end in nx.DiGraph(graph).edges():
        copy.add_edge(names[start], names[end], weight=graph.number_of_edges(start, end))
    lines = written(graph, pajek).splitlines()
    assert lines[0].startswith("% Data: Monazite contributors")
    assert lines[1:] == list(nx.generate_pajek(copy))


def test_dates_make_a_timeline() -> None:
    graph: Graph = nx.MultiDiGraph(name="chain")
    graph.add_node("a", label="A", kind="Mine", stages=("mining",), since="2020")
    graph.add_node("b", label="B", kind="Mine", stages=("mining",), since="", due="")
    graph.add_edge("a", "b", "1", label="", since="2021-02", until="2022")
    text = written(graph, gexf)
    assert 'mode="dynamic" timeformat="date"' in text and 'label="A" start="2020-01-01"' in text
    assert 'start="2021-02-01" end="2022-12-31"' in text
    graph.nodes["a"]["since"] = graph.edges["a", "b", "1"]["since"] = graph.edges["a", "b", "1"]["until"] = ""
    assert '<graph defaultedgetype="directed" name="chain" mode="static">' in written(graph, gexf)


@pytest.mark.parametrize("module", [graphml, gexf, gml, pajek, nodelink, cytoscape])
def test_a_graph_without_edges_or_nodes_is_written(module: object) -> None:
    assert written(nx.MultiDiGraph(name="empty"), module)


def test_what_has_no_bound_or_value_is_no_attribute_of_a_file() -> None:
    graph: Graph = nx.MultiDiGraph(name="", documents={})
    graph.add_node("n", label="n", kind="Mine", stages=(), most=float("inf"), state=None)
    for module in (graphml, gexf, gml, nodelink):
        text = written(graph, module)
        assert "kind" in text and "most" not in text and "state" not in text.replace("statement", "")
