"""``monazite validate`` says what is wrong, where, and what would be right; it changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from monazite import KnowledgeGraph, shapes
from monazite.errors import ShapesError
from monazite.vocabulary import MZ

BAD = """@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix x: <https://w3id.org/monazite/id/agreement/> .
@prefix org: <https://w3id.org/monazite/id/org/> .
@prefix source: <https://w3id.org/monazite/source/> .

source:bad {
  source:bad a mz:SourceDocument ;
    skos:prefLabel "A document"@en ;
    dcterms:title "A document"@en ;
    dcterms:publisher org:rare-earth-exchanges ;
    mz:undated true ;
    schema:url <https://example.org/bad> .

  x:odd-lease a mz:Lease ;
    skos:prefLabel "A lease to oneself, of nothing"@en ;
    mz:lessor org:northern-magnet-inner-mongolia ;
    mz:lessee org:northern-magnet-inner-mongolia .
}
"""
LEASE_LINE = 1 + BAD.splitlines().index("  x:odd-lease a mz:Lease ;")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.trig"
    path.write_text(BAD, encoding="utf-8")
    return path


@pytest.fixture
def small(small_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The few documents of the small bundle in place of all that are shipped."""
    monkeypatch.setenv("MONAZITE_BUNDLE", str(small_bundle))


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monazite", "validate", *args],
        env=os.environ | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_shipped_graph_has_no_violation() -> None:
    done = run()
    assert done.returncode == 0, done.stdout
    assert "0 violations" in done.stdout and done.stdout.rstrip().endswith("conforms")
    assert "\x1b" not in done.stderr


@pytest.mark.usefixtures("small")
def test_the_report_names_what_where_and_what_would_be_right(bad: Path) -> None:
    done = run("--data", str(bad))
    assert done.returncode == 1
    assert "VIOLATION A lease to oneself, of nothing" in done.stdout
    assert f"{bad}:{LEASE_LINE}" in done.stdout
    assert "mz:leasedProperty" in done.stdout, "the path is named"
    assert "does not conform" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("small")
def test_json_names_severity_node_path_message_file_and_line(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    assert run("--data", str(bad), "--format", "json", "--output", str(out)).returncode == 1
    report = json.loads(out.read_text())
    assert report["conforms"] is False and report["violations"] == sum(
        finding["severity"] == "Violation" for finding in report["findings"]
    )
    (missing,) = [f for f in report["findings"] if f["path"] == str(MZ.leasedProperty)]
    assert missing["focus"].endswith("/odd-lease") and missing["focus_label"].startswith("A lease")
    assert (missing["file"], missing["line"]) == (bad.as_posix(), LEASE_LINE)
    assert missing["graph"] == "https://w3id.org/monazite/source/bad"
    assert len(missing["message"]) > 30 and missing["shape"].startswith("https://w3id.org/monazite/shapes#")


@pytest.mark.usefixtures("small")
def test_turtle_is_a_shacl_report(bad: Path) -> None:
    report = Graph().parse(data=run("--data", str(bad), "--format", "ttl").stdout, format="turtle")
    assert len(list(report.subjects(RDF.type, SH.ValidationReport))) == 1
    assert (None, SH.resultPath, MZ.leasedProperty) in report
    assert (None, SH.resultSeverity, SH.Violation) in report


@pytest.mark.usefixtures("small")
def test_sarif_has_rules_levels_and_places(bad: Path) -> None:
    (run_,) = json.loads(run("--data", str(bad), "--format", "sarif").stdout)["runs"]
    rules = {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert run_["results"]
    for result in run_["results"]:
        assert result["ruleId"] in rules and result["level"] in ("error", "warning", "note")
    lines = [
        result["locations"][0]["physicalLocation"]["region"]["startLine"]
        for result in run_["results"]
        if ("locations" in result and "odd-lease" in json.dumps(result))
        or "A lease" in result["message"]["text"]
    ]
    assert LEASE_LINE in lines


@pytest.mark.usefixtures("small")
def test_validation_changes_nothing_and_looks_at_each_graph_and_the_union() -> None:
    kg = KnowledgeGraph.in_memory()
    before = set(kg.embedded)
    seen: list[str] = []
    report = shapes.validate(kg, progress=lambda what, done, total: seen.append(what))
    assert set(kg.embedded) == before
    assert report.conforms and report.graphs == len(list(kg.store.named_graphs()))
    assert "rareearthexchanges-baotou-rare-earth-zone" in seen and "the union of all graphs" in seen


@pytest.mark.usefixtures("small")
def test_the_screen_spares_pyshacl_no_finding(bad: Path, checkout: Path) -> None:
    """Violations, warnings and information alike, with their severities and places."""
    extra = [
        bad,
        checkout / "tests" / "shapes" / "valid.trig",
        checkout / "tests/integration/data/chain.trig",
    ]
    kg = KnowledgeGraph.in_memory(extra=extra)
    screened, unscreened = shapes.validate(kg, extra=extra), shapes.validate_unscreened(kg, extra=extra)
    assert len(unscreened.findings) > 20
    assert {finding.severity for finding in unscreened.findings} == set(shapes.SEVERITIES)
    assert set(screened.findings) == set(unscreened.findings)


def test_without_shapes_nothing_passes(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="there are no shapes"):
        shapes.load(tmp_path)


@pytest.mark.usefixtures("small")
def test_a_fault_between_two_sources_is_found_in_the_union(tmp_path: Path) -> None:
    """Each source alone is right; together they give one company's shares as 120 %: a warning.

    One document that does so is in the wrong.
    """
    for name, percent in (("one", 70), ("two", 50)):
        (tmp_path / f"{name}.trig").write_text(
            f"""@prefix mz: <https://w3id.org/monazite/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix id: <https://w3id.org/monazite/id/> .
@prefix org: <https://w3id.org/monazite/id/org/> .
@prefix source: <https://w3id.org/monazite/source/> .
source:{name} {{
  source:{name} a mz:SourceDocument ; skos:prefLabel "{name}"@en ; dcterms:title "{name}"@en ;
    dcterms:publisher org:asian-metal ; mz:undated true ; schema:url <https://example.org/{name}> .
  <https://w3id.org/monazite/id/stake/{name}> a mz:EquityStake ; skos:prefLabel "Stake {name}"@en ;
    mz:holder org:{"tianjin-ruimaige" if name == "one" else "hunan-zhongzi"} ;
    mz:held org:northern-magnet-inner-mongolia ; mz:asOf "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> ;
    mz:interestType <https://w3id.org/monazite/concept/interest-type/shareholding> ;
    mz:shareDisclosure <https://w3id.org/monazite/concept/share-disclosure/known> ;
    mz:share <https://w3id.org/monazite/id/quantity/{name}> .
  <https://w3id.org/monazite/id/quantity/{name}> a mz:Quantity ; skos:prefLabel "{percent} %"@en ;
    mz:value {percent}.0 ; mz:unit unit:PERCENT ; mz:statedAs "{percent}%" .
}}
""",
            encoding="utf-8",
        )
    alone = shapes.validate(
        KnowledgeGraph.in_memory(extra=[tmp_path / "one.trig"]), extra=[tmp_path / "one.trig"]
    )
    assert alone.conforms, [finding.message for finding in alone.findings]
    both = shapes.validate(KnowledgeGraph.in_memory(extra=[tmp_path]), extra=[tmp_path])
    totals = [finding for finding in both.findings if "come to 120" in finding.message]
    assert [finding.severity for finding in totals] == ["Warning"]  # two documents need not add up
    one = (tmp_path / "one.trig").read_text(encoding="utf-8")
    two = (tmp_path / "two.trig").read_text(encoding="utf-8")
    stake = two[two.index("  <https://w3id.org/monazite/id/stake/two>") : two.rindex("}")]
    (tmp_path / "two.trig").unlink()
    (tmp_path / "one.trig").write_text(one[: one.rindex("}")] + stake + "}", encoding="utf-8")
    one_document = shapes.validate(KnowledgeGraph.in_memory(extra=[tmp_path]), extra=[tmp_path])
    assert not one_document.conforms
    totals = [finding for finding in one_document.findings if "come to 120" in finding.message]
    assert [finding.severity for finding in totals] == ["Violation"]


@pytest.mark.usefixtures("small")
def test_what_nobody_states_is_missing_where_the_thing_is_described(tmp_path: Path) -> None:
    """Not in the document, or the mapping set, that only names the thing."""
    head, _, document = BAD.partition("\n\n")
    named, described = tmp_path / "named.trig", tmp_path / "described.trig"
    named.write_text(
        f'{head}\n{document.partition("  x:odd-lease")[0]}  org:odd-maker skos:altLabel "Odd"@en .\n}}\n',
        encoding="utf-8",
    )
    described.write_text(
        f"{head}\n<https://w3id.org/monazite/registry/test> {{\n"
        '  org:odd-maker a mz:Company ; skos:prefLabel "Odd Maker"@en ; dcterms:source source:bad .\n}\n',
        encoding="utf-8",
    )
    extra = [named, described]
    report = shapes.validate(KnowledgeGraph.in_memory(extra=extra), extra=extra)
    files = [f.file for f in report.findings if "odd-maker" in f.focus and "registeredIn" in str(f.path)]
    assert files == [described]
