"""GLEIF: the names of a legal entity, its LEI, the country of its legal address, and its parents.

The form is that of the LEI records of GLEIF's API (JSON:API): ``data.attributes.entity`` with ``legalName``,
``otherNames`` and ``transliteratedOtherNames``, and ``data.relationships`` with the parents.
"""

from __future__ import annotations

import json
from typing import Any

from monazite.enrich.records import Dataset, RecordError, Said, link, names, text
from monazite.vocabulary import PREFIXES

_SCHEMA, _SKOS = PREFIXES["schema"], PREFIXES["skos"]
_BASE = "https://rdf.gleif.org/L1/L-"


def read(content: bytes, identifier: str) -> list[Said]:
    """What a record says.

    Raises:
        RecordError: it is not the JSON of that record.
    """
    try:
        data = json.loads(content)["data"]
        if data["attributes"]["lei"] != identifier:
            raise RecordError(f"this is the record of {data['attributes']['lei']!r}, not of {identifier}")
        entity = data["attributes"]["entity"]
        said = names(f"{_SKOS}prefLabel", [_name(entity["legalName"])])
        others = [*(entity.get("otherNames") or ()), *(entity.get("transliteratedOtherNames") or ())]
        said += names(f"{_SKOS}altLabel", map(_name, others))
        said += text(f"{_SCHEMA}leiCode", identifier)
        said += text(f"{_SCHEMA}addressCountry", (entity.get("legalAddress") or {}).get("country"))
        for kind in ("direct-parent", "ultimate-parent"):
            parent = ((data.get("relationships") or {}).get(kind) or {}).get("data") or {}
            if isinstance(lei := parent.get("id"), str):
                said += link(f"{_SCHEMA}parentOrganization", _BASE + lei)
        return list(dict.fromkeys(said))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RecordError(f"this is not what GLEIF gives for {identifier}: {error!r}") from error


def _name(name: dict[str, Any]) -> tuple[object, object]:
    return name.get("name"), name.get("language") or "en"


GLEIF = Dataset(
    name="gleif",
    title="the Global LEI Index",
    base=_BASE,
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    service="https://api.gleif.org/api/v1/lei-records/",
    pattern=r"[A-Z0-9]{18}[0-9]{2}",
    address=lambda service, identifier: service + identifier,
    accept="application/vnd.api+json, application/json;q=0.9",
    read=read,
)
