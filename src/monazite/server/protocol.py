"""The SPARQL 1.1 Protocol, read-only, and the reads of the Graph Store HTTP Protocol."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from monazite.server import guard, negotiation, requests
from monazite.server.jobs import markup
from monazite.server.problems import Problem
from monazite.server.responding import respond

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
# Characters of a query whose judgement is remembered: a thousand of these are four megabytes.
_REMEMBERED = 4096
_EXAMPLE = """SELECT ?lessee ?lessor ?source WHERE {
  GRAPH ?source { ?lease a mz:Lease ; mz:lessee ?lessee ; mz:lessor ?lessor }
}"""


async def sparql(request: Request) -> Response:
    """Answers a query; without one, describes the service, or shows a person a form to ask in.

    Raises:
        Problem: what is wrong with the request.
    """
    told = requests.of_address(request)
    if request.method == "POST":
        told = await _posted(request, told)
    if any(name in _UPDATES for name, _ in told):
        raise Problem("read-only", "updates go through files and `monazite build`")
    # Other parameters are let pass: clients send some of their own, such as SPARQLWrapper's `results`.
    texts = [value for name, value in told if name == "query"]
    form = _form(told)
    if not texts and request.method != "POST":
        return await _about(request, form)
    if len(texts) != 1:
        raise Problem("bad-request", f"expected one query, got {len(texts)}")
    return await _answer(request, texts[0], told, form)


def _form(told: list[tuple[str, str]]) -> str:
    """The form that an answer is asked in by name; "" if it is by Accept alone."""
    return next((value for name, value in told if name in ("format", "output")), "")


async def _posted(request: Request, told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    media = requests.media_type(request)
    if media == _FORM:
        return [*told, *requests.parameters(await requests.body(request))]
    if media == _UPDATE:
        raise Problem("read-only", "updates go through files and `monazite build`")
    if media != _QUERY:
        raise Problem(
            "unsupported-media-type",
            f"send a query as {_QUERY} or {_FORM}",
            {"Accept-Post": f"{_QUERY}, {_FORM}"},
        )
    raw = await requests.body(request)
    try:
        return [*told, ("query", raw.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise Problem("bad-request", f"the query is not UTF-8 (byte {error.start})") from error


async def _answer(request: Request, text: str, told: list[tuple[str, str]], form: str) -> Response:
    settings = requests.settings_of(request)
    if len(text.encode()) > settings.largest_request:
        raise Problem("too-large-request", f"a query has {settings.largest_request} bytes at most")
    request.state.query = text
    if settings.services or len(text) > _REMEMBERED:
        # Names of hosts are looked up, which may take long; others are answered meanwhile.
        await asyncio.to_thread(guard.check, text, settings.services)
        steady = guard.steady(text)
    else:
        steady = guard.settled(text)
    graphs = {
        name: [value for key, value in told if key == f"{name}-graph-uri"] for name in ("default", "named")
    }
    job: dict[str, Any] = {"job": "sparql", "query": text, "accept": requests.accept(request), "format": form}
    if any(graphs.values()):
        job |= graphs
    job |= {"base": f"{requests.base(request)}/sparql", "services": settings.services}
    return await respond(request, job, steady=steady)


async def _about(request: Request, form: str) -> Response:
    accept = requests.accept(request)
    offers = {**negotiation.GRAPHS, **negotiation.PAGES}
    if not form and negotiation.choose(accept, offers) == "html":
        return Response(_page(), media_type="text/html", headers={"Vary": "Accept"})
    return await description(request)


async def description(request: Request) -> Response:
    """Describes the service and the dataset.

    Raises:
        Problem: as `sparql`.
    """
    settings = requests.settings_of(request)
    job = {
        "job": "description",
        "accept": requests.accept(request),
        "format": _form(requests.of_address(request)),
        "base": requests.base(request),
    }
    return await respond(request, job | {"services": bool(settings.services)})


def _page() -> bytes:
    options = "".join(f"<option>{name}</option>" for name in ("csv", "json", "tsv", "xml", "ttl"))
    body = (
        "<h1>Ask in SPARQL</h1>\n<p>The usual prefixes (mz:, id:, concept:, skos: ...) need no declaration. "
        "Without GRAPH a pattern sees what all sources say together.</p>\n"
        f'<form action="/sparql" method="get"><p><textarea name="query" rows="14" required '
        f'aria-label="Query">{escape(_EXAMPLE)}</textarea></p>\n<p><label>As <select name="format">'
        f"{options}</select></label> <button>Ask</button></p></form>"
    )
    return markup.page("SPARQL", body)


async def graph_store(request: Request) -> Response:
    """Gives a graph: ``?graph=IRI``, ``?default``, or all of them with neither.

    Raises:
        Problem: what is wrong with the request.
    """
    told = requests.of_address(request)
    if unknown := [name for name, _ in told if name not in ("graph", "default", "format")]:
        raise Problem("bad-parameter", f"{unknown[0][:60]!r} is none of: graph, default, format")
    named = [value for name, value in told if name == "graph"]
    default = any(name == "default" for name, _ in told)
    if len(named) + default > 1:
        raise Problem("bad-request", "give one graph, or default")
    if named and not named[0]:
        raise Problem("bad-parameter", "graph: an IRI is expected")
    graph = named[0] if named else "" if default else None
    form = next((value for name, value in told if name == "format"), "")
    return await respond(
        request, {"job": "graph", "graph": graph, "accept": requests.accept(request), "format": form}
    )
