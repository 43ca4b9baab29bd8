"""Reports: for people each finding in full, many counted by shape; for review tools each at its file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import URIRef

from monazite import reports
from monazite.shapes import Report
from monazite.validation.findings import Finding
from monazite.vocabulary import MZ, SHAPE


def report(*names: str) -> Report:
    found = (
        Finding(
            "Warning",
            URIRef(f"https://example.org/{n}"),
            f"Thing {n}",
            MZ.stage,
            None,
            "x",
            SHAPE[name],
            None,
        )
        for n, name in enumerate(names)
    )
    return Report(tuple(found), 3)


@pytest.mark.parametrize("few", [1, 20])
def test_few_findings_are_not_counted(few: int) -> None:
    text = reports.to_text(report(*["A-stage"] * few))
    assert text.count("A-stage") == few
    assert text.endswith(f"3 graphs: 0 violations, {few} warnings: conforms\n")


def test_many_findings_are_counted_by_shape_the_most_first() -> None:
    lines = reports.to_text(report("B-stage", *["A-stage"] * 20)).splitlines()
    assert lines[-4:-1] == ["", "    20 A-stage", "     1 B-stage"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("more facts/a b.trig", "more%20facts/a%20b.trig"),
        ("{here}/more/a.trig", "more/a.trig"),
        ("/elsewhere/a b.trig", "file:///elsewhere/a%20b.trig"),
    ],
)
def test_sarif_names_files_as_uris(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, uri: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (finding,) = report("A-stage").findings
    placed = replace(finding, file=Path(file.format(here=tmp_path)), line=3)
    (told,) = json.loads(reports.to_sarif(Report((placed,), 1)))["runs"][0]["results"]
    place = told["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": uri}, "region": {"startLine": 3}}
