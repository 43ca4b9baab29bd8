"""Federated queries: SERVICE clauses, sent to the SPARQL endpoints that are allowed and to no others.

The engine itself would ask any address, without a time-out, and take an answer of any size. So it never gets
an outside address: each ``SERVICE <https://...>`` that is allowed is put to a relay on this machine
(`monazite.relay`), which asks the endpoint the way `monazite.web` does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from monazite.errors import QueryError

# What may stand between two words of a query: blanks and comments.
GAP = r"(?>(?:\s|\#[^\r\n]*+)*+)"
# In the raw text, not in tokens: see `monazite.server.guard`, which looks for it the same way.
SERVICE = re.compile(
    rf"SERVICE{GAP}(?:SILENT{GAP})?+(?P<target><[^>]*+>|[?$]|[^\s<>{{}}()\"'\#:]*+:)", re.IGNORECASE
)
CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# A variable or a prefixed name that ends so; nothing but letters, and no keyword that a clause may follow.
_NAME_BEFORE = re.compile(r"[?$:][A-Za-z_]*\Z")
_KEYWORD_BEFORE = re.compile(r"(?:true|false|undef)\Z", re.IGNORECASE)
ENVIRONMENT = "MONAZITE_SERVICES"


@dataclass(frozen=True)
class Services:
    """The SPARQL endpoints that SERVICE may ask.

    Attributes:
        endpoints: by whole address.
        loopback: whether they may be of this machine.
        hosts: all that are on one of these may be asked, too: ``host`` or ``host:port``.
    """

    endpoints: tuple[str, ...] = ()
    loopback: bool = False
    hosts: tuple[str, ...] = ()

    @property
    def reached(self) -> tuple[str, ...]:
        """The hosts of all of them, in lower case as `monazite.web` compares them."""
        return (*self.hosts, *(urlsplit(endpoint).netloc.lower() for endpoint in self.endpoints))


def from_environment() -> Services:
    """The endpoints that ``MONAZITE_SERVICES`` names, separated by blanks; none without it."""
    return Services(tuple(os.environ.get(ENVIRONMENT, "").split()))


def decode(text: str) -> str:
    """The text with its codepoint escapes resolved, which SPARQL allows anywhere."""
    return CODEPOINT.sub(_character, text)


def clauses(text: str) -> Iterator[re.Match[str]]:
    """What looks like a SERVICE clause in a decoded text; its group ``target`` is what it asks."""
    for match in SERVICE.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        name = _NAME_BEFORE.search(before)
        if name is None or _KEYWORD_BEFORE.search(before):
            yield match


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


@contextmanager
def relayed(text: str, services: Services) -> Iterator[str]:
    """A query whose SERVICE clauses ask a relay that is open meanwhile; the query itself if it has none.

    Raises:
        QueryError: it asks for a SERVICE that is not allowed, or does not name by its address.
    """
    decoded = decode(text)
    found = list(clauses(decoded))
    if not found:
        yield text
        return
    for match in found:
        _check(match["target"], services)
    from monazite.relay import Relay

    with Relay(services.reached, services.loopback) as relay:
        parts, end = [], 0
        for match in found:
            parts += [decoded[end : match.start("target")], f"<{relay.address(match['target'][1:-1])}>"]
            end = match.end("target")
        try:
            yield "".join([*parts, decoded[end:]])
        except QueryError as error:
            if relay.problems:
                raise QueryError("; ".join(dict.fromkeys(relay.problems))) from error
            raise


def _check(target: str, services: Services) -> None:
    if not target.startswith("<"):
        raise QueryError("SERVICE is asked at an address that stands in the query: SERVICE <https://...>")
    address = target[1:-1]
    hosts = services.hosts
    if address not in services.endpoints and not hosts:
        allowed = ", ".join(services.endpoints) or "none"
        raise QueryError(
            f"SERVICE <{address[:200]}> is not allowed: name the endpoint with --service {address[:200]}"
            f" or in {ENVIRONMENT}; allowed now: {allowed}"
        )
    from monazite.web import WebError, check

    try:
        check(address, hosts if address not in services.endpoints else services.reached, services.loopback)
    except WebError as error:
        raise QueryError(f"SERVICE <{address}>: {error}") from error
