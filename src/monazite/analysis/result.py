"""What an analysis found: rows with their evidence, plain sentences, and the forms that they are given in."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from inspect import isclass
from types import UnionType
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_type_hints

from monazite import drawing, markup, results, sheets
from monazite.analysis.evidence import Evidence
from monazite.analysis.intervals import Interval, number
from monazite.errors import ExtraMissing, QueryError
from monazite.statements import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

Row = TypeVar("Row", covariant=True)
FORMATS = ("table", "csv", "json", "md", "parquet", "xlsx")


@dataclass(frozen=True)
class Result(Generic[Row]):
    """What an analysis found.

    A row is a frozen dataclass; its fields are the columns, in their order. Of an `Interval` two columns are
    made (``x_low`` and ``x_high``, empty where there is no upper bound), of an `Evidence` five; a tuple is
    joined by `` | ``. The column ``sources`` holds documents (`monazite.statements.Source`).

    Attributes:
        title: what was asked, in a few words.
        rows: what was found, the weightiest first.
        notes: what was found and how far it can be trusted, in sentences.
        language: ``en`` or ``zh``, in which things are named.
    """

    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    language: str = field(default="en", kw_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of `records`, which do not hang on whether anything was found."""
        if self.rows:
            return tuple(self.records()[0])
        bases = getattr(type(self), "__orig_bases__", ())
        rows: list[Any] = [kind for base in bases for kind in get_args(base) if is_dataclass(kind)]
        return tuple(name for kind in rows for names in _columns(kind).values() for name in names)

    def records(self) -> list[dict[str, Any]]:
        """The rows as plain values: text, numbers, None."""
        return [_record(row) for row in self.rows]

    def sources(self) -> tuple[Source, ...]:
        """The list of references: each document that a row names, once, in the order of the rows."""
        return tuple(dict.fromkeys(each for row in self.rows for each in getattr(row, "sources", ())))

    def to_frame(self) -> DataFrame:
        """The rows as a DataFrame, a row each.

        Raises:
            ExtraMissing: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ExtraMissing("a DataFrame", "pandas") from error
        return pandas.DataFrame(self.records(), columns=list(self.columns))

    def plot(self) -> Figure:
        """The figure that shows the result best.

        Raises:
            ExtraMissing: matplotlib is not installed.
            QueryError: there is nothing to draw.
        """
        raise QueryError(f"there is no figure of {self.title}")

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """The rows for a person: titles and cells of a table, sources as numbers of `sources`."""
        numbers = {source: f"[{n}]" for n, source in enumerate(self.sources(), 1)}
        titles: dict[str, None] = {}
        cells = []
        for row in self.rows:
            shown = _shown(row, numbers)
            titles.update(dict.fromkeys(shown))
            cells.append(shown)
        return tuple(titles), [tuple(row.get(title, "") for title in titles) for row in cells]

    def to_csv(self) -> str:
        """The rows as CSV (RFC 4180); text that a spreadsheet would run as a formula is quoted by ``'``."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        for record in self.records():
            # A minus begins a number, too, and that is none that a spreadsheet would run.
            cells = record.values()
            writer.writerow([sheets.harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        return text.getvalue()

    def to_workbook(self, out: IO[bytes]) -> None:
        """The result as XLSX: the rows, what they say in sentences, and the references."""
        about = [{"about": text} for text in (self.title, *self.notes, drawing.credits(()))]
        references = [
            {"number": n, "source": str(source), "iri": str(source.iri)}
            for n, source in enumerate(self.sources(), 1)
        ]
        sheets.write({"Rows": self.records(), "About": about, "Sources": references}, out)

    def to_json(self) -> str:
        """The result as a JSON object: title, notes and rows, sources as a list."""
        rows = [{f.name: _plain(getattr(row, f.name)) for f in fields(row)} for row in self.rows]  # type: ignore[arg-type]
        told = [
            f.name for f in fields(self) if f.name not in ("rows", "notes") and not f.metadata.get("hidden")
        ]
        own = {name: _plain(getattr(self, name)) for name in told}
        document = own | {"notes": list(self.notes), "rows": rows}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def to_markdown(self) -> str:
        """The result as GitHub-flavoured Markdown: title, sentences, table, references."""
        titles, cells = self.table()
        lines = [f"## {results.markdown_cell(self.title)}\n"]
        lines += [f"{results.markdown_cell(note)}\n" for note in self.notes]
        if cells:
            table: list[Sequence[str]] = [titles, ["---"] * len(titles), *cells]
            made = [[c if c == "---" else results.markdown_cell(c) for c in row] for row in table]
            lines.append("".join(f"| {' | '.join(row)} |\n" for row in made))
        lines += [f"{n}. {results.markdown_cell(str(source))}" for n, source in enumerate(self.sources(), 1)]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        """The result as a notebook shows it; what comes from data is escaped."""
        titles, cells = self.table()
        rows = [[markup.escaped(cell) for cell in row] for row in cells[: markup.MOST]]
        return markup.section(
            self.title,
            *(f"<p>{markup.escaped(note)}</p>" for note in self.notes),
            markup.table(titles, rows, len(cells)),
            markup.listed(source._repr_html_() for source in self.sources()),
        )


def write(result: Result[Any], form: str, out: IO[bytes]) -> None:
    """Writes a result in one of `FORMATS` but ``table``, which is for the command line to lay out.

    Raises:
        QueryError: the form is not known.
        ExtraMissing: parquet without pandas and pyarrow.
    """
    if form == "csv":
        out.write(result.to_csv().encode())
    elif form == "json":
        out.write(result.to_json().encode())
    elif form == "md":
        out.write(result.to_markdown().encode())
    elif form == "parquet":
        results.write_parquet(result.to_frame(), out)
    elif form == "xlsx":
        result.to_workbook(out)
    else:
        raise QueryError(f"unknown format {form!r}; there are: {', '.join(FORMATS)}")


@cache
def _columns(row: Any) -> dict[str, tuple[str, ...]]:
    """The columns that each field of a class of rows makes, whatever is in it."""
    hints = get_type_hints(row)
    return {each.name: _names(each.name, hints[each.name]) for each in fields(row)}


def _names(name: str, hint: Any) -> tuple[str, ...]:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if any(isclass(kind) and issubclass(kind, Interval) for kind in kinds):
        return f"{name}_low", f"{name}_high"
    return tuple(Evidence.__dataclass_fields__) if Evidence in kinds else (name,)


def _record(row: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    kind: Any = type(row)
    for name, columns in _columns(kind).items():
        value = getattr(row, name)
        if value is None:
            record |= dict.fromkeys(columns)
        elif isinstance(value, Interval):
            record |= dict(zip(columns, _bounds(value), strict=True))
        elif isinstance(value, Evidence):
            record |= {part: getattr(value, part) for part in columns}
        elif isinstance(value, tuple):
            record[name] = " | ".join(map(str, value))
        else:
            record[name] = None if isinstance(value, float) and math.isinf(value) else value
    return record


def _bounds(figure: Interval) -> tuple[float | None, float | None]:
    low, high = (None if math.isinf(bound) else bound for bound in (figure.low, figure.high))
    return low, high


def _shown(row: Any, numbers: dict[Source, str]) -> dict[str, str]:
    shown: dict[str, str] = {}
    for each in fields(row):
        value, title = getattr(row, each.name), each.name.replace("_", " ")
        if each.metadata.get("hidden"):
            continue
        if each.name == "sources":
            shown[title] = " ".join(numbers[source] for source in value)
        elif isinstance(value, Evidence):
            shown["confidence"] = value.confidence
        elif isinstance(value, float):
            shown[title] = number(value)
        elif isinstance(value, tuple):
            shown[title] = ", ".join(map(str, value))
        else:
            shown[title] = "" if value is None else str(value)
    return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Interval):
        return dict(zip(("low", "high"), _bounds(value), strict=True))
    if isinstance(value, Evidence):
        return vars(value)
    if isinstance(value, Source):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return None if isinstance(value, float) and not math.isfinite(value) else value


# A column that a person need not see: an IRI beside its label.
HIDDEN = {"hidden": True}
