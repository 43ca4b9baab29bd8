"""How much each client may ask: requests a second, seconds of workers' time a minute, queries at once."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from monazite.server.problems import retry
from monazite.server.settings import Settings

MOST = 20_000


@dataclass
class Client:
    """What one client has left: two buckets that fill with time, and its queries on the way."""

    requests: float
    seconds: float
    seen: float
    active: int = 0
    # Seconds of workers' time that it took, halved every half minute: who took least goes first.
    taken: float = field(default=0.0)


class Clients:
    """The clients seen lately. An IPv6 network of 64 bits counts as one, since one host has them all."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: OrderedDict[str, Client] = OrderedDict()

    def of(self, address: str) -> Client:
        """The client at an address, with what time has given back to it."""
        key, now, settings = group(address), time.monotonic(), self._settings
        client = self._known.get(key)
        if client is None:
            client = Client(settings.client_burst, settings.client_seconds, now)
            self._known[key] = client
            self._forget()
        self._known.move_to_end(key)
        passed = now - client.seen
        client.requests = min(settings.client_burst, client.requests + passed * settings.client_rate)
        client.seconds = min(settings.client_seconds, client.seconds + passed * settings.client_seconds / 60)
        client.taken *= 0.5 ** (passed / 30)
        client.seen = now
        return client

    def _forget(self) -> None:
        while len(self._known) > MOST:
            oldest, client = next(iter(self._known.items()))
            if client.active:
                self._known.move_to_end(oldest)
            else:
                del self._known[oldest]
            if all(each.active for each in self._known.values()):
                return

    def admit(self, address: str) -> None:
        """Counts a request.

        Raises:
            Problem: the client has made too many.
        """
        if not self._settings.client_rate:
            return
        client = self.of(address)
        if client.requests < 1:
            wait = (1 - client.requests) / self._settings.client_rate
            raise retry(
                "too-many-requests", f"more than {self._settings.client_rate:g} requests a second", wait
            )
        client.requests -= 1

    @contextmanager
    def query(self, address: str) -> Iterator[Client]:
        """Counts a query while it waits and runs.

        Raises:
            Problem: the client has too many on the way, or took too much of the workers' time.
        """
        client, settings = self.of(address), self._settings
        if settings.client_waiting and client.active >= settings.client_waiting:
            raise retry("too-many-requests", f"{client.active} queries of yours are still on the way", 1)
        if settings.client_seconds and client.seconds <= 0:
            wait = (1 - client.seconds) * 60 / settings.client_seconds
            raise retry(
                "too-many-requests",
                f"your queries took more than {settings.client_seconds:g} s within a minute",
                wait,
            )
        client.active += 1
        try:
            yield client
        finally:
            client.active -= 1


def group(address: str) -> str:
    """What counts as one client: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def charge(client: Client, seconds: float) -> None:
    """Takes a worker's time from what a client has left."""
    client.seconds -= seconds
    client.taken += seconds
