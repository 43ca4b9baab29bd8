"""What is projected around one entity alone gives the same answer as the whole projection does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.benchmarks import valuechain

from monazite import KnowledgeGraph, stores
from monazite.analysis import projection
from monazite.analysis.walks import flows
from monazite.errors import QueryError, UnknownEntity

WALKS = {"upstream": flows.upstream, "downstream": flows.downstream}


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder = tmp_path_factory.mktemp("chain")
    valuechain.write(folder / "chain.nq", 100)
    return KnowledgeGraph.in_memory(valuechain.base(folder / "base"), [folder / "chain.nq"])


@pytest.mark.parametrize("direction", WALKS)
@pytest.mark.parametrize("at, language", [(None, "en"), ("2020-06", "zh")])
@pytest.mark.parametrize("bases", [projection.DEFAULT_BASES, ("declared",), projection.BASES])
def test_the_answers_are_the_same(
    kg: KnowledgeGraph, direction: str, at: str | None, language: str, bases: tuple[str, ...]
) -> None:
    whole = projection.project(kg, bases, at=at, language=language)
    chance, reached = random.Random(5), 0
    for node in chance.sample(sorted(whole), 6):
        depth = chance.choice([None, None, 1, 2])
        part = projection.near(kg, node, direction, bases, depth, at, language)
        found, expected = (WALKS[direction](kg, chain, node, depth) for chain in (part, whole))
        assert found == expected
        assert set(found.drawn) == set(expected.drawn)
        assert all(found.drawn.nodes[node] == expected.drawn.nodes[node] for node in found.drawn)
        assert found.drawn.graph == expected.drawn.graph
        reached += len(found.rows)
    assert reached > 5


def test_a_part_is_smaller_and_holds_no_unit_out_of_reach(kg: KnowledgeGraph) -> None:
    whole = projection.project(kg)
    units = [node for node, names in whole.nodes(data="stage_names") if names]
    start = max(units, key=whole.in_degree)
    part = projection.near(kg, start, "upstream", depth=1)
    assert 1 < len(part) < len(whole) / 4
    assert {end for _, end in part.edges()} <= {start, *whole.successors(start), *whole.predecessors(start)}


@pytest.mark.parametrize("asked", ["separation", "https://w3id.org/monazite/id/place/china", "NdPr oxide"])
def test_of_other_things_it_is_the_whole_chain(kg: KnowledgeGraph, asked: str) -> None:
    assert len(projection.near(kg, asked, "downstream")) == len(projection.project(kg))


def test_what_is_wrong_is_said(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="unknown basis 'rumour'"):
        projection.near(kg, valuechain.unit(1), "upstream", ["rumour"])
    with pytest.raises(UnknownEntity):
        projection.near(kg, "mz:nobody", "upstream")


def test_rules_can_be_left_out(tmp_path: Path) -> None:
    valuechain.write(tmp_path / "chain.nq", 60)
    base = valuechain.base(tmp_path / "base")
    ask = "ASK { ?link mz:basis <https://w3id.org/monazite/concept/link-basis/possible> }"
    every = KnowledgeGraph.in_memory(base, [tmp_path / "chain.nq"])
    fewer = KnowledgeGraph.in_memory(base, [tmp_path / "chain.nq"], without=["possible-links"])
    assert every.query(ask).askAnswer and not fewer.query(ask).askAnswer
    assert fewer.query("ASK { <https://w3id.org/monazite/dataset> void:triples ?n }").askAnswer
    digests = {stores.plan(base, without=rules).digest for rules in ((), ("possible-links",))}
    assert len(digests) == 2
    with pytest.raises(QueryError, match=r"no rule 'posible-links'.*possible-links"):
        stores.plan(base, without=["posible-links"])
