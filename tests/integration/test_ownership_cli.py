"""Ownership on the shipped graph: what its sources say of companies that are known well, and the command."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from monazite import KnowledgeGraph
from monazite.analysis import facilities
from monazite.analysis.intervals import Interval, exactly
from monazite.analysis.ownership import owners, stage_owners, stakes
from monazite.analysis.ownership import structure as ownership
from monazite.analysis.ownership.owners import Ownership, OwnershipRow
from monazite.errors import QueryError


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def of(kg: KnowledgeGraph, name: str, at: str | None = None) -> Ownership:
    return owners.of_entity(kg, str(kg.resolve(name)), at)


def rows(found: Ownership, relation: str) -> dict[str, OwnershipRow]:
    return {row.name: row for row in found.rows if row.relation == relation}


def bounds(row: OwnershipRow) -> tuple[float, float]:
    assert row.share is not None
    return row.share.low, row.share.high


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monazite", "ownership", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_holders_of_china_rare_earth_group_come_to_all_of_it(kg: KnowledgeGraph) -> None:
    """As founded: SASAC 31.21 %, three with 20.33 % and two with 3.90 %; one source rounds to a tenth."""
    found = of(kg, "China Rare Earth Group Co., Ltd.")
    holders = rows(found, "holder")
    assert bounds(holders["SASAC"]) == (0.312, 0.3121)
    assert bounds(holders["China Minmetals Corporation"]) == pytest.approx((0.203, 0.2033))
    assert bounds(holders["GRINM Group Corporation"]) == (0.039, 0.039)
    highest = sum(bounds(row)[1] for row in holders.values())
    assert len(holders) == 6 and highest == pytest.approx(1)
    assert not rows(found, "controller")


def test_northern_rare_earth_belongs_in_part_to_inner_mongolia_which_controls_it(kg: KnowledgeGraph) -> None:
    """36.71 % (2023) to 55.02 % (2025) by Baogang, of which the government has 76.835 % (2019)."""
    found = of(kg, "China Northern Rare Earth (Group) High-Tech Co., Ltd.")
    (controller,) = rows(found, "controller").values()
    assert controller.name == "Government of Inner Mongolia" and controller.controls == "as told"
    owner = rows(found, "ultimate owner")["Government of Inner Mongolia"]
    assert bounds(owner) == pytest.approx((0.76835 * 0.3671, 0.76835 * 0.5502))
    assert owner.through == ("Baotou Iron and Steel (Group) Co., Ltd.",)
    assert rows(found, "state")["China"].controls == "yes"
    assert rows(found, "holding")["Huamei smelting and separation plant"].controls == "majority"


def test_mountain_pass_belongs_to_the_holders_of_mp_materials(kg: KnowledgeGraph) -> None:
    """A 7.7 % stake of Shenghe that one source puts in the mine is its stake in the company."""
    found = of(kg, "Mountain Pass")
    assert list(rows(found, "controller")) == ["MP Materials"]
    assert bounds(rows(found, "state")["United States"]) == (0.15, 0.15)
    assert bounds(rows(found, "ultimate owner")["Hancock Prospecting"]) == (0.084, 0.085)
    assert any("7.7 % of Shenghe" in note for note in found.notes)


def test_a_company_that_was_bought_is_controlled_by_its_buyer_with_an_unknown_share(
    kg: KnowledgeGraph,
) -> None:
    found = of(kg, "Vacuumschmelze")
    (holder,) = rows(found, "holder").values()
    assert (holder.name, holder.basis, holder.controls) == ("Ara Partners", "acquisition", "as told")
    assert bounds(holder) == (0, 1)
    assert "Vacuumschmelze Hanau plant" in rows(found, "holding")


def test_nobody_surely_controls_a_plant_of_two_owners_without_shares(kg: KnowledgeGraph) -> None:
    found = of(kg, "Caremag Lacq plant")
    assert set(rows(found, "holder")) == {"Carester", "Japan France Rare Earth Company"}
    assert not rows(found, "controller")
    assert {bounds(row) for row in rows(found, "holder").values()} == {(0, 1)}


def test_at_an_earlier_date_the_holders_of_then_count(kg: KnowledgeGraph) -> None:
    assert list(rows(of(kg, "HyProMag", "2021"), "holder")) == ["Maginito"]
    assert bounds(rows(of(kg, "HyProMag", "2021"), "holder")["Maginito"]) == (0.25, 0.25)
    assert bounds(rows(of(kg, "HyProMag", "2024"), "holder")["Maginito"]) == (1, 1)


def test_what_is_left_of_each_thing_makes_all_shares_fit(kg: KnowledgeGraph) -> None:
    found = stakes.register(kg, facilities.standing(kg))
    for held, holders in found.shares.items():
        assert sum(share.low for share in holders.values()) <= 1 + 1e-9, held
        assert all(0 <= share.low <= share.high <= 1 for share in holders.values()), held
    assert len(found.remarks) < 30


def test_units_belong_whole_to_owners_and_states(kg: KnowledgeGraph) -> None:
    standing = facilities.standing(kg)
    for divided in (ownership.of_facilities(kg, standing), ownership.states(kg, standing)):
        assert divided.keys() == standing.facilities.keys()
        for unit, shares in divided.items():
            assert sum(share.low for share in shares.values()) <= 1 + 1e-9, unit
            assert sum(share.high for share in shares.values()) >= 1 - 1e-9, unit


def test_a_state_has_at_most_all_of_a_stage_and_shares_enclose_control_apart(kg: KnowledgeGraph) -> None:
    found = stage_owners.of_stages(kg, "separation", "state")
    china = {row.how: row for row in found.rows if row.iri == "CN" and row.counted == "reo"}
    assert china["by control"].installed.low > china["by share"].installed.low > 30_000
    for how in ("by share", "by control"):
        parts = [row for row in found.rows if row.how == how and row.counted == "reo"]
        assert (
            sum(row.planned_share.low for row in parts) <= 1 <= sum(row.planned_share.high for row in parts)
        )


def test_by_controller_a_unit_counts_once(kg: KnowledgeGraph) -> None:
    found = stage_owners.of_stages(kg, "separation", "controller")
    largest = found.rows[[row.counted for row in found.rows].index("reo")]
    assert largest.holder == "Government of Inner Mongolia" and largest.installed.low > 100_000
    assert isinstance(largest.installed, Interval) and largest.planned_share.high < 0.5


def test_bad_questions_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="neither an organization nor a production unit"):
        of(kg, "Inner Mongolia")
    with pytest.raises(QueryError, match="unknown stage 'smelting'; there are: exploration"):
        stage_owners.of_stages(kg, "smelting")
    with pytest.raises(QueryError, match="unknown division"):
        stage_owners.of_stages(kg, "mining", "planet")


def test_the_command_prints_writes_and_draws(tmp_path: Path) -> None:
    done = run("MP Materials", "--figure", str(tmp_path / "mp.svg"), "--language", "zh")
    assert done.returncode == 0, done.stderr
    assert "Mountain Pass" in done.stdout and "[1]" in done.stdout
    assert "所有者" in (tmp_path / "mp.svg").read_text(encoding="utf-8")
    done = run(
        "--stage", "separation", "--by", "state", "--format", "csv", "--figure", str(tmp_path / "s.png")
    )
    assert done.returncode == 0, done.stderr
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"installed_low", "planned_share_high", "confidence", "sources"} <= set(found[0])
    assert (tmp_path / "s.png").stat().st_size > 10_000


def test_the_command_gives_json_and_errors_alone_on_stderr() -> None:
    done = run("Less Common Metals", "--format", "json")
    document = json.loads(done.stdout)
    holder = next(row for row in document["rows"] if row["relation"] == "holder")
    assert holder["name"] == "USA Rare Earth" and holder["share"] == {"low": 1.0, "high": 1.0}
    for wrong in (["MP Materials", "--stage", "mining"], ["--at", "yesterday"], ["Baotou"]):
        done = run(*wrong)
        assert done.returncode == 1 and done.stdout == "" and done.stderr.startswith("monazite: ")


def test_share_of_a_wholly_owned_unit_is_exact(kg: KnowledgeGraph) -> None:
    found = ownership.of_facilities(kg, facilities.standing(kg))
    assert found[str(kg.resolve("Bear Lodge"))][str(kg.resolve("General Atomics"))] == exactly(0.54)
