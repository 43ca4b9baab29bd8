"""OpenSanctions: entities of FollowTheMoney as JSON, one on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from monazite.errors import FileError
from monazite.link import identifiers
from monazite.link.datasets.common import ORGANIZATIONS, Around, Dataset
from monazite.link.record import Name, Record
from monazite.link.streams import Source

# The schemata of FollowTheMoney that are organizations.
_SCHEMATA = frozenset({"Company", "Organization", "LegalEntity", "PublicBody", "Asset"})
_NAMES = ("name", "alias", "previousName", "abbreviation", "weakAlias")
_COUNTRIES = ("jurisdiction", "country", "mainCountry")
_IDENTIFIERS = {"leiCode": "lei", "isinCode": "isin", "wikidataId": "wikidata"}


def read(source: Source, around: Around) -> Iterator[Record]:
    """The organizations of a file of FollowTheMoney entities.

    Raises:
        FileError: a line is no JSON object, or the file is not readable.
    """
    for number, line in source.lines():
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            said = entity["properties"]
            if entity["schema"] not in _SCHEMATA:
                continue
            names = dict.fromkeys(str(text) for key in _NAMES for text in said.get(key, ()))
            yield Record(
                f"https://www.opensanctions.org/entities/{entity['id']}/",
                tuple(map(Name, names)),
                around.codes(*(str(code) for key in _COUNTRIES for code in said.get(key, ()))),
                tuple(map(str, said.get("city", ()))),
                (),
                frozenset(
                    {("opensanctions", str(entity["id"]))}
                    | {
                        identifiers.clean(scheme, str(value))
                        for key, scheme in _IDENTIFIERS.items()
                        for value in said.get(key, ())
                    }
                ),
                (),
                ORGANIZATIONS,
                ", ".join((entity["schema"], *map(str, said.get("topics", ())))),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number == 1:
                raise FileError(
                    source.path, "no FollowTheMoney entity: right would be {id, schema, properties}", 1
                ) from error
            source.leave_out(number, f"no FollowTheMoney entity: {error}")


DATASET = Dataset("opensanctions", "OpenSanctions", "https://www.opensanctions.org/", ORGANIZATIONS, read)
