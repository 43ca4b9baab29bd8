"""The generated value chains are the same for a seed, conform, and are as large and as linked as told."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.benchmarks import valuechain

from monazite import KnowledgeGraph, analysis, shapes
from monazite.analysis.concepts import concepts


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    def digest(seed: int) -> str:
        valuechain.write(tmp_path / "chain.nq", 300, seed)
        return hashlib.sha256((tmp_path / "chain.nq").read_bytes()).hexdigest()

    assert digest(7) == digest(7) != digest(8)


def test_trig_and_nquads_hold_the_same_statements(tmp_path: Path) -> None:
    counts = [valuechain.write(tmp_path / name, 50) for name in ("chain.nq", "chain.trig")]
    quads = [
        set(ox.parse(path=tmp_path / "chain.nq", format=ox.RdfFormat.N_QUADS)),
        set(ox.parse(path=tmp_path / "chain.trig", format=ox.RdfFormat.TRIG)),
    ]
    assert quads[0] == quads[1]
    assert counts == [len(quads[0])] * 2


def test_the_graph_conforms_and_is_a_chain(tmp_path: Path) -> None:
    base, chain = valuechain.base(tmp_path / "base"), tmp_path / "chain.trig"
    valuechain.write(chain, 64)
    kg = KnowledgeGraph.in_memory(base, [chain])
    report = shapes.validate(kg, base=base, extra=[chain])
    assert [finding.message for finding in report.findings if finding.severity != "Info"] == []
    assert report.graphs >= 8  # as many documents as there are
    graph, ranks = analysis.project(kg), {stage.name: stage.rank for stage in concepts(kg).stages.values()}
    assert len([node for node, data in graph.nodes(data=True) if data["kind"] != "Company"]) >= 64
    forward = 0
    for start, end, data in graph.edges(data=True):
        near, far = (graph.nodes[node]["stage_names"] for node in (start, end))
        if data["basis"] == "declared" and near and far and "recycling" not in (*near, *far):
            assert ranks[near[0]] < ranks[far[0]]
            forward += 1
    assert forward > 10


@pytest.mark.parametrize("facilities", [1000, 10_000])
def test_size_and_degrees(facilities: int, tmp_path: Path) -> None:
    count = valuechain.write(tmp_path / "chain.nq", facilities)
    assert 12 <= count / facilities <= 15
    run: Counter[str] = Counter()
    delivers: Counter[str] = Counter()
    documents = set()
    for line in (tmp_path / "chain.nq").open():
        _, predicate, rest = line.split(" ", 2)
        value, graph, _ = rest.rsplit(" ", 2)
        if predicate.endswith("#operator>"):
            run[value] += 1
        elif predicate.endswith("#suppliedBy>"):
            delivers[value] += 1
        documents.add(graph)
    assert max(run.values()) == 40 and run.total() == facilities
    assert facilities / 8 <= len([name for name in documents if "/source/" in name]) <= facilities / 8 + 1
    # Few supply many: the tenth of the suppliers with the most customers has more than a quarter of all.
    most = sorted(delivers.values(), reverse=True)
    assert sum(most[: len(most) // 10]) > delivers.total() / 4 and max(most) < facilities / 20


def test_memory_is_bounded(tmp_path: Path) -> None:
    tracemalloc.start()
    valuechain.write(tmp_path / "chain.nq", 10_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The plan's bytes and the write buffer; the file alone is 20 MB.
    assert peak < 4_000_000
