"""Asks outside services over HTTP: politely, and with little trust in what they answer.

Every request names us in User-Agent, has a time-out, keeps a pause to the one before at the same host, and
is tried again after 429, 502, 503 and 504 when the service says (``Retry-After``) or ever later. Only hosts
that are allowed are asked, redirects included, and none on a private network; an answer that is too large is
dropped while it comes in.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from monazite.errors import ExtraMissing, MonaziteError

if TYPE_CHECKING:
    import httpx

MIB = 2**20
_BUSY = (429, 502, 503, 504)
_REDIRECTS = 5


class WebError(MonaziteError):
    """An outside service that could not be asked, or whose answer cannot be used."""


@dataclass(frozen=True)
class Limits:
    """What bounds a request: seconds, bytes, tries.

    Attributes:
        timeout: seconds until the connection stands, and between two parts of the answer.
        longest: seconds that an answer may take in all.
        largest: bytes of an answer, as they are after decompression.
        tries: how often a busy service is asked.
        pause: seconds between two requests to one host.
        patience: seconds that are waited for a busy service at most, each time.
    """

    timeout: float = 20.0
    longest: float = 60.0
    largest: int = 16 * MIB
    tries: int = 4
    pause: float = 1.0
    patience: float = 60.0


@dataclass(frozen=True)
class Answer:
    """What a service answered, and when. `url` is the one that answered, after redirects."""

    url: str
    status: int
    content: bytes
    content_type: str
    at: datetime


@dataclass
class Web:
    """Asks the hosts that are allowed (``host`` or ``host:port``); those of this machine with `loopback`."""

    hosts: Collection[str]
    loopback: bool = False
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, accept: str = "*/*") -> Answer:
        """The answer to GET.

        Raises:
            WebError: the address is not allowed, or no good answer came.
        """
        for _ in range(_REDIRECTS + 1):
            answer, location = self._asking("GET", url, {"Accept": accept}, None)
            if location is None:
                return answer
            try:
                url = urljoin(url, location)
            except ValueError as error:
                raise WebError(f"{url} redirects to what is no address: {location[:200]!r}") from error
        raise WebError(f"{url}: more than {_REDIRECTS} redirects")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to POST. A redirect is refused: the question was for this address.

        Raises:
            WebError: as `get`.
        """
        answer, location = self._asking("POST", url, headers, body)
        if location is not None:
            raise WebError(f"{url} wants to redirect to {location[:200]}; name that address if it is right")
        return answer

    def _asking(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[Answer, str | None]:
        """One address, asked until it is not busy: its answer, and where it redirects to."""
        host = check(url, self.hosts, self.loopback)
        for attempt in range(self.limits.tries):
            wait = self._asked.get(host, -self.limits.pause) + self.limits.pause - time.monotonic()
            if wait > 0:
                self.sleep(wait)
            self._asked[host] = time.monotonic()
            answer, headers_back = self._once(method, url, headers, body)
            if answer.status in _BUSY and attempt + 1 < self.limits.tries:
                self.sleep(self._later(headers_back.get("retry-after"), attempt, url))
                continue
            break
        if 300 <= answer.status < 400 and (location := headers_back.get("location")):
            return answer, location
        if answer.status != 200:
            busy = f", {self.limits.tries} times" if answer.status in _BUSY else ""
            raise WebError(f"{url} answered {answer.status}{busy}")
        return answer, None

    def _later(self, asked: str | None, attempt: int, url: str) -> float:
        """The seconds to wait: what the service asks for, else 1, 2, 4 ..."""
        seconds: float = self.limits.pause * 2.0**attempt
        if asked is not None:
            try:
                seconds = float(asked)
            except ValueError:
                with contextlib.suppress(TypeError, ValueError):
                    seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        if seconds > self.limits.patience:
            raise WebError(f"{url} is busy and asks to come back in {seconds:.0f} s")
        return max(0.0, seconds)

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[Answer, httpx.Headers]:
        try:
            import httpx
        except ModuleNotFoundError as error:
            raise ExtraMissing("asking other services", "link") from error
        began = time.monotonic()
        try:
            with (
                # No proxies or .netrc of the environment: the address that was checked is asked.
                httpx.Client(timeout=self.limits.timeout, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    method, url, content=body, headers={"User-Agent": user_agent(), **headers}
                ) as response,
            ):
                self._check_peer(url, response)
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > self.limits.largest:
                        raise WebError(f"{url}: the answer is larger than {self.limits.largest // MIB} MiB")
                    if time.monotonic() - began > self.limits.longest:
                        raise WebError(f"{url}: the answer was not whole after {self.limits.longest:.0f} s")
                kind = response.headers.get("content-type", "")
                at = datetime.now(UTC).replace(microsecond=0)
                return Answer(url, response.status_code, bytes(content), kind, at), response.headers
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WebError(f"{url} could not be reached: {error or type(error).__name__}") from error

    def _check_peer(self, url: str, response: httpx.Response) -> None:
        """That the name did not lead elsewhere since it was checked (DNS rebinding)."""
        stream: Any = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer is not None and not may_reach(str(peer[0]), self.loopback):
            raise WebError(f"{url} leads to {peer[0]}, which is not on the public internet")


def user_agent() -> str:
    """How we name ourselves, as Wikimedia's policy for robots asks: with a place to learn more."""
    from monazite import __version__

    return f"Monazite/{__version__} (https://w3id.org/monazite; rare earth value chain knowledge graph)"


def check(url: str, hosts: Collection[str], loopback: bool = False) -> str:
    """The host of an address, with its port where it names one, if it may be asked.

    Raises:
        WebError: the address is not http(s), holds a password, its host is not allowed or not public.
    """
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise WebError(f"{url[:200]} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not name:
        raise WebError(f"{url[:200]} is no address to ask; right would be https://host/path")
    if parts.username is not None or parts.password is not None:
        raise WebError("an address with a user or password in it is not asked")
    host = f"{name}:{port}" if port else name
    if host not in hosts and name not in hosts:
        raise WebError(f"the host {host} is not allowed; allowed are: {', '.join(sorted(hosts)) or 'none'}")
    try:
        found = socket.getaddrinfo(
            name, port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise WebError(f"the host {name} has no address: are you online?") from error
    for *_, place in found:
        if not may_reach(str(place[0]), loopback):
            raise WebError(
                f"the host {name} is not on the public internet ({place[0]});"
                " hosts of this machine need --loopback, others of a private network are never asked"
            )
    return host


def may_reach(address: str, loopback: bool = False) -> bool:
    """Whether an IP address is on the public internet, or, with `loopback`, of this machine."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return (found.is_global and not found.is_multicast) or (loopback and found.is_loopback)
