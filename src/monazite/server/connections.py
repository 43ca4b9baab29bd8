"""HTTP connections that do not wait for ever: headers come in time, and there are not too many at once."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def bounded(seconds: float, most: int) -> type[H11Protocol]:
    """A protocol for uvicorn.

    Args:
        seconds: within which a request's line and headers must be there.
        most: how many connections there may be; a further one is closed at once.
    """

    class Bounded(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if len(self.connections) > most:
                transport.abort()
                return
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._asking():
                self._rest()
            elif self._deadline is None:
                self._wait()  # a further request on the same connection

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            super().connection_lost(exc)

        def _asking(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _wait(self) -> None:
            self._deadline = self.loop.call_later(seconds, self._too_slow)

        def _rest(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

        def _too_slow(self) -> None:
            self._deadline = None
            if not self._asking() and not self.transport.is_closing():
                self.transport.abort()

    return Bounded
