"""What docs/sizing.md says was measured is what docs/benchmarks.json holds, rounded as it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "sizing.md").read_text(encoding="utf-8")
# The columns of the page, and the tasks of the benchmarks that fill them.
TASKS = {4: "build", 5: "start", 6: "projection", 7: "validation"}
MEASURED = {
    (each["task"], each["facilities"]): each
    for each in json.loads((DOCS / "benchmarks.json").read_text(encoding="utf-8"))["figures"]
    if each["way"] == "monazite"
}
ROWS = [
    [cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| [\d,]+ \|.*$", PAGE, re.M)
]


def test_there_are_rows() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_row_tells_what_was_measured(row: list[str]) -> None:
    statements, facilities = (int(cell.replace(",", "")) for cell in row[:2])
    for column, task in TASKS.items():
        if row[column] == "not measured":
            assert (task, facilities) not in MEASURED
            continue
        measured = MEASURED[task, facilities]
        # A graph of the same units may have a statement more or less from one release to the next.
        assert measured["statements"] == pytest.approx(statements, rel=1e-3)
        told = re.fullmatch(r"([\d.]+) s, ([\d.]+) (MB|GB)", row[column])
        assert told, row[column]
        megabytes = measured["megabytes"] / (1000 if told[3] == "GB" else 1)
        for text, value in ((told[1], measured["seconds"]), (told[2], megabytes)):
            assert float(text) == round(value, len(text.partition(".")[2])), (task, text, value)
