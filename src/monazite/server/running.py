"""Runs the server: one command, one process tree, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from types import FrameType
from typing import Any

import structlog
import uvicorn

from monazite.errors import ServerError, StoreError
from monazite.server import app as application
from monazite.server.connections import bounded
from monazite.server.settings import Settings
from monazite.server.site import Site, locate

_HEADER_BYTES = 32 * 1024


class _Server(uvicorn.Server):
    """uvicorn that says where it listens, and reloads on SIGHUP."""

    def __init__(self, config: uvicorn.Config, site: Site) -> None:
        super().__init__(config)
        self._site = site

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.should_exit:
            return
        if hasattr(signal, "SIGHUP"):
            loop = asyncio.get_running_loop()
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(signal.SIGHUP, lambda: self._site.chore(self._site.reload()))
        for server in self.servers:
            for each in server.sockets:
                host, port = each.getsockname()[:2]
                address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
                structlog.get_logger("monazite.server").info("serving", address=address)
                print(f"monazite: serving on {address}", file=sys.stderr, flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops; unlike uvicorn's own, without raising the signal again in the end: to stop is no failure."""
        self._site.draining = True
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT; queries in flight get `Settings.drain` seconds to finish.

    Raises:
        StoreError: there is no store to serve, or no worker can open it. ServerError: the address is taken.
    """
    configure_logs(settings.log_format)
    app = application.create(settings, locate(settings.store))
    listening = _listen(settings)
    config = uvicorn.Config(
        app,
        http=bounded(settings.slow_client, settings.connections),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        limit_concurrency=settings.connections + settings.requests,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=round(settings.drain),
        h11_max_incomplete_event_size=_HEADER_BYTES + settings.largest_request // 4,
    )
    server = _Server(config, app.state.site)
    try:
        server.run(sockets=[listening])
    except SystemExit as error:  # uvicorn exits when the application does not start
        if error.code:
            raise StoreError("the server did not start; the log tells why") from error
    finally:
        listening.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        where = f"{settings.host} port {settings.port}"
        raise ServerError(f"cannot listen on {where}: {error.strerror or error}") from error


def configure_logs(form: str) -> None:
    """Sends all logs to stderr, a line each: as JSON, or as text for a terminal."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
