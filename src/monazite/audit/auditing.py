"""All audits of a graph at once, as tables and as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monazite.analysis.result import Result
from monazite.audit import checks
from monazite.audit.checks import Checks, Findings
from monazite.audit.coverage import Coverages, coverage
from monazite.audit.support import Supports, support

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Listed:
    """One thing that an audit found: the audit, and what `monazite.audit.checks.Finding` tells of it."""

    audit: str
    name: str
    detail: str
    where: str
    thing: str


@dataclass(frozen=True)
class Everything(Result[Listed]):
    """What all audits found, in one table."""


@dataclass(frozen=True)
class Audit:
    """What all audits found: `checks` in short, `findings` of each audit whole, by its name."""

    checks: Checks
    production: Coverages
    support: Supports
    findings: dict[str, Findings]

    @property
    def parts(self) -> dict[str, Result[Any]]:
        """The tables that say how things stand, by the names that `monazite audit` gives them."""
        return {"checks": self.checks, "production": self.production, "support": self.support}

    @property
    def everything(self) -> Everything:
        """What the audits found, in one table."""
        rows = [Listed(name, **vars(row)) for name, found in self.findings.items() for row in found.rows]
        return Everything(self.checks.title, tuple(rows), self.checks.notes)

    def to_json(self) -> str:
        """All of it as a JSON object: whether it passed, each table, and what each audit found."""
        document: dict[str, Any] = {"passed": self.checks.passed}
        document |= {name: json.loads(part.to_json()) for name, part in self.parts.items()}
        document |= {"findings": {name: json.loads(f.to_json()) for name, f in self.findings.items()}}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


# The tables that are no list of findings, by the names that `monazite audit` gives them.
PARTS: dict[str, Callable[[KnowledgeGraph], Result[Any]]] = {"production": coverage, "support": support}


def audit(kg: KnowledgeGraph, progress: Progress | None = None, year: str | None = None) -> Audit:
    """Audits a graph.

    Args:
        kg: the knowledge graph.
        progress: called with the name of the next audit, how many are done and how many there are.
        year: the year whose production is looked at; for each country the newest with a total, if None.

    Raises:
        QueryError: `year` is no year.
    """
    tell = progress or (lambda *_: None)
    names = checks.names()
    steps = len(names) + 2
    tell("production", 0, steps)
    explained = coverage(kg, year)
    tell("support", 1, steps)
    supported = support(kg)
    found: dict[str, Findings] = {}
    for number, name in enumerate(names, 2):
        tell(name, number, steps)
        found[name] = checks.findings(kg, name)
    tell("", steps, steps)
    return Audit(checks.summary(found, kg), explained, supported, found)
