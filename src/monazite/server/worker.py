"""A worker process: opens the store read-only, closes the network, answers one job after another."""

from __future__ import annotations

import json
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from monazite.errors import (
    AmbiguousEntity,
    EntityError,
    ExtraMissing,
    MonaziteError,
    ParameterError,
    QueryError,
)
from monazite.server import frames, jobs, sandbox
from monazite.server.problems import Problem


@dataclass(frozen=True)
class Task:
    """What a worker is made with: the store, its digest, a folder for what workers share, the limits."""

    store: str
    digest: str
    scratch: str
    memory: int
    largest_result: int
    network: bool = False


def main(channel: socket.socket, task: Task) -> None:
    """Runs a worker until the server closes the channel or ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides, not the terminal
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sandbox.die_with_parent()
    try:
        context = jobs.Context.open(Path(task.store), task.digest, Path(task.scratch))
        if not task.network:
            sandbox.close_network()
        sandbox.limit_memory(task.memory)
        frames.send(channel, frames.READY)
        while True:
            _, payload = frames.receive(channel)
            _answer(context, channel, json.loads(payload), task.largest_result)
    except (EOFError, OSError):
        pass
    except MonaziteError as error:
        print(f"monazite: a worker cannot begin: {error}", file=sys.stderr)
        sys.exit(1)


def _answer(context: jobs.Context, channel: socket.socket, job: dict[str, object], largest: int) -> None:
    reply = frames.Reply(channel, largest)
    try:
        jobs.run(context, job, reply)
    except Problem as problem:
        reply.problem(problem)
    except MemoryError:
        reply.problem(Problem("memory-limit", "the query takes more memory than it may"))
        sys.exit(1)
    except RecursionError:
        reply.problem(Problem("too-complex", "the request is nested too deeply"))
    except EntityError as error:
        kind = "ambiguous-entity" if isinstance(error, AmbiguousEntity) else "unknown-entity"
        near = [vars(candidate) for candidate in error.candidates]
        reply.problem(Problem(kind, error.summary, candidates=near))
    except ParameterError as error:
        reply.problem(Problem("bad-parameter", str(error)))
    except ExtraMissing as error:
        reply.problem(Problem("not-acceptable", str(error)))
    except QueryError as error:
        reply.problem(Problem("bad-request", str(error)))
    except BaseException as error:  # a panic of the engine is no Exception
        if isinstance(error, OSError) and error.errno is not None:
            raise
        traceback.print_exc()
        reply.problem(Problem("internal", "the server failed to answer; its log tells why"))
        if not isinstance(error, Exception):
            sys.exit(1)
    else:
        reply.end()
