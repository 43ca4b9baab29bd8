"""Around every request: an id, a line in the log, figures, limits of rate and slowness, safe headers."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monazite.server.addresses import KINDS
from monazite.server.answers import Broken
from monazite.server.problems import Problem, retry
from monazite.server.responding import problem_response, takes_gzip
from monazite.server.site import Site

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_AREAS = frozenset(
    (
        *KINDS,
        "sparql",
        "data",
        "api",
        "reconcile",
        "doc",
        "ontology",
        "metrics",
        "healthz",
        "readyz",
        "search",
        "explorer",
    )
)
_UNLIMITED = frozenset({"healthz", "readyz", "metrics"})
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# For pages that bring no policy of their own: nothing runs, nothing is loaded but the style sheet.
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class Packed(GZipMiddleware):
    """Packs answers that grow, for who takes that: Starlette's own packs for ``gzip;q=0``, too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] == "http" and takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Watched:
    """The middleware that does it."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self.log = structlog.get_logger("monazite.server")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        area = scope["path"].strip("/").partition("/")[0]
        area = area if area in _AREAS else "other"
        sending = _Sending(send, _request_id(scope), self.site.settings.slow_client)
        scope.setdefault("state", {})["request_id"] = sending.id
        began = time.monotonic()
        self.site.flying += 1
        self.site.metrics.flying.inc()
        try:
            await self._admitted(scope, receive, sending, area)
        finally:
            self.site.flying -= 1
            self.site.metrics.flying.dec()
            self._note(scope, sending, area, time.monotonic() - began)

    async def _admitted(self, scope: Scope, receive: Receive, sending: _Sending, area: str) -> None:
        try:
            if area not in _UNLIMITED:
                if self.site.flying > self.site.settings.requests:
                    raise retry("busy", f"{self.site.settings.requests} requests are on the way", 1)
                self.site.clients.admit(scope["client"][0] if scope.get("client") else "unknown")
            await self.app(scope, receive, sending)
        except Broken as error:
            sending.broken = str(error)
        except Problem as problem:
            await self._refuse(scope, receive, sending, problem)
        except Exception:
            self.log.exception("the server failed", request=sending.id)
            await self._refuse(
                scope, receive, sending, Problem("internal", "the server failed to answer; its log tells why")
            )

    async def _refuse(self, scope: Scope, receive: Receive, sending: _Sending, problem: Problem) -> None:
        if not sending.status:
            scope["state"]["problem"] = problem.kind
            await problem_response(problem, sending.id)(scope, receive, sending)

    def _note(self, scope: Scope, sending: _Sending, area: str, seconds: float) -> None:
        metrics, status = self.site.metrics, sending.status
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        metrics.requests.labels(area, method, str(status or 499)).inc()
        metrics.seconds.labels(area).observe(seconds)
        metrics.sent.inc(sending.sent)
        told: dict[str, Any] = {
            "request": sending.id,
            "client": scope["client"][0] if scope.get("client") else None,
            "method": scope["method"],
            "path": scope["path"][:500],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": sending.sent,
        }
        state = scope["state"]
        if problem := state.get("problem"):
            told["problem"] = problem
            metrics.refused.labels(problem).inc()
            # Who keeps the server wants to know which queries are ended, and no others.
            if problem in ("time-limit", "memory-limit", "too-complex", "internal") and "query" in state:
                told["query"] = state["query"][:2000]
        if sending.broken:
            told["broken"] = sending.broken
        if area not in _UNLIMITED:
            self.log.info("request", **told)


class _Sending:
    """Sends an answer, with the headers that all have, each part within the time for slow clients."""

    def __init__(self, send: Send, request_id: str, seconds: float) -> None:
        self._send = send
        self._seconds = seconds
        self.id = request_id
        self.status = 0
        self.sent = 0
        self.broken = ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.id
            for name, value in _SAFE.items():
                headers.setdefault(name, value)
            if headers.get("content-type", "").startswith("text/html"):
                headers.setdefault("Content-Security-Policy", POLICY)
        elif message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError as error:
            raise Broken("the client takes the answer too slowly") from error


def _request_id(scope: Scope) -> str:
    """The id that a proxy gave the request, if it looks like one; else a fresh one."""
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _ID.fullmatch(given) else uuid.uuid4().hex
