"""Answers a request by a job: from what is kept, from an answer that is on its way, or by a worker."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from monazite.server.answers import Answer
from monazite.server.cache import Kept
from monazite.server.problems import MEDIA, Problem
from monazite.server.requests import client
from monazite.server.site import Served, Site

# Bytes from which packing is worth it; the same as for answers that grow.
_PACKED = 1024
_HOLDS = "public, max-age=0, must-revalidate"


async def respond(
    request: Request, job: Mapping[str, Any], headers: Mapping[str, str] | None = None, *, steady: bool = True
) -> Response:
    """The response that a job gives.

    Args:
        request: what was asked; its body has been read.
        job: what `monazite.server.jobs.run` takes.
        headers: further headers of the response.
        steady: whether the same job over the same store always gives the same.

    Raises:
        Problem: there is no answer.
    """
    site: Site = request.app.state.site
    served = site.served
    key = hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
    more = {"Vary": "Accept", **(headers or {})}
    if not steady:
        more["Cache-Control"] = "no-store"
        return await _ask(request, site, served, job, None, more)
    more |= {"ETag": f'W/"{served.digest[:12]}-{key[:20]}"', "Cache-Control": _HOLDS}
    if same(request.headers.get("if-none-match", ""), more["ETag"]):
        return Response(status_code=304, headers=more)
    if kept := served.cache.get(key):
        return await _whole(request, kept, more)
    return await _ask(request, site, served, job, key, more)


async def _whole(request: Request, kept: Kept, more: Mapping[str, str]) -> Response:
    """A whole answer; as gzip it is packed once, and not while others wait."""
    headers = {**kept.headers, **more}
    if (
        "Content-Encoding" in headers
        or len(kept.body) < _PACKED
        or not takes_gzip(request.headers.get("accept-encoding", ""))
    ):
        return Response(kept.body, kept.status, headers, kept.media)
    if kept.packed is None:
        kept.packed = await asyncio.to_thread(gzip.compress, kept.body, 5, mtime=0)
    headers |= {"Content-Encoding": "gzip", "Vary": f"{headers['Vary']}, Accept-Encoding"}
    return Response(kept.packed, kept.status, headers, kept.media)


def takes_gzip(accept: str) -> bool:
    """Whether an Accept-Encoding header lets an answer be packed."""
    for part in accept.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def same(asked: str, etag: str) -> bool:
    """Whether an If-None-Match header names an ETag, compared weakly (RFC 9110, section 13.1.2)."""
    return etag.removeprefix("W/") in (each.strip().removeprefix("W/") for each in asked.split(","))


async def _ask(
    request: Request,
    site: Site,
    served: Served,
    job: Mapping[str, Any],
    key: str | None,
    more: dict[str, str],
) -> Response:
    with site.clients.query(client(request)) as asking:
        answer = served.running.get(key) if key else None
        if answer is None or answer.over:
            answer = served.pool.ask(job, asking)
            if key:
                served.running[key] = answer
        answer.readers += 1
        try:
            await _begun(request, answer)
        except BaseException:
            answer.leave()
            raise
        finally:
            if key and answer.over and served.running.get(key) is answer:
                del served.running[key]
    if answer.headers.get("Cache-Control") == "no-store":  # it stands for what is not made yet
        key, more = (
            None,
            {name: value for name, value in more.items() if name not in ("ETag", "Cache-Control")},
        )
    headers = {**answer.headers, **more}
    body = answer.body
    if body is None:
        return Growing(answer, headers, (served, key))
    answer.leave()
    kept = Kept(answer.status, answer.media, answer.headers, body)
    if key and answer.status == 200:
        served.cache.put(key, kept)
    return await _whole(request, kept, more)


async def _begun(request: Request, answer: Answer) -> None:
    """Waits for an answer to begin, or for the client to go away."""
    waiting = asyncio.ensure_future(answer.begun())
    leaving = asyncio.ensure_future(gone(request.receive))
    try:
        await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise Problem("slow-request", "the client is gone")
        waiting.result()
    finally:
        waiting.cancel()
        leaving.cancel()


async def gone(receive: Receive) -> None:
    """Returns when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Growing(Response):
    """A response that is sent while its answer grows."""

    def __init__(self, answer: Answer, headers: Mapping[str, str], place: tuple[Served, str | None]) -> None:
        super().__init__(None, answer.status, dict(headers), answer.media)
        del self.headers["content-length"]
        self._answer = answer
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the answer, part by part, until it is whole or the client is gone."""
        served, key = self._place
        leaving = asyncio.ensure_future(gone(receive))
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            if scope["method"] != "HEAD":
                async for part in self._answer.parts():
                    if leaving.done():
                        return
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()
            self._answer.leave()
            if key and served.running.get(key) is self._answer:
                del served.running[key]
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0)


def problem_response(
    problem: Problem, instance: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a response."""
    more = {"Cache-Control": "no-store", **problem.headers, **(headers or {})}
    return Response(problem.to_json(instance), problem.status, more, MEDIA)
