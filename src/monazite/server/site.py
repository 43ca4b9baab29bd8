"""What is served now: a store, its workers and its kept answers; and how another store takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prometheus_client.registry import Collector

from monazite import stores
from monazite.errors import StoreError
from monazite.server import frames, metrics
from monazite.server.answers import Answer
from monazite.server.cache import Cache
from monazite.server.clients import Clients
from monazite.server.pool import Pool
from monazite.server.processes import WorkerFailed, WorkerProcess
from monazite.server.sandbox import yield_to_others
from monazite.server.settings import Settings
from monazite.server.worker import Task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_log = logging.getLogger("monazite.server")
_TOUCH_SECONDS = 3600


@dataclass
class Served:
    """A store that is served: its digest, workers, kept answers, and the answers on their way by key."""

    digest: str
    path: Path
    scratch: Path
    pool: Pool
    cache: Cache
    running: dict[str, Answer] = field(default_factory=dict)


class Site(Collector):
    """The state of the server, in one place.

    Args:
        settings: the limits.
        store: the directory of the store to begin with.
    """

    def __init__(self, settings: Settings, store: Path) -> None:
        self.settings = settings
        self.clients = Clients(settings)
        self.metrics = metrics.Metrics()
        self.metrics.watch(self)
        self.flying = 0
        self.draining = False
        self.warming = 0
        self.served: Served
        self._store = store
        self._reloading = asyncio.Lock()
        self._chores: set[asyncio.Task[None]] = set()
        self._background: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begins to serve.

        Raises:
            StoreError: there is no store. WorkerFailed: no worker can open it.
        """
        self.served = await self._open(self._store)
        self.chore(self._touch(), background=True)

    async def _open(self, path: Path) -> Served:
        scratch = Path(tempfile.mkdtemp(prefix="monazite-"))
        (scratch / "owner").write_text(str(os.getpid()))
        try:
            settings = self.settings
            digest = digest_of(path)
            task = Task(
                str(path),
                digest,
                str(scratch),
                settings.memory,
                settings.largest_result,
                bool(settings.services),
            )
            pool = Pool(settings, task, lambda why: self.metrics.ends.labels(why).inc())
            await pool.start()
            if settings.warm:
                self.chore(self._warm(task), background=True)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        return Served(digest, path, scratch, pool, Cache(settings.cache))

    async def reload(self) -> bool:
        """Serves the newest store of the home instead, if there is a newer one; whether there was.

        Requests that are on their way are answered from the store that they began with.
        """
        async with self._reloading:
            try:
                path = await asyncio.to_thread(locate_apart, self.settings.store)
                if digest_of(path) == self.served.digest:
                    _log.info("reload: the store is the newest")
                    return False
                fresh = await self._open(path)
            except Exception:
                _log.exception("reload: the new store cannot be served; the old one stays")
                return False
            before, self.served = self.served, fresh
            self.metrics.reloads.inc()
            _log.info("reload: serving %s", fresh.digest)
            self.chore(self._close(before))
            return True

    async def _close(self, served: Served) -> None:
        await served.pool.close(self.settings.drain)
        await asyncio.to_thread(shutil.rmtree, served.scratch, True)

    async def close(self) -> None:
        """Ends the workers, those of replaced stores too, and takes away what they shared."""
        self.draining = True
        for chore in self._background:
            chore.cancel()
        if hasattr(self, "served"):
            await self._close(self.served)
        await asyncio.gather(*self._chores, return_exceptions=True)

    async def _warm(self, task: Task) -> None:
        self.warming += 1
        try:
            await _warm(task, self.settings)
        finally:
            self.warming -= 1

    async def _touch(self) -> None:
        """Keeps a build from taking the store for one that nobody uses."""
        while True:
            await asyncio.sleep(_TOUCH_SECONDS)
            with contextlib.suppress(OSError):
                os.utime(self.served.path)

    def chore(self, what: Any, background: bool = False) -> None:
        """Runs a coroutine beside the requests; one in the background is cancelled when the server stops."""
        task: asyncio.Task[None] = asyncio.ensure_future(what)
        for held in (self._chores, *([self._background] if background else [])):
            held.add(task)
            task.add_done_callback(held.discard)

    def collect(self) -> Iterator[Any]:
        """The figures of now, for Prometheus."""
        if not hasattr(self, "served"):
            return
        pool, cache = self.served.pool, self.served.cache
        yield metrics.gauge("workers", "Worker processes.", pool.workers)
        yield metrics.gauge("workers_idle", "Worker processes with nothing to do.", pool.idle)
        yield metrics.gauge("workers_slow", "Worker processes with a slow query.", pool.slow)
        yield metrics.gauge("queries_waiting", "Queries that wait for a worker.", pool.waiting)
        yield metrics.gauge("cache_bytes", "Bytes of answers kept.", cache.size)
        yield metrics.gauge("cache_hits", "Answers given from what was kept.", cache.hits)
        yield metrics.gauge("cache_misses", "Answers that were not kept.", cache.misses)


async def _warm(task: Task, settings: Settings) -> None:
    """Has a process of the lowest priority make what workers share."""
    process = WorkerProcess(replace(task, memory=4 * settings.memory))
    try:
        await process.start()
        yield_to_others(process.pid)
        async for kind, payload in process.ask({"job": "warm"}):
            if kind == frames.PROBLEM:
                _log.warning("warming failed: %s", payload.decode())
    except (WorkerFailed, EOFError, OSError) as error:
        _log.warning("warming failed: %r", error)
    finally:
        await process.stop()


def locate(store: Path | None) -> Path:
    """The directory of the store to serve: the newest one of a home, or the shipped graph, built if need be.

    Raises:
        StoreError: there is none.
    """
    if store is None:
        from monazite.graph import KnowledgeGraph

        found = KnowledgeGraph.open().path
        if found is None:
            raise StoreError(
                "the shipped graph cannot be built on disk: set MONAZITE_CACHE_DIR to a writable folder"
            )
        return found
    try:
        return stores.locate(store).resolve()
    except OSError as error:
        raise StoreError(f"cannot open the store {store}: {error}") from error


def locate_apart(store: Path | None) -> Path:
    """As `locate`; what has to be built is built in a process of its own, so that the server goes on.

    Raises:
        StoreError: there is none, or it cannot be built.
    """
    if store is not None:
        return locate(store)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_tell, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        return Path(ours.recv_bytes().decode())
    except EOFError as error:
        raise StoreError("the shipped graph could not be built") from error
    finally:
        ours.close()
        process.join()


def _tell(channel: Connection) -> None:
    channel.send_bytes(os.fspath(locate(None)).encode())


def digest_of(path: Path) -> str:
    """What tells a store from any other: its name, which is a digest of its files, and its time of making."""
    current = path / "CURRENT"
    try:
        made = f"{path.name}\0{current.stat().st_mtime_ns}\0{current.read_text()}"
    except OSError as error:
        raise StoreError(f"there is no store at {path}") from error
    return hashlib.sha256(made.encode()).hexdigest()[:32]
