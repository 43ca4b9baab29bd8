"""Problems as the web tells them: RFC 9457, ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

MEDIA = "application/problem+json"
_TYPES = "https://w3id.org/monazite/problem/"

# What each kind of problem is called, and its status.
KINDS: dict[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be understood"),
    "bad-query": (400, "The query is not SPARQL 1.1"),
    "bad-parameter": (400, "A parameter is missing, unknown or of the wrong kind"),
    "too-complex": (400, "The query is nested too deeply"),
    "too-large-result": (400, "The result is larger than the limit"),
    "read-only": (403, "The graph is read-only here"),
    "service-refused": (403, "SERVICE is refused"),
    "not-found": (404, "There is nothing at this address"),
    "unknown-entity": (404, "Nothing in the graph is meant by this"),
    "ambiguous-entity": (409, "Several things in the graph are meant by this"),
    "method-not-allowed": (405, "The address does not take this method"),
    "not-acceptable": (406, "None of the accepted media types can be given"),
    "slow-request": (408, "The request took too long to arrive"),
    "store-changed": (410, "The graph was replaced since the first page"),
    "too-large-request": (413, "The request is larger than the limit"),
    "unsupported-media-type": (415, "The body is of a media type that is not taken"),
    "too-many-requests": (429, "Too many requests from this client"),
    "internal": (500, "The server failed"),
    "busy": (503, "The server is busy"),
    "time-limit": (503, "The query takes longer than the limit"),
    "memory-limit": (503, "The query takes more memory than the limit"),
    "shutting-down": (503, "The server is about to stop"),
}


class Problem(Exception):
    """A problem to tell the client of.

    Attributes:
        kind: a key of `KINDS`.
        detail: what is wrong with this very request, and what would be right.
        headers: further headers of the answer, such as ``Retry-After``.
        more: further members of the JSON object.
    """

    def __init__(self, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind][0]

    def to_dict(self) -> dict[str, Any]:
        """The problem as `of` takes it, to hand from a process to another."""
        return {"kind": self.kind, "detail": self.detail, "headers": self.headers, "more": self.more}

    def to_json(self, instance: str = "") -> bytes:
        """The body of the answer; `instance` is the id of the request."""
        status, title = KINDS[self.kind]
        told: dict[str, Any] = {"type": _TYPES + self.kind, "title": title, "status": status}
        told |= {"detail": self.detail} | ({"instance": f"urn:request:{instance}"} if instance else {})
        return json.dumps(told | self.more, ensure_ascii=False).encode()


def of(told: Mapping[str, Any]) -> Problem:
    """The problem that `Problem.to_dict` told of."""
    return Problem(told["kind"], told["detail"], told.get("headers"), **told.get("more", {}))


def retry(kind: str, detail: str, seconds: float) -> Problem:
    """A problem that may pass after some seconds."""
    return Problem(kind, detail, {"Retry-After": str(max(1, round(seconds)))})
