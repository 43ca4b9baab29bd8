"""The answer to a job, filled as fast as the worker gives, and read as fast as clients take.

What is short is held in memory; what is long goes to a file without a name. So a slow client never keeps
a worker waiting, and several clients that ask the same at once share one answer.
"""

from __future__ import annotations

import asyncio
import errno
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from typing import IO

from monazite.server.frames import CHUNK
from monazite.server.problems import Problem

SHORT = 4 * 2**20


class Broken(Exception):
    """The answer ended in the middle: the connection must be cut, so that nobody takes it for whole."""


class Answer:
    """An answer on its way.

    Attributes:
        status: the HTTP status.
        media: the media type.
        headers: further headers.
        complete: whether all of it is here.
        problem: why there is no answer, or no more of it.
        readers: how many clients wait for it.
        unwanted: called when nobody waits for it any more.
    """

    def __init__(self) -> None:
        self.status = 200
        self.media = "application/octet-stream"
        self.headers: dict[str, str] = {}
        self.complete = False
        self.problem: Problem | None = None
        self.readers = 0
        self.unwanted: Callable[[], object] | None = None
        self._length = 0
        self._short = bytearray()
        self._long: IO[bytes] | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.complete or self.problem is not None

    def leave(self) -> None:
        """A client waits no more."""
        self.readers -= 1
        if self.readers <= 0 and self.unwanted is not None:
            self.unwanted()

    def head(self, status: int, media: str, headers: dict[str, str]) -> None:
        """Takes what the worker says of the answer."""
        self.status, self.media, self.headers = status, media, headers

    def add(self, data: bytes) -> None:
        """Takes more of the answer.

        Raises:
            OSError: the disk is full.
        """
        if self._long is None and self._length + len(data) > SHORT:
            self._long = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it lives as long as the answer
            _write(self._long, self._short)
        if self._long is None:
            self._short += data
        else:
            _write(self._long, data)
        self._length += len(data)
        self._wake()

    def end(self, problem: Problem | None = None) -> None:
        """Nothing more comes: the answer is whole, or there is a problem."""
        if not self.over:
            self.problem = problem
            self.complete = problem is None
            self._wake()

    async def begun(self) -> None:
        """Waits until the answer is whole, or so long that it is sent while it grows.

        Raises:
            Problem: there is no answer.
        """
        while not self.over and self._long is None:
            await self._change()
        if self.problem is not None and self._long is None:
            raise self.problem

    @property
    def body(self) -> bytes | None:
        """The whole of a short answer; None for a long one."""
        return bytes(self._short) if self.complete and self._long is None else None

    async def parts(self) -> AsyncIterator[bytes]:
        """The answer, part by part, while it grows.

        Raises:
            Broken: the answer ended in the middle.
        """
        done = 0
        while True:
            if part := self._read(done):
                done += len(part)
                yield part
            elif self.problem is not None:
                raise Broken(self.problem.detail)
            elif self.complete:
                return
            else:
                await self._change()

    def _read(self, start: int) -> bytes:
        if self._long is None:
            return bytes(self._short[start : start + CHUNK])
        if start >= self._length:
            return b""
        return os.pread(self._long.fileno(), CHUNK, start)

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def _change(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)


def _write(file: IO[bytes], data: bytes | bytearray) -> None:
    # A disk that fills up takes the first part of the data, and says so by its length alone.
    if file.write(data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
