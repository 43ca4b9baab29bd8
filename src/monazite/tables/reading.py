"""Reads tables: workbooks, CSV and JSON Lines, into rows that know where they stand."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monazite.errors import CellProblem, FileError
from monazite.sheets import bare
from monazite.tables.kinds import KINDS, Row, columns
from monazite.tables.values import tidy

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
# Sheets of our own templates that hold no rows.
_ABOUT = ("read me", "lists")


@dataclass(slots=True)
class RawRow:
    """A row as it stands in a file: its kind, where it is, and its cells that are not blank, by column.

    It is `partial` once a cell of it could not be read.
    """

    kind: str
    file: Path
    sheet: str | None
    number: int
    cells: dict[str, Any]
    partial: bool = False

    def problem(self, column: str | None, message: str) -> CellProblem:
        """A problem with one of its cells, or with the whole row."""
        value = None if column is None else self.cells.get(column)
        return CellProblem(self.file, self.sheet, self.number, column, value, message)


@dataclass(frozen=True)
class _Sheet:
    kind: str
    file: Path
    name: str | None
    # Each row with its number, as people count them.
    rows: Iterator[tuple[int, Sequence[Any]]]


def read(paths: Sequence[Path], problems: list[CellProblem], encoding: str | None = None) -> list[RawRow]:
    """The rows of tables: workbooks (.xlsx), CSV files named by their kind, JSON Lines, folders of them.

    What is wrong with a sheet or heading is added to `problems`.

    Args:
        paths: the files, or directories of them.
        problems: gets what is wrong.
        encoding: of the CSV and JSON Lines files, where it is not UTF-8 or UTF-16 with a byte order mark.

    Raises:
        FileError: a file is missing, of a kind that is not read, or broken.
    """
    rows: list[RawRow] = []
    for path in paths:
        for file in _files(path):
            if file.suffix.lower() == ".xlsx":
                sheets = _workbook(file, problems)
            elif file.suffix.lower() in (".csv", ".tsv"):
                sheets = _csv(file, problems, encoding)
            else:
                rows += _json_lines(file, problems, encoding)
                continue
            for sheet in sheets:
                rows += _rows(sheet, problems)
    return rows


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in (".xlsx", ".csv", ".tsv", ".jsonl"))
        if not found:
            raise FileError(path, "no .xlsx, .csv, .tsv or .jsonl file in this folder")
        return found
    if not path.exists():
        raise FileError(path, "no such file")
    if path.suffix.lower() not in (".xlsx", ".csv", ".tsv", ".jsonl"):
        raise FileError(path, f"{path.suffix or 'no suffix'}: right would be .xlsx, .csv, .tsv or .jsonl")
    return [path]


def _rows(sheet: _Sheet, problems: list[CellProblem]) -> Iterator[RawRow]:
    """The rows under the heading, which is the first row that is not blank."""
    known = columns(KINDS[sheet.kind])
    headings: list[str | None] | None = None
    for number, cells in sheet.rows:
        filled = {i: cell for i, cell in enumerate(cells) if not _blank(cell)}
        if not filled:
            continue
        if headings is None:
            headings = _headings(sheet, number, cells, known, problems)
            continue
        row: dict[str, Any] = {}
        for i, cell in filled.items():
            if i >= len(headings) or headings[i] is None:
                if i >= len(headings):
                    where = CellProblem(
                        sheet.file, sheet.name, number, None, cell, "a cell to the right of the last heading"
                    )
                    problems.append(where)
                continue
            heading = headings[i]
            assert heading is not None
            row[heading] = sys.intern(cell) if type(cell) is str else cell  # most stand in many rows
        if row:
            yield RawRow(sheet.kind, sheet.file, sheet.name, number, row)


def _headings(
    sheet: _Sheet, number: int, cells: Sequence[Any], known: dict[str, str], problems: list[CellProblem]
) -> list[str | None]:
    found: list[str | None] = []
    for cell in cells:
        heading = re.sub(r"[\s-]+", "_", tidy(str(cell)).casefold()).strip("_*")
        if not heading:
            found.append(None)
        elif heading not in known:
            near = difflib.get_close_matches(heading, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
            problems.append(
                CellProblem(
                    sheet.file, sheet.name, number, heading, None, f"no such column in {sheet.kind}{hint}"
                )
            )
            found.append(None)
        elif heading in found:
            problems.append(
                CellProblem(sheet.file, sheet.name, number, heading, None, "the column is there twice")
            )
            found.append(None)
        else:
            found.append(heading)
    fields = KINDS[sheet.kind].model_fields
    for heading, name in known.items():
        if fields[name].is_required() and heading not in found:
            problems.append(
                CellProblem(
                    sheet.file, sheet.name, number, heading, None, "the column is missing; it is needed"
                )
            )
    return found


def _blank(cell: object) -> bool:
    if not isinstance(cell, str):
        return cell is None
    # Blanks that only `tidy` knows are not in ASCII.
    return not cell.strip() if cell.isascii() else not tidy(cell)


def _kind(name: str) -> str | None:
    """The kind that a sheet or file is named by: `Facilities`, `facilities-2024`."""
    word = re.match(r"[a-z]+", tidy(name).casefold())
    return word[0] if word and word[0] in KINDS else None


def _workbook(path: Path, problems: list[CellProblem]) -> Iterator[_Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        odd = _odd_cells(path)
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise FileError(path, "the workbook is locked with a password") from error
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileError(path, f"not a workbook that can be read: {error}") from error
    kinds = {name: _kind(name) for name in workbook.sheet_names}
    if not any(kinds.values()):
        raise FileError(
            path, f"no sheet is named by a kind ({', '.join(KINDS)}); there are: {', '.join(kinds)}"
        )
    for name, kind in kinds.items():
        if kind is None:
            if tidy(name).casefold() not in _ABOUT:
                problems.append(
                    CellProblem(
                        path,
                        name,
                        None,
                        None,
                        None,
                        f"no such kind of sheet; right would be {', '.join(KINDS)}",
                    )
                )
            continue
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        first_row, first_column = sheet.start
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            area = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            problems.append(
                CellProblem(
                    path, name, top + 1, None, None, f"merged cells {area}: unmerge them and repeat the value"
                )
            )
        rows = [[None] * first_column + [_number(cell) for cell in row] for row in sheet.to_python()]
        for row, column, what in odd.get(name, ()):
            # A formula without a value may stand outside of all cells that have one.
            at = rows[row - first_row] if 0 <= row - first_row < len(rows) else []
            stored = at[column] if column < len(at) else None
            if what in _ERRORS:
                message = f"a formula that failed: {what}"
            elif _blank(stored):
                message = "a formula without a stored value: save the workbook in a spreadsheet, or paste it"
            else:
                continue
            problems.append(CellProblem(path, name, row + 1, _letters(column), None, message))
        yield _Sheet(kind, path, name, iter([(first_row + i + 1, row) for i, row in enumerate(rows)]))


def _odd_cells(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """The cells of each sheet with a formula or an error: row, column and text."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        # openpyxl takes its time: it is asked only where there is one.
        if not any(_contains(archive, name, mark) for name in sheets for mark in (b"<f>", b"<f ", b't="e"')):
            return {}
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True)
    return {
        sheet.title: [
            (int(cell.row or 1) - 1, int(cell.column or 1) - 1, str(cell.value))
            for row in sheet.iter_rows()
            for cell in row
            if getattr(cell, "data_type", None) in ("f", "e")
        ]
        for sheet in workbook.worksheets
    }


def _contains(archive: zipfile.ZipFile, name: str, wanted: bytes) -> bool:
    tail = b""
    with archive.open(name) as stream:
        while chunk := stream.read(1 << 20):
            if wanted in tail + chunk:
                return True
            tail = chunk[-len(wanted) :]
    return False


def _number(cell: Any) -> Any:
    """2024, which a workbook stores as 2024.0."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _letters(column: int) -> str:
    """The name of a column: A, B ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _csv(path: Path, problems: list[CellProblem], encoding: str | None) -> Iterator[_Sheet]:
    kind = _kind(path.stem)
    if kind is None:
        raise FileError(path, f"a CSV file is named by its kind; right would be {', '.join(KINDS)} and .csv")
    text = _decoded(path, encoding)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;," if path.suffix.lower() == ".tsv" else ",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        start = 1
        try:
            for row in reader:
                yield start, [bare(cell) for cell in row]
                start = reader.line_num + 1
        except csv.Error as error:
            raise FileError(path, f"not well-formed CSV: {error}", reader.line_num) from error

    yield _Sheet(kind, path, None, rows())


def _json_lines(path: Path, problems: list[CellProblem], encoding: str | None) -> Iterator[RawRow]:
    for number, line in enumerate(_decoded(path, encoding).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise FileError(path, f"not JSON: {error}", number) from error
        kind = record.pop("kind", None) if isinstance(record, dict) else None
        if kind not in KINDS:
            message = f'no kind of row; right would be an object with a "kind": {", ".join(KINDS)}'
            problems.append(CellProblem(path, None, number, "kind", kind, message))
            continue
        known = columns(KINDS[kind])
        cells: dict[str, Any] = {}
        for column, value in record.items():
            if column not in known:
                near = difflib.get_close_matches(column, known, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                problems.append(
                    CellProblem(path, None, number, column, value, f"no such column in {kind}{hint}")
                )
            elif isinstance(value, list):
                cells[column] = "; ".join(map(str, value))
            elif not _blank(value):
                cells[column] = sys.intern(value) if type(value) is str else value
        yield RawRow(kind, path, None, number, cells)


def _decoded(path: Path, encoding: str | None) -> str:
    """The text of a file: in the encoding given, else as its byte order mark says, else UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror}") from error
    if encoding is None:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise FileError(path, f"no such encoding: {encoding}") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(
            path,
            f"byte {data[error.start]:#04x} is not {error.encoding}; save the file as UTF-8, "
            "or say what it is with --encoding, like gb18030 or cp1252",
            line,
        ) from error


def parse(raw: RawRow, problems: list[CellProblem]) -> Row | None:
    """The row as its model; `problems` gets the cells that cannot be understood.

    A row that lacks only cells which may be blank is read without them, so that what else is wrong with it is
    found too; None is for a row that means nothing without the cell.
    """
    from pydantic import ValidationError

    model = KINDS[raw.kind]
    try:
        return model.model_validate(raw.cells)
    except ValidationError as error:
        raw.partial = True
        bad = set()
        for found in error.errors():
            column = str(found["loc"][0]) if found["loc"] else ""
            bad.add(column)
            message = found["msg"]
            if found["type"] == "missing":
                message = "the cell is blank; it is needed"
            elif found["type"] == "literal_error":
                message = f"not one of the list; right would be {found['ctx']['expected']}"
            problems.append(raw.problem(column or None, message))
    try:
        return model.model_validate({column: cell for column, cell in raw.cells.items() if column not in bad})
    except ValidationError:
        return None
