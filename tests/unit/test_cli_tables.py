"""Tables on a terminal: words stay whole, and where there is no room for that each row is a block."""

from __future__ import annotations

import sys

import pytest
from rich.cells import cell_len

from monazite.cli import common

COLUMNS = ("company", "place", "sources")
ROWS = [
    ("Lynas Rare Earths of Australia", "包头国家稀土高新技术产业开发区", "[1] [2]"),
    ("Silmet", "", "[3]"),
]


def narrow(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))


def test_a_pipe_gets_whole_lines() -> None:
    lines = common.table(COLUMNS, ROWS).splitlines()
    assert lines[2] == "Lynas Rare Earths of Australia  包头国家稀土高新技术产业开发区  [1] [2]"


@pytest.mark.parametrize("width", [50, 60, 70])
def test_a_terminal_breaks_the_widest_columns_between_words(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    narrow(monkeypatch, width)
    text = common.table(COLUMNS, ROWS)
    assert max(map(cell_len, text.splitlines())) <= width
    assert {"company", "place", "sources", "Australia", "[1]", "[2]"} <= set(text.split())
    assert text.splitlines()[1].startswith("───")


def test_without_room_each_row_is_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow(monkeypatch, 40)
    assert common.table(COLUMNS, ROWS).splitlines() == [
        "── 1 ───────────────────────────────────",
        "company  Lynas Rare Earths of Australia",
        "place    包头国家稀土高新技术产业开发区",
        "sources  [1] [2]",
        "── 2 ───────────────────────────────────",
        "company  Silmet",
        "sources  [3]",
    ]


def test_a_long_value_of_a_block_goes_on_below_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow(monkeypatch, 30)
    lines = common.table(("name", "address"), [("Silmet", "https://example.org/" + "a" * 40)]).splitlines()
    assert lines[1] == "name     Silmet"
    assert lines[2].startswith("address  https://")
    assert lines[3].startswith("         a")


def test_no_rows_are_a_heading_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow(monkeypatch, 40)
    assert common.table(COLUMNS, []).splitlines()[0] == "company  place  sources"
