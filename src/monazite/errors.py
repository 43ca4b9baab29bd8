"""The errors that Monazite raises: one family, so that one ``except`` catches them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class MonaziteError(Exception):
    """What went wrong, in words for the person who can mend it."""


class FileError(MonaziteError):
    """A file that cannot be read, written or understood; the message names it, and the line if known."""

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {problem}")


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, row or sheet of a table; `row` counts from 1 as people do."""

    file: Path
    sheet: str | None
    row: int | None
    column: str | None
    value: object
    message: str

    def __str__(self) -> str:
        """The problem with its place, as one line."""
        where = f"{self.file}" if self.sheet is None else f"{self.file} sheet {self.sheet!r}"
        where += f" row {self.row}" if self.row is not None else ""
        where += f" column {self.column}" if self.column is not None else ""
        shown = "" if self.value is None else f" {self.value!r}"
        return f"{where}:{shown} {self.message}"


class TableError(MonaziteError):
    """Tables with problems: all of them at once, in the order of the files."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(map(str, self.problems))
        super().__init__(f"{count} problem{'s' * (count != 1)}, nothing was written:\n{lines}")


class StoreError(MonaziteError):
    """A store that cannot be built or opened."""


class EngineError(MonaziteError):
    """An engine for large graphs that does not start, or that a computation fails on."""


class ServerError(MonaziteError):
    """A server that cannot listen."""


class ShapesError(MonaziteError):
    """Shapes that are no valid SHACL, so that nothing can be validated with them."""


class QueryError(MonaziteError):
    """A query that cannot be found, parsed or evaluated."""


class ParameterError(QueryError):
    """A query parameter that is unknown, missing or of the wrong kind."""


class ExtraMissing(MonaziteError):
    """A feature whose optional packages are not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs optional packages: pip install 'monazite[{extra}]'")


@dataclass(frozen=True)
class Candidate:
    """An entity that a name could mean: its IRI, its label, its type's name."""

    iri: str
    label: str
    kind: str


class EntityError(MonaziteError):
    """A name that means no entity, or several; `candidates` are those it could mean, likeliest first.

    `summary` is the message without the list of them.
    """

    _lead = ""

    def __init__(self, summary: str, candidates: Sequence[Candidate] = ()) -> None:
        self.summary = summary
        self.candidates = tuple(candidates)
        listed = "".join(f"\n  {c.label} ({c.kind}) {c.iri}" for c in self.candidates)
        super().__init__(f"{summary}; {self._lead}:{listed}" if listed else summary)


class UnknownEntity(EntityError):
    """No entity has that name."""

    _lead = "near it"


class AmbiguousEntity(EntityError):
    """Several entities have that name."""

    _lead = "name one by its IRI"
