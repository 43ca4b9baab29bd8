"""Walks a page of the docs as its reader does: fills sheets, saves files, types commands, compares output.

Marks before a block, as comments that no reader sees, say what it is: ``sheet: NAME`` (rows to fill in),
``copy: PATH`` (a file of the docs), ``file: NAME`` (to be saved under that name), ``fails``, ``served`` (a
server is running meanwhile) and ``runs elsewhere: WHERE``. What a page shows as ``text`` right after a
command is its output.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

DOCS = Path(__file__).parents[2] / "docs"
_STEP = re.compile(
    r"<!-- sheet: (?P<sheet>\w+) -->\n\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|<!-- copy: (?P<copy>[\w./-]+) -->"
    r"|<!-- file: (?P<file>[\w.-]+) -->\n\n```\w+\n(?P<content>.*?)```"
    r"|(?:<!-- (?P<mark>fails|served|runs elsewhere: [^>]+) -->\n\n)?```(?P<language>sh|python|sparql)\n"
    r"(?P<command>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?",
    re.DOTALL,
)
Say = Callable[[str], str]


def steps(text: str) -> Iterator[re.Match[str]]:
    """What a page asks its reader to do, in order."""
    yield from _STEP.finditer(text)


def fits(expected: str, printed: str) -> bool:
    """Whether the lines expected are printed in their order; `...` stands for anything."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.split("..."))) + r" *\n"
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Commands as one types them into a shell; the first that fails ends them."""
    script = re.sub(r"(?<![\w/-])monazite (?=[a-z-])", f"{sys.executable} -m monazite ", command)
    return subprocess.run(
        ["bash", "-ec", script], cwd=folder, capture_output=True, text=True, timeout=600, encoding="utf-8"
    )


def walk(text: str, folder: Path, said: Say = lambda command: command) -> int:
    """Does in a folder what a page says; gives how many blocks were run.

    Python blocks of a page are one program, which runs after all commands, in the checkout.

    Args:
        text: the page.
        folder: where its reader stands.
        said: what a command is in truth, such as with the address of a running server.

    Raises:
        AssertionError: a command fails, or does not where it should, or prints something else.
    """
    done, program, expected = 0, "", []
    for step in steps(text):
        if step["sheet"]:
            fill(folder / "facts.xlsx", step["sheet"], step["table"])
        elif step["copy"]:
            shutil.copy(DOCS / step["copy"], folder)
        elif step["file"]:
            (folder / step["file"]).write_text(step["content"], encoding="utf-8")
        elif step["mark"] and step["mark"] != "fails":
            continue
        elif step["language"] == "sh":
            found = run(said(step["command"]), folder)
            assert (found.returncode != 0) == bool(step["mark"]), (step["command"], found.stderr)
            # Messages stand after results, as on a terminal where the results are short.
            compare(step["command"], step["output"], found.stdout + found.stderr)
            done += 1
        elif step["language"] == "python":
            program += f"{step['command']}\nprint('\\f')\n"
            expected.append((step["command"], step["output"]))
    if program:
        found = subprocess.run(
            [sys.executable, "-c", program], cwd=DOCS.parent, capture_output=True, text=True, timeout=300
        )
        assert found.returncode == 0, found.stderr
        for (command, output), printed in zip(expected, found.stdout.split("\f\n"), strict=False):
            compare(command, output, printed)
        done += len(expected)
    return done


def compare(command: str, expected: str | None, printed: str) -> None:
    """Holds what is printed to what a page shows, if it shows something.

    Raises:
        AssertionError: it is something else.
    """
    assert expected is None or fits(expected, printed), f"{command}\n{printed[:4000]}"


def fill(workbook: Path, sheet: str, table: str) -> None:
    """Puts the rows of a table under the headings of a sheet, in place of those that were there."""
    head, _, *rows = table.splitlines()
    book = openpyxl.load_workbook(workbook)
    page = book[sheet]
    places = {cell.value: column for column, cell in enumerate(page[1], 1)}
    for number, row in enumerate(rows, 2):
        for heading, cell in zip(_cells(head), _cells(row), strict=True):
            page.cell(number, places[heading]).value = cell or None
    book.save(workbook)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
