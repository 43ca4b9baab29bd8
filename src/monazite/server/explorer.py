"""The explorer at the root of the server: a page without data, its files, and the data that it asks for."""

from __future__ import annotations

import gzip
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monazite.errors import FileError
from monazite.export import html
from monazite.server import requests
from monazite.server.jobs import markup
from monazite.server.jobs.explorer import PARTS, is_made
from monazite.server.problems import Problem, retry
from monazite.server.responding import respond, same, takes_gzip

_MEDIA = {
    "app.js": "text/javascript; charset=utf-8",
    "app.css": "text/css; charset=utf-8",
    "notices.txt": "text/plain; charset=utf-8",
}
# Its own script and style, and no other; the layout of the network runs in a worker that the script makes.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; worker-src blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = {"Cache-Control": "public, max-age=0, must-revalidate"}
# The address of a file names its version.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_LONGEST = 2000


def routes() -> list[Route]:
    """What is answered here."""
    return [
        Route("/", _start),
        Route("/explorer/data/{name}.json", _part),
        Route("/explorer/statements", _statements),
        Route("/explorer/{name}", _file),
    ]


async def _start(request: Request) -> Response:
    try:
        page = html.shell("explorer/")
    except FileError:
        return Response(_plain(), media_type="text/html", headers=_PAGE)
    return Response(page, media_type="text/html", headers=_PAGE | {"Content-Security-Policy": _POLICY})


def _plain() -> bytes:
    """The page to start from where the explorer was not built."""
    body = (
        "<h1>The rare earth value chain</h1>\n<p>Who owns, builds, leases, funds and supplies what, "
        "from ore to motor. Every statement knows its source.</p>\n"
        '<form action="/search"><label>Find a company, a place, a product: <input name="q" required></label> '
        '<button>Search</button></form>\n<ul><li><a href="/sparql">Ask in SPARQL</a></li>\n'
        '<li><a href="/api/v1/questions">The questions that come with the graph</a> '
        '(<a href="/api/openapi.json">OpenAPI</a>)</li>\n<li><a href="/ontology">The ontology</a></li>\n'
        '<li><a href="/data">All of it, as TriG</a></li></ul>'
    )
    return markup.page("Start", body)


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        etag = f'"{html.version(name)}"' if name in _MEDIA else ""
    except FileError:
        etag = ""
    if not etag:
        raise Problem("not-found", "no page has this address")
    versioned = request.query_params.get("v") == etag.strip('"')
    headers = {**(_FOREVER if versioned else _PAGE), "ETag": etag, "Vary": "Accept-Encoding"}
    if same(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(html.asset(name), media_type=_MEDIA[name], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(_packed(name), media_type=_MEDIA[name], headers=headers)


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(html.asset(name), 9, mtime=0)


async def _part(request: Request) -> Response:
    name, site = request.path_params["name"], request.app.state.site
    # What takes long is made once, right after the start, and not by every worker that is asked meanwhile.
    if site.warming and name in PARTS and not is_made(site.served.scratch, name):
        raise retry("busy", "the explorer's data is being made", 2)
    job = {
        "job": "explorer-part",
        "name": name,
        "gzip": takes_gzip(request.headers.get("accept-encoding", "")),
    }
    return await respond(request, job, {"Vary": "Accept, Accept-Encoding"})


async def _statements(request: Request) -> Response:
    of = dict(requests.of_address(request)).get("of", "")
    if not 0 < len(of) <= _LONGEST:
        raise Problem("bad-parameter", "of: the IRI of a thing is expected", parameter="of")
    return await respond(request, {"job": "explorer-statements", "of": of})
