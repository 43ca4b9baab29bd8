"""Rows as sheets of a workbook, with no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from monazite.drawing import plain

if TYPE_CHECKING:
    from openpyxl import Workbook

Rows = Sequence[Mapping[str, Any]]

_WIDTHS = {"iri": 40, "label": 36, "title": 60, "url": 50, "sources": 60, "source": 40}
# What Excel holds in a cell.
_LONGEST = 32_767


def write(sheets: Mapping[str, Rows], out: IO[bytes] | str) -> None:
    """Writes a workbook with a sheet for each table, its columns those of the table's rows."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        _add(book, title, rows)
    book.save(out)


def harmless(cell: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula (OWASP, CSV Injection): it begins with ``'``.

    A quote that was there gets another, so that reading can take one away.
    """
    return f"'{cell}" if re.match(r"'*[=+\-@\t\r]", cell) else cell


def bare(cell: str) -> str:
    """A cell without the quote that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _add(book: Workbook, title: str, rows: Rows) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 18)
    if names:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(rows) + 1}"
    heads = []
    for name in names:
        head = WriteOnlyCell(sheet, name)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        cells = []
        for name in names:
            value = _value(row.get(name))
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of a text that starts with =
            cells.append(cell)
        sheet.append(cells)


def _value(value: object) -> str | int | float | bool | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    text = plain(str(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
