"""The balance and the timeline of the shipped graph, asked as an analyst would; figures that can be drawn."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monazite import KnowledgeGraph
from monazite.analysis import places
from monazite.analysis.balance import stages as balance
from monazite.analysis.balance import targets
from monazite.analysis.balance.stages import StageBalance
from monazite.analysis.change import changes, timeline
from monazite.cli import app
from monazite.errors import QueryError

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def world(kg: KnowledgeGraph) -> dict[tuple[str, str], StageBalance]:
    found = balance.balance(kg, ("world", "CN", "EU", "world without CN"), (2025,))
    return {(row.place, row.stage_name): row for row in found.rows}


def test_china_and_the_rest_make_up_the_world(world: dict[tuple[str, str], StageBalance]) -> None:
    for stage in ("separation", "metal-making", "alloy-making", "magnet-making"):
        whole, china, rest = (world[place, stage] for place in ("world", "China", "world without China"))
        assert whole.by_units.low == pytest.approx(china.by_units.low + rest.by_units.low)
        assert whole.by_units.high == pytest.approx(china.by_units.high + rest.by_units.high)
        assert whole.unknown_units == china.unknown_units + rest.unknown_units


def test_china_dwarfs_the_rest_in_magnets_as_published(world: dict[tuple[str, str], StageBalance]) -> None:
    # The IEA and the European Commission put China at about 90 per cent of the world's magnets.
    china, rest = (
        world["China", "magnet-making"].installed_magnets,
        world["world without China", "magnet-making"],
    )
    assert china.low / (china.low + rest.installed_magnets.high) > 0.85


def test_statistics_raise_what_the_units_alone_make(world: dict[tuple[str, str], StageBalance]) -> None:
    row = world["China", "magnet-making"]
    assert row.produced is not None and row.produced > row.by_units.high
    assert row.installed.low == row.produced and not row.installed.bounded
    # 270,000 t of rare earth oxides in 2024 and 2025 (USGS), of which at least 15.7 per cent are NdPr.
    assert world["China", "mining"].produced == pytest.approx(270_000 * 0.157)


def test_every_row_with_a_figure_has_its_sources(world: dict[tuple[str, str], StageBalance]) -> None:
    assert all(row.sources for row in world.values() if row.by_units.high)


def test_the_targets_of_the_act(kg: KnowledgeGraph) -> None:
    found = targets.targets(kg)
    assert {(row.measure, row.share.low, row.by) for row in found.rows} == {
        ("extraction-share", 10, 2030),
        ("processing-share", 40, 2030),
        ("recycling-share", 25, 2030),
        ("single-country-dependence", 65, 2030),
    }
    for row in found.rows:
        assert row.asked_for.high == pytest.approx(row.consumption.high * row.share.high / 100)
        assert row.gap.low <= row.gap.high <= row.consumption.high
        assert any("Evertiq" in str(source) or "StockNews24" in str(source) for source in row.sources)


def test_what_is_published_later_is_not_known_at_a_date(kg: KnowledgeGraph) -> None:
    found = targets.targets(kg, at="2025-06").rows
    (dependent, _) = (row for row in found if row.measure == targets.DEPENDENCE)
    assert all((source.issued or "") <= "2025-06-30" for source in dependent.sources)
    with pytest.raises(QueryError, match="no source by 2021-12-31 tells how many magnets"):
        targets.targets(kg, at="2021")
    # What was mined in a year is told in full two years later.
    early, late = (balance.balance(kg, ("world",), (2021,), at=at).rows[0] for at in ("2021", "2023"))
    assert early.produced and late.produced and early.produced < late.produced


def test_changes_of_half_a_year(kg: KnowledgeGraph) -> None:
    found = {(c.date, c.change, c.entity) for c in changes.changes(kg, "2025-07", "2025-12").rows}
    assert ("2025-09-29", "re-owned", "Less Common Metals") in found
    assert ("2025-08-07", "delayed", "Eneabba Refinery") in found


def test_places_by_code_and_name_in_both_languages(kg: KnowledgeGraph) -> None:
    assert places.named(kg, "estonia") == places.named(kg, "EE") == places.named(kg, "爱沙尼亚")
    assert places.named(kg, "world without CN, MM").without == {"CN", "MM"}
    assert places.named(kg, "world without CN", "zh").label == "世界（不含中国）"
    assert places.named(kg, "World WITHOUT cn and Trinidad and Tobago").without == {"CN", "TT"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_drawn(kg: KnowledgeGraph, language: str) -> None:
    drawn = [
        balance.balance(kg, ("EU",), (2030,), language).plot(),
        targets.targets(kg, language).plot(),
        timeline.capacity(kg, None, ("CN",), (2025, 2027), language).plot(),
        changes.changes(kg, "2025-07", "2025-08", language=language).plot(),
        changes.changes(kg, "2024", "2025", language=language).plot(),
    ]
    assert all(figure.axes for figure in drawn)


def test_balance_on_the_command_line(tmp_path: Path) -> None:
    picture = tmp_path / "balance.svg"
    asked = ["balance", "--place", "EU", "--year", "2030", "--format", "json", "--figure", str(picture)]
    ran = RUNNER.invoke(app, asked)
    assert ran.exit_code == 0 and picture.stat().st_size
    found = json.loads(ran.stdout)
    assert [row["stage_name"] for row in found["rows"]] == [
        "mining", "separation", "metal-making", "alloy-making", "magnet-making",
    ]  # fmt: skip
    assert all(each["sources"] for each in found["factors"][:-1])


def test_targets_on_the_command_line() -> None:
    ran = RUNNER.invoke(app, ["balance", "--targets"])
    assert ran.exit_code == 0
    assert "targets of the EU Critical Raw Materials Act" in ran.stdout
    assert RUNNER.invoke(app, ["balance", "--targets", "--place", "CN"]).exit_code == 1


def test_timeline_on_the_command_line() -> None:
    ran = RUNNER.invoke(
        app, ["timeline", "--stage", "magnet-making", "--place", "CN", "--since", "2024", "--format", "csv"]
    )
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["year"] for row in rows] == [str(year) for year in range(2024, 2031)]
    ran = RUNNER.invoke(
        app, ["timeline", "--changes", "--since", "2025-09", "--until", "2025-09", "--format", "md"]
    )
    assert "| 2025-09-29 | sure | re-owned | Less Common Metals |" in ran.stdout


def test_a_bad_question_prints_nothing() -> None:
    for asked in (
        ["balance", "--place", "Atlantis"],
        ["timeline", "--stage", "smelting"],
        ["timeline", "--since", "x"],
    ):
        ran = RUNNER.invoke(app, asked)
        assert (ran.exit_code, ran.stdout) == (1, "")
