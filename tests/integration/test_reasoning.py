"""Two reasoners find the ontology, concepts, alignments and data consistent, and catch what must not be."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Dataset, Graph, Literal, Namespace, URIRef

from monazite.vocabulary import MZ, ONTOLOGY, PREFIXES

PROV = Namespace(PREFIXES["prov"])
PROBE = Namespace("https://example.org/probe/")
DEFINITION = URIRef("http://purl.obolibrary.org/obo/IAO_0000115")

# What the design keeps apart, written out here and not read from the ontology that is under test.
FAMILIES = [
    "Organization",
    "Place",
    "ProductionUnit",
    "Undertaking",
    "Agreement",
    "Investment",
    "Quantity",
    "EquityStake",
    "Initiative",
    "Target",
    "Event",
    "Observation",
    "Stage",
    "Product",
    "Element",
    "Mineral",
    "Process",
    "Code",
    "ChainLink",
    "SourceDocument",
    "Assessment",
    "Listing",
    "Identifier",
]
CLASHES = [
    ("Company", "GovernmentBody"),
    ("StateOwnedEnterprise", "GovernmentBody"),
    ("Country", "AdministrativeArea"),
    ("Country", "IndustrialZone"),
    ("AdministrativeArea", "IndustrialZone"),
    ("Facility", "ProductionLine"),
    ("ManufacturingPlant", "ProductionLine"),
    ("Project", "ProjectPhase"),
    ("Lease", "Loan"),
    ("Lease", "Grant"),
    ("Loan", "Grant"),
    ("Mine", "Company"),
    ("JointVenture", "Company"),
    ("Announcement", "Project"),
    ("MonetaryAmount", "Investment"),
    ("IndustrialZone", "GovernmentBody"),
]
# A thing may well be both: the reasoners must not object.
COMPATIBLE = [
    ("Company", "Publisher"),
    ("Company", "FinancialInstitution"),
    ("Mine", "ProcessingPlant"),
    ("Partnership", "SupplyAgreement"),
]
Robot = Callable[..., subprocess.CompletedProcess[str]]


def read(*paths: Path) -> Graph:
    """The files as one graph with one ontology header."""
    merged = Graph()
    for path in paths:
        if path.suffix == ".ttl":
            merged.parse(path)
            continue
        dataset = Dataset()
        dataset.parse(path)
        for subject, predicate, value, _ in dataset.quads():
            merged.add((subject, predicate, value))
    for header in set(merged.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY}:
        merged.remove((header, None, None))
    return merged


def ontology_files(checkout: Path) -> list[Path]:
    alignments = sorted((checkout / "ontology/alignment").glob("*.ttl"))
    assert len(alignments) >= 7
    return [checkout / "ontology/monazite.ttl", *alignments]


def concept_files(checkout: Path) -> list[Path]:
    concepts = sorted((checkout / "ontology/concepts").glob("*.ttl"))
    assert len(concepts) >= 5
    return concepts


def data_files(bundle: Path) -> list[Path]:
    """Data to reason over; the check `disjoint` asks of all data what a reasoner would take hours for."""
    data = sorted((bundle / "data").rglob("*.trig"))
    assert len(data) >= 4
    return data


def rl_errors(graph: Graph) -> list[str]:
    """What the OWL 2 RL rules find wrong; annotations are left out since nothing follows from them."""
    silent = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, *graph.subjects(RDF.type, OWL.AnnotationProperty)}
    notes = set(graph.subjects(RDF.type, OWL.Axiom))
    bare = Graph()
    for subject, predicate, value in graph:
        if predicate not in silent and subject not in notes:
            bare.add((subject, predicate, value))
    closure = owlrl.OWLRL_Semantics(bare, axioms=False, daxioms=False, rdfs=False)
    closure.closure()
    return [str(message) for message in closure.error_messages]


def probe(first: str, second: str) -> URIRef:
    return PROBE[f"{first}-{second}"]


@pytest.fixture(scope="module")
def robot(checkout: Path) -> Robot:
    """ROBOT, called with its arguments; `make robot` fetches its jars."""
    jars = Path(os.environ.get("MONAZITE_ROBOT_JARS", checkout / ".robot"))
    java = shutil.which("java")
    if java is None:
        pytest.skip("engine: no java on PATH")
    if not any(jars.glob("robot-command-*.jar")):
        pytest.skip(f"engine: no ROBOT in {jars}; run make robot")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            f"{jars}/*",
            "org.obolibrary.robot.CommandLineInterface",
        ]
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
        )

    return run


def reason(robot: Robot, graph: Graph, folder: Path) -> tuple[int, str]:
    """HermiT's verdict on a graph: the exit status and what it said."""
    path = folder / "input.ttl"
    graph.serialize(path, format="turtle")
    done = robot("reason", "--reasoner", "hermit", "--input", path)
    return done.returncode, done.stdout + done.stderr


# ---- OWL 2 RL, always


def test_rl_finds_ontology_concepts_alignment_and_data_consistent(checkout: Path, small_bundle: Path) -> None:
    everything = read(*ontology_files(checkout), *concept_files(checkout), *data_files(small_bundle))
    assert rl_errors(everything) == []


@pytest.fixture(scope="module")
def rl_verdict(checkout: Path) -> str:
    """The errors of one closure over the ontology and one individual for each pair and case."""
    graph = read(*ontology_files(checkout))
    for first, second in [*CLASHES, *COMPATIBLE, *combinations(FAMILIES, 2)]:
        graph.add((probe(first, second), RDF.type, MZ[first]))
        graph.add((probe(first, second), RDF.type, MZ[second]))
    graph.add((PROBE.lease, MZ.lessor, PROBE.placeAsLessor))
    graph.add((PROBE.placeAsLessor, RDF.type, MZ.Country))
    graph.add((PROBE.phase, MZ.phaseOf, PROBE.phaseOfPhase))
    graph.add((PROBE.phaseOfPhase, RDF.type, MZ.ProjectPhase))
    graph.add((PROBE.quotedEvent, RDF.type, MZ.Event))
    graph.add((PROBE.quotedEvent, PROV.wasQuotedFrom, PROBE.document))
    return "\n".join(rl_errors(graph)) + "\n"


@pytest.mark.parametrize(("first", "second"), CLASHES)
def test_rl_catches_a_thing_of_two_disjoint_classes(rl_verdict: str, first: str, second: str) -> None:
    assert f"{probe(first, second)}\n" in rl_verdict


def test_rl_catches_every_pair_of_families(rl_verdict: str) -> None:
    pairs = list(combinations(FAMILIES, 2))
    assert len(pairs) == 253
    assert [pair for pair in pairs if f"{probe(*pair)}\n" not in rl_verdict] == []


@pytest.mark.parametrize("name", ["placeAsLessor", "phaseOfPhase", "quotedEvent"])
def test_rl_catches_what_a_property_makes_of_its_ends(rl_verdict: str, name: str) -> None:
    assert f"{PROBE[name]}\n" in rl_verdict


@pytest.mark.parametrize(("first", "second"), COMPATIBLE)
def test_rl_lets_a_thing_be_both_where_it_may(rl_verdict: str, first: str, second: str) -> None:
    assert f"{probe(first, second)}\n" not in rl_verdict


# ---- OWL 2 DL with HermiT, where ROBOT is


@pytest.mark.engine
def test_hermit_finds_ontology_concepts_alignment_and_data_consistent(
    robot: Robot, checkout: Path, small_bundle: Path, tmp_path: Path
) -> None:
    everything = read(*ontology_files(checkout), *concept_files(checkout), *data_files(small_bundle))
    status, said = reason(robot, everything, tmp_path)
    assert status == 0, said


@pytest.mark.engine
@pytest.mark.parametrize("part", ["ontology", "ontology, alignment and concepts"])
def test_ontology_is_owl_2_dl(robot: Robot, checkout: Path, tmp_path: Path, part: str) -> None:
    path = checkout / "ontology/monazite.ttl"
    if part != "ontology":
        path = tmp_path / "input.ttl"
        read(*ontology_files(checkout), *concept_files(checkout)).serialize(path, format="turtle")
    report = tmp_path / "report.txt"
    done = robot("validate-profile", "--profile", "DL", "--input", path, "--output", report)
    assert done.returncode == 0, report.read_text(encoding="utf-8") if report.exists() else done.stderr


def told_to_robot(checkout: Path, language: str) -> Graph:
    """The ontology with the labels of one language, and definitions as ROBOT looks for them (IAO)."""
    graph = read(checkout / "ontology/monazite.ttl")
    for term, label in set(graph.subject_objects(RDFS.label)):
        if isinstance(label, Literal) and str(label.language).lower() != language:
            graph.remove((term, RDFS.label, label))
    for term, text in set(graph.subject_objects(SKOS.definition)):
        if isinstance(text, Literal) and text.language == "en":
            graph.add((term, DEFINITION, Literal(str(text))))
    return graph


@pytest.mark.engine
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_robot_has_nothing_to_report(robot: Robot, checkout: Path, tmp_path: Path, language: str) -> None:
    path, report = tmp_path / "input.ttl", tmp_path / "report.tsv"
    told_to_robot(checkout, language).serialize(path, format="turtle")
    done = robot("report", "--input", path, "--fail-on", "WARN", "--output", report)
    assert done.returncode == 0, report.read_text(encoding="utf-8") if report.exists() else done.stderr


@pytest.mark.engine
def test_robot_reports_what_is_wrong(robot: Robot, checkout: Path, tmp_path: Path) -> None:
    path, report = tmp_path / "input.ttl", tmp_path / "report.tsv"
    graph = told_to_robot(checkout, "en")
    graph.set((MZ.Lease, RDFS.label, graph.value(MZ.Loan, RDFS.label) or Literal("")))
    graph.remove((MZ.Grant, DEFINITION, None))
    graph.remove((ONTOLOGY, DCTERMS.license, None))
    graph.serialize(path, format="turtle")
    done = robot("report", "--input", path, "--fail-on", "WARN", "--output", report)
    assert done.returncode != 0
    found = {tuple(line.split("\t")[1:3]) for line in report.read_text(encoding="utf-8").splitlines()[1:]}
    assert {
        ("duplicate_label", str(MZ.Lease)),
        ("missing_definition", str(MZ.Grant)),
        ("missing_ontology_license", str(ONTOLOGY)),
    } <= found


@pytest.mark.engine
@pytest.mark.parametrize("broken", [False, True])
def test_elk_agrees(robot: Robot, checkout: Path, tmp_path: Path, broken: bool) -> None:
    graph = read(*ontology_files(checkout))
    if broken:
        both = probe("Lease", "Country")
        graph.add((both, RDF.type, OWL.Class))
        graph.add((both, RDFS.subClassOf, MZ.Lease))
        graph.add((both, RDFS.subClassOf, MZ.Country))
    graph.serialize(tmp_path / "input.ttl", format="turtle")
    done = robot("reason", "--reasoner", "elk", "--input", tmp_path / "input.ttl")
    assert (done.returncode != 0) is broken, done.stderr
    assert ("unsatisfiable: " + str(probe("Lease", "Country")) in done.stdout + done.stderr) is broken


@pytest.mark.engine
def test_a_property_of_two_kinds_is_not_owl_2_dl(robot: Robot, checkout: Path, tmp_path: Path) -> None:
    graph = read(checkout / "ontology/monazite.ttl")
    graph.add((MZ.unit, RDF.type, OWL.DatatypeProperty))
    graph.serialize(tmp_path / "input.ttl", format="turtle")
    done = robot(
        "validate-profile",
        "--profile",
        "DL",
        "--input",
        tmp_path / "input.ttl",
        "--output",
        tmp_path / "report.txt",
    )
    assert done.returncode != 0
    assert str(MZ.unit) in (tmp_path / "report.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hermit_verdict(robot: Robot, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What HermiT says of a class below both ends of each clash and each compatible pair."""
    graph = read(*ontology_files(checkout))
    for first, second in [*CLASHES, *COMPATIBLE, *combinations(FAMILIES, 2)]:
        graph.add((probe(first, second), RDF.type, OWL.Class))
        graph.add((probe(first, second), RDFS.subClassOf, MZ[first]))
        graph.add((probe(first, second), RDFS.subClassOf, MZ[second]))
    status, said = reason(robot, graph, tmp_path_factory.mktemp("hermit"))
    assert status != 0
    return said


@pytest.mark.engine
@pytest.mark.parametrize(("first", "second"), CLASHES)
def test_hermit_finds_no_member_of_two_disjoint_classes(hermit_verdict: str, first: str, second: str) -> None:
    assert f"unsatisfiable: {probe(first, second)}\n" in hermit_verdict


@pytest.mark.engine
def test_hermit_finds_no_member_of_two_families(hermit_verdict: str) -> None:
    pairs = list(combinations(FAMILIES, 2))
    assert len(pairs) == 253
    assert [pair for pair in pairs if f"unsatisfiable: {probe(*pair)}\n" not in hermit_verdict] == []


@pytest.mark.engine
def test_hermit_finds_nothing_else_unsatisfiable(hermit_verdict: str) -> None:
    assert hermit_verdict.count("unsatisfiable: ") == len(CLASHES) + 253


@pytest.mark.engine
@pytest.mark.parametrize("name", ["Country and IndustrialZone", "an event that is quoted"])
def test_hermit_finds_an_individual_inconsistent(
    robot: Robot, checkout: Path, tmp_path: Path, name: str
) -> None:
    graph = read(*ontology_files(checkout))
    graph.add((PROBE.individual, RDF.type, OWL.NamedIndividual))
    if name == "Country and IndustrialZone":
        graph.add((PROBE.individual, RDF.type, MZ.Country))
        graph.add((PROBE.individual, RDF.type, MZ.IndustrialZone))
    else:
        graph.add((PROBE.individual, RDF.type, MZ.Event))
        graph.add((PROBE.individual, PROV.wasQuotedFrom, PROBE.document))
    status, said = reason(robot, graph, tmp_path)
    assert status != 0
    assert "inconsistent" in said
