"""What `docs/mappings.md` says of the coverage is what the question answers.

To renew it: ``MONAZITE_UPDATE_GOLDEN=1 pytest`` this file, after `test_questions.py`.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path


def test_the_coverage_is_that_of_the_question(checkout: Path) -> None:
    golden = checkout / "tests" / "golden" / "questions" / "link-coverage.csv"
    rows = list(csv.DictReader(golden.read_text(encoding="utf-8").splitlines()))
    lines = ["| class | things | dataset | matches | near | share |", "|---|---|---|---|---|---|"]
    for row in rows:
        if int(row["matched"]) + int(row["near"]):
            cells = (row[name] for name in ("class", "things", "dataset", "matched", "near", "share"))
            lines.append(f"| {' | '.join(cells)} % |")
    table = "\n".join(lines)
    path = checkout / "docs" / "mappings.md"
    text = path.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- coverage -->\n).*?(<!-- /coverage -->)", re.DOTALL)
    assert len(lines) > 30 and len(marked.findall(text)) == 1
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        path.write_text(marked.sub(rf"\g<1>{table}\n\g<2>", text), encoding="utf-8")
    assert marked.sub(rf"\g<1>{table}\n\g<2>", text) == path.read_text(encoding="utf-8")
