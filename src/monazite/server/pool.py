"""The worker processes over one store: who gets one, for how long, and what happens at the limits.

A query runs in a worker of the quick ones. After `Settings.quick` seconds it moves aside: it goes on at the
lowest priority, counted among the slow ones, and a fresh worker takes its place, so that costly queries never
hold up cheap ones. When no slow place is free, or at `Settings.timeout`, its process is ended. Who waits is
served in the order of how little of the workers' time each client has taken.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from monazite.server import frames, sandbox
from monazite.server.answers import Answer
from monazite.server.clients import Client, charge
from monazite.server.problems import Problem, of, retry
from monazite.server.processes import WorkerFailed, WorkerProcess
from monazite.server.settings import Settings
from monazite.server.worker import Task

Observer = Callable[[str], None]
_Waiting = tuple[float, int, asyncio.Future[WorkerProcess]]


class Pool:
    """Worker processes over one store.

    Args:
        settings: the limits.
        task: what workers are made with.
        observe: told of each end of a worker: ``recycled``, ``time``, ``memory``, ``slow``, ``gone`` ...
    """

    def __init__(self, settings: Settings, task: Task, observe: Observer = lambda event: None) -> None:
        self.settings = settings
        self.task = task
        self._observe = observe
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._waiting: list[_Waiting] = []
        self._ticket = itertools.count()
        self._running: set[asyncio.Task[None]] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._closing = False
        self.slow = 0

    @property
    def idle(self) -> int:
        """How many workers have nothing to do."""
        return len(self._idle)

    @property
    def workers(self) -> int:
        """How many worker processes there are."""
        return len(self._all)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return sum(not future.done() for *_, future in self._waiting)

    @property
    def ready(self) -> bool:
        """Whether any worker is there."""
        return bool(self._all) and not self._closing

    async def start(self) -> None:
        """Starts the workers.

        Raises:
            WorkerFailed: one of them did not come up.
        """
        fresh = [WorkerProcess(self.task) for _ in range(self.settings.workers)]
        begun = await asyncio.gather(*(each.start() for each in fresh), return_exceptions=True)
        self._all.update(each for each, error in zip(fresh, begun, strict=True) if error is None)
        for error in begun:
            if isinstance(error, BaseException):
                await self.close(0)
                raise error
        self._idle.extend(fresh)

    def ask(self, job: Mapping[str, Any], client: Client) -> Answer:
        """Gives a job to a worker, now or when one is free; the answer fills by itself.

        Args:
            job: what `monazite.server.jobs.run` takes.
            client: who pays for it.

        Raises:
            Problem: too many wait, or the server stops.
        """
        if self._closing:
            raise retry("shutting-down", "ask again in a moment", 2)
        if not self._idle and self.waiting >= self.settings.queue:
            raise retry("busy", f"{self.settings.queue} queries wait already", 2)
        answer = Answer()
        task = asyncio.create_task(self._serve(job, client, answer))

        def leave_the_queue() -> None:
            # At once, so that nobody who asks the same now waits for an answer that will not come.
            answer.end(Problem("slow-request", "the client is gone"))
            task.cancel()

        answer.unwanted = leave_the_queue
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return answer

    async def _serve(self, job: Mapping[str, Any], client: Client, answer: Answer) -> None:
        try:
            async with asyncio.timeout(self.settings.patience):
                process = await self._take(client)
        except TimeoutError:
            answer.end(retry("busy", f"no worker was free within {self.settings.patience:g} s", 5))
            return
        except asyncio.CancelledError:
            answer.end(retry("shutting-down", "ask again in a moment", 2))
            return
        answer.unwanted = None
        began = time.monotonic()
        try:
            await self._drive(process, job, answer, began)
        except Exception:
            self._end(process, "failed")
            raise
        finally:
            charge(client, time.monotonic() - began)
            answer.end(Problem("internal", "the server failed to answer; its log tells why"))

    async def _drive(
        self, process: WorkerProcess, job: Mapping[str, Any], answer: Answer, began: float
    ) -> None:
        timeout = self.settings.timeout
        reading = asyncio.create_task(_fill(process, job, answer))
        slow = False
        try:
            for end in (min(self.settings.quick, timeout), timeout):
                if await self._within(reading, answer, began + end):
                    break
                if answer.readers <= 0:
                    self._end(process, "abandoned", slow)
                    return
                if end >= timeout:
                    answer.end(Problem("time-limit", f"the query takes longer than {timeout:g} s"))
                    self._end(process, "time", slow)
                    return
                if self.slow >= self.settings.slow:
                    answer.end(
                        retry("busy", f"as many slow queries run as may: {self.settings.slow}", timeout / 2)
                    )
                    self._end(process, "crowded")
                    return
                slow = True
                self.slow += 1
                sandbox.yield_to_others(process.pid)
                self._replace()
        finally:
            if not reading.done():
                reading.cancel()
        problem = reading.result()
        if problem is not None:
            self._end(process, problem.kind, slow)
            answer.end(problem)
        elif slow:
            self._end(process, "slow", slow)
        elif process.jobs >= self.settings.jobs_of_worker:
            self._end(process, "recycled")
        else:
            self._give(process)

    async def _within(self, reading: asyncio.Task[Problem | None], answer: Answer, until: float) -> bool:
        """Whether the worker is done at a time; nobody who waits any more counts as not."""
        while True:
            left = until - time.monotonic()
            await asyncio.wait([reading], timeout=max(0.0, min(left, 1.0)))
            if reading.done():
                return True
            if left <= 0 or answer.readers <= 0:
                return False

    async def _take(self, client: Client) -> WorkerProcess:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._end(process, "gone")
        future: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (client.taken, next(self._ticket), future))
        try:
            return await future
        except asyncio.CancelledError:
            self._waiting = [each for each in self._waiting if each[2] is not future]
            heapq.heapify(self._waiting)
            if future.done() and not future.cancelled():
                self._give(future.result())
            raise

    def _give(self, process: WorkerProcess) -> None:
        """A worker is free: to who waits, else it idles."""
        while self._waiting:
            *_, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(process)
                return
        self._idle.append(process)

    def _end(self, process: WorkerProcess, why: str, slow: bool = False) -> None:
        """Ends a worker; unless it was among the slow ones, a fresh one takes its place."""
        self._observe(why)
        self._all.discard(process)
        if slow:
            self.slow -= 1
        self._chore(process.stop())
        if not slow:
            self._replace()

    def _replace(self) -> None:
        if not self._closing:
            self._chore(self._fresh())

    async def _fresh(self) -> None:
        for pause in (0.1, 1.0, 5.0, 15.0, 60.0):
            process = WorkerProcess(self.task)
            try:
                await process.start()
            except WorkerFailed:
                self._observe("unstarted")
                await asyncio.sleep(pause)
                continue
            if self._closing:
                await process.stop()
                return
            self._all.add(process)
            self._give(process)
            return

    def _chore(self, what: Any) -> None:
        task = asyncio.create_task(what)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def close(self, drain: float) -> None:
        """Lets what runs finish within some seconds, then ends all workers."""
        self._closing = True
        if self._running:
            await asyncio.wait(self._running, timeout=drain)
        for task in list(self._running):
            task.cancel()
        if self._chores:
            await asyncio.wait(self._chores, timeout=5)
        await asyncio.gather(*(process.stop() for process in list(self._all)), return_exceptions=True)
        self._all.clear()


async def _fill(process: WorkerProcess, job: Mapping[str, Any], answer: Answer) -> Problem | None:
    """Reads a worker's answer to its end; a problem if the worker cannot be asked again."""
    try:
        async for kind, payload in process.ask(job):
            if kind == frames.HEAD:
                told = json.loads(payload)
                answer.head(int(told["status"]), str(told["media"]), dict(told["headers"]))
            elif kind == frames.DATA:
                answer.add(payload)
            elif kind == frames.PROBLEM:
                problem = of(json.loads(payload))
                answer.end(problem)
                if problem.kind in ("internal", "memory-limit"):  # who knows what state it is in
                    return problem
            else:
                answer.end()
    except (EOFError, OSError):
        return await process.gone()
    return None
