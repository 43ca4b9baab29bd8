"""Reads requests: parameters and bodies, each within its limits, and says what is wrong with them."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from monazite.server.problems import Problem
from monazite.server.settings import Settings

_MOST_PARAMETERS = 100
_LONGEST_ACCEPT = 1000


def settings_of(request: Request) -> Settings:
    """The limits that hold."""
    found: Settings = request.app.state.site.settings
    return found


def parameters(raw: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string or a form, in their order.

    Raises:
        Problem: they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise Problem("bad-request", "parameters are percent-encoded UTF-8") from error
    except ValueError as error:
        raise Problem("bad-request", f"at most {_MOST_PARAMETERS} parameters, as name=value") from error


def of_address(request: Request) -> list[tuple[str, str]]:
    """The parameters of the address.

    Raises:
        Problem: as `parameters`.
    """
    raw: bytes = request.scope["query_string"]
    if len(raw) > settings_of(request).largest_request:
        raise Problem("too-large-request", "the address is too long: send the query by POST")
    return parameters(raw)


async def body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        Problem: it is too large, or comes too slowly.
    """
    settings = settings_of(request)
    told = request.headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and int(told) > settings.largest_request:
        raise Problem("too-large-request", f"a body has {settings.largest_request} bytes at most")
    parts = bytearray()
    try:
        async with asyncio.timeout(settings.slow_client):
            async for part in request.stream():
                parts += part
                if len(parts) > settings.largest_request:
                    raise Problem(
                        "too-large-request",
                        f"a body has {settings.largest_request} bytes at most",
                        {"Connection": "close"},
                    )
    except TimeoutError as error:
        raise Problem(
            "slow-request",
            f"the body did not come within {settings.slow_client:g} s",
            {"Connection": "close"},
        ) from error
    except ClientDisconnect as error:
        raise Problem("slow-request", "the connection was closed") from error
    return bytes(parts)


def media_type(request: Request) -> str:
    """The media type of the body, without parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def accept(request: Request) -> str:
    """The Accept header, cut where no client of good will goes on."""
    return ",".join(request.headers.getlist("accept"))[:_LONGEST_ACCEPT]


def client(request: Request) -> str:
    """The address of the client, as the connection or a trusted proxy tells it."""
    return request.client.host if request.client else "unknown"


def base(request: Request) -> str:
    """The address that the public knows the server by; never what the client says it is."""
    settings = settings_of(request)
    if settings.public_url:
        return settings.public_url.rstrip("/")
    server = request.scope.get("server") or (settings.host, settings.port)
    host = f"[{server[0]}]" if ":" in str(server[0]) else server[0]
    return f"http://{host}:{server[1]}"
