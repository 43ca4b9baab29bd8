"""The walk-through from fifty supplier names to Baotou works as it stands: commands and what they print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.integration.pages import DOCS, run, walk

from monazite.link import spreadsheets

TEXT = (DOCS / "linking.md").read_text(encoding="utf-8")
# Row, and whom a person who knows the trade finds in it; "" for nobody.
MEANT = {
    "1": "China Northern Rare Earth (Group) High-Tech Co., Ltd.",
    "3": "Baogang Magnetic Materials",
    "5": "Baotou Tianhe Magnetics Technology Co., Ltd.",
    "11": "Earth-Panda (Baotou) Permanent Magnet Technology",
    "14": "Beijing Zhong Ke San Huan High-Tech Co., Ltd.",
    "15": "Yantai Zhenghai Magnetic Material Co., Ltd.",
    "20": "Proterial",
    "22": "Vacuumschmelze",
    "30": "Ming Yang Group",
    "31": "Goldwind",
    "41": "Baotou Showa Rare Earth Hi-Tech New Material Co., Ltd.",
    "42": "Tianjin Ruimaige Technology Co., Ltd",
    "44": "Baotou Research Institute of Rare Earths",
    "47": "Noveon Magnetics",
    "48": "",
    "49": "",
    "50": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the walk-through was walked, each step tested on the way."""
    folder = tmp_path_factory.mktemp("walk")
    assert walk(TEXT, folder) == TEXT.count("```sh") >= 4
    return folder


def test_the_suppliers_are_whom_a_person_would_say(folder: Path) -> None:
    table = spreadsheets.read(folder / "matched.csv")
    found = {row[0]: row[table.headings.index("monazite_label")] for row in table.rows}
    assert len(found) == 50
    assert {number: found[number] for number in MEANT} == MEANT


def test_the_map_names_who_depends_on_baotou(folder: Path) -> None:
    text = (folder / "map.svg").read_text(encoding="utf-8")
    for name in ("Bayan Obo", "JL MAG", "Volkswagen", "Wolong Group", "runs units there", "on the list"):
        assert name in text, name
    assert "Lynas" not in text and "Noveon" not in text


def test_no_formula_comes_out_of_the_list(folder: Path) -> None:
    lines = (folder / "matched.csv").read_text(encoding="utf-8").splitlines()
    assert lines[50].startswith("50,") and "'=HYPERLINK" in lines[50]


def test_the_links_are_a_valid_table(folder: Path) -> None:
    from monazite import sssom

    found = sssom.read(folder / "links.sssom.tsv")
    assert len(found.mappings) >= 30 and all("example.org" in each.object_id for each in found.mappings)


def test_who_depends_on_a_place_by_names_or_by_a_table(folder: Path) -> None:
    done = run("monazite dependence Volkswagen Lynas --on Baotou --format json", folder)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    ways = {(row["company"], row["unit"]): row for row in found["rows"]}
    way = ways["Volkswagen", "Tianhe Baotou plant"]
    assert way["links"] == 2 and way["sources"] and way["by_way_of"][-1] == "Volkswagen"
    assert found["independent"] == ["Lynas Rare Earths"]
    table = folder / "nobody.csv"
    table.write_text("a,monazite_id,monazite_match\nx,,none\n", encoding="utf-8")
    done = run("monazite dependence nobody.csv --on Baotou", folder)
    assert done.returncode == 1 and "no row has 'accepted'" in done.stderr
