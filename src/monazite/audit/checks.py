"""The audits of ``queries/audits``: what each finds, and of how many things."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from monazite import drawing, queries
from monazite.analysis.asking import rows
from monazite.analysis.result import HIDDEN, Result
from monazite.audit import duplicates
from monazite.queries import Query
from monazite.vocabulary import shorten

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

FOLDER = "audits"
# The one audit that is no query: it compares names.
DUPLICATES = "suspected-duplicates"
_ASKS = "Two entries that may be one and the same thing"


@dataclass(frozen=True)
class Finding:
    """One thing that an audit found.

    Attributes:
        name: what it is called, "" where nothing says.
        detail: what is known of it that helps to mend it.
        where: the named graph that it was found in, as a prefixed name; "" where it is missing everywhere.
        thing: its IRI.
    """

    name: str
    detail: str
    where: str
    thing: str


@dataclass(frozen=True)
class Findings(Result[Finding]):
    """What one audit found; `name` is the audit's."""

    name: str


@dataclass(frozen=True)
class Check:
    """How an audit came out.

    Attributes:
        audit: its name.
        asks: what it looks for.
        found: how many it found.
        among: how many things it looked at, and `kind` what they are.
        share: the part that was found, in per cent; None of nothing.
        must: whether nothing may be found.
    """

    audit: str
    asks: str
    found: int
    among: int
    kind: str
    share: float | None
    must: bool = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Checks(Result[Check]):
    """How all audits came out."""

    @property
    def passed(self) -> bool:
        """Whether no audit that must find nothing found something."""
        return not any(row.found and row.must for row in self.rows)

    def plot(self) -> Figure:
        """What share each audit found, as bars.

        Raises:
            ExtraMissing: matplotlib is not installed.
            QueryError: there is nothing to draw.
        """
        with drawing.style():
            figure, axes = drawing.new("What the audits found", 8, 1 + 0.32 * len(self.rows))
            shares = [row.share or 0.0 for row in self.rows]
            labels = [f"{row.audit} ({row.found:,} of {row.among:,})" for row in self.rows]
            drawing.bars(axes, labels, shares, shares)
            axes.set_xlabel("per cent")
            axes.set_xlim(0, max(10.0, *shares))
            return figure


def names() -> tuple[str, ...]:
    """The names of the audits, those that must find nothing first."""
    library = queries.library(FOLDER)
    return (*sorted(library, key=lambda name: (not _must(library[name]), name)), DUPLICATES)


def findings(kg: KnowledgeGraph, name: str) -> Findings:
    """What one audit finds in a graph, all of it.

    Raises:
        QueryError: there is no audit of that name; the message suggests those that are near.
    """
    if name == DUPLICATES:
        pairs = duplicates.suspected(kg)
        found = tuple(Finding(f"{p.one} / {p.other}", f"{p.score:g}: {p.why}", "", p.thing) for p in pairs)
        return Findings(_ASKS, found, (duplicates.NOTE,), name=name)
    query = queries.shipped(FOLDER, name)
    solutions = kg.solve(query)
    assert isinstance(solutions, ox.QuerySolutions)
    told = [
        ["" if term is None else getattr(term, "value", "") for term in solution] for solution in solutions
    ]
    found = tuple(Finding(label, detail, shorten(where), thing) for thing, label, detail, where in told)
    return Findings(query.summary, found, (query.description,), name=name)


def summary(all_found: dict[str, Findings], kg: KnowledgeGraph) -> Checks:
    """How the audits came out, in the order in which they are given."""
    totals = {what: int(count) for what, count in rows(kg, "audit-totals")}
    library = queries.library(FOLDER)
    told = []
    for name, found in all_found.items():
        kind = str(library[name].header["among"]) if name in library else "entries"
        count, among = _counted(name, found), totals[kind]
        must = name in library and _must(library[name])
        share = 100 * count / among if among else None
        told.append(Check(name, found.title, count, among, kind, share, must))
    must_not = [row.audit for row in told if row.found and row.must]
    verdict = (
        f"Must be mended: {', '.join(must_not)}."
        if must_not
        else "Every statement has its source, and no link leads to nothing."
    )
    return Checks("Audit of the data", tuple(told), (verdict,))


def _counted(name: str, found: Findings) -> int:
    """How many things were found; of statements, how many of them."""
    if name == "statements-without-source":
        return sum(int(row.detail.split()[0]) for row in found.rows)
    return len({row.thing for row in found.rows})


def must(name: str) -> bool:
    """Whether the audit of that name may find nothing."""
    return name != DUPLICATES and _must(queries.shipped(FOLDER, name))


def _must(query: Query) -> bool:
    return bool(query.header.get("must"))
