"""Ten questions that an analyst asks, each by a command, with the golden answer and its sources.

``MONAZITE_UPDATE_GOLDEN=1`` writes the answers anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

QUESTIONS = {
    "how-ore-of-mountain-pass-reaches-general-motors": (
        *("paths", "Mountain Pass", "General Motors", "--most", "3"),
    ),
    "what-feeds-vacuumschmelze": ("upstream", "Vacuumschmelze", "--depth", "2"),
    "what-dysprosium-oxide-must-pass": (*("chokepoints", "--product", "dysprosium oxide", "--most", "10"),),
    "who-holds-separation-capacity": ("concentration", "--stage", "separation", "--shares"),
    "how-concentrated-mine-production-has-been": (
        *("concentration", "--measure", "production", "--years", "2018-2024"),
    ),
    "whether-the-eu-can-feed-its-magnet-makers-in-2030": (*("balance", "--place", "EU", "--year", "2030"),),
    "how-far-the-eu-is-from-its-benchmarks": ("balance", "--targets"),
    "who-owns-china-rare-earth-group": ("ownership", "China Rare Earth Group"),
    "what-states-control-of-separation": ("ownership", "--stage", "separation", "--by", "state"),
    "what-changed-in-the-first-half-of-2025": (
        *("timeline", "--changes", "--since", "2025-01", "--until", "2025-06"),
    ),
}


def test_there_are_ten_answers_and_no_other(checkout: Path) -> None:
    golden = {path.stem for path in (checkout / "tests" / "golden" / "analysis").glob("*.md")}
    assert golden == set(QUESTIONS) and len(QUESTIONS) == 10


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_golden_one_and_rests_on_sources(question: str, checkout: Path) -> None:
    command = [sys.executable, "-m", "monazite", *QUESTIONS[question], "--format", "md"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    path = checkout / "tests" / "golden" / "analysis" / f"{question}.md"
    if os.environ.get("MONAZITE_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == path.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!---)(.*) \|$", done.stdout, re.MULTILINE)[1:]
    references = set(re.findall(r"^(\d+)\. ", done.stdout, re.MULTILINE))
    cited = {number for row in rows for number in re.findall(r"\[(\d+)\]", row)}
    assert rows and cited == references, "each reference is cited, each citation is a reference"
