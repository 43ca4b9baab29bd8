"""The tutorial works as it stands: its rows, its files, its commands and what they print."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
_STEP = re.compile(
    r"<!-- sheet: (?P<sheet>\w+) -->\n\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|<!-- file: (?P<file>[\w.]+) -->\n\n```\w+\n(?P<content>.*?)```"
    r"|```sh(?P<fails> fails)?\n(?P<command>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?",
    re.DOTALL,
)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def fill(workbook: Path, sheet: str, table: str) -> None:
    """Puts the rows of a table under the headings of a sheet, in place of those that were there."""
    head, _, *rows = table.splitlines()
    book = openpyxl.load_workbook(workbook)
    page = book[sheet]
    places = {cell.value: column for column, cell in enumerate(page[1], 1)}
    for number, row in enumerate(rows, 2):
        for heading, cell in zip(cells(head), cells(row), strict=True):
            page.cell(number, places[heading]).value = cell or None
    book.save(workbook)


def fits(expected: str, printed: str) -> bool:
    """Whether the lines expected are printed in their order; `...` stands for anything."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.split("..."))) + r" *\n"
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    script = re.sub(r"^monazite (?=\w)", f"{sys.executable} -m monazite ", command, flags=re.MULTILINE)
    return subprocess.run(["bash", "-c", script], cwd=cwd, capture_output=True, text=True, timeout=300)


def steps() -> Iterator[re.Match[str]]:
    yield from _STEP.finditer(TUTORIAL)


def test_the_tutorial_has_its_parts() -> None:
    commands = [step["command"] for step in steps() if step["command"]]
    assert len(commands) == TUTORIAL.count("```sh") == 9
    for name in ("--template", "--dry-run", "build", "query", "show", "export --format tables"):
        assert any(name in command for command in commands), name
    assert sum(step["output"] is not None for step in steps()) == TUTORIAL.count("```text") == 6
    assert {step["sheet"] for step in steps() if step["sheet"]} == {
        "sources", "organizations", "facilities", "agreements", "observations",
    }  # fmt: skip


@pytest.mark.slow
def test_a_reader_gets_what_the_tutorial_shows(tmp_path: Path) -> None:
    for step in steps():
        if step["sheet"]:
            fill(tmp_path / "facts.xlsx", step["sheet"], step["table"])
        elif step["file"]:
            (tmp_path / step["file"]).write_text(step["content"], encoding="utf-8")
        else:
            done = run(step["command"], tmp_path)
            assert (done.returncode != 0) == bool(step["fails"]), (step["command"], done.stderr)
            # Messages stand after results, as on a terminal where the results are short.
            if step["output"] is not None:
                printed = done.stdout + done.stderr
                assert fits(step["output"], printed), f"{step['command']}\n{printed[:4000]}"
    again = run("monazite import again.xlsx --into my-data --dry-run", tmp_path)
    assert again.stdout == "" and "would change 0 files" in again.stderr
    chinese = run("monazite show 示例稀土 --store my-store", tmp_path)
    assert chinese.stdout == run('monazite show "Example Rare Metals" --store my-store', tmp_path).stdout
