"""GLEIF: the golden copy of legal entities (level 1, LEI-CDF) as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.errors import FileError
from monazite.link.datasets.common import ORGANIZATIONS, Around, Dataset
from monazite.link.record import Name, Record
from monazite.link.streams import Source

_NAMES = (
    "Entity.LegalName",
    *(f"Entity.OtherEntityNames.OtherEntityName.{n}" for n in range(1, 6)),
    *(f"Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.{n}" for n in range(1, 6)),
)
_CITIES = ("Entity.LegalAddress.City", "Entity.HeadquartersAddress.City")
_COUNTRIES = ("Entity.LegalAddress.Country", "Entity.HeadquartersAddress.Country")
_STATUS = "Registration.RegistrationStatus"
_GONE = frozenset({"DUPLICATE", "ANNULLED"})


def read(source: Source, around: Around) -> Iterator[Record]:
    """The legal entities of a golden copy; records that GLEIF marks as duplicate or annulled are left out.

    Raises:
        FileError: it is no golden copy, or not readable.
    """
    rows = source.rows()
    heading = _heading(source, next(rows, (1, []))[1])
    lei = heading["LEI"]
    named = [(heading[each], heading.get(f"{each}.xmllang")) for each in _NAMES if each in heading]
    cities, countries = (
        [heading[each] for each in some if each in heading] for some in (_CITIES, _COUNTRIES)
    )
    status = heading.get(_STATUS)
    for number, row in rows:
        if len(row) != len(heading):
            source.leave_out(number, f"{len(row)} cells and the heading has {len(heading)}")
        elif status is None or row[status] not in _GONE:
            places = tuple(dict.fromkeys(row[place] for place in cities if row[place]))
            codes = tuple(dict.fromkeys(row[place] for place in countries if row[place]))
            yield Record(
                iri(row[lei]),
                tuple(
                    Name(row[place], row[spoken].lower() if spoken is not None else "")
                    for place, spoken in named
                    if row[place]
                ),
                frozenset(codes),
                places,
                (),
                frozenset({("lei", row[lei])}),
                (),
                ORGANIZATIONS,
                ", ".join((*places, *codes)),
            )


def iri(lei: str) -> str:
    """The IRI of a legal entity in GLEIF's own RDF."""
    return f"https://rdf.gleif.org/L1/L-{lei}"


def _heading(source: Source, row: list[str]) -> dict[str, int]:
    heading = {column: place for place, column in enumerate(row)}
    if missing := [column for column in ("LEI", "Entity.LegalName") if column not in heading]:
        raise FileError(
            source.path,
            f"no column {', '.join(missing)}: right would be GLEIF's golden copy, level 1, CSV",
            1,
        )
    return heading


DATASET = Dataset("gleif", "GLEIF, LEI records", "https://www.gleif.org/", ORGANIZATIONS, read)
