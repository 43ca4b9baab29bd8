"""The graph's own things as records, with all that tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.link import identifiers
from monazite.link.index import Index
from monazite.link.record import Name, Record
from monazite.vocabulary import MZ, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def index(kg: KnowledgeGraph) -> Index:
    """The graph's things, ready to be found by a name; publishers that are nothing else are left out."""
    return Index(records(kg))


def records(kg: KnowledgeGraph) -> Iterator[Record]:
    """The graph's organizations, units, undertakings, initiatives, places and concepts as records.

    Who only publishes documents is left out: nobody is supplied by a newspaper.
    """
    names = _names(kg)
    kinds: dict[str, set[str]] = defaultdict(set)
    for thing, kind in rows(kg, "linkable-kinds"):
        if kind.startswith(str(MZ)):
            kinds[thing].add(local_name(kind))
    above: dict[str, set[str]] = defaultdict(set)
    for kind, higher in rows(kg, "superclasses"):
        above[local_name(kind)].add(local_name(higher))
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, what, text in rows(kg, "linkable-facts"):
        said[thing][what].append(text)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for thing, latitude, longitude in rows(kg, "coordinates"):
        points[thing].append((float(latitude), float(longitude)))
    for thing in sorted(kinds):
        narrowest = kinds[thing] - {higher for kind in kinds[thing] for higher in above[kind] - {kind}}
        if not names[thing] or narrowest == {"Publisher"}:
            continue
        facts = said[thing]
        countries = frozenset(facts["country"])
        places = [name.text for place in dict.fromkeys(facts["place"]) for name in names[place]]
        yield Record(
            thing,
            tuple(names[thing]),
            countries,
            tuple(dict.fromkeys(places)),
            tuple(points[thing]),
            frozenset(
                identifiers.clean(what, text)
                for what, texts in facts.items()
                if what not in ("country", "place", "parent")
                for text in texts
            ),
            tuple(dict.fromkeys(name.text for each in facts["parent"] for name in names[each])),
            frozenset(kinds[thing]),
            _about(narrowest, places[:1], countries),
        )


def _names(kg: KnowledgeGraph) -> dict[str, list[Name]]:
    """All names of each thing: its English label first, then its other labels, then all other names."""
    found: dict[str, list[tuple[bool, bool, str, str]]] = defaultdict(list)
    for thing, how, text, language in rows(kg, "linkable-names"):
        found[thing].append((how != "preferred", language != "en", language, text))
    return defaultdict(
        list,
        {
            thing: [Name(text, language) for _, _, language, text in sorted(several)]
            for thing, several in found.items()
        },
    )


def _about(kinds: Collection[str], places: Iterable[str], countries: Iterable[str]) -> str:
    """What a person needs to tell namesakes apart: ``Mine, Inner Mongolia, CN``."""
    shown = " / ".join(sorted(_spaced(kind) for kind in kinds))
    return ", ".join(part for part in (shown, *places, *sorted(countries)) if part)


def _spaced(kind: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and n else c for n, c in enumerate(kind))
