"""Whatever is imported from tables comes back as tables, and makes the same files again."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from monazite.tables import exporting, importing, kinds, writing

Rows = dict[str, list[dict[str, str]]]
EXAMPLES = 16
# Names that nobody could take for each other, in Latin letters, in Chinese and in both.
HEADS = ("Acme", "Zenith", "Quarry", "Bohr", "Kiruna", "Ytterby", "Tundra", "Vesta", "Lumen", "Orpheus")
TAILS = (
    "Rare Metals",
    "Magnetics, Inc.",
    "稀土",
    "Works (No. 2)",
    "& Söhne GmbH",
    "Co., Ltd.",
    "'Old' Mine",
    "- Plant",
)
CHINESE = (
    "北方稀土",
    "包头磁材有限公司",
    "有研工厂",
    "中铝项目",
    "赣州计划",
    "厦门钨业",
    "宁波韵升",
    "金力永磁",
)
PROSE = (
    'Says "yes"',
    "=1+1",
    "-5 °C",
    "@home",
    "+ more",
    "back\\slash",
    "'quoted",
    "两条 lines",
    "a; b",
    "tab\there",
    "1,000",
    "007",
    "3.10",
    "TRUE",
)
FIGURES = (
    "3000", "3,000", "1.2 million", "up to 5,000", "over 45", "500-700", "about 20", "at least 10",
    "less than 9", "12+", "0.50", "1 200 万", "3 to 4 thousand", "-7", "10-20", "nearly 100", "0", "000123",
    "100000000000000000000",
)  # fmt: skip
DATES = ("2024", "2024-05", "2024-05-17", "May 2024", "17 May 2024", "2024/5/7", "2024年5月", "1999-12-31")
PERIODS = (
    "2024",
    "2024-Q2",
    "Q3 2023",
    "2024-H1",
    "FY2025",
    "2023/2024",
    "2024-05",
    "2024-05-17",
    "2020 to 2022-06",
)
SHARES = ("51", "51 %", "more than 50 %", "10-15 %", "0", "100", "about 33.3%", "up to 20 percent")
AMOUNTS = ("120 million", "$5", "up to 16.38 million", "7", "over 1,000")
IN_YUAN = ("RMB 120 million", "CNY 5-6 million", *AMOUNTS)
UNITS = (
    "t",
    "t/a",
    "kt/a",
    "%",
    "m2",
    "USD",
    "USD/kg",
    "CNY/t",
    "units/a",
    "short tons/a",
    "kg/MW",
    "tonnes",
    "吨/年",
)
WHERE: tuple[dict[str, str], ...] = (
    {}, {"country": "CN"}, {"country": "CN", "region": "Inner Mongolia"},
    {"country": "CN", "region": "Inner Mongolia", "locality": "Baotou"},
    {"country": "AU", "region": "Far County"}, {"country": "AU", "locality": "Hill Park"},
)  # fmt: skip
PLACES = ("Baotou, Inner Mongolia, CN", "Inner Mongolia, CN", "CN", "Nowhere Zone, Far County, AU")


def cell(values: tuple[str, ...], blank: bool = True) -> st.SearchStrategy[str]:
    """One of some values, and often blank where it may be."""
    return st.sampled_from((*values, "", "") if blank else values)


def several(values: list[str]) -> st.SearchStrategy[str]:
    """Some values between semicolons."""
    if not values:
        return st.just("")
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map("; ".join)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Rows of all kinds about a handful of entities, from one, two or three documents."""
    pick = draw  # hypothesis warns of a function that uses its own name for it in another only
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(HEADS), st.sampled_from(TAILS)),
            min_size=8,
            max_size=8,
            unique_by=lambda n: n[0],
        )
    )
    latin = [" ".join(pair) for pair in names]
    chinese = draw(st.permutations(CHINESE))
    named = [*latin[:7], chinese[0]]
    organizations, facilities, projects, initiatives = (
        [*named[:3], chinese[0]],
        latin[3:5],
        latin[5:6],
        latin[6:7],
    )
    sources = draw(st.sampled_from((["doc-1"], ["doc-1", "doc-2"], ["doc-1", "doc-2", "doc-3"])))
    source = st.sampled_from(sources)
    date, figure, note = cell(DATES), cell(FIGURES), cell(PROSE)
    rows: Rows = {kind: [] for kind in kinds.KINDS}

    def add(kind: str, **cells: str | st.SearchStrategy[str]) -> None:
        drawn = {name: value if isinstance(value, str) else pick(value) for name, value in cells.items()}
        rows[kind].append({name.rstrip("_"): value for name, value in drawn.items() if value})

    def measured(kind: str, **cells: str | st.SearchStrategy[str]) -> None:
        add(kind, value=cell(FIGURES, False), unit=cell(UNITS, False), note=note, source=source, **cells)

    for i, identifier in enumerate(sources):
        add(
            "sources",
            id=identifier,
            title=st.sampled_from((f"Report {i}", f"年报{i}", *PROSE)),
            publisher=st.sampled_from((*organizations, "Vesper Press", "光明日报社")),
            author=cell(("Jo Doe", "李明")),
            url=cell((f"https://e.example/{i}?a=b&c=(d)#é", "http://e.example/")),
            published=date,
            retrieved=date,
            language=cell(("en", "zh-Hans")),
            note=note,
        )
    for name, zh in zip(organizations, chinese[1:], strict=False):
        identity = {
            "name_zh": draw(cell((zh,))) if name != chinese[0] else "",
            "aliases": draw(cell((f"{name} A", f"{name} A; {zh}股份"))),
            "type": draw(cell(tuple(kinds.ORGANIZATIONS))),
            "country": draw(cell(("CN", "AU"))),
            "legal_name": draw(cell((f"{name} Legal Ltd.",))),
        }
        for told in draw(st.lists(source, min_size=1, max_size=2, unique=True)):
            add(
                "organizations",
                name=name,
                **identity,
                based_in=cell(PLACES),
                website=cell(("https://a.example/",)),
                note=note,
                source=told,
            )
    for i, name in enumerate(facilities):
        add(
            "facilities",
            name=name,
            name_zh=cell((f"工厂{i}号",)),
            aliases=cell((f"{name} B",)),
            type=cell(tuple(kinds.FACILITIES)),
            stages=several(["mining", "magnet-making", "separation"]),
            operator=cell(tuple(organizations)),
            **draw(st.sampled_from(WHERE)),
            status=cell(("operating", "planned")),
            status_as_of=date,
            started=date,
            ended=date,
            consumes=several(["ndfeb-alloy", "ndpr-oxide"]),
            produces=several(["ndfeb-magnet", "NdPr metal"]),
            supplied_by=several([*organizations, *facilities[:i]]),
            minerals=several(["monazite", "bastnaesite"]),
            floor_area=figure,
            initiative=several(initiatives),
            **draw(st.sampled_from(({}, {"latitude": "40.640", "longitude": "-109.8"}))),
            note=note,
            source=source,
        )
    for i, name in enumerate(projects):
        for phase in ("", "1", "2")[: draw(st.integers(1, 3))]:
            add(
                "projects",
                name=name,
                phase=phase,
                name_zh="" if phase else cell((f"项目{i}号",)),
                sponsor=several(organizations),
                builds=several(facilities),
                upgrades=several(facilities),
                place=cell(PLACES),
                products=several(["ndfeb-magnet"]),
                status=cell(("announced", "conditional")),
                condition=cell(PROSE),
                planned_start=date,
                planned_end=date,
                initiative=several(initiatives),
                note=note,
                source=sources[0],
            )
    for name in initiatives:
        add(
            "initiatives",
            name=name,
            name_zh=cell(("稀土振兴",)),
            aliases=cell((f"{name} I",)),
            type=cell(tuple(kinds.INITIATIVES)),
            issuer=cell((*organizations, "China", "Inner Mongolia")),
            start=date,
            end=date,
            covers=several(["mining", "neodymium", "ndfeb-magnet"]),
            places=several(["Inner Mongolia", "CN"]),
            participants=several(organizations),
            aim=cell(PROSE),
            note=note,
            source=source,
        )
    add("identifiers", entity=organizations[0], scheme="ticker", value="XSHG:600999", source=source)
    add(
        "identifiers",
        entity=facilities[0],
        scheme="wikidata",
        value=cell(("Q42", "Q7"), False),
        source=source,
    )
    for _ in range(draw(st.integers(0, 3))):
        first, second = draw(st.permutations(organizations))[:2]
        quantity, amount = draw(figure), draw(cell(IN_YUAN))
        kind = draw(st.sampled_from(tuple(kinds.AGREEMENTS)))
        add(
            "agreements",
            type=kind,
            from_=first,
            to=second,
            subject=cell((*facilities, *projects)),
            forms=cell(("Nimbus Joint Company",)) if kind == "joint-venture" else "",
            product=several(["ndfeb-magnet", "ndpr-oxide"]),
            quantity=quantity,
            unit=cell(("t", "t/a"), False) if quantity else "",
            amount=amount,
            currency=cell(("CNY", "USD") if amount in AMOUNTS else ("CNY",), False) if amount else "",
            announced=date,
            signed=date,
            start=date,
            end=date,
            status=cell(("binding", "announced")),
            initiative=several(initiatives),
            note=note,
            source=source,
        )
    for _ in range(draw(st.integers(0, 2))):
        first, second = draw(st.permutations(organizations))[:2]
        amount = draw(cell(IN_YUAN))
        equivalent = draw(cell(AMOUNTS)) if amount else ""
        add(
            "investments",
            investor=cell((first,)),
            investee=second,
            funds=cell((*facilities, *projects)),
            amount=amount,
            currency="CNY" if amount else "",
            equivalent=equivalent,
            equivalent_currency="USD" if equivalent else "",
            announced=date,
            status=cell(("announced",)),
            note=note,
            source=source,
        )
        add(
            "stakes",
            holder=first,
            held=st.sampled_from((second, *facilities, *projects)),
            share=cell(SHARES),
            as_of=date,
            announced=date,
            start=date,
            end=date,
            status=cell(("binding",)),
            note=note,
            source=source,
        )
    for _ in range(draw(st.integers(0, 2))):
        measured(
            "targets", initiative=initiatives[0], measure=st.sampled_from(("production", "capacity")), by=date
        )
    for _ in range(draw(st.integers(0, 4))):
        concepts = ("stage/magnet-making", "neodymium")
        subject = st.sampled_from(
            (*organizations, *facilities, *projects, "China", "Inner Mongolia", *concepts)
        )
        measured(
            "observations",
            subject=subject,
            measure=st.sampled_from(
                (
                    "capacity",
                    "production",
                    "import",
                    "world-share",
                    "price",
                    "content",
                    "governance-rule-of-law",
                )
            ),
            product=cell(("ndfeb-magnet", "neodymium", "NdPr oxide")),
            period=cell(PERIODS),
            basis=cell(("reo",)),
            capacity=cell(("nameplate", "permitted")),
            modality=cell(("stated", "planned", "forecast")),
            as_of=date,
            partner=cell(("Australia", "CN")),
            whole=cell((*organizations, "China", "NdFeB magnet")),
        )
    # Two rows that say the same are refused: one of them stays.
    return {kind: list({json.dumps(row): row for row in told}.values()) for kind, told in rows.items()}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The vocabularies that the rows use, the countries and one region: quick to read."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "ontology").symlink_to(checkout / "ontology")
    registry = folder / "data" / "registry"
    registry.mkdir(parents=True)
    for path in (checkout / "data" / "registry").glob("*.trig"):
        if path.stem in ("places", "countries"):
            (registry / path.name).symlink_to(path)
    return folder


def take(rows: Path, into: Path, base: Path) -> dict[str, str]:
    """Imports tables and writes them; the files by their names."""
    what = importing.prepare([rows], into, base=base)
    assert not what.undecided, what.undecided
    importing.write(what)
    return {
        str(path.relative_to(into)): path.read_text(encoding="utf-8") for path in sorted(into.rglob("*.trig"))
    }


def give(into: Path, to: Path, base: Path) -> dict[str, list[dict[str, str]]]:
    """Exports a folder of data as tables and writes them."""
    store = importing.known(base, into)
    ids = {path.stem for path in (into / "sources").glob("*.trig")}
    rows = exporting.tables(store, ids)
    writing.write(to, rows, store)
    return rows


@pytest.mark.parametrize("form", ["folder", "book.xlsx"])
def test_tables_come_back(base: Path, form: str) -> None:
    @settings(
        max_examples=EXAMPLES if form == "folder" else EXAMPLES // 4,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # to shrink takes minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(tables())
    def check(rows: Rows) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            (folder / "rows.jsonl").write_text(
                "".join(json.dumps({"kind": k, **row}) + "\n" for k in rows for row in rows[k]),
                encoding="utf-8",
            )
            first = take(folder / "rows.jsonl", folder / "first", base)
            out = give(folder / "first", folder / form, base)
            second = take(folder / form, folder / "second", base)
            assert second == first
            assert give(folder / "second", folder / f"again-{form}", base) == out
        finally:
            shutil.rmtree(folder)

    check()


def test_a_folder_of_tables_is_written_alike_each_time(base: Path, tmp_path: Path) -> None:
    rows: Rows = {
        "sources": [{"id": "doc-1", "title": "=1+1", "publisher": "Acme"}],
        "organizations": [{"name": "Acme", "name_zh": "阿克米", "note": "'quoted, with a comma"}],
    }
    (tmp_path / "rows.jsonl").write_text(
        "".join(json.dumps({"kind": k, **row}) + "\n" for k in rows for row in rows[k]), encoding="utf-8"
    )
    take(tmp_path / "rows.jsonl", tmp_path / "first", base)
    give(tmp_path / "first", tmp_path / "one", base)
    take(tmp_path / "one", tmp_path / "second", base)
    give(tmp_path / "second", tmp_path / "two", base)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted([*(f"{kind}.csv" for kind in kinds.KINDS), "README.md"])
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    (source,) = csv.DictReader((tmp_path / "one" / "sources.csv").open(encoding="utf-8"))
    assert source["title"] == "'=1+1", "no spreadsheet takes it for a formula"
