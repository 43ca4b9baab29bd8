"""The graph's own things as records, with all that tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.link import identifiers
from monazite.link.index import Index
from monazite.link.record import Name, Record
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def index(kg: KnowledgeGraph) -> Index:
    """The graph's things, ready to be found by a name; publishers that are nothing else are left out."""
    return Index(records(kg))


def records(kg: KnowledgeGraph) -> Iterator[Record]:
    """The graph's organizations, units, undertakings, initiatives, places and concepts as records.

    Who only publishes documents is left out: nobody is supplied by a newspaper.
    """
    names: dict[str, list[Name]] = defaultdict(list)
    for thing, how, text, language in rows(kg, "linkable-names"):
        # The English label comes first, then the other labels, then all other names.
        if how == "preferred" and language == "en":
            names[thing].insert(0, Name(text, language))
        else:
            names[thing].append(Name(text, language))
    kinds: dict[str, set[str]] = defaultdict(set)
    stated: dict[str, set[str]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    for thing, family, kind, country in rows(kg, "linkable-things"):
        kinds[thing] |= {local_name(family), local_name(kind)}
        stated[thing].add(local_name(kind))
        if country:
            countries[thing].add(country)
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, what, text in rows(kg, "linkable-circumstances"):
        said[thing][what].append(text)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for thing, latitude, longitude in rows(kg, "coordinates"):
        points[thing].append((float(latitude), float(longitude)))
    for thing in sorted(kinds):
        if names[thing] and stated[thing] != {"Publisher"}:
            about = said[thing]
            place = next(iter(about.get("place", ())), "")
            yield Record(
                thing,
                tuple(names[thing]),
                frozenset(countries[thing]),
                tuple(dict.fromkeys(about.get("place", ()))),
                tuple(points[thing]),
                frozenset(
                    identifiers.clean(what, text)
                    for what, texts in about.items()
                    if what not in ("place", "parent")
                    for text in texts
                ),
                tuple(dict.fromkeys(about.get("parent", ()))),
                frozenset(kinds[thing]),
                _about(stated[thing], place, countries[thing]),
            )


def _about(kinds: set[str], place: str, countries: set[str]) -> str:
    """What a person needs to tell namesakes apart: ``Mine, Inner Mongolia, CN``."""
    shown = " / ".join(sorted(_spaced(kind) for kind in kinds))
    return ", ".join(part for part in (shown, place, *sorted(countries)) if part)


def _spaced(kind: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and n else c for n, c in enumerate(kind))
