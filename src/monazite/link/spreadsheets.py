"""A person's table (CSV, TSV, XLSX) with what its names mean in the graph beside each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monazite import sheets
from monazite.entities import unify
from monazite.errors import FileError, ParameterError
from monazite.link.datasets.common import Around
from monazite.link.index import Index
from monazite.link.reconcile import DOUBTFUL, Candidate, candidates

# What is added to each row. Whoever has a column of such a name keeps it.
COLUMNS = (
    "monazite_id",
    "monazite_label",
    "monazite_score",
    "monazite_type",
    "monazite_match",
    "monazite_why",
)
ACCEPTED, DOUBT, NONE = "accepted", "doubtful", "none"
SUFFIXES = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True)
class Table:
    """A table as it was read: its headings, and its rows as texts, as long as the headings each."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(path: Path, encoding: str | None = None) -> Table:
    """A table from a file; of a workbook, its first sheet.

    A quote that `write` put before what looks like a formula is taken away again.

    Raises:
        FileError: it is missing, of another kind, not in its encoding, or has no heading.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileError(path, f"{suffix or 'no suffix'}: right would be {', '.join(SUFFIXES)}")
    try:
        rows = list(_workbook(path) if suffix == ".xlsx" else _csv(path, suffix, encoding))
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise FileError(path, "is empty; right would be a heading and a row for each name")
    headings = tuple(cell.strip() for cell in rows[0])
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row[len(headings) :]):
            raise FileError(path, f"{len(row)} cells and the heading has {len(headings)}", number)
    width = len(headings)
    return Table(headings, tuple((*row, *[""] * (width - len(row)))[:width] for row in rows[1:]))


def _csv(path: Path, suffix: str, encoding: str | None) -> Iterator[tuple[str, ...]]:
    content = path.read_bytes()
    if encoding is None:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileError(path, f"not {encoding.removesuffix('-sig')}; give its --encoding: {error}") from error
    first = text.partition("\n")[0]
    delimiter = "\t" if suffix == ".tsv" else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield tuple(sheets.bare(cell) for cell in row)
    except csv.Error as error:
        raise FileError(path, str(error), reader.line_num) from error


def _workbook(path: Path) -> Iterator[tuple[str, ...]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False):
                yield tuple(_text(cell) for cell in row)
    except CalamineError as error:
        raise FileError(path, f"not a workbook that can be read: {error}") from error


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def matched(
    table: Table,
    index: Index,
    around: Around,
    column: str,
    type: str | None = None,
    properties: Mapping[str, str] | None = None,
    path: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> tuple[Table, dict[str, int]]:
    """The table with the columns `COLUMNS` added, and how many rows are accepted, doubtful and none.

    Args:
        table: whose rows are kept as they are, and in their order.
        index: of the graph.
        around: of the index.
        column: the heading of the names.
        type: a class, as `candidates` takes it.
        properties: headings of what else is known, by what it is: ``{"country": "Land"}``; countries may be
            codes or names.
        path: of the table, for messages.
        progress: called with how many rows are done.

    Raises:
        ParameterError: there is no such column. FileError: a cell is no number of degrees.
    """
    headings = {name: place for place, name in reversed(list(enumerate(table.headings)))}
    used = {"name": column, **(properties or {})}
    for heading in used.values():
        if heading not in headings:
            raise ParameterError(f"no column {heading!r}; the columns are {', '.join(table.headings)}")
    where = {what: headings[heading] for what, heading in used.items() if what != "name"}
    counts = {ACCEPTED: 0, DOUBT: 0, NONE: 0}
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows = []
    for number, row in enumerate(table.rows, 2):
        name = row[headings[column]].strip()
        said = {what: row[place].strip() for what, place in where.items() if row[place].strip()}
        key = (name, *map(str, said.items()))
        if key not in found:
            try:
                found[key] = _columns(_candidates(index, around, name, type, said))
            except ParameterError as error:
                raise FileError(path or Path("the table"), str(error), number) from error
        cells = found[key]
        counts[cells[4]] += 1
        rows.append((*row, *cells))
        progress("names", number - 1, len(table.rows))
    return Table((*table.headings, *COLUMNS), tuple(rows)), counts


def _candidates(
    index: Index, around: Around, name: str, type: str | None, said: Mapping[str, str]
) -> list[Candidate]:
    if not name:
        return []
    country = around.countries.get(unify(said.get("country", "")))
    known = {what: text for what, text in said.items() if what != "country"}
    return candidates(index, name, type, known | ({"country": country} if country else {}), limit=3)


def _columns(found: Sequence[Candidate]) -> tuple[str, ...]:
    if not found or found[0].score < DOUBTFUL:
        return ("", "", "", "", NONE, "")
    best = found[0]
    why = best.why
    others = [each for each in found[1:] if each.score >= DOUBTFUL]
    if not best.match and others:
        why += "; or " + ", or ".join(f"{each.label} ({each.score:.0f}, {each.iri})" for each in others)
    kind = best.description.partition(",")[0]
    match = ACCEPTED if best.match else DOUBT
    return (best.iri, best.label, f"{best.score:.0f}", kind, match, why)


def accepted(table: Table, path: Path) -> tuple[str, ...]:
    """The IRIs of a table that `matched` made: of the rows that are accepted, by it or by a person since.

    Raises:
        FileError: it has not the columns that `matched` adds, or no row is accepted.
    """
    id, match = COLUMNS[0], COLUMNS[4]
    if missing := {id, match} - set(table.headings):
        raise FileError(path, f"no column {', '.join(sorted(missing))}: right would be a table of reconcile")
    places = table.headings.index(id), table.headings.index(match)
    found = (row[places[0]] for row in table.rows if row[places[1]].strip().casefold() == ACCEPTED)
    iris = tuple(dict.fromkeys(iri for iri in found if iri))
    if not iris:
        raise FileError(path, f"no row has {ACCEPTED!r} in the column {match}")
    return iris


def write(table: Table, suffix: str) -> bytes:
    """A table as the content of a file, with no cell that a spreadsheet would run as a formula.

    Args:
        table: what to write.
        suffix: ``.csv``, ``.tsv`` or ``.xlsx``.

    Raises:
        ParameterError: it is another one.
    """
    if suffix == ".xlsx":
        book = io.BytesIO()
        names = _apart(table.headings)
        sheets.write({"matches": [dict(zip(names, row, strict=True)) for row in table.rows]}, book)
        return book.getvalue()
    if suffix not in SUFFIXES:
        raise ParameterError(f"{suffix or 'no suffix'}: right would be {', '.join(SUFFIXES)}")
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n")
    for row in (table.headings, *table.rows):
        writer.writerow([sheets.harmless(cell) for cell in row])
    return out.getvalue().encode()


def _apart(headings: Sequence[str]) -> list[str]:
    """Headings that differ from one another: a sheet's rows are read by them."""
    apart: list[str] = []
    for place, heading in enumerate(headings, 1):
        apart.append(heading if heading and heading not in apart else f"{heading or 'column'} {place}")
    return apart
