"""Integrated ownership, control and the register of holders, on cases that can be computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.analysis.intervals import Interval, exactly
from monazite.analysis.ownership import control, integrated, settling
from monazite.analysis.ownership.integrated import OUTSIDE, belonging
from monazite.analysis.ownership.settling import Holding, percent

Exact = dict[str, dict[str, float]]


def shares(exact: Exact) -> dict[str, dict[str, Interval]]:
    return {held: {one: exactly(share) for one, share in holders.items()} for held, holders in exact.items()}


def about(low: float, high: float, found: Interval) -> bool:
    return (found.low, found.high) == pytest.approx((low, high))


def lows(found: dict[str, Interval]) -> dict[str, float]:
    assert all(share.exact or share.high - share.low < 1e-9 for share in found.values())
    return {owner: share.low for owner, share in found.items()}


def test_a_pyramid_multiplies_along_its_chain() -> None:
    found = integrated.integrated(shares({"C": {"B": 0.5}, "B": {"A": 0.6}}))
    assert lows(found["C"]) == pytest.approx({"A": 0.3, OUTSIDE: 0.7})


def test_chains_in_parallel_add_up() -> None:
    found = integrated.integrated(
        shares({"D": {"B": 0.3, "C": 0.4, "A": 0.1}, "B": {"A": 1}, "C": {"A": 0.5}})
    )
    assert lows(found["D"]) == pytest.approx({"A": 0.1 + 0.3 + 0.2, OUTSIDE: 0.4})


def test_cross_holdings_are_counted_over_all_rounds() -> None:
    """A has half of B and B a fifth of A; P has the rest of A, Q that of B.

    P has of A its 0.8 and what comes round: 0.8 + 0.2 (of B) * 0.5 (of A) * 0.8 + ... = 0.8 / (1 - 0.1).
    """
    found = integrated.integrated(shares({"A": {"B": 0.2, "P": 0.8}, "B": {"A": 0.5, "Q": 0.5}}))
    assert lows(found["A"]) == pytest.approx({"P": 0.8 / 0.9, "Q": 0.1 / 0.9})
    assert lows(found["B"]) == pytest.approx({"P": 0.4 / 0.9, "Q": 0.5 / 0.9})


def test_what_circulates_through_the_owner_is_not_counted_twice() -> None:
    """The correction of Baldone, Brioschi and Paleari: A has half of B, not 0.5 / (1 - 0.1)."""
    found = belonging(shares({"A": {"B": 0.2}, "B": {"A": 0.5}}), {"A": exactly(1)})
    assert found["B"] == exactly(0.5)


def test_two_organizations_that_each_hold_half_of_the_other() -> None:
    """A worked example: the private owners of each have 2/3 of it and 1/3 of the other, D (I - C)^-1.

    M. O. Jackson, Social and Economic Networks: Models and Analysis, lecture 5.8b (Financial Contagions), of
    the model of M. Elliott, B. Golub and M. O. Jackson, American Economic Review 104(10), 2014, 3115-3153.
    """
    found = integrated.integrated(shares({"1": {"2": 0.5, "own 1": 0.5}, "2": {"1": 0.5, "own 2": 0.5}}))
    assert lows(found["1"]) == pytest.approx({"own 1": 2 / 3, "own 2": 1 / 3})
    assert lows(found["2"]) == pytest.approx({"own 1": 1 / 3, "own 2": 2 / 3})


def test_a_ring_that_nobody_outside_holds_belongs_to_nobody() -> None:
    found = integrated.integrated(shares({"A": {"B": 1}, "B": {"A": 1}}))
    assert found == {"A": {}, "B": {}}


def test_an_unknown_share_is_anything_that_the_others_leave() -> None:
    found = integrated.integrated({"A": {"known": exactly(0.7), "unknown": Interval(0, 0.3)}})["A"]
    assert found["known"] == exactly(0.7)
    assert about(0, 0.3, found["unknown"])
    assert about(0, 0.3, found[OUTSIDE])


def test_bounds_know_that_all_shares_come_to_one() -> None:
    """Two holders of a fifth to four fifths each have all of it at most together, not 1.6 times all."""
    wide = {"A": {"X": Interval(0.2, 0.8), "Y": Interval(0.2, 0.8)}}
    assert about(0.4, 1, belonging(wide, {"X": exactly(1), "Y": exactly(1)})["A"])


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="more than all"):
        integrated.integrated(shares({"A": {"P": 0.7, "Q": 0.7}}))


@st.composite
def networks(draw: st.DrawFn) -> Exact:
    """Up to six companies with any holdings among them and two owners, at least a tenth of each outside."""
    companies = [f"c{n}" for n in range(draw(st.integers(1, 6)))]
    found: Exact = {}
    for held in companies:
        holders = [one for one in [*companies, "p", "q"] if one != held]
        parts = [draw(st.integers(0, 9)) for _ in holders]
        scale = draw(st.floats(0.1, 0.9)) / (sum(parts) or 1)
        found[held] = {one: part * scale for one, part in zip(holders, parts, strict=True) if part}
    return found


@given(networks())
def test_shares_of_final_owners_come_to_one(network: Exact) -> None:
    for owners in integrated.integrated(shares(network)).values():
        assert sum(lows(owners).values()) == pytest.approx(1)


@given(networks())
def test_a_matrix_gives_the_same(network: Exact) -> None:
    """The second opinion: D (I - A)^-1 of Brioschi and others, by numpy."""
    companies = sorted(network)
    direct = np.array([[network[held].get(one, 0.0) for held in companies] for one in companies])
    final = np.array([[network[held].get(owner, 0.0) for held in companies] for owner in ("p", "q")])
    expected = final @ np.linalg.inv(np.eye(len(companies)) - direct)
    found = integrated.integrated(shares(network))
    for column, held in enumerate(companies):
        for row, owner in enumerate(("p", "q")):
            assert found[held].get(owner, exactly(0)).low == pytest.approx(expected[row, column], abs=1e-8)


@given(networks(), st.data())
def test_bounds_enclose_every_completion(network: Exact, data: st.DataObject) -> None:
    """Each share of a network that is drawn first lies within bounds that are drawn round it."""
    wide: dict[str, dict[str, Interval]] = {}
    for held, holders in network.items():
        wide[held] = {}
        for one, share in holders.items():
            below, above = data.draw(st.floats(0, 1)), data.draw(st.floats(0, 1))
            wide[held][one] = Interval(share * below, share + (1 - share) * above)
    bounds = integrated.integrated(wide)
    for held, owners in integrated.integrated(shares(network)).items():
        for owner, exact in owners.items():
            bound = bounds[held].get(owner, exactly(0))
            assert bound.low - 1e-8 <= exact.low <= bound.high + 1e-8


def test_control_is_a_majority_alone_or_together() -> None:
    """A has most of B and of C, which have most of D together; of E it has half only."""
    network = shares(
        {"B": {"A": 0.6}, "C": {"A": 0.51}, "D": {"B": 0.3, "C": 0.3, "P": 0.4}, "E": {"A": 0.5}}
    )
    assert control.controlled(network, {}, ["A"]) == {"B", "C", "D"}
    assert control.controllers(network, {}) == {"B": ("A",), "C": ("A",), "D": ("A",)}


def test_the_company_control_example_of_answer_set_programming() -> None:
    """The four companies with which the grounder gringo is tested, c1 to c4, as of their published answer."""
    owns = shares({"c2": {"c1": 0.60}, "c3": {"c1": 0.20, "c2": 0.35}, "c4": {"c3": 0.51}})
    found = {one: control.controlled(owns, {}, [one]) for one in ("c1", "c2", "c3", "c4")}
    assert found == {"c1": {"c2", "c3", "c4"}, "c2": set(), "c3": {"c4"}, "c4": set()}


def test_control_ends_where_integrated_ownership_is_small() -> None:
    """Down a pyramid of 51 % control stays whole; what belongs to the top is 0.51 ** 3."""
    network = shares({"B": {"A": 0.51}, "C": {"B": 0.51}, "D": {"C": 0.51}})
    assert control.controlled(network, {}, ["A"]) == {"B", "C", "D"}
    assert integrated.integrated(network)["D"]["A"].low == pytest.approx(0.51**3)


def test_the_parent_as_told_controls_unless_another_has_the_majority() -> None:
    bounds = {"B": {"A": Interval(0.3, 0.6), "P": Interval(0, 0.7)}}
    assert control.controllers(bounds, {"B": ("A",)}) == {"B": ("A",)}
    contested = {"B": {"A": exactly(0.3), "P": exactly(0.7)}}
    assert control.controllers(contested, {"B": ("A",)}) == {"B": ("P",)}


def test_a_ring_of_majorities_is_controlled_by_all_in_it() -> None:
    network = shares({"A": {"B": 0.6}, "B": {"A": 0.6}, "C": {"A": 1}})
    assert control.controllers(network, {})["C"] == ("A", "B")


@given(networks(), st.data())
def test_control_is_monotone_in_shares(network: Exact, data: st.DataObject) -> None:
    holder = data.draw(st.sampled_from(["p", *network]))
    held = data.draw(st.sampled_from(sorted(network)))
    if holder == held:
        return
    own = network[held].get(holder, 0.0)
    more = own + data.draw(st.floats(0, 1)) * (1 - sum(network[held].values()))
    larger = network | {held: network[held] | {holder: more}}
    before = control.controlled(shares(network), {}, [holder])
    assert before <= control.controlled(shares(larger), {}, [holder])


def stake(
    holder: str,
    held: str,
    low: float,
    high: float | None = None,
    *,
    dated: str = "2025",
    known: bool = True,
    deal: float = 0.0,
) -> Holding:
    share = Interval(low, low if high is None else high)
    return Holding(holder, held, share, "stake", known, dated, open=deal, sources=("s",))


def settled(*found: Holding) -> dict[str, Interval]:
    holdings, _ = settling.settle({found[0].held: list(found)})
    return {holding.holder: holding.share for holding in holdings}


def test_what_fits_is_left_alone() -> None:
    assert settled(stake("A", "X", 0.6), stake("B", "X", 0.4)) == {"A": exactly(0.6), "B": exactly(0.4)}


def test_an_unknown_share_is_clipped_to_what_is_left() -> None:
    found = settled(stake("A", "X", 0.6), stake("B", "X", 0, 1, known=False))
    assert found == {"A": exactly(0.6), "B": Interval(0, 0.4)}


def test_newer_shares_count_before_older_ones_and_a_remark_says_so() -> None:
    found = [stake("old", "X", 0.6, dated="2015"), stake("new", "X", 0.75, dated="2024")]
    holdings, remarks = settling.settle({"X": found})
    assert [holding.share for holding in holdings] == [exactly(0.25), exactly(0.75)]
    assert "come to 135 %" in remarks[0].text
    assert remarks[0].sentence(str.upper).startswith("The shares that sources give of X come")


def test_of_two_of_one_year_any_can_be_wrong() -> None:
    found = settled(stake("A", "X", 0.6), stake("B", "X", 0.6))
    assert about(0.4, 0.6, found["A"])
    assert about(0.4, 0.6, found["B"])


def test_a_deal_not_known_to_be_done_leaves_both_ends_open() -> None:
    deal = stake("buyer", "X", 0, 0.95, dated="2024-08", deal=0.95)
    found = settled(
        stake("seller", "X", 0.95, dated="2024-08"), stake("third", "X", 0.05, dated="2024-08"), deal
    )
    assert about(0, 0.95, found["seller"])
    assert about(0, 0.95, found["buyer"])


def test_a_share_through_another_holder_is_counted_once() -> None:
    by_held = {
        "mine": [stake("local", "mine", 1), stake("parent", "mine", 0.84)],
        "local": [stake("parent", "local", 0.84)],
    }
    found, remarks = settling.direct(by_held)
    assert [holding.holder for holding in found["mine"]] == ["local"]
    assert remarks[0].text == "Told twice and counted once, of {mine}: 84 % of {parent} through {local}."


def test_shares_read_in_percent() -> None:
    assert [percent(Interval(*pair)) for pair in ((0.3671, 0.5502), (1, 1), (0, 1), (0, 0.499))] == [
        "36.71–55.02 %",
        "100 %",
        "unknown",
        "0–49.9 %",
    ]
