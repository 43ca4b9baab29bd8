"""GeoNames: a dump (allCountries.zip, a country's, cities500.zip), a place on each line, parted by tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from monazite.errors import FileError
from monazite.link.datasets.common import Around, Dataset, point
from monazite.link.record import Name, Record
from monazite.link.streams import Source

_COLUMNS = 19
_PLACE = frozenset({"Place"})
_UNIT = frozenset({"ProductionUnit", "Mine"})


def read(source: Source, around: Around) -> Iterator[Record]:
    """The administrative areas, settlements, industrial areas and mines of a dump.

    Raises:
        FileError: it is no dump of GeoNames, or not readable.
    """
    for number, row in source.rows("\t", csv.QUOTE_NONE):
        if len(row) != _COLUMNS:
            if number == 1:
                raise FileError(
                    source.path,
                    f"{len(row)} cells parted by tabs: right would be the 19 of a GeoNames dump",
                    1,
                )
            source.leave_out(number, f"{len(row)} cells and not {_COLUMNS}")
            continue
        kinds = _kinds(row[6], row[7])
        if not kinds:
            continue
        try:
            points = point(row[4], row[5])
        except ValueError as error:
            source.leave_out(number, str(error))
            continue
        names = dict.fromkeys((row[1], row[2], *row[3].split(",")))
        yield Record(
            f"https://sws.geonames.org/{row[0]}/",
            tuple(Name(name) for name in names if name),
            around.codes(row[8], *row[9].split(",")),
            (),
            points,
            frozenset({("geonames", row[0])}),
            (),
            kinds,
            ", ".join(part for part in (row[7], row[8]) if part),
        )


def _kinds(feature: str, code: str) -> frozenset[str]:
    """The classes of ours of a feature: A area, P settlement, S.MN mine, L.INDS an industrial one."""
    if feature in ("A", "P") or (feature == "L" and code in ("INDS", "AREA", "RGN")):
        return _PLACE
    return _UNIT if feature == "S" and code.startswith("MN") else frozenset()


DATASET = Dataset("geonames", "GeoNames", "https://www.geonames.org/", frozenset({"Place", "Mine"}), read)
