"""The tutorial works as it stands: its rows, its files, its commands and what they print."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.integration.pages import DOCS, run, steps, walk

TUTORIAL = (DOCS / "tutorial.md").read_text(encoding="utf-8")


def test_the_tutorial_has_its_parts() -> None:
    commands = [step["command"] for step in steps(TUTORIAL) if step["command"]]
    assert len(commands) == TUTORIAL.count("```sh") == 9
    for name in ("--template", "--dry-run", "build", "query", "show", "export --format tables"):
        assert any(name in command for command in commands), name
    assert sum(step["output"] is not None for step in steps(TUTORIAL)) == TUTORIAL.count("```text") == 6
    assert {step["sheet"] for step in steps(TUTORIAL) if step["sheet"]} == {
        "sources", "organizations", "facilities", "agreements", "observations",
    }  # fmt: skip


@pytest.mark.slow
def test_a_reader_gets_what_the_tutorial_shows(tmp_path: Path) -> None:
    walk(TUTORIAL, tmp_path)
    again = run("monazite import again.xlsx --into my-data --dry-run", tmp_path)
    assert again.stdout == "" and "would change 0 files" in again.stderr
    chinese = run("monazite show 示例稀土 --store my-store", tmp_path)
    assert chinese.stdout == run('monazite show "Example Rare Metals" --store my-store', tmp_path).stdout
