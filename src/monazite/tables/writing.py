"""Writes tables: a workbook with one sheet a kind, or a folder of CSV files; empty ones are templates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from monazite.errors import FileError
from monazite.sheets import harmless
from monazite.stores import Readable
from monazite.tables import units
from monazite.tables.kinds import KINDS, Concepts, Row, columns, is_key
from monazite.tables.names import Names

Tables = Mapping[str, Sequence[Mapping[str, str]]]
_LISTED = 10_000
# Concept schemes with more values than this have no drop-down list: nobody would find anything in it.
_SHORT = 150
_GUIDE = (
    "One sheet for each kind of row; a sheet that you do not need may stay empty.",
    "Every row names the document that says so in the column source: its id in the sheet sources.",
    "Columns in bold together name the row: another value there makes another claim.",
    "Several values stand in one cell between semicolons. A blank cell says nothing.",
    "Figures are kept as you write them: 3000, 3,000, 1.2 million, up to 5,000, over 45, 500-700.",
    "Dates are as exact as you know them: 2024, 2024-05, 2024-05-17; periods also 2024-Q2, 2024-H1, FY2025.",
    "Names are looked up in the registry (English, Chinese, other names); new ones make new entries.",
    "Then: monazite import this-file.xlsx --into my-data, and monazite build --data my-data.",
)


def write(path: Path, tables: Tables, store: Readable) -> list[Path]:
    """Writes tables to a workbook, or as CSV files into a folder where `path` has no suffix.

    Args:
        path: a file that ends in .xlsx, or a folder.
        tables: the rows of each kind; kinds without rows get an empty sheet.
        store: the graph whose vocabularies make the drop-down lists.

    Returns:
        the files that were written.

    Raises:
        FileError: the path has another suffix, or cannot be written.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            path.parent.mkdir(parents=True, exist_ok=True)
            _workbook(path, tables, Names(store))
            return [path]
        if path.suffix:
            raise FileError(path, "right would be a folder, or a file that ends in .xlsx")
        path.mkdir(parents=True, exist_ok=True)
        return list(_folder(path, tables))
    except OSError as error:
        raise FileError(path, f"cannot be written: {error.strerror}") from error


def _folder(path: Path, tables: Tables) -> Iterable[Path]:
    for kind, model in KINDS.items():
        file = path / f"{kind}.csv"
        headings = list(columns(model))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(headings)
        for row in tables.get(kind, ()):
            writer.writerow([harmless(row.get(heading, "")) for heading in headings])
        file.write_text(text.getvalue(), encoding="utf-8", newline="")
        yield file
    guide = path / "README.md"
    guide.write_text(_documentation(), encoding="utf-8")
    yield guide


def _documentation() -> str:
    lines = ["# Tables for `monazite import`", "", *(f"- {line}" for line in _GUIDE)]
    for kind, model in KINDS.items():
        lines += [
            "",
            f"## {kind}.csv",
            "",
            model.__doc__ or "",
            "",
            "| column | what it holds |",
            "|---|---|",
        ]
        for heading, name in columns(model).items():
            mark = "**" if is_key(model, name) else ""
            lines.append(f"| {mark}{heading}{mark} | {_help(model, name)} |")
    return "\n".join(lines) + "\n"


def _help(model: type[Row], name: str) -> str:
    info = model.model_fields[name]
    words = [info.description or ""]
    if options := _options(info):
        words.append(f"one of {', '.join(options)}")
    if info.examples:
        words.append(f"e.g. {info.examples[0]}")
    return ". ".join(words)


def _options(info: Any) -> tuple[str, ...]:
    """The words of a closed list that the model itself has."""
    for part in (info.annotation, *get_args(info.annotation)):
        for inner in (part, *get_args(part)):
            if getattr(inner, "__origin__", None) is not None and str(inner).startswith("typing.Literal"):
                return tuple(map(str, get_args(inner)))
    return ()


def _workbook(path: Path, tables: Tables, names: Names) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    guide = book.create_sheet("read me")
    guide.column_dimensions["A"].width = 110
    for line in _GUIDE:
        guide.append([line])
    lists = _lists(names)
    at: dict[str, str] = {}
    for i, (listed, values) in enumerate(lists.items(), 1):
        letter = get_column_letter(i)
        at[listed] = f"{quote_sheetname('lists')}!${letter}$2:${letter}${len(values) + 1}"
    for kind, model in KINDS.items():
        sheet = book.create_sheet(kind)
        sheet.freeze_panes = "A2"
        heads = []
        for i, (heading, name) in enumerate(columns(model).items(), 1):
            head = WriteOnlyCell(sheet, heading)
            head.font = Font(bold=is_key(model, name), italic=not is_key(model, name))
            head.comment = Comment(_help(model, name), "Monazite", height=90, width=260)
            heads.append(head)
            letter = get_column_letter(i)
            sheet.column_dimensions[letter].width = 34 if name in ("note", "title", "name", "url") else 18
            if title := _list_of(model, name, lists):
                # Several values, or a unit of money, may stand where the list offers one.
                free = title == "units" or model.model_fields[name].annotation == tuple[str, ...]
                check = DataValidation(
                    type="list", formula1=f"={at[title]}", allow_blank=True, showErrorMessage=not free
                )
                check.add(f"{letter}2:{letter}{_LISTED}")
                sheet.data_validations.append(check)
        sheet.append(heads)
        headings = list(columns(model))
        for row in tables.get(kind, ()):
            cells = []
            for heading in headings:
                cell = WriteOnlyCell(sheet, _number(row.get(heading)))
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # openpyxl would make a formula of a text that starts with =
                cells.append(cell)
            sheet.append(cells)
    hidden = book.create_sheet("lists")
    hidden.sheet_state = "hidden"
    hidden.append(list(lists))
    for i in range(max(map(len, lists.values()))):
        hidden.append([values[i] if i < len(values) else None for values in lists.values()])
    book.save(path)


def _number(cell: str | None) -> str | int | float | None:
    """A plain number as a number, for a spreadsheet to reckon with; not 007 or 1.0, which would change."""
    if cell and re.fullmatch(r"-?\d{1,15}", cell) and str(int(cell)) == cell:
        return int(cell)
    if cell and re.fullmatch(r"-?\d{1,9}\.\d{1,6}", cell) and repr(float(cell)) == cell:
        return cell if float(cell).is_integer() else float(cell)
    return cell


def _lists(names: Names) -> dict[str, list[str]]:
    """The values of the closed vocabularies by the name of their list."""
    found: dict[str, list[str]] = {}
    for model in KINDS.values():
        for name, info in model.model_fields.items():
            if options := _options(info):
                found[f"{model.kind}.{name}"] = list(options)
            for mark in info.metadata:
                if isinstance(mark, Concepts):
                    values = [
                        slug
                        for scheme in mark.schemes
                        for slug in sorted({names.slugs[iri] for iri in names.in_scheme(scheme)})
                    ]
                    if len(values) <= _SHORT:
                        found[" ".join(mark.schemes)] = values
    found["units"] = list(units.WRITTEN.values())
    return found


def _list_of(model: type[Row], name: str, lists: Mapping[str, object]) -> str | None:
    for mark in model.model_fields[name].metadata:
        if isinstance(mark, Concepts) and " ".join(mark.schemes) in lists:
            return " ".join(mark.schemes)
    own = "units" if name == "unit" else f"{model.kind}.{name}"
    return own if own in lists else None
