"""What all outside datasets share: what one is, and what of ours a reader of one needs to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from monazite.entities import unify
from monazite.link.index import Index
from monazite.link.record import Record
from monazite.link.streams import Source

ORGANIZATIONS = frozenset({"Organization"})
PLACES = frozenset({"Place"})
# What a deposit or a mine in a list of them may be: no processing plant, though one may have its name.
MINES = frozenset({"Mine"})


@dataclass(frozen=True)
class Around:
    """What of the graph a reader needs: countries by their names, codes and identifiers, in lower case."""

    countries: Mapping[str, str] = field(default_factory=dict)

    def codes(self, *names: str) -> frozenset[str]:
        """The ISO 3166-1 alpha-2 codes of countries; a name that is not known says nothing."""
        found = (self.countries.get(unify(name)) for name in names if name)
        return frozenset(code for code in found if code)


@dataclass(frozen=True)
class Dataset:
    """An outside dataset that comes as a file.

    Attributes:
        name: what it is called on the command line.
        title: what it is called.
        source: its IRI.
        kinds: classes of ours of which one can be the same as a thing of it; any if empty.
        read: the things of a file as records whose ids are IRIs.
    """

    name: str
    title: str
    source: str
    kinds: frozenset[str]
    read: Callable[[Source, Around], Iterator[Record]]


def around(index: Index) -> Around:
    """What readers need to know of the graph's things."""
    countries: dict[str, str] = {}
    for prepared in index.records:
        record = prepared.record
        if "Country" in record.kinds and record.countries:
            code = min(record.countries)
            countries[code.casefold()] = code
            for name in record.names:
                countries.setdefault(unify(name.text), code)
            for _, value in record.identifiers:
                countries.setdefault(unify(value), code)
    return Around(countries)


def point(latitude: str, longitude: str) -> tuple[tuple[float, float], ...]:
    """A point of two cells in degrees, none where both are empty.

    Raises:
        ValueError: a cell is no number, or no such place is on the Earth.
    """
    if not latitude.strip() and not longitude.strip():
        return ()
    found = float(latitude), float(longitude)
    if not (abs(found[0]) <= 90 and abs(found[1]) <= 180):
        raise ValueError(f"{latitude}, {longitude} is no latitude and longitude in degrees")
    return (found,)
