"""A small history, told by a few documents: capacity by year, what changed when, and dates as periods."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import KnowledgeGraph
from monazite.analysis import dates, facilities
from monazite.analysis.balance import factors, targets
from monazite.analysis.balance import stages as balance
from monazite.analysis.change import changes, timeline
from monazite.analysis.change.reading import Change
from monazite.analysis.intervals import NOTHING, Interval, exactly
from monazite.errors import QueryError

HISTORY = Path(__file__).parents[1] / "integration" / "data" / "changes.trig"


@pytest.fixture(scope="module")
def kg(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle, extra=[HISTORY])


def changed(kg: KnowledgeGraph, since: str, until: str) -> dict[tuple[str, str], Change]:
    found = changes.changes(kg, since, until, place=("XX",))
    return {(change.change, change.entity): change for change in found.rows}


def test_capacity_year_by_year(kg: KnowledgeGraph) -> None:
    points = timeline.capacity(kg, "magnet-making", ("XX",), range(2020, 2027)).rows
    told = {point.year: (point.installed, point.planned) for point in points}
    # Planned for 2022, then for 2024; since then 5,000 stand, of 6,000 that were meant.
    assert set(told) == {2024, 2025, 2026}
    assert told[2024] == (exactly(5000), Interval(5000, 6000))
    assert told[2026] == (exactly(5000), Interval(5000, 6000))
    assert {point.counted_as for point in points} == {"product weight"}


def test_units_of_which_nobody_tells_a_capacity_are_not_passed_over_in_silence(kg: KnowledgeGraph) -> None:
    found = timeline.capacity(kg, "mining", ("XX",), [2020, 2021])
    assert not found.rows and found.notes[0].endswith("so many units at most are there: mining (Landia) 1.")
    closed = timeline.capacity(kg, "mining", ("XX",), [2023])
    assert not closed.rows and not any("Landia" in note for note in closed.notes)


def test_a_plant_that_is_due_counts_with_the_plans(kg: KnowledgeGraph) -> None:
    then = facilities.standing(kg, "2023").facilities["https://w3id.org/monazite/id/x/magnets"]
    assert (then.state, then.due) == ("under-construction", "2024")


def test_sources_and_evidence_of_a_point(kg: KnowledgeGraph) -> None:
    (point,) = timeline.capacity(kg, "separation", ("XX",), [2020]).rows
    assert (point.units, point.installed) == (1, exactly(1000))
    assert [source.title for source in point.sources] == ["News of 2019"]
    assert point.evidence.confidence == "medium"


def test_what_was_told_of_opened_closed_and_given_up(kg: KnowledgeGraph) -> None:
    found = changed(kg, "2021", "2024")
    assert found["first told of", "Magnet plant"].date == "2021-05-05"
    assert found["commissioned", "Magnet plant"].date == "2024-05"
    assert found["commissioned", "Magnet plant"].capacity == "5,000 t/a, 6,000 as planned"
    assert [source.title for source in found["commissioned", "Magnet plant"].sources] == ["News of 2024"]
    assert found["closed", "Old mine"].date == "2022-08"
    assert found["cancelled", "Plant given up"].date == "2024-06-10"
    assert found["re-owned", "Maker"].what == "Buyer holds 30 %"
    assert ("commissioned", "Separation plant") not in found


def test_a_start_that_is_put_off(kg: KnowledgeGraph) -> None:
    found = changed(kg, "2022-06", "2022-12")
    assert found["delayed", "Magnet plant"].what == "start put off from 2022 to 2024"
    assert ("first told of", "Magnet plant") not in found


def test_a_date_told_too_roughly_may_lie_within(kg: KnowledgeGraph) -> None:
    assert changed(kg, "2024", "2024")["re-owned", "Magnet plant"].within == "sure"
    assert changed(kg, "2024-03", "2024-07")["re-owned", "Magnet plant"].within == "possible"
    assert ("re-owned", "Magnet plant") not in changed(kg, "2025", "2026")


@pytest.mark.parametrize("stage", ["separation", " Separation"])
def test_changes_of_one_stage(kg: KnowledgeGraph, stage: str) -> None:
    found = changes.changes(kg, "2021", "2024", stage=stage, place=("Landia",))
    assert {change.entity for change in found.rows} == {"Plant given up"}


def test_nothing_changed_is_said_and_not_drawn(kg: KnowledgeGraph) -> None:
    found = changes.changes(kg, "1990", "1991", place=("XX",))
    assert found.notes == ("0 changes: no source tells of any.",)
    with pytest.raises(QueryError, match="nothing to draw"):
        found.plot()


def test_the_balance_of_a_country_by_hand(kg: KnowledgeGraph) -> None:
    rows = {row.stage_name: row for row in balance.balance(kg, ("XX",), (2024,)).rows}
    # 1,000 t of oxide x 0.857 x (0.9 x 1 x 0.8) / 0.3
    enough = 1000 * factors.ND_IN_OXIDE * 0.72 / 0.3
    separation = rows["separation"]
    assert separation.installed == exactly(1000)
    assert separation.installed_magnets.low == pytest.approx(enough)
    assert separation.installed_magnets.high == pytest.approx(enough)
    assert rows["magnet-making"].installed_magnets == exactly(5000)
    assert rows["magnet-making"].planned_magnets == Interval(5000, 6000)
    assert (rows["alloy-making"].starves, rows["separation"].starves) == ("certain", "no")
    assert {source.title for source in rows["magnet-making"].sources} == {"News of 2024", "News of 2021"}


def test_plans_count_as_they_were_known(kg: KnowledgeGraph) -> None:
    before = balance.balance(kg, ("XX",), (2021, 2022), at="2021").rows
    told = {row.year: (row.installed, row.planned) for row in before if row.stage_name == "magnet-making"}
    assert told == {2021: (NOTHING, NOTHING), 2022: (NOTHING, exactly(6000))}


def test_the_notes_of_a_balance_say_who_starves_whom(kg: KnowledgeGraph) -> None:
    notes = balance.balance(kg, ("XX",), (2024,)).notes
    said = "Landia 2024: alloy making is enough for 0 t of magnets a year, magnet making could take 5,000."
    assert said in notes


def test_bad_questions_are_errors_that_say_what_would_be_right(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="'Atlantis' is no place: give world, EU"):
        balance.balance(kg, ("Atlantis",))
    with pytest.raises(QueryError, match=r"unknown stage 'smelting'; there are: .*magnet-making"):
        timeline.capacity(kg, "smelting")
    with pytest.raises(QueryError, match="2020 lies before 2021"):
        changes.changes(kg, "2021", "2020")
    with pytest.raises(QueryError, match="2020 lies before 2021"):
        timeline.between("2021", "2020")
    with pytest.raises(QueryError, match="no date"):
        changes.changes(kg, "yesterday", "2020")
    with pytest.raises(QueryError, match="needs a place and a year"):
        balance.balance(kg, (), ())
    with pytest.raises(QueryError, match="unknown language 'fr'; there are: en, zh"):
        changes.changes(kg, "2020", "2021", language="fr")
    with pytest.raises(QueryError, match="no source tells a capacity"):
        timeline.capacity(kg, "recycling", ("XX",)).plot()
    with pytest.raises(QueryError, match="no benchmarks"):
        targets.targets(kg)


DAYS = st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat())


@given(DAYS, DAYS, DAYS, st.sampled_from([4, 7, 10]))
def test_a_rough_date_is_within_only_if_each_of_its_days_is(
    one: str, other: str, day: str, digits: int
) -> None:
    period, rough = dates.spell(min(one, other), max(one, other)), day[:digits]
    within = period.holds(rough)
    if within == dates.SURE:
        assert period.holds(day) == dates.SURE
    if period.holds(day):
        assert within in (dates.SURE, dates.POSSIBLE)
