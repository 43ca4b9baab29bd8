"""The application: which address is answered by what."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monazite.server import addresses, api, explorer, linked, protocol, reconciliation, requests
from monazite.server.jobs import markup
from monazite.server.problems import Problem
from monazite.server.responding import problem_response, respond
from monazite.server.settings import Settings
from monazite.server.site import Site
from monazite.server.watching import Packed, Watched

_KINDS = {404: "not-found", 405: "method-not-allowed", 400: "bad-request"}
_DAY = {"Cache-Control": "public, max-age=86400"}


def create(settings: Settings, store: Path) -> Starlette:
    """The application that serves a store.

    Args:
        settings: the limits.
        store: the directory of the store to begin with.
    """
    site = Site(settings, store)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await site.start()
        try:
            yield
        finally:
            await site.close()

    app = Starlette(
        routes=_routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
                max_age=86400,
            ),
            Middleware(Watched, site=site),
            Middleware(Packed, minimum_size=1024, compresslevel=5),
        ],
        exception_handlers={Problem: _problem, HTTPException: _refusal},
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def _routes() -> list[Route]:
    return [
        *explorer.routes(),
        Route("/search", _search),
        Route("/style.css", _style),
        Route("/sparql", protocol.sparql, methods=["GET", "POST"]),
        Route("/data", protocol.graph_store),
        Route("/.well-known/void", _void),
        Route("/void", protocol.description),
        *(Route(f"/{kind}/{{path:path}}", linked.thing) for kind in addresses.KINDS),
        Route("/doc/{path:path}", linked.document),
        Route("/ontology", linked.ontology),
        Route("/ontology.{extension}", linked.ontology),
        Route("/ontology/{version}", linked.ontology),
        Route("/sitemap.xml", linked.sitemap),
        Route("/sitemap-{part:int}.xml", linked.sitemap),
        Route("/robots.txt", linked.robots),
        *api.routes(),
        *reconciliation.routes(),
        Route("/healthz", _alive),
        Route("/readyz", _ready),
        Route("/metrics", _metrics),
    ]


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    request.state.problem = error.kind
    return problem_response(error, request.state.request_id)


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _KINDS.get(error.status_code, "bad-request")
    detail = {"not-found": "no page has this address", "method-not-allowed": "the graph is read-only here"}
    problem = Problem(kind, detail.get(kind, "the request is not understood"), dict(error.headers or {}))
    return await _problem(request, problem)


async def _search(request: Request) -> Response:
    told = dict(requests.of_address(request))
    return await respond(request, {"job": "search-page", "q": told.get("q", "")[:200]})


async def _style(request: Request) -> Response:
    return Response(markup.STYLE, media_type="text/css", headers=_DAY)


async def _void(request: Request) -> Response:
    return RedirectResponse("/void", 302)


async def _alive(request: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


async def _ready(request: Request) -> Response:
    site: Site = request.app.state.site
    if site.draining or not site.served.pool.ready:
        raise Problem("busy", "no worker is ready", {"Retry-After": "1"})
    return Response("ready\n", media_type="text/plain")


async def _metrics(request: Request) -> Response:
    """The figures, for this machine and its own network alone."""
    try:
        near = ipaddress.ip_address(requests.client(request)).is_private
    except ValueError:
        near = False
    if not near:
        raise Problem("not-found", "no page has this address")
    return Response(request.app.state.site.metrics.text(), media_type="text/plain; version=0.0.4")
