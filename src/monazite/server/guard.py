"""What is refused before a query runs: SERVICE, FROM a file, nesting that no parser survives.

SERVICE is looked for in the raw text, not in tokens: a tokenizer that differs from the engine's by a hair
(is ``?a<?b)SERVICE#>`` an IRI or a comparison?) could be led past it. A SERVICE inside of a string or a
comment is refused, too, where it looks like a clause; that is the price. On Linux a worker cannot open a
socket at all (`monazite.server.sandbox`), so that this is the first of two walls.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

from monazite.federation import GAP, clauses, decode
from monazite.server.problems import Problem
from monazite.web import may_reach

DEEPEST = 200
_FROM_FILE = re.compile(rf"FROM{GAP}(?:NAMED{GAP})?+<\s*(?!https?:|urn:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UNSTEADY = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
_SIGNS = re.compile(rf"(?>[!+^-]\s*+){{{DEEPEST},}}")


def check(text: str, services: Collection[str] = ()) -> None:
    """Refuses what must not run.

    Args:
        text: the query.
        services: the hosts that SERVICE may reach, as a URL names them.

    Raises:
        Problem: it asks for a SERVICE that is not allowed, for a file, or is nested too deeply.
    """
    decoded = decode(text)
    _check_nesting(decoded)
    if _FROM_FILE.search(decoded):
        raise Problem(
            "bad-query", "FROM names a graph of the store: its IRI begins with http:, https: or urn:"
        )
    for match in clauses(decoded):
        _check_service(match["target"], services)


def steady(text: str) -> bool:
    """Whether a query has one answer over one store, so that it can be kept: no NOW, RAND, UUID, SERVICE."""
    return not _UNSTEADY.search(decode(text))


@lru_cache(maxsize=1024)
def settled(text: str) -> bool:
    """`check` without any service, then `steady`: remembered, since the same queries come again and again.

    Raises:
        Problem: as `check`.
    """
    check(text)
    return steady(text)


def _check_nesting(text: str) -> None:
    depth = 0
    for character in text:
        if character in "{([":
            depth += 1
            if depth > DEEPEST:
                raise Problem("too-complex", f"brackets are nested more than {DEEPEST} deep")
        elif character in "})]" and depth:
            depth -= 1
    if _SIGNS.search(text):
        raise Problem("too-complex", f"more than {DEEPEST} signs stand in a row")


def _check_service(target: str, services: Collection[str]) -> None:
    if not services:
        raise Problem("service-refused", "this server answers from its own graph alone: no SERVICE")
    if not target.startswith("<"):
        raise Problem("service-refused", "write the address of the SERVICE as <https://...>")
    try:
        address = urlsplit(target[1:-1])
        host, port = address.hostname, address.port
    except ValueError as error:
        raise Problem("service-refused", "the address of the SERVICE is no URL") from error
    if address.scheme not in ("http", "https") or host is None or address.username is not None:
        raise Problem("service-refused", "write the address of the SERVICE as <https://...>")
    if host not in services:
        raise Problem("service-refused", f"SERVICE may reach: {', '.join(sorted(services))}")
    _check_public(host, port or (443 if address.scheme == "https" else 80))


def _check_public(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Problem("service-refused", f"the host {host} has no address") from error
    for *_, place in found:
        if not may_reach(str(place[0])):
            raise Problem("service-refused", f"the host {host} is not on the public internet")
