"""Identifiers in one spelling, whether a dataset gives them as an IRI, as a prefixed name or bare."""

from __future__ import annotations

import re

# How the addresses of things in well-known datasets end in the thing's identifier.
_ADDRESSES = (
    ("wikidata", re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(?P<id>Q\d+)")),
    ("lei", re.compile(r"https?://(?:[\w-]+\.)*gleif\.org/\S*?(?P<id>[A-Z0-9]{18}\d{2})(?:-LEI)?/?")),
    ("geonames", re.compile(r"https?://(?:sws|www)\.geonames\.org/(?P<id>\d+)(?:/.*)?")),
    ("usgs-ree", re.compile(r"https?://mrdata\.usgs\.gov/ree/(?:.*[?=/])?(?P<id>\d+)")),
    ("usgs-major", re.compile(r"https?://mrdata\.usgs\.gov/major-deposits/(?:.*[?=/])?(?P<id>\d+)")),
    ("usgs-mrds", re.compile(r"https?://mrdata\.usgs\.gov/mrds/(?:.*[?=/])?(?P<id>\d+)")),
    ("ror", re.compile(r"https?://ror\.org/(?P<id>0[a-z0-9]{8})")),
    ("opensanctions", re.compile(r"https?://(?:www\.)?opensanctions\.org/entities/(?P<id>[\w.-]+)/?")),
)
# Exchanges by what people call them, for what the graph calls by ISO 10383: NYSE:MP is XNYS:MP.
EXCHANGES = {
    "NYSE": "XNYS",
    "NASDAQ": "XNAS",
    "ASX": "XASX",
    "SHA": "XSHG",
    "SSE": "XSHG",
    "SH": "XSHG",
    "SHE": "XSHE",
    "SZSE": "XSHE",
    "SZ": "XSHE",
    "TSX": "XTSE",
    "TSXV": "XTSX",
    "TSE": "XTKS",
    "TYO": "XTKS",
    "LSE": "XLON",
    "AIM": "XLON",
    "LON": "XLON",
    "HKEX": "XHKG",
    "HKG": "XHKG",
    "HK": "XHKG",
    "KRX": "XKRX",
    "FRA": "XFRA",
    "NSE": "XNSE",
    "BSE": "XBOM",
    "OTCQX": "OTCM",
    "OTCQB": "OTCM",
}


def clean(scheme: str, value: str) -> tuple[str, str]:
    """An identifier as it is compared: the scheme's name small, the value without what varies.

    >>> clean("ticker", "NYSE:mp"), clean("Wikidata", "http://www.wikidata.org/entity/Q30")
    (('ticker', 'XNYS:MP'), ('wikidata', 'Q30'))
    """
    scheme, value = scheme.strip().casefold(), value.strip()
    if "://" in value:
        return from_iri(value)
    if scheme in ("lei", "isin", "wikidata", "ticker", "cas", "figi"):
        value = value.upper().replace(" ", "")
    if scheme == "ticker" and ":" in value:
        exchange, _, symbol = value.partition(":")
        value = f"{EXCHANGES.get(exchange, exchange)}:{symbol}"
    return scheme, value


def from_iri(iri: str) -> tuple[str, str]:
    """The identifier that an address of a well-known dataset holds; any other address is its own.

    >>> from_iri("https://mrdata.usgs.gov/ree/65")
    ('usgs-ree', '65')
    """
    for scheme, address in _ADDRESSES:
        if found := address.fullmatch(iri):
            return scheme, found["id"]
    return "iri", iri
