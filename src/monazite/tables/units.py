"""Units as people write them, and what they are: units of QUDT, and of `ontology/concepts/units.ttl`."""

from __future__ import annotations

import re

from monazite.tables.values import CellError
from monazite.vocabulary import CONCEPT, UNIT

# The first spelling of each unit is the one that tables are written with.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "TONNE": ("t", "tonne", "tonnes", "metric ton", "metric tons", "吨"),
    "TONNE-PER-YR": ("t/a", "tpa", "t/y", "t/yr", "t/year", "tonnes a year", "吨/年"),
    "TONNE-PER-DAY": ("t/day", "t/d", "tpd"),
    "TONNE-PER-MO": ("t/month", "t/mo"),
    "KiloTONNE": ("kt",),
    "KiloTONNE-PER-YR": ("kt/a", "ktpa", "kt/y"),
    "MegaTONNE": ("Mt",),
    "MegaTONNE-PER-YR": ("Mt/a", "Mtpa", "Mt/y"),
    "TON_SHORT": ("short tons", "short ton"),
    "short-ton-per-year": ("short tons/a", "short tons a year"),
    "KiloGM": ("kg",),
    "KiloGM-PER-YR": ("kg/a", "kg/y"),
    "PERCENT": ("%", "percent", "per cent", "pct"),
    "M2": ("m2", "m²", "sqm", "square metres", "square meters", "平方米"),
    "HA": ("ha", "hectares"),
    "NUM": ("units", "number", "count", "projects", "companies", "enterprises", "people", "台", "家"),
    "NUM-PER-YR": ("units/a", "units/y", "units/yr", "units a year"),
    "MegaW": ("MW",),
    "GigaW": ("GW",),
    "kilogram-per-megawatt": ("kg/MW",),
    "YR": ("years", "year"),
    "DAY": ("days", "day", "d"),
    "PPM": ("ppm",),
    "UNITLESS": ("index", "points"),
}  # fmt: skip
# What QUDT has not.
_OWN = ("short-ton-per-year", "kilogram-per-megawatt")
_EXACT = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_FOLDED = {
    spelling.casefold(): unit
    for spelling, unit in _EXACT.items()
    if spelling not in ("Mt", "Mt/a", "Mtpa", "Mt/y")
}
WRITTEN = {unit: spellings[0] for unit, spellings in _SPELLINGS.items()}
_MONEY = re.compile(r"([A-Z]{3})(?:\s*(?:/|per)\s*(\S.*))?")


def iri(unit: str) -> str:
    """The IRI of a unit.

    >>> iri("TONNE"), iri("kilogram-per-megawatt")
    ('http://qudt.org/vocab/unit/TONNE', 'https://w3id.org/monazite/concept/unit/kilogram-per-megawatt')
    """
    return str(CONCEPT[f"unit/{unit}"] if unit in _OWN else UNIT[unit])


def read(text: str) -> tuple[str | None, str | None]:
    """The unit and the currency of a unit as written: `t/a`, `%`, `USD`, `CNY/t`.

    A million tonnes is `Mt` with a capital, as in SI.

    >>> read("tpa"), read("CNY/t"), read("Mt")
    (('TONNE-PER-YR', None), ('TONNE', 'CNY'), ('MegaTONNE', None))

    Raises:
        CellError: it is no unit that is known here.
    """
    if unit := _EXACT.get(text) or _FOLDED.get(text.casefold()):
        return unit, None
    if found := _MONEY.fullmatch(text):
        return (read(found[2])[0] if found[2] else None), found[1]
    raise CellError(
        "no such unit; right would be " + ", ".join(list(WRITTEN.values())[:12]) + ", USD or USD/kg"
    )


def write(unit: str | None, currency: str | None) -> str:
    """The spelling that tables are written with.

    >>> write("TONNE", "CNY")
    'CNY/t'
    """
    written = WRITTEN[unit] if unit else ""
    return f"{currency}/{written}" if currency and written else currency or written
