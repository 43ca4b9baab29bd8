"""Which address of the server an IRI of the graph has, and which IRI an address means."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pyoxigraph as ox

from monazite.vocabulary import MZ

SPACE = "https://w3id.org/monazite/"
KINDS = ("id", "source", "concept", "registry", "rule", "alignment")
EXTENSIONS = ("html", "ttl", "jsonld", "nt", "rdf", "trig", "nq")
_PATH = re.compile(r"(?P<kind>[a-z]+)/(?P<rest>[^\s\x00-\x1f\x7f-\x9f<>\"{}|\\^`?#]+)")


def iri_of(path: str) -> str | None:
    """The IRI that ``id/org/mp-materials`` means; None if that is no address of a thing.

    >>> iri_of("id/org/mp-materials")
    'https://w3id.org/monazite/id/org/mp-materials'
    """
    match = _PATH.fullmatch(path)
    if match is None or match["kind"] not in KINDS or ".." in path:
        return None
    try:
        return ox.NamedNode(SPACE + path).value
    except ValueError:  # brackets, a percent sign alone ...
        return None


def split(path: str) -> tuple[str, str]:
    """An address without its extension, and the extension ("" if it has none that is known)."""
    stem, dot, extension = path.rpartition(".")
    return (stem, extension) if dot and extension in EXTENSIONS and stem else (path, "")


def page_of(iri: str) -> str:
    """The path of the page about an IRI; "" where it has none here.

    >>> page_of("https://w3id.org/monazite/ontology#Lease")
    '/ontology#Lease'
    >>> page_of("https://example.org/")
    ''
    """
    if iri.startswith(str(MZ)) or iri == SPACE + "ontology":
        return "/ontology" + iri[len(SPACE + "ontology") :]
    if iri.startswith(SPACE) and (path := iri[len(SPACE) :]) and iri_of(path):
        return "/doc/" + quote(unquote(path), safe="/:@!$&'()*+,;=~")
    return ""
