"""Linking to each outside dataset, from files as they are downloaded and from services on loopback."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.server.running import Running, start

from monazite import sssom
from monazite.errors import FileError, ParameterError, QueryError
from monazite.link import linking, mappings
from monazite.link.datasets import FILES, around, named, services
from monazite.link.index import Index
from monazite.link.linking import Task
from monazite.link.propose import KEPT, Band, Decided, Proposal, propose
from monazite.link.record import Name, Record
from monazite.link.review import review
from monazite.link.streams import Source
from monazite.web import WebError

ID = "https://w3id.org/monazite/id/"
LYNAS, MP, WELD, BAOTOU = f"{ID}org/lynas", f"{ID}org/mp", f"{ID}facility/weld", f"{ID}place/baotou"
COMPANY, MINE = frozenset({"Organization", "Company"}), frozenset({"ProductionUnit", "Mine"})
COUNTRY = frozenset({"Place", "Country"})
OURS = (
    Record(LYNAS, (Name("Lynas Rare Earths", "en"), Name("Lynas", "en")), frozenset({"AU"}), kinds=COMPANY),
    Record(MP, (Name("MP Materials", "en"),), frozenset({"US"}), kinds=COMPANY,
           identifiers=frozenset({("lei", "549300EBGP1KLQVWVI76")})),
    Record(WELD, (Name("Mt Weld", "en"),), frozenset({"AU"}), ("Western Australia",), ((-28.86, 122.55),),
           parents=("Lynas Rare Earths",), kinds=MINE),
    Record(BAOTOU, (Name("Baotou", "en"), Name("包头市", "zh-hans")), frozenset({"CN"}),
           kinds=frozenset({"Place", "AdministrativeArea"})),
    Record(f"{ID}place/australia", (Name("Australia", "en"),), frozenset({"AU"}), kinds=COUNTRY,
           identifiers=frozenset({("wikidata", "Q408")})),
    Record(f"{ID}place/china", (Name("China", "en"),), frozenset({"CN"}), kinds=COUNTRY),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(OURS)


def quiet(what: str, done: int, total: int) -> None:
    """Shows nothing."""


def linked(index: Index, path: Path, to: str, **more: str) -> dict[str, str]:
    done = linking.run(index, Task(to, str(path), **more), Decided(), quiet)  # type: ignore[arg-type]
    return {each.ours.id: each.theirs.id for each in done.proposals if each.band is Band.accepted}


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name.replace("_", "."), text)
    return path


GLEIF = (
    "LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,"
    "Entity.OtherEntityNames.OtherEntityName.1.xmllang,Entity.LegalAddress.City,Entity.LegalAddress.Country,"
    "Registration.RegistrationStatus\n"
    "00AUS000000000000001,LYNAS RARE EARTHS LIMITED,en,LYNAS CORPORATION LIMITED,en,PERTH,AU,ISSUED\n"
    "00AUS000000000000002,LYNAS RARE EARTHS LIMITED,en,,,PERTH,AU,DUPLICATE\n"
    "549300EBGP1KLQVWVI76,A NAME OF OLD INC.,en,,,Las Vegas,US,ISSUED\n"
    "00DEU000000000000003,Weld GmbH,de,,,Köln,DE,ISSUED\n"
)


def test_gleif_by_name_and_by_lei(index: Index, tmp_path: Path) -> None:
    path = zipped(tmp_path / "golden.csv.zip", golden_csv=GLEIF)
    found = linked(index, path, "gleif")
    assert found == {
        LYNAS: "https://rdf.gleif.org/L1/L-00AUS000000000000001",
        MP: "https://rdf.gleif.org/L1/L-549300EBGP1KLQVWVI76",
    }


def test_geonames_takes_the_table_and_not_the_readme(index: Index, tmp_path: Path) -> None:
    rows = [
        ["2038432", "Baotou", "Baotou", "BAV,包头市", "40.65222", "109.82222", "P", "PPLA2", "CN"],
        ["1", "Weld", "Weld", "Mount Weld", "-28.86", "122.55", "S", "MN", "AU"],
        ["2", "Baotou", "Baotou", "", "10", "10", "H", "STM", "CN"],
        ["3", "Bad", "Bad", "", "x", "10", "P", "PPL", "CN"],
    ]
    text = "".join("\t".join([*row, *[""] * 10]) + "\n" for row in rows)
    path = zipped(tmp_path / "CN.zip", readme_txt="about", CN_txt=text)
    done = linking.run(index, Task("geonames", str(path)), Decided(), quiet)
    assert {(each.ours.id, each.theirs.id) for each in done.proposals} == {
        (BAOTOU, "https://sws.geonames.org/2038432/"),
        (WELD, "https://sws.geonames.org/1/"),
    }
    assert len(done.problems) == 1 and ":4:" in done.problems[0]


def test_mrds(index: Index, tmp_path: Path) -> None:
    head = "dep_id,url,mrds_id,mas_id,site_name,latitude,longitude,region,country,state,county,com_type\n"
    path = tmp_path / "mrds.csv.gz"
    row = "10009306,,,,Mount Weld,-28.86,122.55,,Australia,Western Australia,,M\n"
    path.write_bytes(gzip.compress((head + row).encode()))
    assert linked(index, path, "mrds") == {WELD: "https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id=10009306"}


def test_usgs_deposits_by_a_name_in_brackets(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "ree.csv.xz"
    text = (
        "source,record_id,name,country,state_or_province,lat,lon,commodities\n"
        "https://mrdata.usgs.gov/ree,135,Swincer (Mount Weld),Australia,Western Australia,-28.8,122.5,Ce\n"
        "https://mrdata.usgs.gov/ree,136,Mount Weld,Australia,,-10,150,Cerium\n"
    )
    path.write_bytes(lzma.compress(text.encode()))
    assert linked(index, path, "usgs-ree") == {WELD: "https://mrdata.usgs.gov/ree/show-ree.php?rec_id=135"}


def _claim(value: object, rank: str = "normal") -> dict[str, object]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank}


def test_wikidata_dump(index: Index, tmp_path: Path) -> None:
    entities = [
        {"type": "item", "id": "Q1", "labels": {"en": {"value": "Lynas"}}, "aliases": {},
         "claims": {"P17": [_claim({"id": "Q408"})]}, "descriptions": {"en": {"value": "miner"}}},
        {"type": "item", "id": "Q2", "labels": {"en": {"value": "Lynas"}},
         "claims": {"P31": [_claim({"id": "Q5"})], "P17": [_claim({"id": "Q408"})]}},
        {"type": "item", "id": "Q3", "labels": {"de": {"value": "Irgendwas"}},
         "claims": {"P1278": [_claim("549300EBGP1KLQVWVI76")]}},
        {"type": "item", "id": "Q4", "labels": {"en": {"value": "Mount Weld"}}, "aliases": [],
         "claims": {"P625": [_claim({"latitude": -28.86, "longitude": 122.55})]}},
        {"type": "property", "id": "P1", "labels": {"en": {"value": "Lynas"}}},
    ]  # fmt: skip
    path = tmp_path / "all.json.bz2"
    path.write_bytes(bz2.compress(("[\n" + ",\n".join(map(json.dumps, entities)) + "\n]\n").encode()))
    assert linked(index, path, "wikidata") == {
        LYNAS: "http://www.wikidata.org/entity/Q1",
        MP: "http://www.wikidata.org/entity/Q3",
        WELD: "http://www.wikidata.org/entity/Q4",
    }


def test_wikidata_truthy(index: Index, tmp_path: Path) -> None:
    wd, wdt = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    wkt = "http://www.opengis.net/ont/geosparql#wktLiteral"
    path = tmp_path / "truthy.nt.gz"
    path.write_bytes(
        gzip.compress(
            (
                f'<{wd}Q1> <{label}> "Lynas"@en .\n'
                f"<{wd}Q1> <{wdt}P17> <{wd}Q408> .\n"
                f'<{wd}Q4> <{wdt}P625> "Point(122.55 -28.86)"^^<{wkt}> .\n'
                f'<{wd}Q4> <{label}> "Mount Weld"@en .\n'
                f'<{wd}Q5> <{label}> "Baotou"@sv .\n'
            ).encode()
        )
    )
    found = linked(index, path, "wikidata-truthy")
    assert found[LYNAS] == f"{wd}Q1" and found[WELD] == f"{wd}Q4" and found[BAOTOU] == f"{wd}Q5"


def test_opensanctions(index: Index, tmp_path: Path) -> None:
    entities = [
        {
            "id": "NK-1",
            "schema": "Company",
            "properties": {"name": ["Other"], "leiCode": ["549300EBGP1KLQVWVI76"]},
        },
        {"id": "NK-2", "schema": "Person", "properties": {"name": ["Lynas"], "country": ["au"]}},
        {"id": "NK-3", "schema": "Company", "properties": {"name": ["LYNAS LTD"], "country": ["au"]}},
    ]
    path = tmp_path / "entities.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)) + "\nnonsense\n", encoding="utf-8")
    done = linking.run(index, Task("opensanctions", str(path)), Decided(), quiet)
    assert {each.ours.id: each.theirs.id for each in done.proposals} == {
        MP: "https://www.opensanctions.org/entities/NK-1/",
        LYNAS: "https://www.opensanctions.org/entities/NK-3/",
    }
    assert ":4:" in done.problems[0]


def test_any_table_by_its_columns(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "Nr,Firma,公司,Land,Kennung\n7,Other,,AU,\n8,Lynas Limited,,Australia,\n"
        "9,X,,,549300EBGP1KLQVWVI76\n10,,包头,China,\n11,,,,\n",
        encoding="utf-8",
    )
    columns = "id=Nr,name=Firma,name:zh=公司,country=Land,lei=Kennung"
    done = linking.run(index, Task("csv", str(path), None, columns, "https://example.org/"), Decided(), quiet)
    accepted = {each.ours.id: each.theirs.id for each in done.proposals if each.band is Band.accepted}
    assert accepted == {
        LYNAS: "https://example.org/8",
        MP: "https://example.org/9",
        BAOTOU: "https://example.org/10",
    }
    assert done.problems == (f"{path}:6: no id or no name",)
    with pytest.raises(ParameterError, match="has no id"):
        linking.run(index, Task("csv", str(path), columns="name=Firma"), Decided(), quiet)
    with pytest.raises(FileError, match="no column Name"):
        linking.run(index, Task("csv", str(path), columns="id=Nr,name=Name"), Decided(), quiet)


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_no_such_file_is_refused_with_its_name(index: Index, tmp_path: Path, name: str) -> None:
    for file, content in (
        ("a.csv", b"a,b\n1,2\n"),
        ("b.json", b"\xff\xfe\x00"),
        ("c.zip", b"PK"),
        ("d.gz", b"x"),
    ):
        path = tmp_path / file
        path.write_bytes(content)
        with pytest.raises(FileError, match=file):
            list(named(name).read(Source(path), around(index)))
    with pytest.raises(FileError, match="No such file"):
        list(named(name).read(Source(tmp_path / "none.csv"), around(index)))


def test_an_unknown_dataset_or_class_is_refused(index: Index) -> None:
    with pytest.raises(QueryError, match="no dataset is called 'x'; there are gleif"):
        linking.run(index, Task("x", "file"), Decided(), quiet)
    with pytest.raises(ParameterError, match="no thing of ours is a Firm"):
        linking.run(index, Task("gleif", "file", "Firm"), Decided(), quiet)


def test_a_truncated_archive_is_told(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(GLEIF.encode() * 50)[:-40])
    with pytest.raises(FileError, match=r"cut\.csv\.gz"):
        list(named("gleif").read(Source(path), around(index)))


def test_the_progress_goes_from_nothing_to_all(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,name\n" + "".join(f"{n},Name {n}\n" for n in range(20_000)), encoding="utf-8")
    seen: list[tuple[int, int]] = []
    source = Source(path, lambda what, done, total: seen.append((done, total)))
    assert sum(1 for _ in named("csv").read(source, around(index))) == 20_000
    assert len(seen) > 3 and seen == sorted(seen) and seen[-1] == (path.stat().st_size,) * 2


def test_few_of_many_are_kept(index: Index) -> None:
    many = (Record(f"x:{n}", (Name(f"Lynas Rare Earths {n}"),)) for n in range(3_000))
    found = propose(index, many)
    assert 0 < len(found) <= KEPT * len(OURS)
    assert all(each.band is Band.doubtful for each in found), "numbers tell them apart from ours"


def test_two_of_one_name_are_both_doubtful(index: Index) -> None:
    twins = [Record(f"x:{n}", (Name("Lynas Ltd"),), frozenset({"AU"})) for n in (1, 2)]
    assert [(each.theirs.id, each.band) for each in propose(index, twins)] == [
        ("x:1", Band.doubtful),
        ("x:2", Band.doubtful),
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([f"Lynas {word}" for word in ("", "Ltd", "Energy", "Rare Earth", "Rare Earths", "R")]))
def test_the_order_of_the_stream_does_not_matter(index: Index, names: list[str]) -> None:
    records = [Record(f"x:{name}", (Name(name),), frozenset({"AU"})) for name in names]
    found = {(each.ours.id, each.theirs.id, each.band) for each in propose(index, records)}
    again = {
        (each.ours.id, each.theirs.id, each.band)
        for each in propose(index, sorted(records, key=lambda r: r.id))
    }
    assert found == again


def doubtful(index: Index) -> list[Proposal]:
    records = [
        Record("https://example.org/1", (Name("Lynas Energy"),), frozenset({"AU"})),
        Record("https://example.org/2", (Name("Lynas Power"),), frozenset({"AU"})),
        Record("https://example.org/3", (Name("MP Metals"),), frozenset({"US"})),
    ]
    return propose(index, records)


def test_a_reviewer_is_shown_both_sides_and_asked_once(index: Index) -> None:
    shown: list[str] = []
    given = iter(["what?", "n", "y", "s"])

    def show(heading: str, rows: object, reasons: object) -> None:
        shown.append(f"{heading} {rows} {reasons}")

    proposals = doubtful(index)
    decisions = list(review(proposals, lambda question: next(given), show))
    assert [each.same for each in decisions] == [False, True]
    assert "Lynas Rare Earths" in shown[0] and "Lynas Energy" in shown[0] and "country +6" in shown[0]
    table = mappings.added(mappings.empty("x", "X", "https://example.org/", date(2026, 1, 2)), (), decisions,
                           "https://orcid.org/0000-0002-1825-0097", date(2026, 1, 2))  # fmt: skip
    said = [(each.object_id, each.negated, each.confidence) for each in table.mappings]
    assert said == [("https://example.org/1", True, 1.0), ("https://example.org/2", False, 1.0)]
    assert all(each.mapping_justification.endswith("ManualMappingCuration") for each in table.mappings)
    again = propose(index, [each.theirs for each in proposals], decided=mappings.decided(table))
    assert {each.theirs.id for each in again} <= {"https://example.org/3"}


def test_nobody_there_is_no_decision(index: Index) -> None:
    def ask(question: str) -> str:
        raise EOFError

    assert not list(review(doubtful(index), ask, lambda *shown: None))


@pytest.fixture(scope="module")
def environment(small: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    yield os.environ | {"MONAZITE_CACHE_DIR": str(tmp_path_factory.mktemp("cache")), "COLUMNS": "120"}


def run(environment: dict[str, str], *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monazite", *args]
    return subprocess.run(command, input=stdin, env=environment, capture_output=True, text=True, timeout=300)


def test_the_command_keeps_decisions_and_never_asks_twice(
    environment: dict[str, str], tmp_path: Path
) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "id,name,country\n1,Northern Magnet Works,CN\n2,中国二冶,CN\n3,Nobody,CN\n", encoding="utf-8"
    )
    out, doubts = tmp_path / "list.sssom.tsv", tmp_path / "doubts.csv"
    asked = ["link", "--to", "csv", str(table), "--columns", "id=id,name=name,country=country"]
    asked += ["--source", "https://example.org/", "--output", str(out), "--type", "Organization"]
    done = run(environment, *asked, "--doubtful", str(doubts))
    assert done.returncode == 0 and "3 records read" in done.stderr, done.stderr
    waiting = list(csv.DictReader(io.StringIO(doubts.read_text(encoding="utf-8"))))
    assert waiting and all("name +" in row["why"] for row in waiting)
    first = run(environment, *asked, "--review", stdin="n\n" * len(waiting))
    assert "the same?" in first.stderr and "\x1b" not in first.stderr and not first.stdout
    held = sssom.read(out)
    assert any(each.negated for each in held.mappings)
    second = run(environment, *asked, "--review")
    assert "the same?" not in second.stderr and sssom.read(out) == held


def test_reconcile_takes_and_gives_workbooks(environment: dict[str, str], tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Name", "Land", "Note"],
        ["Northern Magnet", "China", "=1+1"],
        [None, None, 7],
        ["Nobody at all"],
    ):
        sheet.append(row)
    sheet["C2"].data_type = "s"
    path, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    book.save(path)
    done = run(
        environment, "reconcile", str(path), "--column", "Name", "--country-column", "Land", "-o", str(out)
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == f"{out}: written\n1 accepted, 0 doubtful, 2 none of 3"
    rows = list(openpyxl.load_workbook(out)["matches"].iter_rows())
    assert [cell.value for cell in rows[0][-6:]] == [
        "monazite_id", "monazite_label", "monazite_score", "monazite_type", "monazite_match", "monazite_why"
    ]  # fmt: skip
    assert "Northern Magnet" in str(rows[1][4].value) and rows[1][7].value == "accepted"
    assert rows[1][2].data_type == "s" and rows[1][2].value == "=1+1"


def test_reconcile_says_what_is_wrong(environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Name;Breite;Länge\nBayan Obo;x;109\n", encoding="utf-8")
    done = run(environment, "reconcile", str(path), "--column", "Firma")
    assert done.returncode == 1 and "no column 'Firma'; the columns are Name, Breite, Länge" in done.stderr
    more = ["--property", "latitude=Breite", "--property", "longitude=Länge"]
    done = run(
        environment, "reconcile", str(path), "--column", "Name", *more, "-o", str(tmp_path / "out.csv")
    )
    assert done.returncode == 1 and "in.csv:2: latitude 'x' is no number" in done.stderr
    assert not (tmp_path / "out.csv").exists()
    path.write_bytes("Name\nPuławy\n".encode("latin2"))
    done = run(environment, "reconcile", str(path), "--column", "Name")
    assert done.returncode == 1 and "give its --encoding" in done.stderr
    assert (
        run(environment, "reconcile", str(path), "--column", "Name", "--encoding", "latin2").returncode == 0
    )


@pytest.fixture(scope="module")
def server(
    environment: dict[str, str], small_bundle: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Our own server, as the outside service that it is for others."""
    folder = tmp_path_factory.mktemp("served")
    assert run(environment, "build", "--store", str(folder / "store")).returncode == 0
    running = start(folder / "store", folder / "log", bundle=small_bundle)
    yield running
    running.stop()


def test_a_reconciliation_service(server: Running) -> None:
    ours = [
        Record(
            f"{ID}x",
            (Name("Northern Magnet (Inner Mongolia) Co., Ltd.", "en"),),
            frozenset({"CN"}),
            kinds=COMPANY,
        ),
        Record(f"{ID}y", (Name("Nothing of that name", "en"),), kinds=COMPANY),
    ]
    done = linking.run(
        Index(ours), Task("reconciliation", f"{server.address}/reconcile", loopback=True), Decided(), quiet
    )
    accepted = [each for each in done.proposals if each.band is Band.accepted]
    assert [each.ours.id for each in accepted] == [f"{ID}x"]
    assert accepted[0].theirs.id.startswith(f"{ID}org/") and "orthern" in accepted[0].theirs.label


def test_a_sparql_endpoint(server: Running, tmp_path: Path) -> None:
    query = tmp_path / "names.rq"
    query.write_text(
        "PREFIX mz: <https://w3id.org/monazite/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        "SELECT ?id ?name ?country { ?id a mz:Organization ; skos:prefLabel ?name . "
        "OPTIONAL { ?id mz:registeredIn ?place . ?place mz:countryCode ?country } }"
    )
    ours = [
        Record(f"{ID}x", (Name("Northern Magnet Inner Mongolia", "en"),), frozenset({"CN"}), kinds=COMPANY)
    ]
    index = Index([*ours, *OURS])
    task = Task("sparql", f"{server.address}/sparql", query=query, loopback=True)
    done = linking.run(index, task, Decided(), quiet)
    accepted = {each.ours.id: each for each in done.proposals if each.band is Band.accepted}
    assert f"{ID}x" in accepted and "country +6" in accepted[f"{ID}x"].score.why
    assert done.read > 5


def test_a_service_that_is_none_is_named(server: Running, index: Index) -> None:
    for address, message in (
        ("ftp://example.org/", "no address to ask"),
        ("http://127.0.0.1:9/", "could not be reached"),
        (f"{server.address}/nowhere", "answered 404"),
        (f"{server.address}/sparql", "answers no JSON"),
    ):
        with pytest.raises(WebError, match=message):
            list(services.reconcile(services.web(address, True), address, OURS, quiet))
    endpoint = f"{server.address}/sparql"
    with pytest.raises(WebError, match="need --loopback"):
        list(services.reconcile(services.web(endpoint, False), endpoint, OURS, quiet))
    with pytest.raises(WebError, match="at least"):
        query = "SELECT ?s { ?s ?p ?o } LIMIT 1"
        list(services.sparql(services.web(endpoint, True), endpoint, query, around(index)))
    with pytest.raises(QueryError, match="--query"):
        linking.run(index, Task("sparql", endpoint), Decided(), quiet)
