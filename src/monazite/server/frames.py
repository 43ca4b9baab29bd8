"""What a worker and the server say to each other: frames of a letter, a length and a payload, over a socket.

The server sends a job as JSON. The worker answers: a head (JSON), data, an end; or a problem (JSON). Nothing
that comes from a worker is unpickled: it runs what strangers send.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

from monazite.server.problems import Problem

READY, JOB, HEAD, DATA, END, PROBLEM = b"R", b"J", b"H", b"D", b"E", b"X"
_PREFIX = struct.Struct(">cI")
LARGEST = 16 * 2**20
CHUNK = 64 * 1024


def send(channel: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Sends a frame and returns when the system has taken it.

    Raises:
        OSError: the other end is gone.
    """
    channel.sendall(_PREFIX.pack(kind, len(payload)) + payload)


def receive(channel: socket.socket) -> tuple[bytes, bytes]:
    """The next frame.

    Raises:
        EOFError: the other end is gone.
    """
    kind, length = _PREFIX.unpack(_exactly(channel, _PREFIX.size))
    return kind, _exactly(channel, length)


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        part = channel.recv(min(count, CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """A frame as bytes."""
    return _PREFIX.pack(kind, len(payload)) + payload


async def read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The next frame.

    Raises:
        EOFError, ConnectionError: the other end is gone, or sends what is no frame.
    """
    kind, length = _PREFIX.unpack(await reader.readexactly(_PREFIX.size))
    if length > LARGEST:
        raise ConnectionError("a frame is too long")
    return kind, await reader.readexactly(length)


class Reply:
    """The answer to a job as a worker gives it: a head once, then bytes, as to a binary file.

    Args:
        channel: where it goes.
        largest: how many bytes of data there may be.
    """

    def __init__(self, channel: socket.socket, largest: int) -> None:
        self._channel = channel
        self._left = self._largest = largest
        self._buffer = bytearray()

    def head(self, media: str, status: int = 200, **headers: str) -> None:
        """Says what follows; `headers` are named with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        told: dict[str, Any] = {"status": status, "media": media, "headers": named}
        send(self._channel, HEAD, json.dumps(told).encode())

    def write(self, data: bytes) -> int:
        """Takes data.

        Raises:
            Problem: that is more than the limit.
        """
        self._left -= len(data)
        if self._left < 0:
            limit = f"{self._largest / 2**20:.0f} MiB" if self._largest >= 2**20 else f"{self._largest} bytes"
            raise Problem(
                "too-large-result", f"the result is larger than {limit}: add LIMIT, or ask for less"
            )
        self._buffer += data
        while len(self._buffer) >= CHUNK:
            send(self._channel, DATA, bytes(self._buffer[:CHUNK]))
            del self._buffer[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Does nothing: `end` sends what is left."""

    def end(self) -> None:
        """Says that the answer is whole."""
        if self._buffer:
            send(self._channel, DATA, bytes(self._buffer))
        send(self._channel, END)

    def problem(self, problem: Problem) -> None:
        """Says that there is no answer, or no more of it."""
        send(self._channel, PROBLEM, json.dumps(problem.to_dict()).encode())
