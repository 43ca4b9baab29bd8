"""What can be set when the graph is served: where, and the limits that bound a request."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20


@dataclass(frozen=True)
class Settings:
    """How the graph is served.

    Attributes:
        store: a store or a home of stores (see `monazite.stores`); the shipped graph if None.
        host: the address to listen on.
        port: the port to listen on; 0 takes a free one.
        public_url: the address that the public knows the server by, without a slash at its end; the one
            that it listens on if empty. It stands in the sitemap and the service description.
        proxies: addresses of proxies whose ``X-Forwarded-For`` is believed, comma-separated.
        workers: how many worker processes answer quick queries.
        slow: how many queries may go on longer than `quick` at once, each in a further process of the
            lowest priority; 0 ends every query after `quick`.
        quick: seconds after which a query counts as slow.
        timeout: seconds after which a query is ended.
        memory: bytes that a worker may allocate beyond what the open store takes.
        largest_result: bytes of a result, uncompressed.
        largest_request: bytes of a request's body, and of a query.
        queue: how many queries may wait for a worker.
        patience: seconds that a query waits for a worker at most.
        requests: requests in flight at once, all clients together.
        connections: open connections, all clients together.
        client_rate: requests a second that one client may make, over time; 0 sets no limit.
        client_burst: how many of them at once.
        client_seconds: seconds of workers' time that one client may take in a minute; 0 sets no limit.
        client_waiting: queries that one client may have running or waiting at once; 0 sets no limit.
        slow_client: seconds within which headers, a body or a part of an answer must have passed.
        drain: seconds that queries in flight get to finish on shutdown and on reload.
        cache: bytes of answers kept to give again.
        jobs_of_worker: how many queries a worker answers before a fresh one replaces it.
        services: hosts that SERVICE may reach.
        warm: whether a process makes, right after the start, what takes long to make.
        log_format: ``json`` or ``text``.
    """

    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    proxies: str = "127.0.0.1"
    workers: int = os.cpu_count() or 2
    slow: int = 2
    quick: float = 2.0
    timeout: float = 30.0
    memory: int = 1024 * MIB
    largest_result: int = 64 * MIB
    largest_request: int = MIB // 4
    queue: int = 128
    patience: float = 10.0
    requests: int = 512
    connections: int = 2048
    client_rate: float = 50.0
    client_burst: int = 200
    client_seconds: float = 60.0
    client_waiting: int = 8
    slow_client: float = 15.0
    drain: float = 35.0
    cache: int = 64 * MIB
    jobs_of_worker: int = 2000
    services: tuple[str, ...] = ()
    warm: bool = True
    log_format: str = "json"
