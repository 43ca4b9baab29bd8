"""The figures of the whole chain: the map and the Sankey show what the graph holds."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from monazite import KnowledgeGraph, drawing
from monazite.analysis import facilities, projection
from monazite.analysis.concepts import concepts
from monazite.analysis.intervals import Interval, total
from monazite.errors import ExtraMissing, QueryError
from monazite.export import outlines, sankey, worldmap


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def words(path: Path) -> str:
    return " ".join(" ".join(ET.parse(path).getroot().itertext()).split())


@pytest.mark.parametrize("language, said", [("en", "mining"), ("zh", "采选")])
def test_the_map_counts_the_units_of_each_country(
    kg: KnowledgeGraph, tmp_path: Path, language: str, said: str
) -> None:
    chain = projection.project(kg, language=language)
    drawing.save(worldmap.draw(chain), tmp_path / "map.svg")
    text = words(tmp_path / "map.svg")
    lands = {a["country"] for _, a in chain.nodes(data=True) if a["stage_names"] and a["country"]}
    missing = {land for land in lands if land not in text.split()}
    # What is too small for outlines at 1:110 million is not on the map.
    assert not missing & {outline.code for outline in outlines.outlines()}
    mines = sum(
        bool({"exploration", "mining", "beneficiation"} & set(a["stage_names"])) and a["country"] in lands
        for _, a in chain.nodes(data=True)
    )
    assert f"{said} ({mines})" in text or f"{said} ({mines - 1})" in text
    assert "CC BY 4.0" in text


@pytest.mark.parametrize("package", ["pyogrio", "pycountry"])
def test_a_map_says_what_it_lacks(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ExtraMissing, match=re.escape("pip install 'monazite[geo]'")):
        outlines.outlines.__wrapped__()


def test_a_spot_lies_within_its_country() -> None:
    found = {outline.code: outline for outline in outlines.outlines()}
    assert len(found) > 165
    for code, (west, east, south, north) in {
        "CN": (73, 135, 18, 54),
        "US": (-125, -66, 24, 50),
        "AU": (112, 154, -44, -10),
        "FR": (-5, 9, 42, 51),
        "NO": (4, 31, 57, 72),
    }.items():
        longitude, latitude = found[code].spot
        assert west < longitude < east and south < latitude < north, code


def test_there_is_no_map_of_nowhere(kg: KnowledgeGraph) -> None:
    chain = projection.project(kg)
    with pytest.raises(QueryError, match="no country is known"):
        worldmap.draw(chain.subgraph([]))


def test_the_columns_of_the_sankey_add_up_what_is_known(kg: KnowledgeGraph) -> None:
    standing, known = facilities.standing(kg), concepts(kg)
    for planned in (False, True):
        for column in sankey.columns(standing, known, planned=planned):
            units = [u for u in standing.facilities.values() if column.stage in u.stages]
            counted = Counter(u.works or (planned and u.comes) for u in units)[True]
            assert column.unknown <= counted
            assert total(column.countries.values()).bounded
    installed, all_of_it = (sankey.columns(standing, known, planned=p) for p in (False, True))
    for now, later in zip(installed, all_of_it, strict=True):
        for land, figure in now.countries.items():
            assert later.countries.get(land, Interval(0, 0)).high >= figure.low, (now.stage, land)


def test_the_sankey_names_stages_and_countries(kg: KnowledgeGraph, tmp_path: Path) -> None:
    chain = projection.project(kg)
    figure = sankey.draw(facilities.standing(kg), concepts(kg), chain, {"CN": "China"})
    drawing.save(figure, tmp_path / "sankey.svg")
    text = words(tmp_path / "sankey.svg")
    for said in ("mining", "separation", "magnet making", "China", "other countries", "t REO/a", "CC BY 4.0"):
        assert said in text
