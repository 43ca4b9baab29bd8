"""KnowledgeGraph as researchers use it: queries, DataFrames, descriptions, sources, the Dataset itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import XSD, Dataset, Literal, URIRef
from rdflib.namespace import SKOS

from monazite import KnowledgeGraph
from monazite.errors import AmbiguousEntity, QueryError, UnknownEntity
from monazite.vocabulary import MZ, THING

NORTHERN = THING["org/northern-magnet-inner-mongolia"]
ARTICLE = "https://rareearthexchanges.com/news/baotou-rare-earth-zone"
pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture(scope="module")
def kg(small: None) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory()


@pytest.fixture(scope="module")
def engines(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, KnowledgeGraph]:
    return {"memory": kg, "disk": KnowledgeGraph.build(tmp_path_factory.mktemp("store"))}


@pytest.mark.parametrize("engine", ["memory", "disk"])
def test_an_unwrapped_pattern_sees_every_graph(engines: dict[str, KnowledgeGraph], engine: str) -> None:
    kg = engines[engine]
    unwrapped = "SELECT ?lease { ?lease a mz:Lease }"
    assert len(list(kg.query(unwrapped).rows())) == 1
    assert len(list(kg.dataset.query(unwrapped))) == 1
    assert (None, None, MZ.Lease) in kg.dataset


def test_the_dataset_is_rdflibs(kg: KnowledgeGraph) -> None:
    assert isinstance(kg.dataset, Dataset)
    graph = kg.dataset.graph(
        URIRef("https://w3id.org/monazite/source/rareearthexchanges-baotou-rare-earth-zone")
    )
    assert len(graph) > 300
    assert "mz:Lease" in graph.serialize(format="turtle")


def test_rows_have_names_and_convert_to_a_dataframe(kg: KnowledgeGraph) -> None:
    result = kg.query("leases")
    (row,) = result.rows()
    assert row.area == Literal(6000, datatype=XSD.decimal)
    assert str(row.lessor).startswith("Inner Mongolia Seagate")
    frame = result.to_dataframe()
    assert list(frame.columns) == list(result.variables)
    assert frame.area.dtype.kind in "if" and frame.area.sum() == 6000
    zone = kg.query("zone").to_dataframe()
    assert zone.value.isna().sum() == 1, "over 3,100 is a bound, not a value"


def test_ask_and_construct(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { ?x a mz:Lease }").askAnswer is True
    graph = kg.query("CONSTRUCT WHERE { ?x a mz:Lease ; ?p ?o }").graph
    assert graph is not None and (None, MZ.lessor, None) in graph
    with pytest.raises(QueryError, match="CONSTRUCT"):
        kg.query("CONSTRUCT WHERE { ?x a mz:Lease }").to_dataframe()


@pytest.mark.parametrize(
    "text", ["SELECT {", "LOAD <file:///etc/passwd>", "INSERT DATA { <a:a> <a:a> <a:a> }"]
)
def test_a_query_only_reads(kg: KnowledgeGraph, text: str) -> None:
    before = len(kg.embedded)
    with pytest.raises(QueryError, match="not SPARQL"):
        kg.query(text)
    assert len(kg.embedded) == before


@pytest.mark.parametrize(
    "name",
    [
        "Northern Magnet",
        "northern magnet",
        "NORTHERN  MAGNET (Inner Mongolia) Co., Ltd.",
        "Northern Magnet (Inner Mongolia) Company Limited",
        "Ｎorthern Magnet",
        "id:org/northern-magnet-inner-mongolia",
        str(NORTHERN),
    ],
)
def test_an_entity_is_found_by_its_names(kg: KnowledgeGraph, name: str) -> None:
    assert kg.resolve(name) == NORTHERN


def test_an_entity_is_found_by_its_chinese_name(kg: KnowledgeGraph) -> None:
    assert kg.resolve("两个稀土基地") == THING["initiative/two-rare-earth-bases"]


def test_a_near_miss_suggests_and_an_ambiguous_name_lists(tmp_path: Path) -> None:
    twins = tmp_path / "twins.trig"
    lines = "".join(
        f'<{THING}org/twin-{n}> a <{MZ.Company}> ; <{SKOS.prefLabel}> "Twin Magnet Co., Ltd."@en .'
        for n in (1, 2)
    )
    twins.write_text(f"<https://w3id.org/monazite/registry/test> {{ {lines} }}")
    kg = KnowledgeGraph.in_memory(extra=[twins])
    with pytest.raises(AmbiguousEntity) as ambiguous:
        kg.resolve("twin magnet")
    assert {c.iri for c in ambiguous.value.candidates} == {f"{THING}org/twin-1", f"{THING}org/twin-2"}
    with pytest.raises(UnknownEntity) as unknown:
        kg.resolve("Nothern Magnets")
    assert unknown.value.candidates[0].iri == str(NORTHERN)
    assert "\n  " in str(unknown.value).partition("; near it:")[2]
    with pytest.raises(UnknownEntity, match=r"is not in the graph; near it:\n  Twin Magnet") as mistyped:
        kg.resolve("id:org/twin-magnet")
    assert mistyped.value.summary == "id:org/twin-magnet is not in the graph"
    with pytest.raises(UnknownEntity):
        kg.resolve("xqzw")
    assert str(UnknownEntity("nothing is near")) == "nothing is near"


def test_describe_holds_the_entity_and_the_facts_it_takes_part_in(kg: KnowledgeGraph) -> None:
    description = kg.describe("Northern Magnet")
    assert description.label == "Northern Magnet (Inner Mongolia) Co., Ltd." and description.kinds == (
        "Company",
    )
    triples = {(s.subject, s.predicate, s.object) for s in description.statements}
    lease = THING["agreement/northern-magnet-seagate-plant-lease"]
    assert (lease, MZ.lessee, NORTHERN) in triples
    assert any(p == MZ.statedAs and str(o) == "6,000-square-meter" for _, p, o in triples)
    assert any(p == MZ.statedAs and str(o) == "USD16.38m" for _, p, o in triples)
    assert len(description.statements) == len(set(description.statements))
    in_store = {(s.subject, s.predicate, s.object, s.graph) for s in description.statements}
    for quad in in_store:
        assert quad in kg.dataset, "a description makes nothing up"


def test_sources_of_an_entity_and_of_a_triple(kg: KnowledgeGraph) -> None:
    assert ARTICLE in {source.url for source in kg.sources("Northern Magnet")}
    triple = (THING["agreement/northern-magnet-seagate-plant-lease"], MZ.lessee, NORTHERN)
    cited = {source.publisher: source for source in kg.sources(triple)}
    assert cited["Rare Earth Exchanges"].url == ARTICLE and cited["Rare Earth Exchanges"].issued is None
    assert "Asian Metal" in cited, "the document that the article quotes stands behind it, too"
    assert "undated" in str(cited["Rare Earth Exchanges"])
    assert kg.sources((NORTHERN, MZ.lessee, NORTHERN)) == ()
    assert kg.sources(
        (NORTHERN, SKOS.prefLabel, Literal("Northern Magnet (Inner Mongolia) Co., Ltd.", lang="en"))
    )


def test_a_derived_link_names_the_documents_it_rests_on(kg: KnowledgeGraph) -> None:
    start = THING["line/tianjin-ruimaige-magnet-electroplating-line"]
    end = THING["line/tianjin-ruimaige-complete-equipment-assembly-line"]
    assert ARTICLE in {source.url for source in kg.sources((start, MZ.feeds, end))}


def test_a_warning_names_what_could_not_be_written() -> None:
    code = "from monazite import KnowledgeGraph as K; print(K.open().query('ASK {?l a mz:Lease}').askAnswer)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"MONAZITE_CACHE_DIR": "/proc/nothing"},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "True\n" and "/proc/nothing" in done.stderr and "in memory" in done.stderr


def test_opening_costs_no_heavy_import() -> None:
    code = "import monazite.graph, sys; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("pandas", "networkx", "matplotlib", "pyshacl", "rapidfuzz", "rich"):
        assert f"'{heavy}'" not in loaded
