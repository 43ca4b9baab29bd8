"""The register of holders, out of statements of different dates, kinds and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite import KnowledgeGraph
from monazite.analysis import facilities
from monazite.analysis.intervals import Interval, exactly
from monazite.analysis.ownership import stakes
from monazite.analysis.ownership.settling import Holding
from monazite.analysis.ownership.stakes import Register

PREFIXES = """
@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix org: <https://w3id.org/monazite/id/org/> .
@prefix unit: <https://w3id.org/monazite/id/facility/> .
@prefix source: <https://w3id.org/monazite/source/> .
@prefix status: <https://w3id.org/monazite/concept/agreement-status/> .
"""
ORG, UNIT = "https://w3id.org/monazite/id/org/", "https://w3id.org/monazite/id/facility/"


def document(name: str, issued: str, *facts: str) -> str:
    dated = f'dcterms:issued "{issued}"^^xsd:date' if issued else "mz:undated true"
    about = f'source:{name} a mz:SourceDocument ; dcterms:title "{name}"@en ; {dated} .'
    return f"source:{name} {{ {about} {' '.join(facts)} }}\n"


def stake(name: str, holder: str, held: str, share: str = "", more: str = "") -> str:
    figure = f"; mz:share <urn:share:{name}>" if share else ""
    said = f"<urn:share:{name}> a mz:Quantity ; {share} ." if share else ""
    return (
        f"<urn:stake:{name}> a mz:EquityStake ; mz:holder {holder} ; mz:held {held} {figure} {more} . {said}"
    )


PARENT = '; dcterms:description "Named as the parent; the share is not given"@en'
FACTS = (
    document(
        "old",
        "2015-03-01",
        stake("1", "org:a", "org:x", "mz:value 60"),
        stake("2", "org:a", "org:y", "mz:value 40"),
        stake("3", "org:gone", "org:y", "mz:value 30", '; mz:validUntil "2020"^^xsd:gYear'),
    ),
    document(
        "new",
        "2024-05-01",
        stake("4", "org:a", "org:x", "mz:value 51"),
        stake("5", "org:b", "org:x", "mz:exclusiveMaximum 20"),
        stake("6", "org:a", "org:z", more=PARENT),
        stake("7", "org:a", "unit:mine"),
        stake("8", "org:buyer", "org:y", "mz:value 30", "; mz:agreementStatus status:announced"),
        stake("9", "org:c", "org:half", "mz:exclusiveMinimum 50"),
    ),
    document("newer", "2025-06-01", stake("10", "org:a", "org:x", "mz:value 55")),
    document(
        "undated",
        "",
        stake("11", "org:a", "org:x", "mz:value 99"),
        stake("12", "org:c", "org:z", "mz:value 5"),
    ),
    document(
        "units", "2024-01-01", "unit:plant mz:operator org:x .", "unit:works mz:operator org:x , org:a ."
    ),
)
TAKEOVER = (
    document(
        "before",
        "2019-01-01",
        stake("13", "org:d", "org:w", "mz:value 20"),
        stake("14", "org:e", "org:w", more=PARENT),
    ),
    document(
        "takeover",
        "2024-02-01",
        "<urn:deal> a mz:Acquisition ; mz:acquirer org:d ; mz:acquired org:w .",
        "<urn:deal> mz:agreementStatus status:completed .",
    ),
)
UNITS = " ".join(
    f'unit:{name} a mz:ProcessingPlant ; skos:prefLabel "{name}"@en .' for name in ("mine", "plant", "works")
)


@pytest.fixture(scope="module")
def graph(small_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    path = tmp_path_factory.mktemp("stakes") / "facts.trig"
    registry = f"<https://w3id.org/monazite/registry/extra> {{ {UNITS} }}\n"
    path.write_text(PREFIXES + registry + "".join(FACTS + TAKEOVER), encoding="utf-8")
    return KnowledgeGraph.in_memory(small_bundle, [path])


def register(graph: KnowledgeGraph, at: str = "2026") -> Register:
    return stakes.register(graph, facilities.standing(graph, at))


def holding(found: Register, holder: str, held: str) -> Holding:
    return found.by_pair[ORG + holder, (UNIT if held in ("mine", "plant", "works") else ORG) + held]


def test_the_newest_statements_count_and_give_a_range(graph: KnowledgeGraph) -> None:
    found = holding(register(graph), "a", "x")
    assert found.share == Interval(0.51, 0.55)
    assert found.dated == "2025-06-01"
    assert {source.rpartition("/")[2] for source in found.sources} == {"new", "newer"}


def test_at_an_earlier_date_only_what_was_said_by_then_counts(graph: KnowledgeGraph) -> None:
    assert holding(register(graph, "2016"), "a", "x").share == exactly(0.6)
    assert holding(register(graph, "2024"), "a", "x").share == exactly(0.51)


def test_undated_statements_count_where_nothing_is_dated(graph: KnowledgeGraph) -> None:
    assert holding(register(graph, "2014"), "a", "x").share == exactly(0.99)
    assert holding(register(graph), "c", "z").share == exactly(0.05)


def test_a_stake_that_has_ended_is_over(graph: KnowledgeGraph) -> None:
    assert holding(register(graph, "2019"), "gone", "y").share == exactly(0.3)
    assert (ORG + "gone", ORG + "y") not in register(graph).by_pair


def test_a_bound_is_no_point(graph: KnowledgeGraph) -> None:
    assert holding(register(graph), "b", "x").share == Interval(0, 0.2)
    assert holding(register(graph), "c", "half").share.low > 0.5


def test_an_announced_deal_may_be_done_or_not(graph: KnowledgeGraph) -> None:
    found = holding(register(graph), "buyer", "y")
    assert (found.basis, found.share) == ("announced", Interval(0, 0.3))


def test_who_is_called_the_parent_is_told_to_control(graph: KnowledgeGraph) -> None:
    found = register(graph)
    assert found.told[ORG + "z"] == (ORG + "a",)
    share = holding(found, "a", "z").share
    assert (share.low, share.high) == pytest.approx((0, 0.95))


def test_a_takeover_adds_an_unknown_share_and_ends_the_control_of_others(graph: KnowledgeGraph) -> None:
    found = register(graph)
    assert (holding(found, "d", "w").share, holding(found, "d", "w").basis) == (
        Interval(0.2, 1),
        "acquisition",
    )
    assert found.told[ORG + "w"] == (ORG + "d",)
    assert (ORG + "e", ORG + "w") not in found.by_pair
    assert register(graph, "2020").told[ORG + "w"] == (ORG + "e",)


def test_a_unit_belongs_to_its_one_owner_or_operator(graph: KnowledgeGraph) -> None:
    found = register(graph)
    assert holding(found, "a", "mine").share == exactly(1)
    assert (holding(found, "x", "plant").share, holding(found, "x", "plant").basis) == (
        exactly(1),
        "operator",
    )


def test_of_a_company_and_its_holder_as_operators_the_company_counts(graph: KnowledgeGraph) -> None:
    assert [h.holder for h in register(graph).holdings if h.held == UNIT + "works"] == [ORG + "x"]
