"""The shipped scenarios over the shipped graph: golden answers, claims that hold, and the command.

To renew the answers after a change that is meant: ``MONAZITE_UPDATE_GOLDEN=1 pytest`` this file, then read
the difference.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from monazite import KnowledgeGraph, drawing
from monazite.analysis.concepts import concepts
from monazite.analysis.facilities import standing
from monazite.analysis.projection import project
from monazite.analysis.result import Result
from monazite.analysis.scenarios import files as scenario_files
from monazite.analysis.scenarios import scenarios
from monazite.analysis.scenarios.flow import live, reaching
from monazite.analysis.scenarios.losses import CUT, MAY_BE_CUT, STAGE, USER
from monazite.analysis.scenarios.scenarios import Loss, Losses
from monazite.analysis.scenarios.supply import World, build

GOLDEN = Path(__file__).parents[1] / "golden" / "analysis"
SHIPPED = scenario_files.shipped()


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def found(kg: KnowledgeGraph) -> dict[str, Losses]:
    return {name: scenarios.run(kg, scenario_files.read(path)) for name, path in SHIPPED.items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_answer_is_the_golden_one(found: dict[str, Losses], name: str) -> None:
    golden = GOLDEN / f"scenario-{name}.json"
    answer = found[name].to_json()
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(answer, encoding="utf-8")
    assert answer == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_rows_keep_what_they_promise(found: dict[str, Losses], name: str) -> None:
    losses = found[name]
    users = losses.level(USER)
    assert losses.rows and losses.rows[0].level == "all" and users
    assert losses.rows[0].cut_off == sum(row.outcome == CUT for row in users)
    for row in losses.rows:
        assert row.sources, f"{row.name} rests on no source"
        assert row.evidence.confidence and row.evidence.overturned_by
        if row.outcome == CUT:
            assert row.units_after == 0 and not row.tonnes_after
        if row.tonnes_before and row.tonnes_after is not None:
            assert row.share_lost == pytest.approx(1 - row.tonnes_after / row.tonnes_before)
        assert row.level == STAGE or row.outcome != "cut off" or not row.substitutes
    # Nobody gets more than all together.
    assert all((row.tonnes_before or 0) <= (losses.rows[0].tonnes_before or 0) + 1e-6 for row in users)


def test_a_scenario_without_actions_changes_nothing(kg: KnowledgeGraph) -> None:
    nothing = scenarios.run(kg, scenario_files.Scenario(title="Nothing"), runs=2)
    assert nothing.rows == ()
    assert "none of them" in nothing.notes[0] and "no change" in nothing.notes[1]


def test_the_same_seed_gives_the_same_result(kg: KnowledgeGraph) -> None:
    asked = scenario_files.read(SHIPPED["loss-of-silmet"])
    one, same = (scenarios.run(kg, asked, runs=5, seed=1) for _ in range(2))
    assert one == same
    for row in one.rows:
        if row.share_lost_5 is not None and row.share_lost_50 is not None and row.share_lost_95 is not None:
            assert row.share_lost_5 <= row.share_lost_50 <= row.share_lost_95


def test_a_milder_control_takes_less(kg: KnowledgeGraph, found: dict[str, Losses]) -> None:
    asked = scenario_files.read(SHIPPED["china-heavy-rare-earths"])
    actions = tuple(action.model_copy(update={"share": (0.9, 1.0)}) for action in asked.actions)
    mild = scenarios.run(kg, asked.model_copy(update={"actions": actions}))
    strict = found["china-heavy-rare-earths"]
    assert not any(row.outcome == CUT for row in mild.level(USER))
    after = {row.iri: row.tonnes_after or 0 for row in mild.level(USER)}
    assert all((row.tonnes_after or 0) <= after.get(row.iri, 0) for row in strict.level(USER))


def test_a_control_does_not_count_before_it_begins(kg: KnowledgeGraph) -> None:
    early = scenarios.run(kg, scenario_files.read(SHIPPED["china-heavy-rare-earths"]), at="2024")
    assert early.rows == ()
    assert any("2 begin after 2024-12-31" in note for note in early.notes)


def test_a_delay_and_a_closure_of_ones_own(kg: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: Mine\nat: 2028\nactions:\n- {action: delay, countries: [United States], months: 24}\n"
        # The plant has the same name: the field tells that the company is meant.
        "- {action: remove, companies: [Lynas Malaysia]}\n"
    )
    late = scenarios.run(kg, scenario_files.read(path))
    stages = {row.name: row for row in late.level(STAGE)}
    assert "Lynas Malaysia plant" in stages["separation"].suppliers_lost
    assert stages["magnet making"].units_after < stages["magnet making"].units_before
    assert all(row.sources for row in late.rows)


def test_no_separation_plant_cuts_off_more_end_users_than_the_one_shipped(kg: KnowledgeGraph) -> None:
    """What the description of the scenario claims, by known paths alone."""
    chain, known, stood = project(kg), concepts(kg), standing(kg)
    elements = {f"https://w3id.org/monazite/concept/element/{name}" for name in ("neodymium", "praseodymium")}
    supply = build(chain, known, elements, day=stood.at)
    there = frozenset(iri for iri, unit in stood.facilities.items() if unit.works or unit.state == "unknown")
    free = World(there, supply.origins(there))
    part = live(supply, free)
    reached = {user for user, stops in supply.users.items() if reaching(part, stops)}
    cut = {}
    for plant in {stop.node for stop in supply.graph if stop.stage == "separation" and stop.node in there}:
        after = live(supply, replace(free, nodes={plant: 0.0}))
        cut[plant] = sum(not reaching(after, supply.users[user]) for user in reached)
    assert cut["https://w3id.org/monazite/id/facility/silmet-separation-plant"] == max(cut.values()) > 0


def command(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monazite", "scenario", *args], capture_output=True, text=True, timeout=120
    )


def test_the_command_gives_the_result_and_draws_it(found: dict[str, Losses], tmp_path: Path) -> None:
    figure = tmp_path / "losses.svg"
    started = time.monotonic()
    done = command("loss-of-silmet", "--format", "json", "--figure", str(figure))
    assert time.monotonic() - started < 30
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(found["loss-of-silmet"].to_json()) | {"seed": 1}
    assert "Boeing (US)" in figure.read_text(encoding="utf-8")


def test_the_command_lists_the_scenarios_and_prints_their_schema() -> None:
    listed = command("--list")
    assert all(name in listed.stdout for name in SHIPPED)
    assert json.loads(command("--schema").stdout)["title"] == "Scenario"


def test_a_broken_file_is_an_error_and_prints_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: A test\nactions:\n- {action: limit, share: 2, countries: [China]}\n")
    done = command(str(broken))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{broken}:3: actions[1].share: 2: " in done.stderr


@pytest.mark.parametrize("name", SHIPPED)
def test_each_scenario_has_a_figure(found: dict[str, Losses], name: str, tmp_path: Path) -> None:
    drawing.save(found[name].plot(), tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert found[name].title in text and "tonnes a year" in text


def test_a_figure_speaks_chinese(kg: KnowledgeGraph, tmp_path: Path) -> None:
    losses = scenarios.run(kg, scenario_files.read(SHIPPED["baotou-on-time"]), runs=1, language="zh")
    drawing.save(losses.plot(), tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert losses.title in text and "百分位" in text and "before" not in text


def test_elements_that_may_lack_are_named_in_the_language_asked_for(kg: KnowledgeGraph) -> None:
    losses = scenarios.run(kg, scenario_files.read(SHIPPED["china-heavy-rare-earths"]), language="zh")
    assert {"镝", "铽"} & {name for row in losses.rows for name in row.may_lack}


def test_the_result_is_a_result(found: dict[str, Losses]) -> None:
    losses = found["china-heavy-rare-earths"]
    assert isinstance(losses, Result) and all(isinstance(row, Loss) for row in losses.rows)
    assert len(losses.to_frame()) == len(losses.rows)
    assert MAY_BE_CUT in losses.to_csv() and losses.title in losses._repr_html_()
