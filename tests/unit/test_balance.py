"""Capacities become magnets by sourced factors, hand-computed; a stage starves the next only if it must."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.analysis.balance import enough, factors, magnets, national
from monazite.analysis.balance.enough import Supply, add_up, judge
from monazite.analysis.balance.factors import ELEMENT, MINERAL, PRODUCT, STAGE, Factors, Told
from monazite.analysis.balance.national import Produced, Used
from monazite.analysis.balance.targets import missing
from monazite.analysis.concentration.produced import Figure
from monazite.analysis.concepts import Concepts, Product, Stage
from monazite.analysis.facilities import Capacity, Facility
from monazite.analysis.intervals import NOTHING, UNKNOWN, Interval, exactly
from monazite.analysis.places import EU_27, Place
from monazite.errors import QueryError

# The products of the tests, each with that of which it is a kind.
BROADER = {
    "separated-oxide": "", "ndpr-oxide": "separated-oxide", "neodymium-oxide": "separated-oxide",
    "praseodymium-oxide": "separated-oxide", "dysprosium-oxide": "separated-oxide", "concentrate": "",
    "bastnaesite-concentrate": "concentrate", "xenotime-concentrate": "concentrate", "mixed-carbonate": "",
    "mixed-oxide": "", "mixed-chloride": "", "metal": "", "ndpr-metal": "metal", "neodymium-metal": "metal",
    "dysprosium-metal": "metal", "alloy": "", "ndfeb-alloy": "alloy", "smco-alloy": "alloy", "magnet": "",
    "ndfeb-magnet": "magnet", "ndfeb-magnet-blank": "ndfeb-magnet", "smco-magnet": "magnet",
}  # fmt: skip
RANKS = [
    "mining",
    "beneficiation",
    "separation",
    "metal-making",
    "alloy-making",
    "magnet-making",
    "recycling",
]
OUTPUTS = {"separation": "separated-oxide", "metal-making": "metal", "magnet-making": "magnet"}


def iri(name: str) -> str:
    return f"{PRODUCT}{name}"


def concepts() -> Concepts:
    neodymium = frozenset({f"{ELEMENT}neodymium"})
    products = {
        iri(name): Product(
            iri(name), name, name, frozenset() if "xenotime" in name else neodymium,
            frozenset({iri(above)} if above else ()),
        )
        for name, above in BROADER.items()
    }  # fmt: skip
    stages = {name: Stage(f"{STAGE}{name}", name, name, rank) for rank, name in enumerate(RANKS, 2)}
    kinds: dict[str, frozenset[str]] = {name: frozenset() for name in RANKS}
    for stage, root in OUTPUTS.items():
        kinds[stage] = frozenset(iri(n) for n, above in BROADER.items() if root in (n, above))
    return Concepts(stages, products, dict.fromkeys(RANKS, frozenset()), kinds, {})


def told(kind: str, part: str, whole: str, low: float | None, high: float | None, source: str = "a") -> Told:
    return Told(kind, part, whole, "", low, high, source)


def made_yield(stage: str, whole: str, low: float | None, high: float | None, source: str = "a") -> Told:
    return told("yield", f"{STAGE}{stage}", iri(whole), low, high, source)


TOLD = (
    told("content", f"{ELEMENT}neodymium", iri("ndfeb-magnet"), 0.25, 0.25),
    told("content", f"{ELEMENT}neodymium", iri("ndfeb-magnet"), 0.3, 0.3, "b"),
    told("content", iri("neodymium-oxide"), iri("ndpr-oxide"), 1, 1),
    told("content", iri("ndpr-oxide"), iri("bastnaesite-concentrate"), 0.15, 0.15),
    told("content", iri("ndpr-oxide"), "mine:own", 0.4, 0.4),
    told("content", iri("mixed-oxide"), iri("bastnaesite-concentrate"), 0.6, 0.7),
    made_yield("cracking-leaching", "concentrate", 0.9, None),
    made_yield("separation", "mixed-carbonate", 0.8, 0.9),
    made_yield("metal-making", "neodymium-oxide", 0.9, 0.9),
    made_yield("alloy-making", "metal", 0.5, 0.8),
    made_yield("magnet-making", "ndfeb-magnet-blank", 0.6, 0.9),
)
KNOWN = concepts()


def capacity(stage: str, product: str, low: float, basis: str = "", *, planned: bool = False) -> Capacity:
    return Capacity(
        stage, iri(product) if product else "", basis, "mass", exactly(low), planned, "2025", "doc"
    )


def unit(*capacities: Capacity, state: str = "operating", due: str = "", **changed: object) -> Facility:
    stages = tuple(dict.fromkeys(c.stage for c in capacities)) or ("separation",)
    fields: dict[str, object] = {
        "iri": "unit", "label": "unit", "country": "EE", "stages": stages, "products": frozenset(),
        "operators": (), "owners": (), "state": state, "reported": "2025", "since": "", "due": due,
        "capacities": capacities,
    } | changed  # fmt: skip
    return Facility(**fields)  # type: ignore[arg-type]


def converter(**minerals: dict[str, bool]) -> magnets.Converter:
    return magnets.Converter(Factors(TOLD, KNOWN), minerals)


def test_metal_in_oxide_is_stoichiometry() -> None:
    # 2 x 144.242 / (2 x 144.242 + 3 x 15.999) and 6 x 140.90766 / (6 x 140.90766 + 11 x 15.999)
    assert pytest.approx(0.857356, abs=1e-6) == factors.ND_IN_OXIDE
    assert pytest.approx(0.827704, abs=1e-6) == factors.PR_IN_OXIDE
    anything = factors.metal_in_oxide(Factors((), KNOWN)).figure
    assert (anything.low, anything.high) == (factors.PR_IN_OXIDE, factors.ND_IN_OXIDE)
    assert factors.metal_in_oxide(Factors(TOLD, KNOWN)).figure == exactly(factors.ND_IN_OXIDE)


def test_a_factor_is_the_range_of_what_sources_say_and_names_them() -> None:
    found = Factors(TOLD, KNOWN).content({f"{ELEMENT}neodymium"}, {iri("ndfeb-magnet")}, "neodymium")
    assert found == factors.Factor("neodymium", Interval(0.25, 0.3), ("a", "b"))


def test_one_bound_counts_for_that_bound_alone() -> None:
    at_least, up_to = made_yield("separation", "ore", 0.9, None), made_yield("separation", "ore", None, 0.95)
    both = Factors((at_least, up_to), KNOWN).process_yield("separation", {iri("ore")}, "")
    alone = Factors((at_least,), KNOWN).process_yield("separation", {iri("ore")}, "")
    assert both.figure == Interval(0.9, 0.95)
    assert alone.figure == Interval(0.9, 1)


def test_the_way_to_the_magnet_by_hand() -> None:
    found = {name: factor.figure for name, factor in factors.to_magnets(Factors(TOLD, KNOWN)).items()}
    # Blanks to magnets 0.6 to 0.9; metal 0.5 x 0.6 to 0.8 x 0.9; oxide 0.9 times that.
    assert found["magnet-making"] == exactly(1)
    assert found["alloy-making"] == Interval(0.6, 0.9)
    assert (found["metal-making"].low, found["metal-making"].high) == pytest.approx((0.3 / 0.3, 0.72 / 0.25))
    oxide = factors.ND_IN_OXIDE * 0.9
    assert (found["separation"].low, found["separation"].high) == pytest.approx(
        (oxide * 0.3 / 0.3, oxide * 0.72 / 0.25)
    )
    # Ion adsorption clays are leached before the figure, so that cracking may lose nothing.
    assert found["mining"].low == pytest.approx(found["separation"].low * 0.9 * 0.8)
    assert found["mining"].high == pytest.approx(found["separation"].high * 0.9)


def test_what_is_told_of_the_whole_way_narrows_its_parts() -> None:
    whole = made_yield("magnet-making", "separated-oxide", 0.6, 0.7)
    found = factors.to_magnets(Factors((*TOLD, whole), KNOWN))
    assert found["separation"].figure.low == pytest.approx(factors.ND_IN_OXIDE * 0.6 / 0.3)
    assert found["separation"].figure.high == pytest.approx(factors.ND_IN_OXIDE * 0.9 * 0.72 / 0.25)
    assert found["metal-making"].figure.low == pytest.approx(0.6 / 0.3)


@pytest.mark.parametrize("stage", ["metal-making", "separation", "magnet-making", "cracking-leaching"])
def test_a_yield_that_nobody_tells_is_an_error_that_names_it(stage: str) -> None:
    lacking = tuple(t for t in TOLD if t.part != f"{STAGE}{stage}")
    with pytest.raises(QueryError, match=f"yield of {stage}"):
        factors.to_magnets(Factors(lacking, KNOWN))


def test_a_content_that_nobody_tells_is_an_error() -> None:
    with pytest.raises(QueryError, match="content of neodymium in NdFeB magnets"):
        factors.to_magnets(Factors(TOLD[2:], KNOWN))


def test_the_share_of_ndpr_is_the_deposits_then_the_minerals_then_anybodys() -> None:
    found = Factors(TOLD, KNOWN)
    bastnaesite, xenotime, monazite = (f"{MINERAL}{name}" for name in ("bastnaesite", "xenotime", "monazite"))
    assert factors.ndpr_share(found, "mine:own", {bastnaesite: True}).figure == exactly(0.4)
    assert factors.ndpr_share(found, "mine:other", {bastnaesite: True}).figure == exactly(0.15)
    assert factors.ndpr_share(found, "mine:other", {}).figure == Interval(0.15, 0.4)
    assert factors.ndpr_share(found, "mine:other", {monazite: True}).figure == Interval(0.15, 0.4)
    # Which carries next to no neodymium.
    assert factors.ndpr_share(found, "mine:other", {xenotime: False}).figure == Interval(0, 0.4)
    assert factors.ndpr_share(Factors((), KNOWN), "mine:other", {}).figure == Interval(0, 1)


@pytest.mark.parametrize(
    "stage, told_of, low, high",
    [
        ("separation", capacity("separation", "ndpr-oxide", 500), 500, 500),
        ("separation", capacity("separation", "separated-oxide", 1000, "reo"), 150, 400),
        ("separation", capacity("separation", "", 1000), 150, 400),
        ("separation", capacity("separation", "separated-oxide", 70, "contained-ndpr"), 70, 70),
        ("metal-making", capacity("metal-making", "ndpr-metal", 50), 50, 50),
        ("metal-making", capacity("metal-making", "metal", 50), 0, 50),
        ("alloy-making", capacity("alloy-making", "ndfeb-alloy", 50), 50, 50),
        ("alloy-making", capacity("alloy-making", "alloy", 50), 0, 50),
        ("magnet-making", capacity("magnet-making", "magnet", 50), 50, 50),
        ("magnet-making", capacity("magnet-making", "ndfeb-magnet-blank", 100), 60, 90),
        ("mining", capacity("beneficiation", "bastnaesite-concentrate", 1000), 600 * 0.15, 700 * 0.4),
        ("mining", capacity("mining", "mixed-oxide", 100), 15, 40),
        ("mining", capacity("mining", "ndpr-oxide", 100), 100, 100),
        ("mining", capacity("mining", "xenotime-concentrate", 100, "reo"), 0, 40),
    ],
)  # fmt: skip
def test_what_a_units_capacity_counts_for(stage: str, told_of: Capacity, low: float, high: float) -> None:
    found = converter().worth(unit(told_of), stage)
    assert found is not None
    assert (found.installed.low, found.installed.high) == pytest.approx((low, high))


def test_ore_pieces_and_silence_are_unknown_not_nothing() -> None:
    for told_of in (
        capacity("mining", "ore", 1000, "ore"),
        capacity("mining", "heavy-mineral-concentrate", 9),
    ):
        found = converter().worth(unit(told_of), "mining")
        assert found is not None and found.installed == UNKNOWN
    silent = converter().worth(unit(stages=("separation",)), "separation")
    assert silent is not None and silent.installed == UNKNOWN and silent.sources == ()


def test_who_makes_only_other_things_is_not_in_the_chain() -> None:
    assert converter().worth(unit(capacity("separation", "dysprosium-oxide", 50)), "separation") is None
    smco = unit(stages=("magnet-making",), products=frozenset({iri("smco-magnet")}))
    assert converter().worth(smco, "magnet-making") is None
    both = unit(
        capacity("magnet-making", "magnet", 100),
        products=frozenset({iri("smco-magnet"), iri("ndfeb-magnet")}),
    )
    found = converter().worth(both, "magnet-making")
    assert found is not None and found.installed == Interval(0, 100)


@pytest.mark.parametrize(
    "state, due, year, expected",
    [
        ("planned", "2028", 2027, NOTHING),
        ("planned", "2028", 2028, exactly(100)),
        ("under-construction", "2028-05", 2030, exactly(100)),
        ("planned", "", 2030, Interval(0, 100)),
        ("planned", "2024", 2030, Interval(0, 100)),
        ("suspended", "", 2030, Interval(0, 100)),
        ("closed", "", 2030, NOTHING),
        ("lapsed", "2028", 2030, NOTHING),
    ],
)
def test_what_is_planned_counts_by_its_date(state: str, due: str, year: int, expected: Interval) -> None:
    planned = unit(capacity("magnet-making", "magnet", 100, planned=True), state=state, due=due)
    worth = converter().worth(planned, "magnet-making")
    assert worth is not None
    assert magnets.by_then(worth, year, "2026-06-09") == expected


def test_expansions_count_in_the_upper_bound_alone() -> None:
    told_of = (
        capacity("magnet-making", "magnet", 100),
        capacity("magnet-making", "magnet", 300, planned=True),
    )
    worth = converter().worth(unit(*told_of), "magnet-making")
    assert worth is not None
    assert magnets.by_then(worth, 2030, "2026-06-09") == Interval(100, 300)


def test_a_plan_without_an_upper_bound_leaves_what_is_installed() -> None:
    more = Capacity(
        "separation", iri("ndpr-oxide"), "", "mass", Interval(6000, math.inf), True, "2025", "doc"
    )
    worth = converter().worth(unit(capacity("separation", "ndpr-oxide", 1000), more), "separation")
    assert worth is not None and worth.installed == exactly(1000)
    assert add_up([magnets.by_then(worth, 2030, "2026-06-09")]) == Supply(exactly(1000), unknown=1)


def test_starving_by_hand() -> None:
    assert judge(Supply(exactly(10)), Supply(Interval(11, 20))) == enough.CERTAIN
    assert judge(Supply(exactly(10), unknown=1), Supply(Interval(11, 20))) == enough.AS_KNOWN
    assert judge(Supply(Interval(10, 15)), Supply(Interval(11, 20))) == enough.POSSIBLE
    assert judge(Supply(exactly(20)), Supply(Interval(11, 20))) == enough.NO
    assert judge(Supply(exactly(20)), Supply(Interval(11, 20), unknown=1)) == enough.POSSIBLE
    assert judge(Supply(exactly(10), beyond=True), Supply(exactly(11))) == enough.AS_KNOWN


def test_what_was_produced_can_be_made() -> None:
    made = Produced(Interval(170, 180), 2024, ("doc",))
    there, meant = enough.raised(Supply(Interval(30, 100)), Supply(Interval(40, 150)), made)
    assert there == Supply(Interval(170, 180), beyond=True)
    # Plans add to what there is: 10 to 50 more than the units' own.
    assert meant == Supply(Interval(180, 230), beyond=True)
    assert there.shown == Interval(170, math.inf)
    less = Produced(Interval(20, 20), 2024, ("doc",))
    assert enough.raised(Supply(Interval(30, 100)), Supply(Interval(40, 150)), less)[0].known == Interval(
        30, 100
    )


AMOUNTS = st.floats(0, 1e6)
SHARES = st.floats(0.01, 1)


@st.composite
def held(draw: st.DrawFn, figures: st.SearchStrategy[float] = AMOUNTS) -> tuple[Interval, float]:
    """An interval and a figure within it."""
    low, high = sorted((draw(figures), draw(figures)))
    return Interval(low, high), draw(st.floats(low, high))


@st.composite
def supplies(draw: st.DrawFn) -> Supply:
    return Supply(draw(held())[0], draw(st.integers(0, 2)), draw(st.booleans()))


@given(held(), st.lists(held(SHARES), min_size=1, max_size=4))
def test_a_conversion_encloses_every_completion(
    capacity_: tuple[Interval, float], steps: list[tuple[Interval, float]]
) -> None:
    figure, value = capacity_
    for factor, share in steps:
        figure, value = figure * factor, value * share
    content, part = steps[0]
    figure, value = figure / content, value / part
    slack = 1e-9 * max(1, value)
    assert figure.low - slack <= value <= figure.high + slack


@given(st.lists(st.tuples(held(), st.booleans(), AMOUNTS), max_size=6))
def test_a_sum_encloses_whatever_the_unknown_make(
    units: list[tuple[tuple[Interval, float], bool, float]],
) -> None:
    told_of = [UNKNOWN if unknown else interval for (interval, _), unknown, _ in units]
    whole = add_up(told_of).whole
    truth = math.fsum(anything if unknown else figure for (_, figure), unknown, anything in units)
    slack = 1e-9 * max(1, truth)
    assert whole.low - slack <= truth <= whole.high + slack


@given(supplies(), supplies(), AMOUNTS, AMOUNTS)
def test_more_capacity_never_makes_a_stage_starve_more(
    supply: Supply, demand: Supply, more: float, most: float
) -> None:
    order = (enough.NO, enough.POSSIBLE, enough.AS_KNOWN, enough.CERTAIN)
    added = Interval(min(more, most), max(more, most))
    larger = Supply(supply.known + added, supply.unknown, supply.beyond)
    assert order.index(judge(larger, demand)) <= order.index(judge(supply, demand))


@given(held(), held())
def test_a_gap_encloses_every_completion(
    asked: tuple[Interval, float], there: tuple[Interval, float]
) -> None:
    gap = missing(asked[0], there[0])
    truth = max(0.0, asked[1] - there[1])
    assert gap.low <= truth <= gap.high


def test_a_gap_by_hand() -> None:
    assert missing(Interval(2000, 2200), Interval(0, math.inf)) == Interval(0, 2200)
    assert missing(exactly(18000), Interval(0, 12000)) == Interval(6000, 18000)
    assert missing(exactly(5), exactly(9)) == NOTHING


def test_what_countries_produce_adds_up() -> None:
    def mined(code: str, amount: float, year: str) -> Figure:
        return Figure(code, "", "reo", year, exactly(amount), f"{code}{year}{amount}")

    told_of = (
        mined("CN", 270, "2024"), mined("CN", 240, "2024"), mined("CN", 999, "2019"), mined("US", 45, "2023"),
        Figure("EE", iri("ndfeb-magnet"), "", "2024", exactly(9), "EE"),
    )  # fmt: skip
    found = Factors(TOLD, KNOWN)
    world, without = Place("world", None), Place("rest", None, frozenset({"CN"}))
    everywhere = national.produced(told_of, world, "mining", 2025, found)
    # (240 to 270) + 45, of which 15 to 40 per cent.
    assert everywhere is not None
    assert (everywhere.figure.low, everywhere.figure.high) == pytest.approx((285 * 0.15, 315 * 0.4))
    elsewhere = national.produced(told_of, without, "mining", 2025, found)
    assert elsewhere is not None and elsewhere.figure.low == pytest.approx(45 * 0.15)
    assert national.produced(told_of, world, "separation", 2025, found) is None
    assert national.produced(told_of, Place("EU-27", EU_27), "mining", 2025, found) is None


def test_consumption_is_that_of_the_year_or_the_last_before() -> None:
    def used(amount: float, year: int, *, forecast: bool = False) -> Used:
        return Used("eu", iri("magnet"), forecast, exactly(amount), year, str(amount))

    told_of = [used(20, 2024), used(22, 2025), used(16, 2019), used(45, 2030, forecast=True), used(60, 0)]
    assert national.consumed(told_of, {"eu"}, {iri("magnet")}, 2026) == (Interval(20, 22), 2025, ("20", "22"))
    assert national.consumed(told_of, {"eu"}, {iri("magnet")}, 2030) == (exactly(45), 2030, ("45",))
    assert national.consumed(told_of, {"us"}, {iri("magnet")}, 2030) is None


def test_places_hold_countries() -> None:
    assert Place("EU", EU_27).holds("EE") and not Place("EU", EU_27).holds("GB")
    assert len(EU_27) == 27
    assert Place("world", None).holds("") and Place("world", None).holds("CN")
    assert not Place("rest", None, frozenset({"CN"})).holds("CN")
    assert not Place("rest", None, frozenset({"CN"})).holds("")
