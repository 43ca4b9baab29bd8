"""One way of doing one task, measured in a process of its own: ours, or what a user would pick instead.

``python -m tests.benchmarks.ways TASK WAY FOLDER ROUNDS SECONDS`` prints, as JSON, the seconds of each round,
those of the processor, all of its threads and children added up, so that what else the machine does hardly
counts; the peak of memory; and how much the answer holds, which has to be the same for all ways of a task.
What a way needs beforehand is made ready outside of the time. FOLDER is what `comparing.prepare` made.
"""

from __future__ import annotations

import gc
import importlib
import json
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Told:
    """What a process of another Python told: how much its answer holds, and the seconds that it took."""

    answer: int
    seconds: float


# What a way gives: what to time, which returns how much the answer holds, or seconds of each part of it.
Timed = Callable[[], "int | dict[str, float | None] | Told"]
Way = Callable[[Path], Timed]
# Left out at every size: its results grow with the square of the units in a country. See docs/benchmarks.md.
WITHOUT = ("possible-links",)
# Seconds after which a part of a task is given up: a peer's question, its validation.
GIVEN = {"questions": 30.0, "validation": 480.0}
# A Python that has kglab, which is none of our dependencies: it brings a hundred packages with it.
KGLAB = "MONAZITE_KGLAB"
# A Python that has pyshacl-turbo and pyrudof.
RUST_SHACL = "MONAZITE_RUST_SHACL"
TASKS: dict[str, dict[str, Way]] = {}


def way(task: str, name: str) -> Callable[[Way], Way]:
    """Registers a way of a task."""

    def registered(function: Way) -> Way:
        TASKS.setdefault(task, {})[name] = function
        return function

    return registered


class TooLong(Exception):
    """A part of a task took longer than it is given."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Gives up what takes longer; Python code alone can be ended so."""

    def ring(*_: object) -> None:
        raise TooLong(seconds)

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def clock() -> float:
    """The seconds of processor time that this process and its ended children have taken."""
    ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def ours(folder: Path) -> Any:
    """The graph as `comparing.prepare` built it, opened to read."""
    from monazite import KnowledgeGraph

    return KnowledgeGraph.open(folder / "store")


def bare(folder: Path) -> Any:
    """A store with the same statements, as one who uses pyoxigraph alone would fill it."""
    import pyoxigraph as ox

    if not (folder / "bare").is_dir():
        store = ox.Store(folder / "bare")
        store.bulk_load(path=folder / "dump.nq", format=ox.RdfFormat.N_QUADS)
        store.flush()
        store.optimize()
        del store
        gc.collect()
    return ox.Store.read_only(str(folder / "bare"))


def plain(folder: Path) -> Any:
    """The same in rdflib alone."""
    from rdflib import Dataset

    return Dataset(default_union=True).parse(folder / "dump.nq", format="nquads")


def java(*command: str | Path) -> list[str]:
    """A command of Jena's."""
    jars = Path(__file__).parents[2] / ".clients" / "jena"
    return ["java", "-Xmx4g", "-cp", f"{jars}/*", *map(str, command)]


def library() -> dict[str, str]:
    """The questions that need no parameter, as any engine takes them."""
    from monazite import queries
    from monazite.errors import ParameterError
    from monazite.vocabulary import PREFIXES

    heading = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
    found = {}
    for name, query in queries.library().items():
        try:
            found[name] = heading + queries.bind(query, {})
        except ParameterError:
            continue
    return found


def each(
    names: Mapping[str, str],
    ask: Callable[[str, str], object],
    most: float | None = None,
    tell: Callable[[], float] = clock,
) -> Timed:
    """Asks one question after the other: the seconds of each, None for one that took too long."""

    def timed() -> dict[str, float | None]:
        found: dict[str, float | None] = {}
        for name, text in names.items():
            began = tell()
            try:
                if most is None:
                    ask(name, text)
                else:
                    with limit(most):
                        ask(name, text)
            except TooLong:
                found[name] = None
                continue
            found[name] = tell() - began
        return found

    return timed


def process(*command: str | Path) -> Timed:
    """A process, from its start to its end."""

    def timed() -> int:
        subprocess.run([*map(str, command)], check=True, capture_output=True)
        return 0

    return timed


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(task: str, name: str, folder: Path, rounds: int, seconds: float) -> dict[str, Any]:
    """Measures: as many rounds as there is time for, at least one."""
    timed = TASKS[task][name](folder)
    gc.collect()
    took: list[float] = []
    parts: list[Mapping[str, float | None]] = []
    answer: int | None = None
    while len(took) < rounds and sum(took) < seconds:
        began = clock()
        found = timed()
        took.append(clock() - began)
        if isinstance(found, Mapping):
            # What was given up counts as what it was given.
            took[-1] = sum(GIVEN[task] if part is None else part for part in found.values())
            parts.append(found)
        elif isinstance(found, Told):
            took[-1], answer = found.seconds, found.answer
        else:
            answer = found
    peak = max(_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return {"seconds": took, "parts": parts, "answer": answer, "megabytes": peak / 1024}


def _peak() -> int:
    """The most memory that this process has held, in KiB; `ru_maxrss` counts that of its parent, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Measures what the command line names."""
    for module in ("starting", "storing", "asking", "analysing", "exporting", "validating"):
        importlib.import_module(f"tests.benchmarks.{module}")
    from tests.benchmarks import ways  # this module under its own name, where the others registered

    task, name, folder, rounds, seconds = sys.argv[1:]
    print(json.dumps(ways.run(task, name, Path(folder), int(rounds), float(seconds))))


if __name__ == "__main__":
    main()
