"""USGS MRDS: the Mineral Resources Data System, as the CSV that its own site gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monazite.link.datasets.common import MINES, Around, Dataset, point
from monazite.link.record import Name, Record
from monazite.link.streams import Source


def read(source: Source, around: Around) -> Iterator[Record]:
    """The mines, prospects and deposits of MRDS.

    Raises:
        FileError: a column is missing, or the file is not readable.
    """
    for number, row in source.table("dep_id", "site_name", "latitude", "longitude", "country"):
        try:
            points = point(row["latitude"], row["longitude"])
        except ValueError as error:
            source.leave_out(number, str(error))
            continue
        others = re.split(r"[;|,]", row.get("names", ""))
        names = dict.fromkeys(name.strip() for name in (row["site_name"], *others))
        places = (row.get("county", ""), row.get("state", ""))
        commodities = ", ".join(row.get(f"commod{n}", "") for n in (1, 2, 3) if row.get(f"commod{n}"))
        yield Record(
            f"https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id={row['dep_id']}",
            tuple(Name(name, "en") for name in names if name),
            around.codes(row["country"]),
            tuple(place for place in places if place),
            points,
            frozenset({("usgs-mrds", row["dep_id"])}),
            (),
            MINES,
            ", ".join(
                part for part in (row.get("dev_stat", ""), commodities, *places, row["country"]) if part
            ),
        )


DATASET = Dataset("mrds", "USGS, Mineral Resources Data System", "https://mrdata.usgs.gov/mrds/", MINES, read)
