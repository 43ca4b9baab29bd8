"""USGS: tables of rare earth deposits and of major deposits of the world, a site on each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monazite.link.datasets.common import MINES, Around, Dataset, point
from monazite.link.record import Name, Record
from monazite.link.streams import Source

_ADDRESSES = {
    "https://mrdata.usgs.gov/ree": ("usgs-ree", "https://mrdata.usgs.gov/ree/show-ree.php?rec_id="),
    # This dataset gives a record no page: the number behind the dataset's address names it.
    "https://mrdata.usgs.gov/major-deposits": ("usgs-major", "https://mrdata.usgs.gov/major-deposits/"),
    "https://doi.org/10.5066/P9HTERGK": ("usgs-ca", "https://doi.org/10.5066/P9HTERGK#"),
}


def read(source: Source, around: Around) -> Iterator[Record]:
    """The sites of a table with the columns source, record_id, name, country, state_or_province, lat, lon.

    Names in brackets are further names of the site: ``Mount Weld (Swincer)``.

    Raises:
        FileError: a column is missing, or the file is not readable.
    """
    for number, row in source.table("record_id", "name", "country", "lat", "lon"):
        try:
            points = point(row["lat"], row["lon"])
        except ValueError as error:
            source.leave_out(number, str(error))
            continue
        scheme = _ADDRESSES.get(row.get("source", ""), ("", ""))[0]
        state = row.get("state_or_province", "")
        yield Record(
            address(row.get("source", ""), row["record_id"]),
            tuple(Name(name, "en") for name in names(row["name"])),
            around.codes(row["country"]),
            (state,) if state else (),
            points,
            frozenset({(scheme, row["record_id"])}) if scheme else frozenset(),
            (),
            MINES,
            ", ".join(
                part
                for part in (row.get("commodities", "").replace("|", ", ")[:60], state, row["country"])
                if part
            ),
        )


def address(source: str, number: str) -> str:
    """The IRI of a site, by its dataset's address and its number there."""
    return _ADDRESSES.get(source, ("", f"{source}#"))[1] + number


def names(cell: str) -> tuple[str, ...]:
    """A site's names: what stands before the bracket, and each that stands in it.

    >>> names("Nkombwa Hill (Nkumbwa, Nkumba)")
    ('Nkombwa Hill', 'Nkumbwa', 'Nkumba')
    """
    outside = re.sub(r"\([^)]*\)?", " ", cell)
    inside = (name for found in re.findall(r"\(([^)]*)", cell) for name in re.split(r"[,;]", found))
    found = (re.sub(r"\s+", " ", name).strip(" ?") for name in (outside, *inside))
    return tuple(dict.fromkeys(name for name in found if name))


def _dataset(name: str, title: str, source: str) -> Dataset:
    reader: Callable[[Source, Around], Iterator[Record]] = read
    return Dataset(name, title, source, MINES, reader)


REE = _dataset("usgs-ree", "USGS, rare earth deposits of the world", "https://mrdata.usgs.gov/ree/")
MAJOR = _dataset("usgs-major", "USGS, major deposits of the world", "https://mrdata.usgs.gov/major-deposits/")
