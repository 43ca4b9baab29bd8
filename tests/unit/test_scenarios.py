"""Scenario files say what is wrong with them, and where; draws, dates and quantiles are right."""

from __future__ import annotations

import json
import random
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import KnowledgeGraph
from monazite.analysis.facilities import Facility
from monazite.analysis.intervals import Interval
from monazite.analysis.scenarios import files as scenario_files
from monazite.analysis.scenarios import scenarios
from monazite.analysis.scenarios.draws import Gates, drawn_late, quantile, stands
from monazite.analysis.scenarios.supply import Stop
from monazite.analysis.scenarios.targets import Plan, Timing
from monazite.analysis.scenarios.worlds import standing
from monazite.errors import FileError, QueryError

HEAD = "title: A test\nactions:\n"
LIMIT = HEAD + "- action: limit\n  facilities: [a]\n"


def read(folder: Path, text: str) -> scenario_files.Scenario:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return scenario_files.read(path)


@pytest.mark.parametrize(
    "text, place, said",
    [
        ("title: A test\ncolour: red\n", ":2: colour: 'red':", "no such field"),
        (HEAD + "- action: remove\n  facility: [a]\n", ":4: actions[1].facility:", "no such field"),
        ("actions: []\n", ":1: title:", "is missing"),
        ("title: 7\n", ":1: title: 7:", "is no text"),
        (HEAD + "- action: stop\n", ":3: actions[1]:", "remove, limit, delay or on_time"),
        (HEAD + "- facilities: [a]\n", ":3: actions[1]:", "an action says which it is"),
        (LIMIT + "  share: 1.5\n", ":5: actions[1].share: 1.5:", "less than or equal"),
        (LIMIT + "  share: -1\n", ":5: actions[1].share: -1:", "greater than"),
        (LIMIT + "  share: half\n", ":5: actions[1].share: 'half':", "valid number"),
        (LIMIT + "  share: [0.9, 0.1]\n", ":5: actions[1].share:", "lower end comes first"),
        (LIMIT, ":3: actions[1].share:", "is missing"),
        (HEAD + "- action: remove\n  facilities: a\n", ":4: actions[1].facilities: 'a':", "is no list"),
        (HEAD + "- action: remove\n", ":3: actions[1]:", "names no facility"),
        (HEAD + "- action: delay\n  months: 6\n", ":3: actions[1]:", "names no facility"),
        (HEAD + "- {action: delay, places: [a], months: x}", "actions[1].months: 'x':", "valid integer"),
        (LIMIT + "  from: 2025-13\n", ":5: actions[1].from: '2025-13':", "is no date"),
        ("title: A test\nat: 20300\n", ":2: at: 20300:", "is no date"),
        ("title: A test\nassumptions: {delay_months: [12, 0]}\n", "assumptions", "the lower end comes first"),
        ("title: A test\ntitle: Another\n", ":2: title:", "given twice"),
        ("title: [A\n", ":2:", "no YAML"),
        ("title: !!int abc\n", ":1: title:", "'abc' is no int"),
        ("title: &x [*x]\n", "mine.yaml", "without end"),
        ("", "mine.yaml", "is empty"),
        ("- title\n", ":1: the scenario:", "is no list of fields"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_field(
    text: str, place: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FileError) as error:
        read(tmp_path, text)
    assert "mine.yaml" in str(error.value)
    assert place in str(error.value) and said in str(error.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        read(tmp_path, "colour: red\nactions:\n- action: stop\n")
    assert [line.count("mine.yaml:") for line in str(error.value).splitlines()[1:]] == [1, 1, 1]


def test_a_file_that_is_not_there_and_a_name_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        scenario_files.read(tmp_path / "none.yaml")
    with pytest.raises(QueryError, match="china-heavy-rare-earths"):
        scenario_files.find("china")


def test_dates_and_shares_are_read_as_they_are_written(tmp_path: Path) -> None:
    found = read(tmp_path, f"{LIMIT}  share: 0.5\n  from: 2026-01-31\nat: 2030\n")
    limit = found.actions[0]
    assert isinstance(limit, scenario_files.Limit)
    assert (found.at, limit.since, limit.share) == ("2030", "2026-01-31", (0.5, 0.5))


def test_the_shipped_scenarios_are_three_and_in_order() -> None:
    shipped = {name: scenario_files.read(path) for name, path in scenario_files.shipped().items()}
    assert set(shipped) == {"baotou-on-time", "china-heavy-rare-earths", "loss-of-silmet"}
    assert all(each.title_zh and each.description for each in shipped.values())


def test_the_json_schema_says_what_the_reader_checks() -> None:
    schema = json.loads(scenario_files.schema())
    assert schema["additionalProperties"] is False
    limit = schema["$defs"]["Limit"]["properties"]
    assert set(limit) >= {
        "action",
        "share",
        "facilities",
        "companies",
        "countries",
        "products",
        "from",
        "across",
    }
    assert schema["$defs"]["Limit"]["required"] == ["action", "share"]
    assert all(each.get("description") or "const" in each or "$ref" in each for each in limit.values())


@pytest.fixture(scope="module")
def article(small_bundle: Path) -> KnowledgeGraph:
    return KnowledgeGraph.in_memory(small_bundle)


@pytest.mark.parametrize(
    "field, name, said",
    [
        ("facilities", "Northern Magnett", "nothing is named 'Northern Magnett'; near it:"),
        ("facilities", "China", "'China' is no ProductionUnit, it is Country"),
        ("companies", "neodymium", "'neodymium' is no Organization, it is Element"),
        ("sources", "source:none", "source:none is not in the graph"),
    ],
)
def test_a_name_that_means_nothing_or_the_wrong_thing_is_refused_with_its_place(
    article: KnowledgeGraph, tmp_path: Path, field: str, name: str, said: str
) -> None:
    text = f"{HEAD}- action: remove\n  elements: [neodymium]\n  {field}:\n  - {name}\n"
    with pytest.raises(QueryError) as error:
        scenarios.run(article, read(tmp_path, text))
    assert f"mine.yaml:6: actions[1].{field}[1]: " in str(error.value)
    assert said in str(error.value)


def test_there_are_no_fewer_runs_than_none(article: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="-1 runs"):
        scenarios.run(article, scenario_files.Scenario(title="A test"), runs=-1)


def unit(iri: str, state: str, due: str = "") -> Facility:
    return Facility(iri, iri, "", (), frozenset(), (), (), state, "", "", due)


@pytest.mark.parametrize(
    "state, due, months, there",
    [
        ("operating", "", 0, True),
        ("unknown", "", 0, True),
        ("suspended", "", 0, False),
        ("planned", "", 0, False),
        ("planned", "2027-06", 0, True),
        ("planned", "2027-07", 0, False),
        ("planned", "2027-01", 5, True),
        ("under-construction", "2027-01", 6, False),
        ("planned", "2027", 5, True),
        ("lapsed", "2026", 0, False),
    ],
)
def test_what_stands_on_a_day(state: str, due: str, months: int, there: bool) -> None:
    assert stands(unit("a", state, due), "2027-06-30", months) is there


def test_delays_and_what_is_on_time() -> None:
    units = {
        u.iri: u
        for u in (unit("late", "planned", "2026"), unit("undated", "planned"), unit("old", "operating"))
    }
    every = frozenset(units)

    def there(day: str, *timings: Timing) -> set[str]:
        return set(standing(units, day, {"late": 18}, (), Plan((), timings, 0) if timings else None))

    on_time = Timing(every, None, "2027-06", ())
    assert there("2027-06-30") == {"old"}
    assert there("2027-07-31") == {"old", "late"}
    assert there("2027-05-31", on_time) == {"old", "late"}
    assert there("2027-06-30", on_time) == {"old", "late", "undated"}
    assert there("2027-07-31", Timing(every, 12, None, ())) == {"old"}
    assert there("2028-07-31", Timing(every, 12, None, ())) == {"old", "late"}


def test_a_year_alone_may_be_any_month_of_it() -> None:
    rng = random.Random(1)
    months = {drawn_late(unit("a", "planned", "2027"), (0, 1), rng) for _ in range(500)}
    assert months == set(range(13))
    assert {drawn_late(unit("a", "planned", "2027-01"), (2, 3), rng) for _ in range(50)} == {2, 3}


MADE = Gates(
    known={Stop("a", "m", 8): Interval(10, 20), Stop("b", "m", 8): Interval(40, 40)},
    open={Stop("c", "m", 8): 0.0, Stop("d", "m", 8): 50.0},
    alike={8: (Interval(10, 20), Interval(40, 40), Interval(1000, 1000))},
    factors={8: Interval(0.5, 1.5)},
)


def test_an_unknown_capacity_is_the_median_of_its_stage_and_no_less_than_is_known() -> None:
    assert [tonnes for _, tonnes in sorted(MADE.central().items())] == [15, 40, 40, 50]


@given(st.integers())
def test_draws_keep_within_what_is_known_and_are_the_same_for_a_seed(seed: int) -> None:
    drawn = MADE.drawn(random.Random(seed))
    assert drawn == MADE.drawn(random.Random(seed))
    factor = drawn[Stop("b", "m", 8)] / 40
    assert 0.5 <= factor <= 1.5
    assert 10 <= drawn[Stop("a", "m", 8)] / factor <= 20 + 1e-9
    assert 10 <= drawn[Stop("c", "m", 8)] / factor <= 1000 + 1e-9
    assert drawn[Stop("d", "m", 8)] / factor >= 50 - 1e-9


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_quantiles_are_those_of_the_standard_library(figures: list[float]) -> None:
    marks = statistics.quantiles(figures, n=20, method="inclusive")
    assert [quantile(figures, n / 20) for n in (1, 10, 19)] == pytest.approx([marks[0], marks[9], marks[18]])
