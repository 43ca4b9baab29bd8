"""Tables in: what is read, what is refused and in what words, and that a second import changes nothing."""

from __future__ import annotations

import contextlib
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest
from openpyxl.utils import get_column_letter
from rdflib import RDF

from monazite import KnowledgeGraph, bundle, shapes
from monazite.errors import FileError, TableError
from monazite.tables import importing, kinds, names, values

MONAZITE = [sys.executable, "-m", "monazite"]
Rows = dict[str, list[dict[str, Any]]]

# One row of each kind, every column filled that the kind lets be filled at once.
FULL: Rows = {
    "sources": [
        {
            "id": "acme-report",
            "title": "Annual report",
            "publisher": "Acme Press",
            "author": "Jo Doe",
            "url": "https://acme.example/report",
            "published": "2024-05",
            "retrieved": "2024-06-01",
            "language": "en",
            "note": "The first edition",
        }
    ],
    "organizations": [
        {
            "name": "Acme Magnets",
            "name_zh": "阿克米磁材",
            "aliases": "Acme; Acme NdFeB",
            "type": "company",
            "country": "CN",
            "based_in": "Baotou, Inner Mongolia, CN",
            "legal_name": "Acme Magnets Co., Ltd.",
            "website": "https://acme.example/",
            "note": "Makes magnets",
        },
        {"name": "Zenith Motors", "country": "CN", "type": "company"},
        {"name": "Quarry Invest", "country": "CN", "type": "financial-institution"},
    ],
    "identifiers": [
        {"entity": "Acme Magnets", "scheme": "ticker", "value": "XSHG:600999"},
        {"entity": "Zenith Motors", "scheme": "wikidata", "value": "Q42"},
    ],
    "facilities": [
        {
            "name": "Acme Kundulun plant",
            "name_zh": "阿克米昆都仑工厂",
            "aliases": "Kundulun works",
            "type": "manufacturing-plant",
            "stages": "magnet-making; magnet-coating",
            "operator": "Acme Magnets",
            "country": "CN",
            "region": "Inner Mongolia",
            "locality": "Kundulun District",
            "latitude": "40.64",
            "longitude": "109.84",
            "status": "operating",
            "status_as_of": "2024",
            "started": "2019-03",
            "ended": "2023",
            "consumes": "ndfeb-alloy",
            "supplied_by": "Acme mine; Zenith Motors",
            "produces": "ndfeb-magnet",
            "floor_area": "6000",
            "initiative": "Bright Metals Plan",
            "note": "Two halls",
        },
        {
            "name": "Acme mine",
            "type": "mine",
            "stages": "mining",
            "operator": "Acme Magnets",
            "country": "CN",
            "minerals": "bastnaesite",
        },
    ],
    "projects": [
        {
            "name": "Acme expansion",
            "name_zh": "阿克米扩建",
            "sponsor": "Acme Magnets",
            "builds": "Acme Kundulun plant",
            "upgrades": "Acme mine",
            "place": "Baotou, Inner Mongolia, CN",
            "products": "ndfeb-magnet",
            "status": "conditional",
            "condition": "if the bank lends",
            "planned_start": "2025",
            "planned_end": "2027",
            "initiative": "Bright Metals Plan",
            "note": "Large",
        },
        {"name": "Acme expansion", "phase": "1", "sponsor": "Acme Magnets", "status": "announced"},
    ],
    "agreements": [
        {
            "type": "offtake",
            "from": "Acme Magnets",
            "to": "Zenith Motors",
            "subject": "Acme Kundulun plant",
            "product": "ndfeb-magnet",
            "quantity": "up to 3,000",
            "unit": "t/a",
            "amount": "1.2 million",
            "currency": "CNY",
            "announced": "2024-03",
            "signed": "2024-03-05",
            "start": "2025",
            "end": "2030",
            "status": "binding",
            "initiative": "Bright Metals Plan",
            "note": "Ten cars' worth",
        },
        {"type": "joint-venture", "from": "Acme Magnets", "to": "Zenith Motors", "forms": "AZ Magnets"},
    ],
    "investments": [
        {
            "investor": "Quarry Invest",
            "funds": "Acme expansion",
            "amount": "120 million",
            "currency": "CNY",
            "equivalent": "16.38 million",
            "equivalent_currency": "USD",
            "announced": "2024-02",
            "status": "announced",
            "note": "Half now",
        },
        {"investor": "Quarry Invest", "investee": "Acme Magnets", "amount": "50", "currency": "CNY"},
    ],
    "stakes": [
        {
            "holder": "Quarry Invest",
            "held": "Acme Magnets",
            "share": "more than 50 %",
            "as_of": "2024",
            "announced": "2023-12",
            "start": "2020",
            "end": "2026",
            "status": "binding",
            "note": "Through a fund",
        }
    ],
    "initiatives": [
        {
            "name": "Bright Metals Plan",
            "name_zh": "明金属计划",
            "aliases": "BMP",
            "type": "strategy",
            "issuer": "Quarry Invest",
            "start": "2023",
            "end": "2030",
            "covers": "magnet-making; neodymium",
            "places": "Baotou, Inner Mongolia, CN",
            "participants": "Acme Magnets",
            "aim": "More magnets",
            "note": "Second round",
        }
    ],
    "targets": [
        {
            "initiative": "Bright Metals Plan",
            "measure": "production",
            "value": "10,000",
            "unit": "t/a",
            "by": "2030",
            "note": "As of launch",
        }
    ],
    "observations": [
        {
            "subject": "Acme Kundulun plant",
            "measure": "capacity",
            "product": "ndfeb-magnet",
            "period": "2024-Q2",
            "value": "2,500-3,000",
            "unit": "t/a",
            "basis": "product-weight",
            "capacity": "nameplate",
            "modality": "planned",
            "as_of": "2024-05",
            "note": "Two shifts",
        },
        {
            "subject": "Acme Magnets",
            "measure": "import",
            "product": "ndpr-oxide",
            "period": "FY2024",
            "value": "100",
            "unit": "t",
            "partner": "China",
        },
    ],
}

# For each kind of cell another good value, to change it to.
OTHER = {
    "title": "Yearly report",
    "publisher": "Beta Press",
    "author": "Max Roe",
    "url": "https://acme.example/r2",
    "published": "2024-06",
    "retrieved": "2024-07-01",
    "language": "de",
    "note": "Another note",
    "name_zh": "另名磁材",
    "aliases": "Acme; Acme NdFeB; Acme M",
    "country": "JP",
    "legal_name": "Acme Two Ltd",
    "website": "https://acme.example/2",
    "stages": "magnet-making; alloy-making",
    "operator": "Zenith Motors",
    "region": "Hunan",
    "locality": "Qingshan District",
    "latitude": "40.65",
    "longitude": "109.85",
    "status": {"facilities": "suspended", "*": "terminated", "projects": "completed"},
    "status_as_of": "2025",
    "started": "2018",
    "ended": "2022",
    "consumes": "ndpr-metal",
    "supplied_by": "Acme mine; Quarry Invest",
    "produces": "sintered-ndfeb-magnet",
    "minerals": "monazite",
    "floor_area": "6500",
    "sponsor": "Zenith Motors",
    "builds": "Acme mine",
    "upgrades": "Acme Kundulun plant",
    "products": "coated-magnet",
    "condition": "if prices hold",
    "planned_start": "2024",
    "planned_end": "2028",
    "forms": "Zenith Magnets",
    "product": "sintered-ndfeb-magnet",
    "quantity": "3500",
    "amount": "130",
    "currency": "EUR",
    "announced": "2024-01",
    "signed": "2024-04-05",
    "start": "2022",
    "end": "2031",
    "share": "60",
    "equivalent": "17",
    "equivalent_currency": "EUR",
    "as_of": "2023",
    "issuer": "Acme Magnets",
    "covers": "magnet-making; dysprosium",
    "places": "Inner Mongolia, CN",
    "participants": "Zenith Motors",
    "aim": "Better magnets",
    "value": "2600",
    "unit": "kt/a",
    "basis": "reo",
    "modality": "forecast",
    "based_in": "Inner Mongolia, CN",
    "place": "Inner Mongolia, CN",
    "type": None,
    "initiative": "",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The ontology with a registry of places and nothing else: imports into it are quick."""
    folder = tmp_path_factory.mktemp("base")
    for name in ("ontology", "queries"):
        (folder / name).symlink_to(checkout / name)
    registry = folder / "data" / "registry"
    registry.mkdir(parents=True)
    for path in (checkout / "data" / "registry").glob("*.trig"):
        if path.stem in ("places", "countries"):
            (registry / path.name).symlink_to(path)
    return folder


@pytest.fixture
def take(base: Path, tmp_path: Path) -> Callable[..., importing.Import]:
    """Imports rows into a folder of its own and writes them."""

    def run(rows: Rows, into: Path | None = None, **options: Any) -> importing.Import:
        path = tmp_path / "rows.jsonl"
        path.write_text(lines(rows), encoding="utf-8")
        what = importing.prepare([path], into or tmp_path / "mine", base=base, **options)
        importing.write(what)
        return what

    return run


def lines(rows: Rows) -> str:
    return "".join(
        json.dumps({"kind": kind, **row}, ensure_ascii=False) + "\n" for kind in rows for row in rows[kind]
    )


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    return path


SOURCES = [["id", "title", "publisher"], ["s", "T", "Acme Press"]]


def monazite(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MONAZITE, *map(str, args)], cwd=cwd, capture_output=True, text=True, timeout=300, env=os.environ
    )


def problems(path: Path, base: Path, **options: Any) -> list[str]:
    with pytest.raises(TableError) as caught:
        importing.prepare([path], path.parent / "mine", base=base, **options)
    assert not (path.parent / "mine").exists()
    return [str(problem).removeprefix(f"{path} ") for problem in caught.value.problems]


def test_every_column_of_every_kind_is_in_the_full_rows() -> None:
    for kind, model in kinds.KINDS.items():
        filled = {column for row in FULL[kind] for column in row}
        left = set(kinds.columns(model)) - filled - {"source", "id"}
        assert left <= {"whole", "note"}, (kind, left)


def test_a_second_import_changes_nothing(take: Callable[..., importing.Import]) -> None:
    first = take(FULL)
    assert len(first.changes) == 5 and first.rows["organizations"] == 3
    assert first.created == {"organization": 5, "facility": 2, "project": 1, "initiative": 1, "place": 1}
    assert not take(FULL).changes


def test_the_full_rows_conform(take: Callable[..., importing.Import], base: Path, tmp_path: Path) -> None:
    what = take(FULL)
    assert importing.check(what, tmp_path / "mine", base) == 5


def test_what_is_wrong_is_found_as_by_validation(
    take: Callable[..., importing.Import], base: Path, tmp_path: Path
) -> None:
    """The screen before an import leaves nothing out that pySHACL finds when it looks at every node."""
    rows = {name: [dict(r) for r in given] for name, given in FULL.items()}
    rows["sources"] = [{"id": "acme-report", "title": "T", "publisher": "P"}]  # no address
    rows["agreements"][0] |= {"start": "2030", "end": "2025"}
    rows["stakes"].append({"holder": "Zenith Motors", "held": "Acme Magnets", "share": 70, "as_of": "2024"})
    rows["stakes"][0]["share"] = 60
    rows["facilities"][0] |= {"started": "2024", "ended": "2023"}
    rows["identifiers"].append({"entity": "Acme Magnets", "scheme": "lei", "value": "529900T8BM49AURSDO99"})
    what = take(rows)
    graphs = {what.graphs[change.path]: change for change in what.changes}
    parsed = {g: list(ox.parse(c.data, format=ox.RdfFormat.TRIG)) for g, c in graphs.items()}
    found = shapes.violations(what.known, {g: ((), quads) for g, quads in parsed.items()}, base)
    whole = importing.known(base, tmp_path / "mine")
    report = shapes.validate_unscreened(KnowledgeGraph(whole), base, only=graphs)
    expected = {shapes._key(f) for f in report.findings if f.severity == "Violation"}
    assert len(expected) >= 5
    assert {shapes._key(finding) for finding in found} == expected


def test_a_claim_may_be_about_what_another_document_describes(
    take: Callable[..., importing.Import], base: Path, tmp_path: Path
) -> None:
    rows: Rows = {
        "sources": [
            {"id": name, "title": name, "publisher": "Acme Press", "url": f"https://acme.example/{name}"}
            for name in ("one", "two")
        ],
        "projects": [{"name": "Acme expansion", "sponsor": "Acme Magnets", "source": "one"}],
        "investments": [{"investor": "Quarry Invest", "funds": "Acme expansion", "source": "two"}],
    }
    assert importing.check(take(rows), tmp_path / "mine", base) == 3
    # Nobody describes what is announced here: in the union that is found.
    said = "<https://w3id.org/monazite/source/%s>"
    announces = "<https://w3id.org/monazite/ontology#announces> <https://w3id.org/monazite/id/event/nowhere>"
    quads = list(ox.parse(f"{said % 'x'} {{ {said % 'x'} {announces} }}", format=ox.RdfFormat.TRIG))
    known = importing.known(base, tmp_path / "mine")
    found = shapes.violations(known, {"https://w3id.org/monazite/source/x": ((), quads)}, base)
    assert any("this has none anywhere" in finding.message for finding in found)


def test_a_fault_of_the_shipped_registry_is_not_one_of_the_import(
    take: Callable[..., importing.Import], base: Path, tmp_path: Path
) -> None:
    what = take(FULL)
    odd = "https://w3id.org/monazite/id/org/odd"
    registry = ox.NamedNode("https://w3id.org/monazite/registry/organizations")
    company = ox.NamedNode("https://w3id.org/monazite/ontology#Company")
    what.known.add(ox.Quad(ox.NamedNode(odd), ox.NamedNode(RDF.type), company, registry))
    assert importing.check(what, tmp_path / "mine", base) == 5


def _cells() -> list[tuple[str, int, str]]:
    found = []
    for kind, model in kinds.KINDS.items():
        for index, row in enumerate(FULL[kind]):
            for column, field in kinds.columns(model).items():
                if column in row and not kinds.is_key(model, field) and OTHER.get(column) not in (None, ""):
                    found.append((kind, index, column))
    return found


@pytest.mark.parametrize(("kind", "index", "column"), _cells(), ids=lambda value: str(value))
def test_a_change_of_one_cell_is_a_change_of_one_line(
    take: Callable[..., importing.Import], kind: str, index: int, column: str
) -> None:
    take(FULL)
    other: Any = OTHER[column]
    other = other.get(kind, other["*"]) if isinstance(other, dict) else other
    changed = {name: [dict(row) for row in rows] for name, rows in FULL.items()}
    changed[kind][index][column] = other
    # Names, places and prefixes that nothing used before stand in the file too; that is not the cell's line.
    diffs = [list(change.diff()) for change in take(changed).changes if change.path.parent.name == "sources"]
    new = [
        line
        for diff in diffs
        for line in diff
        if line[:1] == "+" and line[:3] != "+++" and not line.startswith("+@prefix")
    ]
    if kind in ("organizations", "initiatives") and column in ("name_zh", "aliases", "country", "legal_name"):
        assert not new  # identity: it stands in the registry
    elif kind == "facilities" and column in ("name_zh", "aliases"):
        assert not new
    elif column in ("publisher", "title"):
        assert len(new) == 2  # itself, and the label of the document that is made of both
    else:
        assert len(new) == 1, new


def test_the_one_missing_cell_count() -> None:
    assert len(_cells()) >= 75


def test_all_errors_are_told_at_once_with_their_place(base: Path, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        {
            "sources": SOURCES,
            "facilities": [
                ["name", "stages", "country", "latitude", "longitude", "status"],
                ["Acme plant", "magnet making; magic", "China", 95, 109, "running"],
                [None, "mining", "CN", None, None, None],
            ],
            "agreements": [
                ["type", "from", "to", "quantity", "unit", "amount", "currency", "signed"],
                ["sale", "A", "B", None, None, None, None, None],
                ["offtake", "Acme", "Beta", "many", "t/a", "5", None, "03/04/2024"],
                ["supply", "Acme", "Beta", 5, "barrels", None, None, None],
            ],
        },
    )
    assert [
        re.sub(r"(; (right|known|it is)| of the vocabulary).*", "", line) for line in problems(path, base)
    ] == [
        "sheet 'facilities' row 2 column country: 'China' not a country code",
        "sheet 'facilities' row 2 column latitude: 95 not decimal degrees",
        "sheet 'facilities' row 3 column name: the cell is blank",
        "sheet 'agreements' row 2 column type: 'sale' not one of the list",
        "sheet 'agreements' row 3 column quantity: 'many' not a figure",
        "sheet 'agreements' row 3 column signed: '03/04/2024' day and month could be taken for each other",
        "sheet 'facilities' row 2 column stages: 'magnet making; magic' 'magic' is no stage",
        "sheet 'facilities' row 2 column status: 'running' 'running' is no lifecycle-status",
        "sheet 'agreements' row 4 column unit: 'barrels' no such unit",
    ]


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        (
            "observations",
            {"value": "1.234,5"},
            r"column value: '1.234,5' separators as in 1.234,5 are not read",
        ),
        ("observations", {"unit": None}, r"column unit: blank, though there is a figure"),
        ("observations", {"measure": "weight"}, r"column measure: 'weight' 'weight' is no measure"),
        (
            "observations",
            {"subject": "Nobody"},
            r"column subject: 'Nobody' nothing has that name; right would be",
        ),
        (
            "observations",
            {"period": "last year"},
            r"column period: 'last year' not a period; right would be 2024",
        ),
        ("agreements", {"currency": None}, r"column currency: blank, though there is an amount"),
        (
            "agreements",
            {"amount": "RMB 5 million", "currency": "EUR"},
            r"column amount: .* CNY stands before the figure, and the currency is EUR",
        ),
        (
            "observations",
            {"value": "USD 5", "unit": "EUR/t"},
            r"column unit: 'EUR/t' USD stands before the figure, and the unit is 'EUR/t'",
        ),
        ("investments", {"equivalent": "16 million USD"}, r"column equivalent: .* 'USD' follows the figure"),
        ("agreements", {"to": "Acme Magnets"}, r"column to: 'Acme Magnets' the same as from"),
        ("agreements", {"colour": "red"}, r"column colour: 'red' no such column in agreements"),
        ("stakes", {"share": "120"}, r"column share: '120' a share lies between 0 and 100 percent"),
        ("stakes", {"share": "50 t"}, r"column share: '50 t' a share is in percent, not in 't'"),
        ("facilities", {"longitude": None}, r"column latitude: .* latitude and longitude stand together"),
        ("facilities", {"country": "XX"}, r"column country: 'XX' no country has the code XX"),
        ("facilities", {"produces": "ndfeb magnett"}, r"column produces: .* right could be ndfeb-magnet"),
        (
            "organizations",
            {"based_in": "Atlantis", "country": None},
            r"column based_in: .* no such place is known",
        ),
        ("organizations", {"website": "acme.example"}, r"column website: .* not a web address"),
        (
            "identifiers",
            {"value": "600999"},
            r"column value: '600999' right would be the exchange's ISO 10383",
        ),
        (
            "investments",
            {"equivalent_currency": "CNY"},
            r"column equivalent: .* in another currency than that",
        ),
        ("investments", {"investee": None, "funds": None}, r"column investee: blank, and funds too"),
        ("sources", {"id": "Acme Report"}, r"column id: 'Acme Report' not an identifier"),
        ("projects", {"phase": "0"}, r"column phase: '0' not a whole number from 1"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(
    base: Path, tmp_path: Path, kind: str, row: dict[str, Any], said: str
) -> None:
    rows = {name: [dict(r) for r in given] for name, given in FULL.items()}
    rows[kind][0] = {k: v for k, v in (rows[kind][0] | row).items() if v is not None}
    path = tmp_path / "rows.jsonl"
    path.write_text(lines(rows), encoding="utf-8")
    found = problems(path, base)
    assert any(re.search(rf"^row \d+ {said}", line) for line in found), found


def test_a_renamed_column_is_named_with_the_one_meant(base: Path, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx",
        {"sources": SOURCES, "organizations": [["Name", "Countri", "Name"], ["Acme", "CN", "Acme"]]},
    )
    found = problems(path, base)
    assert found == [
        "sheet 'organizations' row 1 column countri: no such column in organizations; "
        "did you mean 'country'?",
        "sheet 'organizations' row 1 column name: the column is there twice",
    ]


def test_a_needed_column_that_is_missing_is_named(base: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"sources": [["id", "title"], ["s", "T"]]})
    assert "sheet 'sources' row 1 column publisher: the column is missing; it is needed" in problems(
        path, base
    )


def test_formulas_count_by_their_stored_value_or_not_at_all(base: Path, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx",
        {
            "sources": SOURCES,
            "organizations": [["name", "country"], ["Acme", "CN"]],
            "observations": [
                ["subject", "measure", "period", "value", "unit"],
                ["Acme", "revenue", "2024", "=2*21", "USD"],
            ],
        },
    )
    found = problems(path, base)
    assert found[0].startswith("sheet 'observations' row 2 column D: a formula without a stored value")
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(calculated, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, re.sub(rb"<f>2\*21</f><v ?/?>(</v>)?", b"<f>2*21</f><v>42</v>", old.read(name))
            )
    what = importing.prepare([calculated], tmp_path / "mine", base=base)
    assert any('mz:value "42"^^xsd:decimal' in change.after for change in what.changes)


def test_a_formula_outside_of_the_table_is_named(base: Path, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["name", "country"], ["Acme", "CN", None, None, "=1+1"]]
    path = workbook(tmp_path / "b.xlsx", {"sources": SOURCES, "organizations": rows})
    (found,) = problems(path, base)
    assert found.startswith("sheet 'organizations' row 2 column E: a formula without a stored value")


def test_a_formula_that_failed_and_merged_cells_are_named(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    workbook(
        path, {"sources": SOURCES, "organizations": [["name", "note"], ["Acme", "#REF!"], ["Beta", "x"]]}
    )
    book = openpyxl.load_workbook(path)
    book["organizations"].merge_cells("B2:B3")
    book.save(path)
    found = problems(path, base)
    assert found == [
        "sheet 'organizations' row 2: merged cells B2:B3: unmerge them and repeat the value",
        "sheet 'organizations' row 2 column B: a formula that failed: #REF!",
    ]


def test_dates_and_numbers_of_a_workbook_are_read_as_what_they_are(base: Path, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx",
        {
            "sources": [
                ["id", "title", "publisher", "published"],
                ["s", 2024, "Acme", datetime.date(2024, 5, 17)],
            ],
            "facilities": [
                ["name", "started", "floor_area", "country"],
                ["Acme plant", 2019.0, 6000.5, "CN"],
            ],
        },
    )
    text = "".join(change.after for change in importing.prepare([path], tmp_path / "m", base=base).changes)
    assert 'dcterms:issued "2024-05-17"^^xsd:date' in text and 'dcterms:title "2024"@en' in text
    assert 'mz:startedOn "2019"^^xsd:gYear' in text and 'mz:value "6000.5"^^xsd:decimal' in text


def test_an_empty_sheet_and_a_blank_row_say_nothing(base: Path, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx",
        {
            "read me": [["hello"]],
            "sources": [*SOURCES, [None, " ", ""]],
            "stakes": [],
            "targets": [["initiative"]],
        },
    )
    with pytest.raises(TableError, match="measure: the column is missing"):
        importing.prepare([path], tmp_path / "m", base=base)
    book = openpyxl.load_workbook(path)
    del book["targets"]
    book.save(path)
    assert importing.prepare([path], tmp_path / "m", base=base).rows == {"sources": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_in_other_encodings_and_with_other_delimiters(base: Path, tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "sources.csv").write_text("id;title;publisher\ns;年报;Acme Press\n", encoding=encoding)
    (folder / "organizations.csv").write_text(
        'name,name_zh,aliases,note\nAcme,阿克米,"Acme, the first","two\nlines"\n', encoding=encoding
    )
    said = None if encoding.startswith("utf") else encoding
    what = importing.prepare([folder], tmp_path / "m", base=base, encoding=said)
    text = "".join(change.after for change in what.changes)
    assert '"阿克米"@zh-Hans' in text and 'dcterms:title "年报"@zh-Hans' in text
    assert '"Acme, the first"@en' in text and '"two lines"@en' in text


def test_a_file_of_mixed_encodings_is_refused_with_its_line(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    mixed = "id,title,publisher\ns,年报,Acme\n".encode() + "t,年报,Beta\n".encode("gb18030")
    (folder / "sources.csv").write_bytes(mixed)
    done = monazite("import", folder, "--into", "mine", cwd=tmp_path)
    assert done.returncode == 1 and not (tmp_path / "mine").exists()
    assert re.search(r"sources\.csv:3: byte 0xc4 is not utf-8; save the file as UTF-8, or say", done.stderr)


@pytest.mark.parametrize(
    ("cell", "value", "rest"),
    [
        ("6,000 m2", "6000", "m2"),
        ("3千克", "3", "千克"),
        ("5万吨/年", "50000", "吨/年"),
        ("1.2 m", "1200000", ""),
        ("RMB 120 million", "120000000", ""),
    ],
)
def test_a_scale_is_told_from_the_unit_that_follows(cell: str, value: str, rest: str) -> None:
    figure = values.parse_figure(cell)
    assert (figure.value, figure.rest) == (Decimal(value), rest)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2024/05", "2024-05", "2024-05"),
        ("2024/5/17", "2024-05-17", "2024-05-17"),
        ("May 2024 to June 2024", "2024-05", "2024-06"),
        ("2024-05/2024-08", "2024-05", "2024-08"),
    ],
)
def test_a_stroke_parts_dates_and_stands_in_them(cell: str, start: str, end: str) -> None:
    period = values.parse_period(cell)
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize("cell", ["Spring 2024", "3 Foo 2024", "Foo 3, 2024"])
def test_what_is_no_month_makes_no_date(cell: str) -> None:
    with pytest.raises(values.CellError, match="no such date"):
        values.parse_date(cell)


def test_full_width_digits_and_thousands_separators_are_figures(
    take: Callable[..., importing.Import],
) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "organizations": [{"name": "Acme", "country": "CN"}],
        "observations": [
            {
                "subject": "Acme",
                "measure": "revenue",
                "period": "2024",
                "value": "１，２００万",
                "unit": "CNY",
            },
            {"subject": "Acme", "measure": "revenue", "period": "2023", "value": "1 200 000", "unit": "CNY"},
        ],
    }
    text = next(c.after for c in take(rows).changes if c.path.parent.name == "sources")
    assert 'mz:value "12000000"^^xsd:decimal' in text and 'mz:statedAs "1,200万"' in text
    assert 'mz:value "1200000"^^xsd:decimal' in text


def test_names_are_found_by_alias_chinese_name_and_without_legal_form(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "organizations": FULL["organizations"],
        "stakes": [
            {"holder": "Quarry Invest Co., Ltd.", "held": "阿克米磁材", "share": 1},
            {"holder": "ZENITH  MOTORS", "held": "acme ndfeb", "share": 2},
        ],
    }
    what = take(rows)
    assert what.created == {"organization": 4}
    text = (tmp_path / "mine/sources/acme-report.trig").read_text()
    assert (
        "mz:holder organization:quarry-invest" in text
        and text.count("mz:held organization:acme-magnets") == 2
    )


def test_contents_and_yields_are_of_concepts_and_an_index_may_be_below_zero(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "observations": [
            {
                "subject": "neodymium",
                "measure": "content",
                "value": "29-32",
                "unit": "%",
                "whole": "NdFeB magnet",
            },
            {
                "subject": "magnet making",
                "measure": "process yield",
                "product": "sintered-ndfeb-magnet",
                "value": "up to 75",
                "unit": "%",
                "whole": "product/strip-cast-ndfeb-alloy",
            },
            {
                "subject": "CN",
                "measure": "governance-rule-of-law",
                "period": "2023",
                "value": "-0.04",
                "unit": "index",
            },
        ],
    }
    take(rows)
    text = (tmp_path / "mine/sources/acme-report.trig").read_text()
    for said in (
        'skos:prefLabel "Content: neodymium in NdFeB magnet"@en',
        "mz:featureOfInterest element:neodymium",
        "mz:shareOf product:ndfeb-magnet",
        "mz:featureOfInterest stage:magnet-making",
        "mz:shareOf product:strip-cast-ndfeb-alloy",
        "a mz:ShareObservation",
        "a mz:IndexObservation",
        'mz:unit unit:UNITLESS ; mz:value "-0.04"^^xsd:decimal',
    ):
        assert said in text


def test_an_entity_keeps_its_name_from_a_concept(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "facilities": [{"name": "Monazite", "type": "mine", "country": "AU"}],
        "observations": [
            {"subject": "Monazite", "measure": "production", "period": "2024", "value": "5", "unit": "t"},
            {"subject": "mineral/monazite", "measure": "content", "value": "5", "unit": "%", "whole": "ore"},
        ],
    }
    take(rows)
    text = (tmp_path / "mine/sources/acme-report.trig").read_text()
    assert "mz:featureOfInterest facility:monazite" in text
    assert "mz:featureOfInterest mineral:monazite" in text


def test_codes_name_whose_they_are(tmp_path: Path) -> None:
    known = names.Names(importing.known(bundle.root(), tmp_path))
    assert known.find("XNYS:MP", ("organization",)).endswith("/org/mp-materials")
    assert known.find("CN", ("place",)).endswith("/place/china")
    with pytest.raises(names.NoMatch):
        known.find("XNYS:MQ", ("organization",))


def test_a_near_name_waits_for_a_decision_that_is_then_remembered(tmp_path: Path) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "organizations": [{"name": "Tianjin Ruimaigo Technology Co., Ltd"}, {"name": "Quarry Invest"}],
        "stakes": [{"holder": "Quarry Invest", "held": "Tianjin Ruimaigo Technology Co., Ltd"}],
    }
    (tmp_path / "rows.jsonl").write_text(lines(rows))
    done = monazite("import", "rows.jsonl", "--into", "mine", "--matches", "near.csv", cwd=tmp_path)
    assert done.returncode == 1 and not (tmp_path / "mine").exists() and done.stdout == ""
    assert "1 names are nearly those of known entities" in done.stderr
    (near,) = csv.DictReader((tmp_path / "near.csv").open())
    assert (
        near["candidate"] == "https://w3id.org/monazite/id/org/tianjin-ruimaige" and int(near["score"]) >= 88
    )
    for decision, new in (("same", "2 organization"), ("new", "3 organization")):
        (tmp_path / "decided.csv").write_text(
            (tmp_path / "near.csv").read_text().replace(",,\n", f",{decision},a test\n")
        )
        into = f"mine-{decision}"
        done = monazite(
            "import", "rows.jsonl", "--into", into, "--accept-matches", "decided.csv", cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert f"new: {new}" in done.stderr
        assert f",{decision},a test" in (tmp_path / into / "registry/matches.csv").read_text()
        # The decision holds from now on, without the table.
        done = monazite("import", "rows.jsonl", "--into", into, cwd=tmp_path)
        assert done.returncode == 0 and "changed 0 files" in done.stderr


def test_a_bad_decision_is_refused(base: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(lines(FULL))
    (tmp_path / "d.csv").write_text(
        "family,name,candidate,candidate_name,score,decision,reason\norganization,A,B,B,90,maybe,\n"
    )
    done = monazite(
        "import", "rows.jsonl", "--into", "mine", "--accept-matches", "d.csv", "--dry-run", cwd=tmp_path
    )
    assert (
        done.returncode == 1 and "d.csv:2: decision 'maybe'; right would be same, new or blank" in done.stderr
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("organization,A,B", "decision"),
        ("company,A,B,B,90,new,", "family 'company'; right would be organization"),
        ("organization,A,B,B,high,new,", "score 'high'; right would be a whole number"),
    ],
)
def test_a_broken_table_of_decisions_is_refused_or_says_nothing(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(",".join(names.MATCH_COLUMNS) + f"\n{row}\n")
    if said == "decision":  # a row that is cut short has none
        (match,) = names.read_matches(path)
        assert match.decision == "" and match.candidate_name == ""
    else:
        with pytest.raises(FileError, match=said):
            names.read_matches(path)


def test_a_name_that_looks_like_a_formula_keeps_its_decision(tmp_path: Path) -> None:
    match = names.Match("organization", "+H2 Magnets", "urn:x", "'=A", 90, "new", "two")
    path = tmp_path / "d.csv"
    path.write_text(names.matches_table([match]), encoding="utf-8")
    assert "'+H2" in path.read_text() and names.read_matches(path) == [match]


def test_a_decision_for_what_is_not_there_is_a_problem_of_the_row(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(lines(FULL))
    gone = names.Match(
        "organization", "Quarry Invest", "https://w3id.org/monazite/id/org/gone", "", 90, "same"
    )
    accept = tmp_path / "d.csv"
    accept.write_text(names.matches_table([gone]))
    found = problems(path, base, accept=accept)
    assert any("matches.csv has decided that 'Quarry Invest' is https" in line for line in found), found


def test_a_violation_of_a_shape_is_told_by_its_row(tmp_path: Path) -> None:
    rows = {name: [dict(r) for r in given] for name, given in FULL.items()}
    rows["stakes"] = [
        {"holder": "Quarry Invest", "held": "Acme Magnets", "share": 70},
        {"holder": "Zenith Motors", "held": "Acme Magnets", "share": 40},
    ]
    rows["agreements"][0] |= {"start": "2030", "end": "2025"}
    (tmp_path / "rows.jsonl").write_text(lines(rows))
    done = monazite("import", "rows.jsonl", "--into", "mine", cwd=tmp_path)
    assert done.returncode == 1 and not (tmp_path / "mine").exists()
    assert re.search(r"rows\.jsonl row 11: Offtake: Acme Magnets to Zenith Motors: .*validUntil", done.stderr)
    assert "100 %" in done.stderr or "100 percent" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_is_shown_on_a_terminal_and_not_in_a_pipe(tmp_path: Path) -> None:
    import pty

    (tmp_path / "rows.jsonl").write_text(lines(FULL))
    command = [*MONAZITE, "import", "rows.jsonl", "--into", "mine", "--dry-run"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says so when the other end is closed
            while chunk := os.read(ours, 4096):
                shown += chunk
        assert process.stdout is not None and process.stdout.read().startswith(b"--- /dev/null")
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in shown and "━".encode() in shown and b"resolving names" in shown
    piped = monazite("import", "rows.jsonl", "--into", "mine", "--dry-run", cwd=tmp_path)
    assert piped.stderr.count("\n") == 1 and "\x1b" not in piped.stderr and "━" not in piped.stderr


def test_a_dry_run_prints_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(lines(FULL))
    done = monazite("import", "rows.jsonl", "--into", "mine", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "mine").exists()
    assert (
        done.stdout.startswith("--- /dev/null\n+++ mine/registry/") and "would change 5 files" in done.stderr
    )


def test_what_was_written_by_hand_is_not_lost_unseen(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    take(FULL)
    path = tmp_path / "mine/sources/acme-report.trig"
    text = path.read_text()
    noted = text.replace("a mz:EquityStake ;", 'a mz:EquityStake ;\n    skos:editorialNote "Mine."@en ;')
    path.write_text(noted)
    assert not take({"sources": FULL["sources"]}).changes
    with pytest.raises(TableError, match=r"says of id:stake/.* \(skos:editorialNote\), and it would be lost"):
        take(FULL)
    assert path.read_text() == noted
    take(FULL, replace=True)
    assert path.read_text() == text


def test_a_row_that_is_gone_stays_unless_it_is_to_be_replaced(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    take(FULL)
    fewer = {name: rows for name, rows in FULL.items() if name != "stakes"}
    path = tmp_path / "mine/sources/acme-report.trig"
    assert not take(fewer).changes and "mz:EquityStake" in path.read_text()
    take(fewer, replace=True)
    assert "mz:EquityStake" not in path.read_text()


def test_what_hangs_on_a_row_that_is_said_anew_keeps_hanging(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    take(FULL)
    path = tmp_path / "mine/sources/acme-report.trig"
    before = path.read_text()
    assert before.count("mz:phase phase:") == 1 and before.count("mz:target target:") == 1
    for kind in ("projects", "initiatives"):
        assert not take({"sources": FULL["sources"], kind: FULL[kind][:1]}).changes
    assert path.read_text() == before


def test_a_conversion_that_is_not_said_any_more_is_gone(
    take: Callable[..., importing.Import], tmp_path: Path
) -> None:
    take(FULL)
    path = tmp_path / "mine/sources/acme-report.trig"
    assert path.read_text().count("-equivalent") == 2
    bare = {k: v for k, v in FULL["investments"][0].items() if not k.startswith("equivalent")}
    take(FULL | {"investments": [bare, *FULL["investments"][1:]]})
    assert "-equivalent" not in path.read_text() and "16380000" not in path.read_text()


def test_two_rows_about_one_entity_from_one_source_are_refused(base: Path, tmp_path: Path) -> None:
    rows: Rows = {
        "sources": FULL["sources"],
        "organizations": [{"name": "Acme"}, {"name": "Acme", "note": "x"}],
    }
    (tmp_path / "r.jsonl").write_text(lines(rows))
    assert problems(tmp_path / "r.jsonl", base) == [
        "row 3 column name: 'Acme' row 2 is about the same, from the same source: make one of them"
    ]


def test_a_row_without_a_clear_source_is_refused(base: Path, tmp_path: Path) -> None:
    two = [{"id": "a", "title": "A", "publisher": "P"}, {"id": "b", "title": "B", "publisher": "P"}]
    rows: Rows = {"sources": two, "organizations": [{"name": "Acme"}, {"name": "Beta", "source": "c"}]}
    (tmp_path / "r.jsonl").write_text(lines(rows))
    found = problems(tmp_path / "r.jsonl", base)
    assert re.match(r"row 3 column source: blank, and the sheet sources has not exactly one row", found[0])
    assert found[1] == "row 4 column source: 'c' 'c' is not in the sheet sources"


def test_a_document_of_the_shipped_graph_is_not_begun_anew_elsewhere(tmp_path: Path) -> None:
    shipped = "rareearthexchanges-baotou-rare-earth-zone"
    rows: Rows = {"sources": [{"id": shipped, "title": "T", "publisher": "P"}]}
    (tmp_path / "r.jsonl").write_text(lines(rows))
    done = monazite("import", "r.jsonl", "--into", "mine", cwd=tmp_path)
    assert done.returncode == 1 and f"the document {shipped} stands in the graph already" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("facts.txt", b"x", r"\.txt: right would be \.xlsx, \.csv, \.tsv or \.jsonl"),
        ("facts.csv", b"x", r"a CSV file is named by its kind; right would be sources, organizations"),
        ("book.xlsx", b"no zip", r"not a workbook that can be read"),
        ("sources.csv", b'id,title,publisher\n"open', r"sources\.csv:\d+: not well-formed CSV"),
        ("rows.jsonl", b'{"kind": "sources",\n', r"rows\.jsonl:1: not JSON"),
        ("rows.jsonl", b'{"kind": "animals"}\n', r"row 1 column kind: 'animals' no kind of row"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = monazite("import", name, "--into", "mine", cwd=tmp_path)
    assert done.returncode == 1 and re.search(said, done.stderr), done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "mine").exists()


def test_a_user_comes_from_an_empty_template_to_an_answer(tmp_path: Path) -> None:
    done = monazite("import", "--template", "mine.xlsx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(tmp_path / "mine.xlsx")
    assert book.sheetnames == ["read me", *kinds.KINDS, "lists"]
    sheet = book["agreements"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:3] == ["type", "from", "to"] and sheet["A1"].font.bold and sheet["A1"].comment
    lists = {str(check.sqref): check.formula1 for check in sheet.data_validations.dataValidation}
    assert lists["A2:A10000"].startswith("='lists'!")
    status = f"{get_column_letter(headings.index('status') + 1)}2:"
    assert any(area.startswith(status) for area in lists)
    for kind, rows in FULL.items():
        columns = [cell.value for cell in book[kind][1]]
        for row in rows:
            book[kind].append([row.get(str(column)) for column in columns])
    book.save(tmp_path / "mine.xlsx")
    done = monazite("import", "mine.xlsx", "--into", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = monazite("build", "--data", "mine", "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    store = done.stdout.strip()
    about = "?o mz:featureOfInterest/skos:prefLabel 'Acme Kundulun plant'@en"
    text = f"SELECT ?value WHERE {{ {about} ; mz:result/mz:maximum ?value }}"
    (tmp_path / "capacity.rq").write_text(text)
    done = monazite("query", "capacity.rq", "--store", store, "--format", "csv", cwd=tmp_path)
    assert done.stdout.split() == ["value", "3000"], done.stderr
    done = monazite("show", "Acme Magnets", "--store", store, cwd=tmp_path)
    assert "Annual report" in done.stdout


@pytest.mark.parametrize("form", ["book.xlsx", "folder"])
def test_export_gives_the_tables_back(tmp_path: Path, form: str) -> None:
    (tmp_path / "rows.jsonl").write_text(lines(FULL))
    assert monazite("import", "rows.jsonl", "--into", "mine", cwd=tmp_path).returncode == 0
    done = monazite("export", "--format", "tables", "--data", "mine", "-o", form, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    again = monazite("import", form, "--into", "mine", cwd=tmp_path)
    assert "changed 0 files" in again.stderr, again.stderr
    fresh = monazite("import", form, "--into", "fresh", cwd=tmp_path)
    assert fresh.returncode == 0, fresh.stderr
    for path in sorted((tmp_path / "mine").rglob("*.trig")):
        other = tmp_path / "fresh" / path.relative_to(tmp_path / "mine")
        assert other.read_text() == path.read_text()
