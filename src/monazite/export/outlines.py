"""The outlines of the countries, from the Natural Earth data that a package brings; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from monazite.errors import ExtraMissing

# Natural Earth gives no ISO code where a territory is disputed, nor for these two.
_UNCODED = {"France": "FR", "Norway": "NO", "N. Cyprus": "", "Somaliland": "", "Kosovo": "XK"}

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Outline:
    """A country's outer rings, in degrees, and a spot inside its largest one."""

    code: str
    rings: tuple[Ring, ...]
    spot: tuple[float, float]


@cache
def outlines() -> tuple[Outline, ...]:
    """The outlines of the world at 1:110 million, with ISO 3166-1 alpha-2 codes ("" where there is none).

    Raises:
        ExtraMissing: pyogrio, which brings them, or pycountry is not installed.
    """
    try:
        import pycountry
        import pyogrio
    except ImportError as error:
        raise ExtraMissing("a map", "geo") from error
    try:
        folder = resources.files("pyogrio") / "tests" / "fixtures" / "naturalearth_lowres"
        with resources.as_file(folder / "naturalearth_lowres.shp") as path:
            meta, _, shapes, columns = pyogrio.raw.read(path)
    except (OSError, pyogrio.errors.DataSourceError) as error:
        raise ExtraMissing("a map", "geo") from error
    fields = dict(zip(meta["fields"], columns, strict=True))
    found = []
    for name, alpha3, shape in zip(fields["name"], fields["iso_a3"], shapes, strict=True):
        country: Any = pycountry.countries.get(alpha_3=alpha3)
        rings = _rings(shape)
        largest = max(rings, key=lambda ring: abs(_area(ring)))
        code = country.alpha_2 if country else _UNCODED.get(name, "")
        found.append(Outline(code, tuple(rings), _inside(largest)))
    return tuple(found)


def _rings(shape: bytes) -> list[Ring]:
    """The outer rings of a polygon or multipolygon in well-known binary (OGC 06-103r4), little-endian."""
    import struct

    at = 0

    def read(form: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{form}", shape, at)
        at += struct.calcsize(f"<{form}")
        return values

    def polygon() -> Ring:
        rings = []
        for _ in range(read("I")[0]):
            (count,) = read("I")
            numbers = read(f"{2 * count}d")
            rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
        return rings[0]

    _, kind = read("BI")
    if kind == 3:
        return [polygon()]
    found = []
    for _ in range(read("I")[0]):
        read("BI")
        found.append(polygon())
    return found


def _area(ring: Ring) -> float:
    """The signed area of a ring, by the shoelace formula."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _inside(ring: Ring) -> tuple[float, float]:
    """The centroid of a ring; of a country that is bent, it can lie beside it, which a symbol bears."""
    area = _area(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)
