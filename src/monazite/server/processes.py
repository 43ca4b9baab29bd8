"""One worker process as the server sees it: begun, asked, ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from monazite.server import frames, worker
from monazite.server.problems import Problem

START_SECONDS = 60.0
_METHODS = multiprocessing.get_all_start_methods()
# Forks of a clean process that has imported everything: a fresh worker is there within a tenth of a second.
_CONTEXT: Any = multiprocessing.get_context("forkserver" if "forkserver" in _METHODS else "spawn")
if hasattr(_CONTEXT, "set_forkserver_preload"):
    _CONTEXT.set_forkserver_preload(["monazite.server.preload"])


class WorkerFailed(Exception):
    """A worker process could not be started."""


class WorkerProcess:
    """A worker process and the channel to it."""

    def __init__(self, task: worker.Task) -> None:
        self._task = task
        self._process: Any = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self.jobs = 0

    async def start(self) -> None:
        """Starts the process and waits until its store is open.

        Raises:
            WorkerFailed: it did not come up.
        """
        ours, theirs = socket.socketpair()
        try:
            self._process = _CONTEXT.Process(target=worker.main, args=(theirs, self._task), daemon=True)
            await asyncio.to_thread(self._process.start)
        except OSError as error:
            ours.close()
            raise WorkerFailed(str(error)) from error
        finally:
            theirs.close()
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=2 * frames.CHUNK)
        try:
            async with asyncio.timeout(START_SECONDS):
                await frames.read(self._reader)
        except (EOFError, OSError, TimeoutError) as error:
            await self.stop()
            raise WorkerFailed("a worker did not open the store") from error

    @property
    def pid(self) -> int:
        """The process id."""
        return int(self._process.pid)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return bool(self._process.is_alive())

    async def ask(self, job: Mapping[str, Any]) -> AsyncIterator[tuple[bytes, bytes]]:
        """Gives the worker a job, and yields what it answers, until the end or a problem.

        Raises:
            EOFError, OSError: the worker is gone.
        """
        self.jobs += 1
        self._writer.write(frames.pack(frames.JOB, json.dumps(job).encode()))
        await self._writer.drain()
        while True:
            kind, payload = await frames.read(self._reader)
            yield kind, payload
            if kind in (frames.END, frames.PROBLEM):
                return

    async def stop(self) -> int | None:
        """Ends the process at once; how it ended: an exit code, or a signal's number below zero."""
        writer = getattr(self, "_writer", None)
        code: int | None = None
        if self._process is not None:
            pid = self.pid
            # A process that is gone by itself has something to say: why.
            await asyncio.to_thread(self._process.join, 0.0 if self.alive else 2.0)
            code = self._process.exitcode
            if code is None:
                self._process.kill()
                await asyncio.to_thread(self._process.join, 5.0)
                code = self._process.exitcode
            with contextlib.suppress(ValueError):
                self._process.close()
            await asyncio.to_thread(shutil.rmtree, Path(self._task.scratch) / f"job-{pid}", True)
        if writer is not None:
            writer.close()
        return code

    async def gone(self) -> Problem:
        """Why a worker is gone that nobody ended."""
        await asyncio.to_thread(self._process.join, 2.0)
        return died(self._process.exitcode)


def died(code: int | None) -> Problem:
    """What to tell of a worker that ended in the middle of a job by itself."""
    if code in (-signal.SIGABRT, -9):  # the engine gives up when memory is refused; the system kills
        return Problem("memory-limit", "the query takes more memory than it may")
    if code in (-signal.SIGSEGV, -getattr(signal, "SIGBUS", 7)):  # the stack of the parser or evaluator
        return Problem("too-complex", "the query is nested too deeply, or too long")
    return Problem("busy", "the process that answered was lost; ask again", {"Retry-After": "1"})
