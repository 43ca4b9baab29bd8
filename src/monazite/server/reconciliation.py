"""The W3C Reconciliation Service API 0.2, so that OpenRefine and its kin match tables against the graph.

Here requests are read and checked; matching is done by workers (`monazite.server.jobs.reconciling`), so that
it holds up nobody and ends at the limits of every query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monazite import __version__
from monazite.server import requests
from monazite.server.addresses import SPACE
from monazite.server.problems import Problem
from monazite.server.responding import respond
from monazite.vocabulary import MZ

ROOT = "/reconcile"
_FORM = "application/x-www-form-urlencoded"
_MOST_QUERIES = 100
_MOST_IDS = 200
_MOST_PROPERTIES = 30
_MOST_RESULTS = 50
_MOST_SUGGESTED = 20
_LONGEST = 500
_SUGGESTED = ("entity", "type", "property")
# An answer is shown in a frame of the page that asks.
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
_DEFAULT_TYPES = ("Organization", "Company", "ProductionUnit", "AdministrativeArea")


def routes() -> list[Route]:
    """The routes of the service."""
    return [
        Route(ROOT, _service, methods=["GET", "POST"]),
        *(Route(f"{ROOT}/suggest/{what}", _Suggesting(what)) for what in _SUGGESTED),
        Route(f"{ROOT}/flyout/{{what}}", _flyout),
        Route(f"{ROOT}/properties", _properties),
        Route(f"{ROOT}/preview", _preview),
    ]


async def _service(request: Request) -> Response:
    told = requests.of_address(request)
    if request.method == "POST":
        if requests.media_type(request) != _FORM:
            raise Problem("unsupported-media-type", f"send queries or extend as {_FORM}")
        told = [*told, *requests.parameters(await requests.body(request))]
    given = {name: text for name, text in told if name in ("queries", "extend")}
    if len(given) > 1 or len(given) < sum(name in given for name, _ in told):
        raise Problem("bad-request", "give queries or extend, once")
    if "queries" in given:
        return await respond(request, {"job": "reconcile", "queries": read_queries(given["queries"])})
    if "extend" in given:
        return await respond(request, {"job": "extend", **read_extension(given["extend"])})
    if request.method == "POST":
        raise Problem("bad-request", "queries or extend is missing")
    text = json.dumps(manifest(requests.base(request)), ensure_ascii=False)
    return Response(text, media_type="application/json", headers={"Cache-Control": "max-age=300"})


def manifest(base: str) -> dict[str, Any]:
    """What the service tells of itself; `base` is the server's address."""
    service = f"{base}{ROOT}"
    suggesting = {
        what: {
            "service_url": service,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": service,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }
        for what in _SUGGESTED
    }
    return {
        "versions": ["0.2"],
        "name": "Monazite: the rare earth value chain",
        "identifierSpace": SPACE,
        "schemaSpace": str(MZ),
        "documentation": f"{base}/",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": name, "name": name} for name in _DEFAULT_TYPES],
        "view": {"url": f"{base}/{{{{id}}}}"},
        "feature_view": {"url": f"{base}{ROOT}/preview?feature={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": suggesting,
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [
                {
                    "type": "number",
                    "name": "limit",
                    "label": "Limit",
                    "default": 0,
                    "help_text": "How many values a cell has at most; 0: all.",
                }
            ],
        },
    }


def read_queries(text: str) -> dict[str, dict[str, Any]]:
    """The queries of a batch, each as the job takes it.

    Raises:
        Problem: they are not of the form that the specification gives.
    """
    told = _object("queries", text)
    if len(told) > _MOST_QUERIES:
        raise Problem("bad-parameter", f"queries: at most {_MOST_QUERIES} at once", parameter="queries")
    return {key: _query(f"queries[{key[:40]!r}]", each) for key, each in told.items()}


def _query(where: str, told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise _wrong(where, "an object")
    name, properties = told.get("query", ""), told.get("properties", [])
    if not isinstance(name, str) or len(name) > _LONGEST:
        raise _wrong(f"{where}.query", f"text of at most {_LONGEST} characters")
    if not isinstance(properties, list) or len(properties) > _MOST_PROPERTIES:
        raise _wrong(f"{where}.properties", f"a list of at most {_MOST_PROPERTIES}")
    if not name.strip() and not properties:
        raise _wrong(where, "an object with query or properties")
    types = told.get("type") or []
    types = [types] if isinstance(types, str) else types
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types) or len(types) > 10:
        raise _wrong(f"{where}.type", "a type's id, or a list of at most ten")
    most = told.get("limit", 5)
    if isinstance(most, bool) or not isinstance(most, int | float) or not most >= 1:
        raise _wrong(f"{where}.limit", "a number from 1 on")
    return {
        "query": name,
        "types": types,
        "limit": int(min(most, _MOST_RESULTS)),
        "properties": dict(_property(f"{where}.properties", each) for each in properties),
    }


def _property(where: str, told: Any) -> tuple[str, list[str]]:
    if not isinstance(told, dict) or not isinstance(told.get("pid"), str) or "v" not in told:
        raise _wrong(where, "objects with pid and v")
    values = told["v"] if isinstance(told["v"], list) else [told["v"]]
    if len(values) > _MOST_RESULTS:
        raise _wrong(f"{where}.v", f"at most {_MOST_RESULTS} values")
    return told["pid"][:_LONGEST], [_value(f"{where}.v", each)[:_LONGEST] for each in values]


def _value(where: str, told: Any) -> str:
    if isinstance(told, dict):
        told = told.get("name") or told.get("id")
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        raise _wrong(where, "text, numbers, or objects with id")
    return str(told)


def read_extension(text: str) -> dict[str, Any]:
    """The ids and properties that a table is to be extended by.

    Raises:
        Problem: they are not of the form that the specification gives.
    """
    told = _object("extend", text)
    ids, properties = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids) or len(ids) > _MOST_IDS:
        raise _wrong("extend.ids", f"a list of at most {_MOST_IDS} ids")
    if not isinstance(properties, list) or len(properties) > _MOST_PROPERTIES:
        raise _wrong("extend.properties", f"a list of at most {_MOST_PROPERTIES}")
    wanted = []
    for each in properties:
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            raise _wrong("extend.properties", "objects with id")
        settings = each.get("settings") or {}
        most = settings.get("limit", 0) if isinstance(settings, dict) else 0
        try:
            most = max(0, min(int(most), 10_000))
        except (TypeError, ValueError, OverflowError) as error:
            raise _wrong("extend.properties.settings.limit", "a number") from error
        wanted.append({"id": each["id"][:_LONGEST], "limit": most})
    return {"ids": [each[:_LONGEST] for each in ids], "properties": wanted}


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(name, "JSON") from error
    if not isinstance(told, dict):
        raise _wrong(name, "a JSON object")
    return told


def _wrong(where: str, right: str) -> Problem:
    return Problem("bad-parameter", f"{where} is expected to be {right}", parameter=where.partition("[")[0])


class _Suggesting:
    """Suggests what a few letters may mean: entities, types or properties; an ASGI application."""

    def __init__(self, what: str) -> None:
        self._what = what

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        told = _told(request)
        start = told.get("cursor") or "0"
        if not (start.isascii() and start.isdigit() and len(start) < 5):
            raise _wrong("cursor", "a whole number")
        prefix = told.get("prefix", "")[:_LONGEST]
        job = {"job": "suggest", "what": self._what, "prefix": prefix, "offset": int(start)}
        response = await respond(request, job | {"limit": _MOST_SUGGESTED})
        await response(scope, receive, send)


def _told(request: Request) -> Mapping[str, str]:
    if request.method not in ("GET", "HEAD"):
        raise Problem("method-not-allowed", "this is read by GET", {"Allow": "GET, HEAD"})
    return dict(requests.of_address(request))


def _id(request: Request) -> str:
    found = _told(request).get("id", "")
    if not found or len(found) > _LONGEST:
        raise _wrong("id", "an id that this service gave")
    return found


async def _flyout(request: Request) -> Response:
    what = request.path_params["what"]
    if what not in _SUGGESTED:
        raise Problem("not-found", "no page has this address")
    return await respond(request, {"job": "flyout", "what": what, "id": _id(request)})


async def _preview(request: Request) -> Response:
    if feature := _told(request).get("feature"):
        return await respond(
            request, {"job": "feature", "feature": feature[:100]}, {"Content-Security-Policy": _FRAMED}
        )
    return await respond(
        request, {"job": "preview", "id": _id(request)}, {"Content-Security-Policy": _FRAMED}
    )


async def _properties(request: Request) -> Response:
    told = _told(request)
    most = told.get("limit") or "0"
    if not (most.isascii() and most.isdigit() and len(most) < 9):
        raise _wrong("limit", "a whole number")
    return await respond(
        request, {"job": "propose", "type": told.get("type", "")[:_LONGEST], "limit": int(most)}
    )
