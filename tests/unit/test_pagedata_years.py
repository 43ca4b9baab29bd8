"""Capacity by year for the explorer: what stands, and what is to stand by a year's end, worked by hand."""

from __future__ import annotations

import pytest

from monazite.analysis.concepts import Concepts, Stage
from monazite.analysis.facilities import Capacity, Facility, Standing
from monazite.analysis.intervals import Interval
from monazite.export.pagedata.years import _by_then, _column

STAGES = {name: Stage(name, name, name, rank) for rank, name in ((5, "separation"), (8, "magnet-making"))}
CONCEPTS = Concepts(stages=STAGES, products={}, inputs={}, outputs={}, ranks={})


def unit(state: str, *figures: tuple[float, bool, str], due: str = "", country: str = "CN") -> Facility:
    capacities = tuple(
        Capacity("magnet-making", "", "product-weight", "mass", Interval(tonnes, tonnes), planned, dated, "s")
        for tonnes, planned, dated in figures
    )
    return Facility(
        iri=f"{state}{figures}",
        label="",
        country=country,
        stages=("magnet-making",),
        products=frozenset(),
        operators=(),
        owners=(),
        state=state,
        reported="",
        since="",
        due=due,
        capacities=capacities,
    )


@pytest.mark.parametrize(
    ("facility", "year", "there", "meant"),
    [
        (unit("operating", (100, False, "2024")), 2026, (100, 100), (100, 100)),
        # An enlargement can be there by its date, but need not; before it, it cannot.
        (unit("operating", (100, False, "2024"), (300, True, "2028-06")), 2027, (100, 100), (100, 100)),
        (unit("operating", (100, False, "2024"), (300, True, "2028-06")), 2028, (100, 100), (100, 300)),
        (unit("planned", (500, True, "2025"), due="2029"), 2028, (0, 0), None),
        (unit("planned", (500, True, "2025"), due="2029"), 2029, (0, 0), (500, 500)),
        (unit("planned", (500, True, "2025")), 2029, (0, 0), (0, 500)),
    ],
)
def test_what_stands_and_what_is_to_stand_by_then(
    facility: Facility, year: int, there: tuple[float, float], meant: tuple[float, float] | None
) -> None:
    found = _by_then(facility, "magnet-making", year, CONCEPTS)
    assert found[0] == Interval(*there)
    assert found[1] == (None if meant is None else Interval(*meant))


def test_countries_add_up_and_units_without_a_figure_are_counted() -> None:
    units = [
        unit("operating", (100, False, "2024")),
        unit("operating", (50, False, "2024"), country="JP"),
        unit("planned", (500, True, "2025"), due="2029"),
        unit("operating"),
        unit("planned"),
        unit("closed", (900, False, "2024")),
    ]
    column = _column(units, "magnet-making", 2030, CONCEPTS, Standing("2025", {}, {}, "2025"), {})
    assert column["countries"] == {
        "CN": {"installed": [100, 100], "planned": [600, 600]},
        "JP": {"installed": [50, 50], "planned": [50, 50]},
    }
    assert column["unknown"] == {"installed": 1, "planned": 2}
