"""Any CSV: its columns are named by what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monazite.errors import ParameterError
from monazite.link import identifiers
from monazite.link.datasets.common import Around, Dataset, point
from monazite.link.record import Name, Record
from monazite.link.streams import Source

FIELDS = ("id", "name", "country", "place", "lat", "lon", "parent", "about")


def dataset(columns: str, source: str, kinds: frozenset[str] = frozenset()) -> Dataset:
    """A dataset of a table of one's own.

    Args:
        columns: what is where: ``id=Number,name=Company,name:zh=公司,country=Land``; a name may have
            a language, and any other field is the scheme of an identifier (``lei=LEI code``).
        source: the IRI of the dataset; ids that are no IRIs are put behind it.
        kinds: classes of ours that its things may be of.

    Raises:
        ParameterError: `columns` is not of that form, or names no id or no name.
    """
    return replace(DATASET, source=source, kinds=kinds, read=_reader(_parsed(columns), source, kinds))


def _parsed(columns: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in columns.split(","):
        key, equals, column = part.partition("=")
        if not equals or not key.strip() or not column.strip():
            raise ParameterError(f"{part!r} is not FIELD=COLUMN, such as name=Company")
        found[key.strip()] = column.strip()
    if "id" not in found or not any(key.partition(":")[0] == "name" for key in found):
        raise ParameterError(f"{columns!r} has no id or no name: right would be id=Number,name=Company")
    return found


def _read(source: Source, around: Around) -> Iterator[Record]:
    yield from _reader({field: field for field in ("id", "name")}, DATASET.source, frozenset())(
        source, around
    )


class _reader:
    def __init__(self, columns: Mapping[str, str], source: str, kinds: frozenset[str]) -> None:
        self._columns, self._source, self._kinds = columns, source, kinds

    def __call__(self, source: Source, around: Around) -> Iterator[Record]:
        for number, row in source.table(*self._columns.values()):
            cells = {key: row[column].strip() for key, column in self._columns.items()}
            try:
                points = point(cells.get("lat", ""), cells.get("lon", ""))
            except ValueError as error:
                source.leave_out(number, str(error))
                continue
            names = [
                Name(text.strip(), key.partition(":")[2].lower())
                for key, cell in cells.items()
                if key.partition(":")[0] == "name"
                for text in cell.split("|")
                if text.strip()
            ]
            if not names or not cells["id"]:
                source.leave_out(number, "no id or no name")
                continue
            yield Record(
                cells["id"] if "://" in cells["id"] else self._source + cells["id"],
                tuple(names),
                around.codes(*cells.get("country", "").split("|")),
                tuple(filter(None, cells.get("place", "").split("|"))),
                points,
                frozenset(
                    identifiers.clean(key, cell)
                    for key, cell in cells.items()
                    if cell and key.partition(":")[0] not in FIELDS
                ),
                tuple(filter(None, cells.get("parent", "").split("|"))),
                self._kinds,
                cells.get("about", ""),
            )


DATASET = Dataset("csv", "a table of one's own", "urn:table:", frozenset(), _read)
