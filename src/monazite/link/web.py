"""Asks outside services as a guest should: it says who asks, waits when told to, and gives up in time."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from monazite import __version__
from monazite.errors import MonaziteError

AGENT = f"Monazite/{__version__} (+https://w3id.org/monazite)"
SECONDS = 60.0
LARGEST = 1 << 28
# Between two requests, so that nobody's server notices us.
PAUSE = 0.1
_TRIES = 4
_LONGEST_WAIT = 60.0
_AGAIN = frozenset({429, 500, 502, 503, 504})


class ServiceError(MonaziteError):
    """An outside service that cannot be reached, refuses, or answers what it should not."""


class _HttpOnly(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_opener = urllib.request.build_opener(_HttpOnly)


def ask(
    url: str, form: Mapping[str, str] | None = None, accept: str = "application/json", pause: float = PAUSE
) -> bytes:
    """The answer of a service to a GET, or to a POST of a form.

    What is too busy (429, 5xx) is asked again, at most three times, after as long as it says (at most a
    minute) or after 1, 2 and 4 seconds.

    Raises:
        ServiceError: it is no http address, or the service cannot be reached, refuses or answers too much.
    """
    _checked(url)
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(url, body, {"User-Agent": AGENT, "Accept": accept})
    for attempt in range(_TRIES):
        time.sleep(pause if attempt == 0 else 0)
        try:
            with _opener.open(request, timeout=SECONDS) as response:
                content: bytes = response.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise ServiceError(f"{url} answers more than {LARGEST >> 20} MiB")
            return content
        except urllib.error.HTTPError as error:
            if error.code not in _AGAIN or attempt == _TRIES - 1:
                raise ServiceError(f"{url} answers {error.code} {error.reason}") from error
            time.sleep(_wait(error.headers.get("Retry-After"), attempt))
        except (OSError, ValueError) as error:
            raise ServiceError(f"{url} cannot be asked: {getattr(error, 'reason', error)}") from error
    raise AssertionError("unreachable")


def _wait(told: str | None, attempt: int) -> float:
    if told and told.strip().isdigit():
        return min(float(told), _LONGEST_WAIT)
    return float(2**attempt)


def _checked(url: str) -> None:
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise ServiceError(f"{url!r} is no address of a service: right would be https://...")
