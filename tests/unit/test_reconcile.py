"""The thing that a name means among a few made for it: what speaks for it, what against, what decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.errors import ParameterError
from monazite.link.index import Index
from monazite.link.reconcile import best, candidates
from monazite.link.record import Name, Record
from monazite.link.score import kilometres

COMPANY = frozenset({"Organization", "Company"})
MINE = frozenset({"ProductionUnit", "Mine"})


def thing(id: str, *names: str, **more: object) -> Record:
    more.setdefault("kinds", COMPANY)
    return Record(id, tuple(map(Name, names)), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def few() -> Index:
    return Index(
        [
            thing("lynas", "Lynas Rare Earths", "Lynas Corporation", countries=frozenset({"AU"}),
                  identifiers=frozenset({("lei", "549300DSZBVPZ3HIQ082"), ("ticker", "XASX:LYC")})),
            thing("lynas-usa", "Lynas USA", countries=frozenset({"US"})),
            thing("north", "China Northern Rare Earth (Group) High-Tech Co., Ltd.", "北方稀土",
                  countries=frozenset({"CN"})),
            thing("south", "China Southern Rare Earth Group", countries=frozenset({"CN"})),
            thing("weld", "Mt Weld", countries=frozenset({"AU"}), points=((-28.86, 122.55),), kinds=MINE,
                  parents=("Lynas Rare Earths",)),
            thing("colossus", "Colossus", countries=frozenset({"BR"}), kinds=MINE),
            thing("one", "Twin", countries=frozenset({"CA"})),
            thing("two", "Twin", countries=frozenset({"FR"})),
        ]
    )  # fmt: skip


def test_a_name_finds_its_thing_and_says_why(few: Index) -> None:
    first, *_ = candidates(few, "LYNAS RARE EARTHS LTD", properties={"country": "au"})
    assert (first.iri, first.match) == ("lynas", True) and first.score == 94
    assert first.types == ("Company", "Organization")
    assert [reason.feature for reason in first.reasons] == ["name", "country"]
    assert "both AU" in first.why


def test_an_identifier_decides_whatever_the_name(few: Index) -> None:
    for scheme, value in (("lei", "549300dszbvpz3hiq082"), ("ticker", "ASX:LYC")):
        found = best(few, "Something else entirely", properties={scheme: value})
        assert found and found.iri == "lynas" and found.score == 100 and found.match


def test_another_identifier_speaks_against_the_same_name(few: Index) -> None:
    found = best(few, "Lynas Rare Earths", properties={"lei": "529900T8BM49AURSDO55"})
    assert found is None or not found.match


def test_the_same_name_in_another_country_is_not_taken(few: Index) -> None:
    found = best(few, "Colossus", properties={"country": "US"})
    assert found and not found.match and any(reason.points < 0 for reason in found.reasons)


def test_distance_speaks_for_and_against(few: Index) -> None:
    near = candidates(few, "Mount Weld", properties={"latitude": "-28.8", "longitude": "122.5"})[0]
    far = candidates(few, "Mount Weld", properties={"latitude": "-20", "longitude": "122.5"})[0]
    assert near.match and near.score > 90 and not far.match and far.score < 50


def test_an_owner_speaks_for_it(few: Index) -> None:
    alone = candidates(few, "Mt Weld mine")[0]
    owned = candidates(few, "Mt Weld mine", properties={"parent": "Lynas Rare Earth Ltd"})[0]
    assert owned.score > alone.score and "both of Lynas" in owned.why


def test_namesakes_wait_for_a_person_unless_the_country_tells(few: Index) -> None:
    assert not candidates(few, "Twin")[0].match
    told = candidates(few, "Twin", properties={"country": "FR"})[0]
    assert told.iri == "two" and told.match


def test_a_type_keeps_others_out(few: Index) -> None:
    assert {each.iri for each in candidates(few, "Lynas", type="mz:Mine")} <= {"weld", "colossus"}
    assert candidates(few, "Mt Weld", type="https://w3id.org/monazite/ontology#Mine")[0].iri == "weld"
    assert not candidates(few, "Mt Weld", type="Place")


def test_opposed_words_keep_namesakes_apart(few: Index) -> None:
    first = candidates(few, "Southern Rare Earth")[0]
    assert first.iri == "south"
    assert all(each.score < 50 for each in candidates(few, "Southern Rare Earth") if each.iri == "north")


def test_a_wrong_number_is_named(few: Index) -> None:
    with pytest.raises(ParameterError, match="latitude 'north'"):
        candidates(few, "Mt Weld", properties={"latitude": "north", "longitude": "1"})


def test_distances_on_the_sphere() -> None:
    assert kilometres((0, 0), (0, 180)) == pytest.approx(20015.1, abs=0.1)
    assert kilometres((90, 0), (90, 120)) == pytest.approx(0, abs=1e-6)


@given(st.text(max_size=50))
def test_any_text_is_answered_in_order(few: Index, text: str) -> None:
    found = candidates(few, text)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True) and all(0 < score <= 100 for score in scores)
    assert sum(each.match for each in found) <= 1
