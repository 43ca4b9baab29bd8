"""The JSON API: reads a request by its operation, hands it to a worker, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monazite import queries
from monazite.server import openapi, requests
from monazite.server.analyses import ANALYSES
from monazite.server.operations import OPERATIONS, ROOT, Operation, questions
from monazite.server.problems import Problem
from monazite.server.responding import respond

_JSON = "application/json"


def routes() -> list[Route]:
    """The routes of the API."""
    library = questions()
    offered = [*OPERATIONS, *ANALYSES, *library.values()]
    document = json.dumps(openapi.document(offered), ensure_ascii=False)

    async def described(request: Request) -> Response:
        return Response(
            document, media_type="application/openapi+json", headers={"Cache-Control": "max-age=300"}
        )

    return [
        Route("/api/openapi.json", described),
        *(Route(ROOT + each.path, _Endpoint(each)) for each in offered),
    ]


class _Endpoint:
    """Answers the requests of one operation; an instance is an ASGI application, so that a route takes it."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            raise Problem("method-not-allowed", "the API is read by GET", {"Allow": "GET, HEAD"})
        response = await _answer(request, self._operation)
        await response(scope, receive, send)


async def _answer(request: Request, operation: Operation) -> Response:
    told = requests.of_address(request)
    values = read(operation, told)
    if not operation.job:
        return _listed(values)
    form = values.get("format", "json")
    if form == "json":
        _demand_json(request)
    job: dict[str, Any] = {"job": operation.job, **operation.fixed}
    if operation.paged:
        job |= _place(request, operation, told, values)
    if operation.job == "answer":
        asked = {
            name: value
            for name, value in values.items()
            if name not in ("format", "limit", "offset") and value is not None
        }
        shared = {name: values[name] for name in ("format", "limit", "offset")}
        return await respond(request, job | shared | {"parameters": asked})
    return await respond(request, job | values)


def _place(
    request: Request, operation: Operation, told: list[tuple[str, str]], values: dict[str, Any]
) -> dict[str, Any]:
    """Where a page begins, and the address of the next one but for where that begins."""
    digest = request.app.state.site.served.digest[:12]
    values["offset"] = _offset(values.pop("cursor"), digest)
    kept = [(name, value) for name, value in told if name != "cursor"]
    joined = f"{urlencode(kept)}&" if kept else ""
    return {"more": f"{ROOT}{operation.path}?{joined}cursor={digest}."}


def _demand_json(request: Request) -> None:
    from monazite.server import negotiation

    negotiation.demand(requests.accept(request), "", {"json": (_JSON,)})


def read(operation: Operation, told: list[tuple[str, str]]) -> dict[str, Any]:
    """The values of an operation's parameters.

    Raises:
        Problem: one is unknown, given twice, missing or wrong.
    """
    known = {parameter.name: parameter for parameter in operation.parameters}
    values: dict[str, Any] = {}
    for name, text in told:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise Problem("bad-parameter", f"{name[:60]!r} is no parameter here; there are: {listed}")
        if name in values:
            raise Problem("bad-parameter", f"{name} is given twice", parameter=name)
        values[name] = known[name].read(text)
    for name, parameter in known.items():
        if name not in values and parameter.required:
            raise Problem("bad-parameter", f"{name} is missing: {parameter.description}", parameter=name)
        values.setdefault(name, parameter.default)
    return values


def _offset(cursor: str, digest: str) -> int:
    if not cursor:
        return 0
    of, _, offset = cursor.partition(".")
    if not (offset.isascii() and offset.isdigit() and of.isalnum() and len(offset) < 10):
        raise Problem("bad-parameter", "cursor: take it from `next` of a page", parameter="cursor")
    if of != digest:
        raise Problem(
            "store-changed", "the graph was replaced since the first page: begin anew without cursor"
        )
    return int(offset)


def _listed(values: Mapping[str, Any]) -> Response:
    items = [
        {
            "name": query.name,
            "summary": query.summary,
            "description": query.description,
            "tags": list(query.tags),
            "address": f"{ROOT}/questions/{query.name}",
            "parameters": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "default": None if each.default is None else str(each.default),
                }
                for each in query.parameters
            ],
        }
        for query in queries.library().values()
        if not values["tag"] or values["tag"] in query.tags
    ]
    text = json.dumps({"total": len(items), "items": items}, ensure_ascii=False)
    return Response(text, media_type=_JSON, headers={"Cache-Control": "max-age=300"})
