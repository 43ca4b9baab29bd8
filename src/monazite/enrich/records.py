"""What a dataset's module offers, and the forms of statement that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from monazite.errors import MonaziteError
from monazite.vocabulary import PREFIXES, WGS

Said = tuple[str, ox.NamedNode | ox.Literal]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
LONGEST = 500  # characters of a name


class RecordError(MonaziteError):
    """A record that is not of the form that its dataset publishes."""


@dataclass(frozen=True)
class Dataset:
    """An outside dataset that can be asked for one record.

    Attributes:
        name: what it is called in commands.
        title: what it is called in prose.
        base: how the addresses of its things begin, in mappings.
        licence: the address of its licence.
        service: the address of its service, which `--service` replaces.
        pattern: what its identifiers look like.
        address: the address of a record, from the service's and the identifier.
        accept: the form that is asked for.
        read: what a record says of the thing, from its bytes and the identifier.
    """

    name: str
    title: str
    base: str
    licence: str
    service: str
    pattern: str
    address: Callable[[str, str], str]
    accept: str
    read: Callable[[bytes, str], Sequence[Said]]

    def identifier(self, iri: str) -> str | None:
        """The identifier in the IRI of one of the dataset's things; None for other IRIs."""
        local = iri.removeprefix(self.base).rstrip("/")
        return local if iri.startswith(self.base) and re.fullmatch(self.pattern, local) else None


def names(predicate: str, values: Iterable[tuple[object, object]]) -> list[Said]:
    """Names with their languages; what is no name or no language is left out."""
    return [
        (predicate, ox.Literal(" ".join(text.split()), language=language))
        for text, language in values
        if isinstance(text, str) and 0 < len(text.strip()) <= LONGEST
        if isinstance(language, str) and _LANGUAGE.fullmatch(language)
    ]


def point(latitude: object, longitude: object) -> list[Said]:
    """Coordinates in degrees, if both are on the globe."""
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError:
        return []
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return []
    decimal = ox.NamedNode(PREFIXES["xsd"] + "decimal")
    said: list[Said] = [(PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["geo"] + "Feature"))]
    for name, value in (("lat", north), ("long", east)):
        said.append((str(WGS[name]), ox.Literal(f"{value:.6f}".rstrip("0").rstrip("."), datatype=decimal)))
    return said


def link(predicate: str, address: object) -> list[Said]:
    """A web address as a link, if it is one."""
    if isinstance(address, str) and len(address) < 2000 and _ADDRESS.fullmatch(address):
        return [(predicate, ox.NamedNode(address))]
    return []


def text(predicate: str, value: object) -> list[Said]:
    """A short text, if it is one."""
    return [(predicate, ox.Literal(value))] if isinstance(value, str) and 0 < len(value) <= LONGEST else []
