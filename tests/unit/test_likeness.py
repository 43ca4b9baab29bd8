"""Names as words, and how alike they are: spelling, legal forms, Chinese, misspellings, opposites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.link.likeness import Weights, best, compare
from monazite.link.spelling import forms, pinyin

FLAT = Weights({}, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lynas Rare Earths Ltd.", "LYNAS RARE EARTHS LIMITED"),
        ("Boliden AB", "Boliden"),
        ("Vacuumschmelze GmbH & Co. KG", "VACUUMSCHMELZE"),
        ("PT Timah", "Timah"),
        ("Société Générale S.A.", "Societe Generale"),
        ("Mt. Weld", "Mount Weld"),
        ("JL MAG Rare-Earth Co., Ltd.", "JLMAG Rare Earth"),
        ("包头市金蒙稀土有限责任公司", "Baotou Jinmeng Rare Earth Co., Ltd."),
        ("北方稀土", "beifang xitu"),
        ("北方稀土", "Bei Fang Xi Tu"),
        ("Олений Ручей", "Oleniy Ruchey"),
        ("Baotou Hi-Tech Zone", "Baotou High-Tech Zone"),
        ("Ｌｙｎａｓ　Corporation", "lynas"),
        ("内蒙古包钢", "Inner Mongolia Baogang"),
        ("Cia. de Nióbio S/A", "Cia Niobio"),
    ],
)
def test_one_name_in_two_spellings_is_one(one: str, other: str) -> None:
    found = best(forms(one), forms(other), FLAT)
    assert found.share == 1.0 and not found.ours and not found.theirs, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Stanmore", "South Stanmore"),
        ("Separation line 1", "Separation line 2"),
        ("Kutessay II", "Kutessay I"),
        ("Light rare earth", "Heavy rare earth"),
    ],
)
def test_what_excludes_each_other_is_said(one: str, other: str) -> None:
    assert best(forms(one), forms(other), FLAT).opposed


def test_a_part_in_brackets_may_be_missing_but_that_is_less_than_the_same() -> None:
    found = best(forms("Northern Magnet (Inner Mongolia) Co., Ltd."), forms("Northern Magnet"), FLAT)
    assert 0.9 < found.share < 1.0


def test_a_misspelled_name_is_near_and_another_name_is_not() -> None:
    near = compare(forms("Vacuumschmelze")[0], forms("Vacumschmelze")[0], FLAT)
    assert near.near == (("vacuumschmelze", "vacumschmelze"),) and 0.85 < near.share < 1
    assert compare(forms("Jinhai")[0], forms("Jigan")[0], FLAT).share == 0


def test_rare_words_tell_more_than_common_ones() -> None:
    weights = Weights({"lynas": 2, "rare": 300, "earth": 300, "arafura": 2}, 1000)
    lynas = compare(forms("Lynas Rare Earths")[0], forms("Lynas")[0], weights)
    rare = compare(forms("Lynas Rare Earths")[0], forms("Arafura Rare Earths")[0], weights)
    assert lynas.share > 2 * rare.share


def test_readings_of_several_syllables_are_read_in_their_word() -> None:
    assert pinyin("重庆") == "chongqing" and pinyin("重量") == "zhongliang" and pinyin("绿") == "lu"


def test_a_legal_form_alone_is_a_name() -> None:
    assert forms("Limited")[0].words == ("limited",)
    assert forms("AB AS")[0].words


@given(st.text(max_size=60))
def test_any_text_has_forms_of_plain_words(text: str) -> None:
    for form in forms(text):
        assert form.words and all(word.isascii() and word == word.lower() for word in form.words)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    there = best(forms(one), forms(other), FLAT).share
    back = best(forms(other), forms(one), FLAT).share
    assert 0 <= there <= 1 and there == pytest.approx(back, abs=0.12)
    if forms(one):
        assert best(forms(one), forms(one), FLAT).share == 1
