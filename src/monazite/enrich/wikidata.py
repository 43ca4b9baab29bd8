"""Wikidata: labels in all languages, other names, coordinates, website, parent and identifiers of an item.

The form is that of ``Special:EntityData/Q1.json`` (Wikibase JSON): an item's ``labels``, ``aliases`` and
``claims``; of a property's claims those of preferred rank, else of normal rank, never deprecated ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from monazite.enrich.records import Dataset, RecordError, Said, link, names, point, text
from monazite.vocabulary import PREFIXES

_ITEM = "http://www.wikidata.org/entity/"
_SCHEMA = PREFIXES["schema"]
# Wikidata's own codes of languages to those of BCP 47 that the graph uses.
_LANGUAGES = {
    "zh-cn": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant",
    "simple": "",
}


def read(content: bytes, identifier: str) -> list[Said]:
    """What an item says.

    Raises:
        RecordError: it is not the JSON of that item.
    """
    try:
        document = json.loads(content)
        entities = document["entities"]
        # After a merge the document is that of the item merged into.
        item = entities.get(identifier) or next(iter(entities.values()))
        labels, claims = item["labels"] or {}, item["claims"] or {}
        said = names(PREFIXES["skos"] + "prefLabel", map(_term, labels.values()))
        said += names(
            PREFIXES["skos"] + "altLabel",
            [_term(alias) for aliases in (item.get("aliases") or {}).values() for alias in aliases],
        )
        for value in _values(claims, "P625"):
            if value.get("globe", "").endswith("/Q2"):  # the Earth
                said += point(value.get("latitude"), value.get("longitude"))
                break
        for value in _values(claims, "P856"):
            said += link(f"{_SCHEMA}url", value)
        for value in _values(claims, "P749"):
            said += link(f"{_SCHEMA}parentOrganization", _ITEM + str(value["id"]))
        for value in _values(claims, "P1278"):
            said += text(f"{_SCHEMA}leiCode", value)
        for value in _values(claims, "P1566"):
            said += link(f"{PREFIXES['rdfs']}seeAlso", f"https://sws.geonames.org/{value}/")
        return said
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise RecordError(f"this is not what Wikidata gives for {identifier}: {error!r}") from error


def _term(term: dict[str, Any]) -> tuple[object, object]:
    language = term.get("language")
    return term.get("value"), _LANGUAGES.get(language, language) if isinstance(language, str) else None


def _values(claims: dict[str, Any], property_: str) -> Iterator[Any]:
    found = [claim for claim in claims.get(property_, ()) if claim["mainsnak"]["snaktype"] == "value"]
    preferred = [claim for claim in found if claim["rank"] == "preferred"]
    for claim in preferred or [claim for claim in found if claim["rank"] == "normal"]:
        yield claim["mainsnak"]["datavalue"]["value"]


WIKIDATA = Dataset(
    name="wikidata",
    title="Wikidata",
    base=_ITEM,
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    service="https://www.wikidata.org/wiki/Special:EntityData/",
    pattern=r"Q[1-9][0-9]{0,11}",
    address=lambda service, identifier: f"{service}{identifier}.json",
    accept="application/json",
    read=read,
)
