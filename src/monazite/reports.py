"""Writes a validation report as JSON, Turtle (SHACL's own vocabulary) or SARIF."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

from monazite import __version__
from monazite.results import display
from monazite.shapes import Report
from monazite.validation.findings import Finding
from monazite.vocabulary import PREFIXES, local_name, shorten

_SARIF_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}


def to_json(report: Report) -> str:
    """The report as a JSON object: conforms, counts, and the findings with whole IRIs."""
    document = {
        "conforms": report.conforms,
        "violations": report.count("Violation"),
        "warnings": report.count("Warning"),
        "findings": [_plain(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> dict[str, Any]:
    fields = vars(finding) | {"file": finding.file.as_posix() if finding.file else None}
    return {name: value if isinstance(value, int | None) else str(value) for name, value in fields.items()}


def to_turtle(report: Report) -> str:
    """The report as a ``sh:ValidationReport`` graph."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    root = BNode()
    graph.add((root, RDF.type, SH.ValidationReport))
    graph.add((root, SH.conforms, Literal(not report.findings)))
    for finding in report.findings:
        node = BNode()
        graph.add((root, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, SH[finding.severity]))
        graph.add((node, SH.focusNode, finding.focus))
        graph.add((node, SH.resultMessage, Literal(finding.message, lang="en")))
        for predicate, value in (
            (SH.resultPath, finding.path),
            (SH.value, finding.value),
            (SH.sourceShape, finding.shape),
            (SH.sourceConstraintComponent, finding.component),
        ):
            if value is not None:
                graph.add((node, predicate, value))
    return graph.serialize(format="turtle")


def to_sarif(report: Report) -> str:
    """The report as SARIF 2.1.0, for code-review tools: a result for each finding, at its file and line."""
    rules = sorted({_rule(finding) for finding in report.findings})
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "monazite",
                        "version": __version__,
                        "rules": [{"id": rule} for rule in rules],
                    }
                },
                "results": [_sarif_result(finding) for finding in report.findings],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Finding) -> str:
    return shorten(str(finding.shape)) if isinstance(finding.shape, URIRef) else "shape"


def _sarif_result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": _rule(finding),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": f"{finding.focus_label}: {finding.message}"},
    }
    if finding.file is not None:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line is not None:
            location["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": location}]
    return result


def _uri(path: Path) -> str:
    """A file as SARIF names it: relative to where the report is made, where it lies under that."""
    here, whole = Path.cwd(), path.absolute()
    return quote(whole.relative_to(here).as_posix()) if whole.is_relative_to(here) else whole.as_uri()


MANY = 20  # Findings of which a person wants to know what kinds there are.


def to_text(report: Report) -> str:
    """The report as lines of text: what, where, which value, what would be right, in which file.

    Many findings are counted by shape at the end.
    """
    lines = []
    for finding in report.findings:
        where = (
            f"{finding.file}:{finding.line}"
            if finding.file and finding.line
            else finding.file or finding.graph
        )
        lines.append(f"{finding.severity.upper()} {finding.focus_label}")
        lines.append(f"  {finding.message}")
        lines.append(f"  node   {shorten(str(finding.focus))}")
        if finding.path is not None:
            lines.append(f"  path   {shorten(finding.path)}")
        if finding.value is not None:
            lines.append(f"  value  {display(finding.value)}")
        if isinstance(finding.shape, URIRef):
            lines.append(f"  shape  {local_name(finding.shape)}")
        if where is not None:
            lines.append(f"  file   {where}")
    if len(report.findings) > MANY:
        counts = Counter(local_name(str(finding.shape)) for finding in report.findings)
        lines += ["", *(f"{count:6,} {shape}" for shape, count in counts.most_common())]
    violations, warnings = report.count("Violation"), report.count("Warning")
    verdict = "conforms" if report.conforms else "does not conform"
    lines.append(f"{report.graphs} graphs: {violations} violations, {warnings} warnings: {verdict}")
    return "\n".join(lines) + "\n"


WRITERS = {"text": to_text, "json": to_json, "ttl": to_turtle, "sarif": to_sarif}
