"""The rules derive what follows and nothing else; what they derive can be walked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDF, URIRef

from monazite import KnowledgeGraph, bundle, sssom
from monazite.analysis import evidence, projection
from monazite.analysis.walks import flows
from monazite.vocabulary import MZ, RULE, THING, local_name

CHAIN = Path(__file__).parent / "data" / "chain.trig"
X = THING["x/"]


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(extra=[CHAIN])


def pairs(kg: KnowledgeGraph, rule: str, predicate: URIRef) -> set[tuple[str, str]]:
    text = "SELECT ?a ?b { GRAPH ?rule { ?a ?predicate ?b } FILTER(CONTAINS(STR(?a), '/id/x/')) }"
    rows = kg.query(text, rule=RULE[rule], predicate=predicate).rows()
    return {(row.a.rpartition("/")[2], row.b.rpartition("/")[2]) for row in rows}


def test_every_rule_is_tested_here() -> None:
    tested = {"superclasses", "superproperties", "containment", "wholly-owned", "geometries"}
    tested |= {"capacity-stages", "linksets", "dataset-description"}
    links = {"declared-links", "internal-links", "operator-links", "possible-links"}
    assert {path.stem for path in bundle.rule_files(bundle.root())} == tested | links


def test_linksets_count_the_links_that_hold(kg: KnowledgeGraph, checkout: Path) -> None:
    counted = {
        (str(row.set), local_name(str(row.predicate))): int(str(row.links))
        for row in kg.query(
            "SELECT ?set ?predicate ?links { GRAPH rule:linksets { ?set void:subset ?part ."
            " ?part void:linkPredicate ?predicate ; void:triples ?links } }"
        ).rows()
    }
    held: Counter[tuple[str, str]] = Counter()
    for path in bundle.mapping_files(checkout / "data"):
        mappings = sssom.read(path)
        for mapping in mappings.mappings:
            held[mappings.mapping_set_id, local_name(mapping.predicate_id)] += not mapping.negated
    assert counted == held
    assert len(held) > 15


def test_the_dataset_is_described(kg: KnowledgeGraph) -> None:
    text = (
        "SELECT ?triples ?sets ?mines { ?d a dcat:Dataset , void:Dataset ; void:triples ?triples ;"
        " void:classPartition [ void:class mz:Mine ; void:entities ?mines ]"
        " { SELECT (COUNT(*) AS ?sets) { ?d a dcat:Dataset ; void:subset ?set . ?set a void:Linkset } } }"
    )
    ((triples, sets, mines),) = kg.query(text).values()
    assert triples > 100_000 and sets >= 13
    assert mines == kg.query("SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a mz:Mine }").values()[0][0]


def test_the_dataset_is_known_to_hold_as_of_its_newest_document(kg: KnowledgeGraph) -> None:
    text = "SELECT ?end { ?d a dcat:Dataset ; dcterms:temporal/dcat:endDate ?end }"
    ((end,),) = kg.query(text).values()
    assert str(end) == evidence.newest_date(evidence.documents(kg)) == evidence.newest(kg)


def test_without_rules_the_newest_document_is_looked_for() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{day}"), ox.NamedNode(predicate), value)
        for day in ("2024-05", "2023-12-31")
        for predicate, value in (
            (RDF.type, ox.NamedNode(MZ.SourceDocument)),
            (DCTERMS.issued, ox.Literal(day)),
        )
    )
    assert evidence.newest(KnowledgeGraph(store)) == "2024-05"


def test_superclasses(kg: KnowledgeGraph) -> None:
    found = {
        pair for pair in pairs(kg, "superclasses", URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
    }
    assert {("group", "ontology#Company"), ("group", "ontology#Organization")} <= found
    assert {("mine", "ontology#Facility"), ("mine", "ontology#ProductionUnit")} <= found
    assert ("mine", "ontology#Organization") not in found


def test_superproperties(kg: KnowledgeGraph) -> None:
    assert pairs(kg, "superproperties", MZ.party) >= {("offtake", "mine"), ("offtake", "separation")}


def test_containment(kg: KnowledgeGraph) -> None:
    located = pairs(kg, "containment", MZ.locatedIn)
    assert located == {("separation", "land"), ("metal", "land"), ("other-metal", "land")}


def test_wholly_owned(kg: KnowledgeGraph) -> None:
    assert pairs(kg, "wholly-owned", MZ.whollyOwnedBy) == {("separator", "group"), ("smelter", "group")}


def test_geometries(kg: KnowledgeGraph) -> None:
    rows = kg.query("SELECT ?wkt { ?mine geo:hasGeometry/geo:asWKT ?wkt }", mine=X + "mine").rows()
    assert [str(row.wkt) for row in rows] == ["POINT(109.97 41.8)"]


def test_declared_links(kg: KnowledgeGraph) -> None:
    expected = {("mine", "separation"), ("metal", "carmaker"), ("group", "toller"), ("toller", "group")}
    assert pairs(kg, "declared-links", MZ.feeds) == expected
    chain = projection.project(kg, ["declared"])
    (edge,) = chain.get_edge_data(f"{X}mine", f"{X}separation").values()
    assert (edge["status"], edge["basis"]) == ("conditional", "declared")
    assert edge["sources"] == ("https://w3id.org/monazite/source/test",)


def test_internal_links_follow_what_is_consumed_and_who_wholly_owns(kg: KnowledgeGraph) -> None:
    assert pairs(kg, "internal-links", MZ.feeds) == {("separation", "metal")}
    products = {row.p.rpartition("/")[2] for row in internal_products(kg)}
    assert products == {"ndpr-oxide"}, "lanthanum oxide is not what the metal plant takes in"


def internal_products(kg: KnowledgeGraph):  # type: ignore[no-untyped-def]
    text = "SELECT ?p { ?link mz:linkFrom ?from ; mz:basis ?basis ; mz:product ?p }"
    basis = URIRef("https://w3id.org/monazite/concept/link-basis/internal")
    return kg.query(text, **{"from": X + "separation", "basis": basis}).rows()


def test_operator_links_join_traders_with_their_units_by_the_product(kg: KnowledgeGraph) -> None:
    expected = {("separation", "group"), ("group", "metal")}
    assert pairs(kg, "operator-links", MZ.feeds) == expected, "the half owned plant is not of the group"
    chain = projection.project(kg, ["internal"])
    (edge,) = chain.get_edge_data(f"{X}group", f"{X}metal").values()
    assert edge["label"] == "NdPr oxide"
    assert not chain.has_edge(f"{X}toller", f"{X}toller")


def test_a_capacity_belongs_to_the_stage_that_makes_its_product(kg: KnowledgeGraph) -> None:
    stages = pairs(kg, "capacity-stages", MZ.atStage)
    assert stages == {("oxide-capacity", "separation"), ("metal-capacity", "metal-making")}


def test_possible_links_are_those_that_nobody_states(kg: KnowledgeGraph) -> None:
    assert pairs(kg, "possible-links", MZ.couldFeed) == {("separation", "other-metal")}
    assert not pairs(kg, "possible-links", MZ.feeds)


def test_what_is_derived_can_be_walked(kg: KnowledgeGraph) -> None:
    """A path in SPARQL, anchored at its bound end, finds what networkx finds."""
    text = "SELECT DISTINCT ?unit { ?unit mz:feeds+ ?end }"
    in_sparql = {str(row.unit) for row in kg.query(text, end=X + "carmaker").rows()}
    reach = flows.upstream(kg, projection.project(kg), f"{X}carmaker")
    # The separation plant's oxide goes to the toller and back by way of its group.
    names = ("metal", "separation", "mine", "group", "toller")
    assert in_sparql == {f"{X}{name}" for name in names}
    assert [(link.depth, link.supplier, link.consumer) for link in reach.rows] == [
        (1, "Metal plant", "Car maker"),
        (2, "Group", "Metal plant"),
        (2, "Separation plant", "Metal plant"),
        (3, "Mine", "Separation plant"),
        (3, "Separation plant", "Group"),
        (3, "Toller", "Group"),
        (4, "Group", "Toller"),
    ]
    assert all(link.sources for link in reach.rows)
    near = flows.upstream(kg, projection.project(kg), f"{X}carmaker", depth=1)
    assert [link.supplier for link in near.rows] == ["Metal plant"]
    assert near.to_frame().supplier.tolist() == ["Metal plant"]


def test_an_organization_starts_from_the_units_that_it_operates(kg: KnowledgeGraph) -> None:
    reach = flows.upstream(kg, projection.project(kg), f"{X}smelter")
    assert reach.starts == ("Metal plant",)
    assert {link.supplier for link in reach.rows} == {"Separation plant", "Mine", "Group", "Toller"}


def test_a_rule_graph_says_by_which_rule_it_was_made(kg: KnowledgeGraph) -> None:
    for path in bundle.rule_files(bundle.root()):
        assert kg.label(RULE[path.stem]) != f"rule:{path.stem}"
