"""What is known of one thing, ours or an outside dataset's, in the form that both are compared in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its language (BCP 47 in lower case, "" where the dataset does not say)."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a dataset.

    Attributes:
        id: its IRI, or the dataset's own number of it.
        names: what it is called, the name it is best known by first.
        countries: ISO 3166-1 alpha-2 codes; several where a thing is registered in one and stands in another.
        places: names of the places that it is in, the narrowest first; no countries.
        points: latitude and longitude in degrees (WGS 84); several where sources differ.
        identifiers: scheme and value, such as ``("lei", "5493...")``.
        parents: names of who owns or runs it.
        kinds: local names of classes of the ontology that it may belong to; empty where that is unknown.
        about: a few words for a person, such as "company in Baotou".
    """

    id: str
    names: tuple[Name, ...]
    countries: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    parents: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    about: str = ""

    @property
    def label(self) -> str:
        """The name it is best known by; its id where it has none."""
        return self.names[0].text if self.names else self.id
