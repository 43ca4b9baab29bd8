"""GeoNames: the names of a place in all languages, its coordinates, and the places around it.

The form is that of a feature's ``about.rdf`` (RDF/XML in the GeoNames ontology). A document with entity
declarations is refused: GeoNames has none, and they can be made to grow without end.
"""

from __future__ import annotations

import pyoxigraph as ox

from monazite.enrich.records import Dataset, RecordError, Said, link, names, point
from monazite.vocabulary import PREFIXES, WGS

_GN = "http://www.geonames.org/ontology#"
_BASE = "https://sws.geonames.org/"
_AROUND = (f"{_GN}parentCountry", f"{_GN}parentFeature")
_NAMES = {
    f"{_GN}officialName": PREFIXES["skos"] + "altLabel",
    f"{_GN}alternateName": PREFIXES["skos"] + "altLabel",
    f"{_GN}shortName": PREFIXES["skos"] + "altLabel",
}


def read(content: bytes, identifier: str) -> list[Said]:
    """What a feature says.

    Raises:
        RecordError: it is not the RDF of that feature.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RecordError(f"this is not what GeoNames gives for {identifier}: it declares entities")
    said: list[Said] = []
    place: dict[str, str] = {}
    try:
        for triple in ox.parse(content, format=ox.RdfFormat.RDF_XML):
            if not isinstance(triple.subject, ox.NamedNode) or not _is(triple.subject.value, identifier):
                continue
            predicate, value = triple.predicate.value, triple.object
            if isinstance(value, ox.Literal):
                if predicate == f"{_GN}name":
                    said += names(PREFIXES["skos"] + "prefLabel", [(value.value, "en")])
                elif predicate in _NAMES:
                    said += names(_NAMES[predicate], [(value.value, value.language)])
                elif predicate in (str(WGS.lat), str(WGS.long)):
                    place[predicate] = value.value
            elif isinstance(value, ox.NamedNode) and predicate in _AROUND:
                said += link(PREFIXES["geo"] + "sfWithin", value.value.replace("http://", "https://", 1))
    except (SyntaxError, ValueError) as error:
        raise RecordError(f"this is not what GeoNames gives for {identifier}: {error}") from error
    if not said:
        raise RecordError(f"this is not what GeoNames gives for {identifier}: it does not speak of it")
    return [*said, *point(place.get(str(WGS.lat)), place.get(str(WGS.long)))]


def _is(iri: str, identifier: str) -> bool:
    return iri.removeprefix("http://").removeprefix("https://") == f"sws.geonames.org/{identifier}/"


GEONAMES = Dataset(
    name="geonames",
    title="GeoNames",
    base=_BASE,
    licence="https://creativecommons.org/licenses/by/4.0/",
    service=_BASE,
    pattern=r"[1-9][0-9]{0,9}",
    address=lambda service, identifier: f"{service}{identifier}/about.rdf",
    accept="application/rdf+xml",
    read=read,
)
