"""Namespaces and names: the IRIs that Monazite mints and those that it reuses."""

from __future__ import annotations

import re

from rdflib import Namespace, URIRef


class _Terms(Namespace):
    """A namespace that makes each of its terms once."""

    def __getattr__(self, name: str) -> URIRef:
        term: URIRef = super().__getattr__(name)
        self.__dict__[name] = term
        return term


MZ = _Terms("https://w3id.org/monazite/ontology#")
ONTOLOGY = URIRef("https://w3id.org/monazite/ontology")
SHAPE = Namespace("https://w3id.org/monazite/shapes#")
THING = Namespace("https://w3id.org/monazite/id/")
CONCEPT = Namespace("https://w3id.org/monazite/concept/")
SOURCE = Namespace("https://w3id.org/monazite/source/")
REGISTRY = Namespace("https://w3id.org/monazite/registry/")
RULE = Namespace("https://w3id.org/monazite/rule/")
ALIGNMENT = Namespace("https://w3id.org/monazite/alignment/")
MAPPINGS = Namespace("https://w3id.org/monazite/mappings/")
DATASET = Namespace("https://w3id.org/monazite/dataset/")

# rdflib's own WGS namespace says https, the vocabulary says http: nobody would match its IRIs.
WGS = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
UNIT = Namespace("http://qudt.org/vocab/unit/")

PREFIXES: dict[str, str] = {
    "mz": str(MZ),
    "mzsh": str(SHAPE),
    "id": str(THING),
    "concept": str(CONCEPT),
    "source": str(SOURCE),
    "registry": str(REGISTRY),
    "rule": str(RULE),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": str(WGS),
    "sosa": "http://www.w3.org/ns/sosa/",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": str(UNIT),
    "sh": "http://www.w3.org/ns/shacl#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "pav": "http://purl.org/pav/",
    "wd": "http://www.wikidata.org/entity/",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# Longest namespace first: id:, source: and the others all begin alike.
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def shorten(iri: str) -> str:
    """An IRI as a prefixed name where one of `PREFIXES` fits, else as it is.

    Examples:
        >>> shorten("https://w3id.org/monazite/ontology#Lease")
        'mz:Lease'
    """
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(text: str) -> URIRef | None:
    """An IRI or prefixed name as an IRI; None for anything else.

    Examples:
        >>> expand("mz:Lease")
        rdflib.term.URIRef('https://w3id.org/monazite/ontology#Lease')
        >>> expand("Northern Magnet") is None
        True
    """
    text = text.removeprefix("<").removesuffix(">")
    if not _IRI.fullmatch(text):
        return None
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES:
        return URIRef(PREFIXES[prefix] + local)
    return URIRef(text) if "/" in local or prefix == "urn" else None


def local_name(iri: str) -> str:
    """The part of an IRI after its last ``#`` or ``/``."""
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]
