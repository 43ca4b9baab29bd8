"""The dataset as a release: what it promises is there, whole, and read by tools that are not ours."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import yaml
from rdflib import DCAT, DCTERMS, Graph, URIRef

from monazite import KnowledgeGraph, bundle
from monazite.export import html

pytestmark = pytest.mark.usefixtures("small")
DATASET = URIRef("https://w3id.org/monazite/dataset")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monazite", "release", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def folder(small: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (html.APP / "app.js").is_file():
        pytest.skip("the explorer is not built: make explorer")
    folder = tmp_path_factory.mktemp("release") / "data"
    done = run(str(folder))
    assert done.returncode == 0, done.stderr
    assert not done.stdout and "files" in done.stderr
    return folder


@pytest.mark.engine
def test_every_file_is_summed_and_described(folder: Path) -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=folder, capture_output=True).returncode == 0
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    summed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert names - summed == {"SHA256SUMS"} and summed < names
    told = Graph().parse(folder / "void.ttl", publicID=f"{folder.as_uri()}/")
    described = {str(place) for place in told.objects(DATASET, DCAT.distribution)}
    assert {
        f"{folder.as_uri()}/{name}" for name in ("chain.xlsx", "monazite.nq.gz", "explorer.html")
    } < described
    for place in described:
        assert Path(place.removeprefix("file://")).is_file()
    sizes = {str(place): int(size) for place, size in told.subject_objects(DCAT.byteSize)}  # type: ignore[call-overload]
    assert sizes[f"{folder.as_uri()}/chain.xlsx"] == (folder / "chain.xlsx").stat().st_size
    assert told.value(DATASET, URIRef(f"{DCAT}version")).toPython() == "0"  # type: ignore[union-attr]
    assert told.value(DATASET, DCTERMS.license) is not None


@pytest.mark.engine
def test_the_graph_is_all_there(folder: Path) -> None:
    kg = KnowledgeGraph.open()
    for form in ("trig", "nq"):
        with gzip.open(folder / f"monazite.{form}.gz") as stream:
            store = ox.Store()
            store.load(stream.read(), format=getattr(ox.RdfFormat, {"trig": "TRIG", "nq": "N_QUADS"}[form]))
        ours = {quad for quad in kg.store.quads_for_pattern(None, None, None, None) if _named(quad)}
        assert ours and {quad for quad in store if not _blank(quad)} >= {q for q in ours if not _blank(q)}
    with (folder / "chain" / "edges.csv").open(encoding="utf-8", newline="") as stream:
        edges = list(csv.DictReader(stream))
    chain = nx.read_graphml(folder / "chain.graphml")
    assert len(edges) == chain.number_of_edges() > 0
    assert {edge["from"] for edge in edges} <= set(chain)


def _named(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode)


def _blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


@pytest.mark.engine
def test_frictionless_finds_the_package_valid_and_a_changed_cell_not(folder: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    # Files beside the descriptor, and no others.
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "type", "message"])
    assert report.stats["tasks"] > 10
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    table = next(each for each in package["resources"] if each["path"] == "chain/edges.csv")
    place = tmp_path / "chain"
    place.mkdir()
    for name in ("nodes", "edges"):
        (place / f"{name}.csv").write_bytes((folder / "chain" / f"{name}.csv").read_bytes())
    lines = (place / "edges.csv").read_text(encoding="utf-8").splitlines()
    lines[1] = "https://example.org/nowhere" + lines[1][lines[1].index(",") :]
    (place / "edges.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    content = (place / "edges.csv").read_bytes()
    table |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    package["resources"] = [each for each in package["resources"] if each["path"].startswith("chain/")]
    package["resources"] = [
        each for each in package["resources"] if each["path"].split("/")[1] in os.listdir(place)
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    broken = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert [each[0] for each in broken.flatten(["type"])] == ["foreign-key"]


@pytest.mark.engine
def test_what_to_cite_names_version_and_licence(folder: Path, checkout: Path) -> None:
    told = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0" and told["type"] == "dataset" and told["license"] == "CC-BY-4.0"
    ours = yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))
    assert ours["version"] == bundle.versions().code
    assert "Attribution 4.0 International" in (folder / "LICENSE-DATA").read_text(encoding="utf-8")


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    done = run(str(tmp_path))
    assert done.returncode == 1 and "is there already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
