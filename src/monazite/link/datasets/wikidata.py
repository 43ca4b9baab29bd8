"""Wikidata: the JSON dump (an entity on each line) and the truthy N-Triples."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from monazite.errors import FileError
from monazite.link import identifiers
from monazite.link.datasets.common import Around, Dataset
from monazite.link.record import Name, Record
from monazite.link.streams import Source

ENTITY = "http://www.wikidata.org/entity/"
_DIRECT = "http://www.wikidata.org/prop/direct/"
# What no entity of ours is: human being, disambiguation page, category, list.
_NEVER = frozenset({"Q5", "Q4167410", "Q4167836", "Q13406463"})
_COUNTRY, _POINT, _CLASS = "P17", "P625", "P31"
_IDENTIFIERS = {"P1278": "lei", "P946": "isin", "P1566": "geonames"}
_WANTED = frozenset({_COUNTRY, _POINT, _CLASS, *_IDENTIFIERS})
_LANGUAGES = ("en", "mul", "zh-hans", "zh", "zh-cn", "de", "fr", "ja", "pt", "es", "ru", "sv")
_LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel")
_DESCRIPTION = "http://schema.org/description"
_WKT = re.compile(r"(?:<[^>]*> )?POINT\((-?[\d.]+) (-?[\d.]+)\)", re.IGNORECASE)


def read_json(source: Source, around: Around) -> Iterator[Record]:
    """The items of a JSON dump: an array with an entity on each line.

    Raises:
        FileError: it is no dump of Wikidata, or not readable.
    """
    for number, line in source.lines():
        text = line.strip().rstrip(",")
        if not text or text in "[]":
            continue
        try:
            entity = json.loads(text)
            record = _item(entity, around) if entity["type"] == "item" else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number <= 2:
                raise FileError(source.path, "no entity of a Wikidata JSON dump", number) from error
            source.leave_out(number, f"no entity of Wikidata: {error!r}")
            continue
        if record is not None:
            yield record


def _item(entity: Mapping[str, Any], around: Around) -> Record | None:
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    names = [(labels[code]["value"], code) for code in _LANGUAGES if code in labels]
    names += [(each["value"], code) for code in _LANGUAGES for each in (aliases or {}).get(code, ())]
    said: dict[str, list[str]] = defaultdict(list)
    claims = entity.get("claims") or {}
    for key in _WANTED & claims.keys():
        for claim in claims[key]:
            value = claim["mainsnak"].get("datavalue", {}).get("value")
            if claim.get("rank") == "deprecated" or value is None:
                continue
            if key == _POINT:
                said[key].append(f"POINT({value['longitude']} {value['latitude']})")
            else:
                said[key].append(value["id"] if isinstance(value, dict) else value)
    about = (entity.get("descriptions") or {}).get("en", {}).get("value", "")
    return _record(entity["id"], names, said, about, around)


def read_truthy(source: Source, around: Around) -> Iterator[Record]:
    """The items of truthy N-Triples, whose statements about one item stand together.

    Raises:
        FileError: it is no N-Triples, or not readable.
    """
    with source.open() as content:
        triples = ox.parse(input=content, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        try:
            for place, (subject, stated) in enumerate(groupby(triples, key=lambda triple: triple.subject)):
                if not place % 1024:
                    source.tick()
                if isinstance(subject, ox.NamedNode) and subject.value.startswith(f"{ENTITY}Q"):
                    record = _stated(subject.value.removeprefix(ENTITY), stated, around)
                    if record is not None:
                        yield record
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            raise FileError(source.path, f"no N-Triples: {error}", line) from error


def _stated(id: str, quads: Iterator[ox.Quad], around: Around) -> Record | None:
    labels: list[tuple[int, int, str, str]] = []
    said: dict[str, list[str]] = defaultdict(list)
    about = ""
    for quad in quads:
        predicate, value = quad.predicate.value, getattr(quad.object, "value", "")
        language = (getattr(quad.object, "language", None) or "").lower()
        if predicate in _LABELS and language in _LANGUAGES:
            labels.append((_LABELS.index(predicate), _LANGUAGES.index(language), value, language))
        elif predicate == _DESCRIPTION and language == "en":
            about = value
        elif predicate.startswith(_DIRECT) and (key := predicate.removeprefix(_DIRECT)) in _WANTED:
            said[key].append(value.removeprefix(ENTITY))
    names = [(text, language) for _, _, text, language in sorted(labels)]
    return _record(id, names, said, about, around)


def _record(
    id: str,
    names: Sequence[tuple[str, str]],
    said: Mapping[str, Sequence[str]],
    about: str,
    around: Around,
) -> Record | None:
    if not names or not _NEVER.isdisjoint(said.get(_CLASS, ())):
        return None
    found = (_WKT.match(text) for text in said.get(_POINT, ()))
    return Record(
        ENTITY + id,
        tuple(Name(text, language) for text, language in dict.fromkeys(names)),
        around.codes(*said.get(_COUNTRY, ())),
        (),
        tuple((float(point[2]), float(point[1])) for point in found if point),
        frozenset(
            {("wikidata", id)}
            | {
                identifiers.clean(scheme, value)
                for key, scheme in _IDENTIFIERS.items()
                for value in said.get(key, ())
            }
        ),
        about=about,
    )


JSON = Dataset("wikidata", "Wikidata (JSON dump)", "http://www.wikidata.org/entity/", frozenset(), read_json)
TRUTHY = Dataset(
    "wikidata-truthy",
    "Wikidata (truthy N-Triples)",
    "http://www.wikidata.org/entity/",
    frozenset(),
    read_truthy,
)
