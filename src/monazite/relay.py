"""Relays what the engine asks of a SPARQL endpoint, with the bounds and the manners of `monazite.web`."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from monazite.errors import MonaziteError
from monazite.web import Limits, Web

LIMITS = Limits(pause=0.2)
_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"


class Relay:
    """Takes the engine's requests on this machine, at secret paths, and puts them to the endpoints."""

    def __init__(self, hosts: Collection[str], loopback: bool) -> None:
        self.problems: list[str] = []
        self.endpoints: dict[str, str] = {}
        self.web = Web(hosts, loopback, LIMITS)
        relay = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                endpoint = relay.endpoints.get(self.path)
                if endpoint is None:
                    self.send_error(404)
                    return
                headers = {"Accept": _RESULTS, "Content-Type": "application/sparql-query"}
                try:
                    answer = relay.web.post(endpoint, body, headers)
                except MonaziteError as error:
                    relay.problems.append(f"SERVICE <{endpoint}>: {error}")
                    self.send_error(502)
                    return
                self.send_response(200)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def address(self, endpoint: str) -> str:
        """Where the relay takes what is meant for an endpoint."""
        path = f"/{secrets.token_urlsafe(16)}"
        self.endpoints[path] = endpoint
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def __enter__(self) -> Relay:
        """Opens the relay."""
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it: who asked has the answer by now, or wants none."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
