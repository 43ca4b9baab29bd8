"""Content negotiation (RFC 9110, section 12.5.1): which of the media types on offer a client wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from monazite.server.problems import Problem

# On offer for each kind of answer, best first: short name, media type; further media types are aliases.
RESULTS: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "ttl": ("text/turtle", "application/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json", "application/json"),
    "nt": ("application/n-triples", "text/plain"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
}
PAGES: Mapping[str, tuple[str, ...]] = {"html": ("text/html", "application/xhtml+xml")}

# Names that clients give forms by, beside the short ones.
_NAMES = {
    "turtle": "ttl",
    "json-ld": "jsonld",
    "n-triples": "nt",
    "ntriples": "nt",
    "n3": "ttl",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
    "n-quads": "nq",
    "xhtml": "html",
}
# What one name means where it stands for a graph.
_OF_GRAPHS = {"json": "jsonld", "xml": "rdf"}

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_TEXT = ("text/", "application/sparql-results+", "application/trig", "application/n-")


def ranges(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights; a range that is malformed is left out."""
    found = []
    for part in accept.split(",")[:50]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        kind, slash, rest = media.partition("/")
        if slash and kind and rest:
            found.append((media, weight if weight == weight else 0.0))
    return found


def choose(accept: str, offers: Mapping[str, Sequence[str]]) -> str | None:
    """The short name of the offer that the client likes best; None if it takes none.

    The most specific range that fits a media type gives its weight. Equal weights: the better offer wins,
    and a main media type wins over an alias that two offers share.
    """
    wanted = ranges(accept) or [("*/*", 1.0)]
    best: tuple[float, int, int] | None = None
    chosen = None
    for rank, (name, medias) in enumerate(offers.items()):
        for alias, media in enumerate(medias):
            weight = _weight(media, wanted, exact=alias > 0)
            key = (weight, -rank, -alias)
            if weight > 0 and (best is None or key > best):
                best, chosen = key, name
    return chosen


def _weight(media: str, wanted: Sequence[tuple[str, float]], exact: bool) -> float:
    kind = media.partition("/")[0]
    found: dict[int, float] = {}
    for asked, weight in wanted:
        if asked == media:
            found.setdefault(3, weight)
        elif not exact and asked == f"{kind}/*":
            found.setdefault(2, weight)
        elif not exact and asked == "*/*":
            found.setdefault(1, weight)
    return found[max(found)] if found else 0.0


def demand(accept: str, form: str, offers: Mapping[str, Sequence[str]]) -> str:
    """The short name of what to give: the one asked for by name, else by Accept.

    Raises:
        Problem: the client takes none of the offers.
    """
    if form:
        named = {alias: name for name, medias in reversed(list(offers.items())) for alias in (name, *medias)}
        asked = form.lower()
        for name in (asked, _NAMES.get(asked, ""), _OF_GRAPHS.get(asked, "")):
            if name in named:
                return named[name]
        raise Problem("not-acceptable", f"format {form[:60]!r} is none of: {', '.join(offers)}")
    if chosen := choose(accept, offers):
        return chosen
    listed = ", ".join(medias[0] for medias in offers.values())
    raise Problem("not-acceptable", f"this can be given as: {listed}")


def content_type(name: str) -> str:
    """The Content-Type of a short name, with its charset where it is text."""
    media = {**RESULTS, **GRAPHS, **PAGES}[name][0]
    return f"{media}; charset=utf-8" if media.startswith(_TEXT) and "+" not in media else media
