"""Figures are saved whole, in the house style, with their sources."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from rdflib import URIRef

from monazite import drawing
from monazite.errors import FileError, QueryError
from monazite.statements import Source

SOURCES = [
    Source(URIRef(f"s:{n}"), "T", publisher, issued, None)
    for n, (publisher, issued) in enumerate((("USGS", "2024"), ("USGS", "2021-03"), ("Argus", None)))
]


@pytest.mark.parametrize("ending", drawing.ENDINGS)
def test_a_figure_is_saved_by_its_ending_and_always_alike(tmp_path: Path, ending: str) -> None:
    kept = []
    for name in ("one", "two"):
        with drawing.style():
            figure, axes = drawing.new("Capacity $x$ of a\x00 stage", 6, 3)
            drawing.bars(axes, ["Mount Weld", "未知 $y$"], [10, 0], [12, math.inf])
            drawing.credit(figure, SOURCES)
        path = tmp_path / f"{name}{ending}"
        drawing.save(figure, path)
        kept.append(path.read_bytes())
    assert kept[0] == kept[1] and len(kept[0]) > 1000
    assert sorted(each.name for each in tmp_path.iterdir()) == [f"one{ending}", f"two{ending}"]
    if ending == ".svg":
        text = kept[0].decode()
        assert "Mount Weld" in text and "unknown" in text and "Argus undated; USGS 2021, 2024" in text


def test_an_unknown_ending_or_place_is_refused(tmp_path: Path) -> None:
    with drawing.style():
        figure, _ = drawing.new("T", 4, 3)
    with pytest.raises(QueryError, match=r"no figure ends in '\.bmp'"):
        drawing.save(figure, tmp_path / "x.bmp")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        drawing.save(figure, tmp_path / "file" / "x.svg")


def test_too_many_bars_are_refused() -> None:
    with drawing.style():
        _, axes = drawing.new("T", 4, 3)
        for count in (0, 41):
            with pytest.raises(QueryError, match=f"{count} bars"):
                drawing.bars(axes, ["x"] * count, [1.0] * count, [1.0] * count)


def test_sources_are_named_in_both_languages() -> None:
    assert drawing.credits(SOURCES, "zh").startswith("数据: Monazite contributors, CC BY 4.0. 来源: Argus")
    assert drawing.credits([]) == "Data: Monazite contributors, CC BY 4.0."
