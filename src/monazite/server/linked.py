"""Addresses of things: 303 to the document about them, and the documents as pages or RDF."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monazite.server import addresses, negotiation, requests
from monazite.server.problems import Problem
from monazite.server.responding import respond

_OFFERS = {**negotiation.PAGES, **negotiation.GRAPHS}
_ALTERNATES = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("trig", "application/trig"))
_CLOSED = ("/sparql", "/api/", "/data", "/search", "/reconcile", "/explorer/")
_SAFE = "/:@!$&'()*+,;=~"


async def thing(request: Request) -> Response:
    """Sends who asks for a thing to the document about it, in the form that it takes (303).

    Raises:
        Problem: there is no such address, or no form fits.
    """
    path = str(request.scope["path"]).lstrip("/")
    if addresses.iri_of(path) is None:
        raise Problem("not-found", "no thing has this address")
    chosen = negotiation.demand(requests.accept(request), "", _OFFERS)
    ending = "" if chosen == "html" else f".{chosen}"
    return RedirectResponse(f"/doc/{quote(path, safe=_SAFE)}{ending}", 303, {"Vary": "Accept"})


async def document(request: Request) -> Response:
    """The document about a thing.

    Raises:
        Problem: there is no such thing, or no form fits.
    """
    path, extension = addresses.split(request.path_params["path"])
    iri = addresses.iri_of(path)
    if iri is None:
        raise Problem("not-found", "no thing has this address")
    chosen = negotiation.demand(requests.accept(request), extension, _OFFERS)
    address = f"/doc/{quote(path, safe=_SAFE)}"
    headers = _links(request, address, iri)
    if chosen == "html":
        return await respond(request, {"job": "entity-page", "iri": iri, "path": address}, headers)
    return await respond(request, {"job": "entity-rdf", "iri": iri, "accept": "", "format": chosen}, headers)


def _links(request: Request, address: str, iri: str) -> dict[str, str]:
    links = [
        f'<{requests.base(request)}{address}>; rel="canonical"',
        f'<{quote(iri, safe=_SAFE + "%")}>; rel="describes"',
    ]
    links += [f'<{address}.{ending}>; rel="alternate"; type="{media}"' for ending, media in _ALTERNATES]
    return {"Link": ", ".join(links)}


async def ontology(request: Request) -> Response:
    """The ontology: its terms on a page, or as RDF; at the address of its version, too.

    Raises:
        Problem: no form fits, or another version is asked for.
    """
    extension = request.path_params.get("extension", "")
    if extension and extension not in addresses.EXTENSIONS:
        raise Problem("not-found", f"the ontology is given as: {', '.join(addresses.EXTENSIONS)}")
    chosen = negotiation.demand(requests.accept(request), extension, _OFFERS)
    headers = _links(request, "/ontology", f"{addresses.SPACE}ontology")
    job = {"version": request.path_params.get("version", "")}
    if chosen == "html":
        return await respond(request, job | {"job": "ontology-page"}, headers)
    return await respond(request, job | {"job": "ontology-rdf", "accept": "", "format": chosen}, headers)


async def sitemap(request: Request) -> Response:
    """The sitemap, or a part of it.

    Raises:
        Problem: there is no such part.
    """
    part = int(request.path_params.get("part", 0))
    return await respond(
        request, {"job": "sitemap", "part": min(part, 10**6), "base": requests.base(request)}
    )


async def robots(request: Request) -> Response:
    """What robots may fetch: pages, and not the answers to queries."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    return Response(
        f"User-agent: *\n{closed}Sitemap: {requests.base(request)}/sitemap.xml\n", media_type="text/plain"
    )
