"""A result says the same in each of its forms, and what comes from data does no harm in any."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass, field

import openpyxl
import pytest
from rdflib import URIRef

from monazite.analysis import result as results
from monazite.analysis.evidence import Evidence
from monazite.analysis.intervals import Interval
from monazite.analysis.result import HIDDEN, Result
from monazite.errors import QueryError
from monazite.statements import Source

PAPER = Source(URIRef("s:paper"), "A <b>title</b>", "Paper | Co", "2024", "https://example.org/a")
EVIDENCE = Evidence("stated", 1, "2024", "medium", "a better source")


@dataclass(frozen=True)
class Row:
    name: str
    share: float
    capacity: Interval
    stages: tuple[str, ...]
    iri: str = field(metadata=HIDDEN)
    sources: tuple[Source, ...]
    evidence: Evidence


ROWS = (
    Row("=1+1", 0.25, Interval(1, math.inf), ("mining", "separation"), "x:1", (PAPER,), EVIDENCE),
    Row("<script>alert(1)</script>", -0.5, Interval(2, 3), (), "x:2", (), EVIDENCE),
)
FOUND = Result("What | is <there>", ROWS, ("Two of them.",))


def test_records_flatten_bounds_and_evidence() -> None:
    assert FOUND.columns == (
        *("name", "share", "capacity_low", "capacity_high", "stages", "iri", "sources"),
        *("basis", "publishers", "newest", "confidence", "overturned_by"),
    )
    first, second = FOUND.records()
    assert (first["capacity_low"], first["capacity_high"]) == (1, None)
    assert (second["capacity_low"], second["capacity_high"]) == (2, 3)
    assert first["sources"] == str(PAPER) and first["stages"] == "mining | separation"
    frame = FOUND.to_frame()
    assert list(frame.columns) == list(FOUND.columns) and len(frame) == 2
    assert frame.capacity_high.isna().tolist() == [True, False]


@dataclass(frozen=True)
class Part(Interval):
    """A kind of interval, as shares are."""


@dataclass(frozen=True)
class Partly:
    share: Part | None
    name: str


class Parts(Result[Partly]):
    """Some have a share and some have none."""


def test_what_has_no_interval_has_its_columns_all_the_same() -> None:
    found = Parts("shares", (Partly(None, "one"), Partly(Part(0.25, 0.5), "other")), ())
    assert found.columns == Parts("nothing", (), ()).columns == ("share_low", "share_high", "name")
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert [(row["share_low"], row["name"]) for row in rows] == [("", "one"), ("0.25", "other")]
    assert found.to_frame().share_high.tolist()[1] == 0.5


def test_csv_runs_no_formula_and_keeps_negative_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(FOUND.to_csv())))
    assert [row["name"] for row in rows] == ["'=1+1", "<script>alert(1)</script>"]
    assert [row["share"] for row in rows] == ["0.25", "-0.5"]


def test_a_workbook_runs_no_formula_and_names_its_sources() -> None:
    out = io.BytesIO()
    results.write(FOUND, "xlsx", out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Rows", "About", "Sources"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["Rows"]["A2"].value == "=1+1" and book["Sources"]["B2"].value == str(PAPER)


def test_json_is_json_without_infinity() -> None:
    told = json.loads(FOUND.to_json(), parse_constant=lambda text: pytest.fail(text))
    assert told["title"] == FOUND.title and told["notes"] == ["Two of them."]
    assert told["rows"][0]["capacity"] == {"low": 1, "high": None}
    assert told["rows"][0]["sources"] == [str(PAPER)]
    assert told["rows"][0]["evidence"]["confidence"] == "medium"


def test_html_and_markdown_escape_what_comes_from_data() -> None:
    page = FOUND._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page and "A &lt;b&gt;title" in page
    text = FOUND.to_markdown()
    assert "<script>" not in text and "What \\| is &lt;there>" in text
    assert "1. Paper \\| Co" in text


def test_a_table_numbers_its_sources_and_hides_what_nobody_reads() -> None:
    titles, cells = FOUND.table()
    assert titles == ("name", "share", "capacity", "stages", "sources", "confidence")
    assert cells[0] == ("=1+1", "0.25", "at least 1", "mining, separation", "[1]", "medium")


def test_forms_are_written_as_bytes_and_unknown_ones_refused() -> None:
    for form in results.FORMATS[1:]:
        out = io.BytesIO()
        results.write(FOUND, form, out)
        assert out.getvalue()
    with pytest.raises(QueryError, match="unknown format 'docx'"):
        results.write(FOUND, "docx", io.BytesIO())
    with pytest.raises(QueryError, match="no figure"):
        FOUND.plot()


@dataclass(frozen=True)
class Rows(Result[Row]):
    pass


def test_nothing_found_has_the_same_columns() -> None:
    nothing = Rows("Nothing", (), ("None.",))
    assert nothing.columns == Rows("Something", ROWS, ()).columns
    assert nothing.to_csv() == ",".join(FOUND.columns) + "\r\n"
    assert nothing.to_frame().empty and list(nothing.to_frame().columns) == list(FOUND.columns)
