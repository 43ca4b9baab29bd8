"""Concentration on the shipped graph: against figures by hand, as a command, in all its forms."""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from monazite import KnowledgeGraph
from monazite.analysis import facilities
from monazite.analysis.capacities import at_stage
from monazite.analysis.concentration import holders, measures, produced
from monazite.analysis.concentration.governance import ANYTHING, DIMENSIONS, governance
from monazite.analysis.concentration.stages import Concentration, concentration, shares
from monazite.analysis.concepts import concepts
from monazite.analysis.intervals import Interval, exactly
from monazite.errors import QueryError

MCS_2026 = "u-s-geological-survey-rare-earths-mcs-2026"
# Mine production in 2025, t of rare earth oxide, as that edition's table has it.
USGS_2025 = {
    "China": 270_000, "United States": 51_000, "Australia": 29_000, "Myanmar": 22_000, "Thailand": 4_800,
    "India": 2_900, "Madagascar": 2_700, "Russia": 2_600, "Brazil": 2_000, "Nigeria": 1_500, "Vietnam": 150,
    "Malaysia": 110,
}  # fmt: skip
WORLD_2025 = 390_000


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def stage(kg: KnowledgeGraph, name: str, **asked: str) -> Concentration:
    return concentration(kg, stage=name, **asked).rows[0]  # type: ignore[arg-type]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monazite", "concentration", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_mine_production_is_as_concentrated_as_the_usgs_table_by_hand(kg: KnowledgeGraph) -> None:
    found = concentration(kg, measure="production", at="2025", source=MCS_2026)
    (row,) = found.rows
    squares = sum((amount / WORLD_2025) ** 2 for amount in USGS_2025.values())
    other = WORLD_2025 - sum(USGS_2025.values())
    assert row.units == 12 and row.largest == "China" and row.planned_share is None
    assert row.hhi.low == pytest.approx(1e4 * squares)
    assert row.hhi.high == pytest.approx(1e4 * (squares + (other / WORLD_2025) ** 2))
    assert round(row.hhi.low) == 5054
    assert row.cr1.low == pytest.approx(100 * 270 / 390)
    assert row.cr3.low == pytest.approx(100 * 350 / 390)
    assert row.threshold == "above 2,000"
    assert [source.iri.rpartition("/")[2] for source in row.sources if "mcs" in source.iri] == [MCS_2026]


def test_sources_that_disagree_give_a_range_that_holds_each_of_them(kg: KnowledgeGraph) -> None:
    """USGS took back its first figures of 2024 for Nigeria and Thailand a year later."""
    (all_sources,) = concentration(kg, measure="production", at="2024").rows
    for edition in ("2025", "2026"):
        name = MCS_2026.replace("2026", edition)
        (one,) = concentration(kg, measure="production", at="2024", source=name).rows
        assert all_sources.hhi.low <= one.hhi.low <= one.hhi.high <= all_sources.hhi.high
    nigeria = next(r for r in shares(kg, measure="production", at="2024").rows if r.holder == "Nigeria")
    assert nigeria.amount == Interval(1500, 13_000)


def test_shares_of_production_are_those_of_the_table(kg: KnowledgeGraph) -> None:
    found = shares(kg, measure="production", at="2025", source=MCS_2026)
    assert {row.holder: row.amount for row in found.rows} == {
        country: exactly(amount) for country, amount in USGS_2025.items()
    }
    assert found.rows[0].share.low == pytest.approx(100 * 270 / 390)
    assert any("1,240 t REO are of other countries" in note for note in found.notes)


def test_years_without_a_world_total_are_left_out(kg: KnowledgeGraph) -> None:
    told = produced.figures(kg)
    assert any(figure.year == "2015" and figure.country == "CN" for figure in told)
    rows = concentration(kg, measure="production", years=(2012, 2025)).rows
    assert [row.at for row in rows if row.what == "mine production"] == [str(y) for y in range(2017, 2026)]


def test_governance_is_the_mean_of_six_dimensions_turned_round(kg: KnowledgeGraph, checkout: Path) -> None:
    with (checkout / "tests/golden/questions/governance.csv").open(encoding="utf-8") as file:
        china = [float(row["estimate"]) for row in csv.DictReader(file) if row["code"] == "CN"]
    assert len(china) == len(DIMENSIONS)
    found = governance(kg, "2025")
    expected = (2.5 - sum(china) / 6) * 2
    assert found.of("CN").low == found.of("CN").high == pytest.approx(expected)
    assert found.of("") == ANYTHING
    (row,) = concentration(kg, measure="production", at="2025", source=MCS_2026).rows
    assert row.governance_hhi.low > (270 / 390) ** 2 * expected
    assert row.governance_hhi.high < row.hhi_share.high * 10


def test_a_dimension_that_is_missing_and_sources_that_differ_widen_governance(
    small_bundle: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "governance.trig"
    dimensions = dict.fromkeys(DIMENSIONS[:4], 0.5)
    written = ["@prefix mz: <https://w3id.org/monazite/ontology#> ."]
    for source, fifth in (("one", -1.0), ("other", 0.0)):
        for name, value in (dimensions | {DIMENSIONS[4]: fifth}).items():
            node = f"urn:{source}:{name}"
            written.append(
                f"<urn:{source}> {{ <{node}> a mz:IndexObservation ; mz:result <{node}:q> ; "
                "mz:featureOfInterest <https://w3id.org/monazite/id/place/china> ; "
                f"mz:measure <https://w3id.org/monazite/concept/measure/{name}> ; "
                f'mz:periodStart "2023" . <{node}:q> mz:value {value} }}'
            )
    graph.write_text("\n".join(written), encoding="utf-8")
    found = governance(KnowledgeGraph.in_memory(small_bundle, [graph]), "2024").of("CN")
    # The sixth dimension is anything from -2.5 to 2.5, the fifth -1 or 0.
    assert found.low == pytest.approx((2.5 - (2.0 + 0.0 + 2.5) / 6) * 2)
    assert found.high == pytest.approx((2.5 - (2.0 - 1.0 - 2.5) / 6) * 2)


def test_known_capacities_alone_are_as_concentrated_as_by_hand(kg: KnowledgeGraph) -> None:
    """Alloy making by country: bounds of the sums, squared by brute force over their corners."""
    standing, known = facilities.standing(kg), concepts(kg)
    held = holders.of_stage(
        standing, known, "alloy-making", holders.shares_of(kg, standing, "country"), "country"
    )
    assert held is not None
    by_country: dict[str, Interval] = {}
    for unit in standing.facilities.values():
        if "alloy-making" in unit.stages:
            capacity = at_stage(unit, "alloy-making", known)
            if capacity.basis == "product" and capacity.installed.high:
                by_country[unit.country] = by_country.get(unit.country, exactly(0)) + capacity.installed
    assert sorted(by_country.values()) == sorted(held.told.held)
    index = measures.herfindahl_bounds(held.told)
    middles = [(amount.low + amount.high) / 2 for amount in by_country.values()]
    assert index.low <= measures.herfindahl(middles) <= index.high


def test_countries_are_never_less_concentrated_than_facilities(kg: KnowledgeGraph) -> None:
    for coarse, fine in zip(
        concentration(kg, by="country").rows, concentration(kg, by="facility").rows, strict=True
    ):
        assert coarse.what == fine.what
        assert coarse.hhi.low >= fine.hhi.low - 1e-6 and coarse.hhi.high >= fine.hhi.high - 1e-6
        assert coarse.equal_players.low <= fine.equal_players.low + 1e-9


def test_what_units_without_a_figure_have_at_most_can_be_said(kg: KnowledgeGraph) -> None:
    free, bound = stage(kg, "separation"), concentration(kg, stage="separation", most=5000).rows[0]
    assert free.hhi.low < bound.hhi.low < bound.hhi.high < free.hhi.high
    assert bound.hhi.low < bound.hhi_told.high


@pytest.mark.parametrize("by", holders.BY)
def test_rows_hold_what_cannot_be_otherwise(kg: KnowledgeGraph, by: str) -> None:
    result = concentration(kg, by=by)
    assert [row.what for row in result.rows][1] == "mining"
    for row in result.rows:
        assert 0 <= row.hhi.low <= row.hhi.high <= 10_000 + 1e-6
        assert row.cr1.low <= row.cr3.low <= row.cr5.low <= 100 + 1e-9
        assert row.cr1.high <= row.cr3.high + 1e-9
        assert 0 <= row.governance_hhi.low <= row.governance_hhi.high <= 10
        assert row.unknown <= row.units and row.evidence.overturned_by
        assert row.unknown * 2 <= row.units or row.evidence.confidence == "low"
        assert row.equal_players.low == pytest.approx(math.exp(row.entropy.low))


def test_only_separated_forms_carry_an_element(kg: KnowledgeGraph) -> None:
    known = concepts(kg)
    dysprosium = "https://w3id.org/monazite/concept/element/dysprosium"
    names = {known.products[iri].name for iri in holders.separated(known, dysprosium)}
    assert names == {"dysprosium-oxide", "dysprosium-metal", "dysprosium-iron-alloy"}
    result = concentration(kg, element="Dy")
    assert {row.what for row in result.rows} <= {"separation", "metal making", "alloy making", "recycling"}
    assert "separated dysprosium" in result.title
    by_product = concentration(kg, stage="magnet-making", product="ndfeb-magnet").rows[0]
    assert by_product.units <= stage(kg, "magnet-making").units


def test_capacity_of_several_years(kg: KnowledgeGraph) -> None:
    rows = concentration(kg, stage="magnet-making", years=(2023, 2025)).rows
    assert [row.at for row in rows] == ["2023", "2024", "2025"]
    assert rows[0].units <= rows[-1].units


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_drawn(kg: KnowledgeGraph, language: str) -> None:
    stages = concentration(kg, language=language).plot()
    assert len(stages.axes[0].get_yticks()) == 12
    years = concentration(kg, measure="production", language=language).plot()
    assert years.axes[0].get_ylim() == (0, 10_000)
    assert shares(kg, "separation", language=language).plot().axes[0].get_xlim() == (0, 100)


@pytest.mark.parametrize(
    "arguments, expected",
    [
        ({"by": "planet"}, "facility, operator, owner, state, country"),
        ({"stage": "smelting"}, "unknown stage 'smelting'; there are: exploration, mining"),
        ({"measure": "production", "by": "operator"}, "stated by country"),
        ({"measure": "production", "kind": "planned"}, "not planned"),
        ({"product": "ndpr-oxide", "element": "Nd"}, "not both"),
        ({"product": "China"}, "no product of the chain"),
        ({"element": "China"}, "no element of the chain"),
        ({"at": "2024", "years": (2020, 2024)}, "not both"),
        ({"years": (2024, 2020)}, "are no years"),
        ({"measure": "production", "at": "last year"}, "'last year' is no date"),
        ({"most": -1.0}, "positive amount"),
        ({"source": "usgs"}, "for production"),
        ({"measure": "production", "source": "nothing-of-the-kind"}, "no source document"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    kg: KnowledgeGraph, arguments: dict[str, object], expected: str
) -> None:
    with pytest.raises(QueryError, match=expected):
        concentration(kg, **arguments)  # type: ignore[arg-type]


def test_shares_want_one_stage(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="of one stage"):
        shares(kg)


def test_the_command_prints_writes_and_draws(tmp_path: Path) -> None:
    figure = tmp_path / "hhi.svg"
    done = run("--stage", "separation", "--by", "operator", "--figure", str(figure))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("concentration of installed capacity at separation by operator\n")
    assert "call a market above 1,800 highly concentrated" in done.stdout and "[1] " in done.stdout
    assert "Herfindahl" in figure.read_text(encoding="utf-8")
    table = run("--measure", "production", "--years", "2024-2025", "--format", "csv").stdout
    (one, two) = csv.DictReader(io.StringIO(table))
    assert (one["at"], two["at"], two["largest"]) == ("2024", "2025", "China")
    assert float(two["hhi_share_low"]) == pytest.approx(float(two["hhi_low"]) / 1e4)
    shared = json.loads(run("--stage", "separation", "--shares", "--format", "json").stdout)
    assert shared["rows"][0]["holder"] == "China" and shared["rows"][0]["sources"]


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["--stage", "smelting"], "unknown stage"),
        (["--years", "soon"], "are no years"),
        (["--shares", "--stage", "mining", "--years", "2020-2021"], "give --at"),
    ],
)
def test_the_command_says_what_would_be_right(arguments: list[str], expected: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1 and not done.stdout and expected in done.stderr
