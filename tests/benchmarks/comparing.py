"""Measures ways of doing tasks side by side, each in a process of its own, over graphs of several sizes."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.ways import KGLAB, RUST_SHACL

ROOT = Path(__file__).parents[2]
ROUNDS = 3
# How many nodes are upstream of the unit that is asked about, about.
UPSTREAM = 25
# Seconds that the rounds of one way may take together, and its process with what it needs beforehand.
SECONDS, MOST = 6.0, 600.0


@dataclass(frozen=True)
class Figure:
    """What was measured of one way at one size; `reason` says why nothing was, if nothing was.

    `parts` are the seconds of each part of the task, the median of all rounds; a part that took too long is
    left out. `over` says how many were, or 1 if all of it was: then `seconds` is the least that it can be.
    """

    task: str
    way: str
    facilities: int
    statements: int
    seconds: float | None = None
    megabytes: float | None = None
    answer: int | None = None
    over: int = 0
    parts: Mapping[str, float] | None = None
    reason: str = ""


def prepare(folder: Path, facilities: int, progress: bool = True) -> int:
    """Makes what the ways start from, in a process of its own; returns how many statements the graph holds.

    The generated graph; the ontology and the countries beside it; our store of both; all its statements with
    their named graphs as N-Quads; and the unit that is asked about.
    """
    if not (folder / "asked").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.comparing", str(folder), str(facilities)],
            cwd=ROOT,
            check=True,
        )
    return int((folder / "statements").read_text())


def measure(
    task: str,
    way: str,
    folder: Path,
    facilities: int,
    rounds: int = ROUNDS,
    seconds: float = SECONDS,
    most: float = MOST,
) -> Figure:
    """Measures one way of one task over what `prepare` made."""
    told = (task, way, facilities, int((folder / "statements").read_text()))
    if way == "kglab" and KGLAB not in os.environ:
        return Figure(*told, reason=f"no Python with kglab is named in {KGLAB}")
    if way in ("pyshacl-turbo", "pyrudof") and RUST_SHACL not in os.environ:
        return Figure(*told, reason=f"no Python with {way} is named in {RUST_SHACL}")
    if way.startswith("jena") and not (shutil.which("java") and (ROOT / ".clients" / "jena").is_dir()):
        return Figure(*told, reason="there is no Jena: make clients")
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.ways",
        task,
        way,
        str(folder),
        str(rounds),
        str(seconds),
    ]
    try:
        done = subprocess.run(
            command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=most, env=_environment()
        )
    except subprocess.TimeoutExpired:
        return Figure(*told, reason=f"over {most:.0f} s")
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or ["killed"]
        if given_up := re.fullmatch(r".*TooLong: ([\d.]+)", last[0]):
            return Figure(*told, float(given_up[1]), over=1)
        return Figure(*told, reason=last[0][:120])
    found = json.loads(done.stdout.splitlines()[-1])
    parts = _parts(found["parts"])
    over = sum(each is None for each in found["parts"][0].values()) if found["parts"] else 0
    return Figure(*told, median(found["seconds"]), found["megabytes"], found["answer"], over, parts)


def _parts(rounds: Sequence[Mapping[str, float | None]]) -> dict[str, float] | None:
    if not rounds:
        return None
    seconds = {name: [each[name] for each in rounds] for name in rounds[0]}
    return {
        name: median(each for each in found if each is not None)
        for name, found in seconds.items()
        if None not in found
    }


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "PYTHONHASHSEED": "0"}


def exponent(points: Iterable[tuple[float, float]]) -> float | None:
    """The exponent of a power law through points: least squares of the logarithms; None of one point."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(logs) < 2:
        return None
    middle = [sum(axis) / len(logs) for axis in zip(*logs, strict=True)]
    along = sum((x - middle[0]) ** 2 for x, _ in logs)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in logs) / along if along else None


def kept(path: Path) -> list[Figure]:
    """The figures that were written to a file; none if there is none."""
    if not path.exists():
        return []
    return [Figure(**each) for each in json.loads(path.read_text())["figures"]]


def described(path: Path) -> dict[str, str]:
    """The machine that the figures of a file were measured on."""
    told: dict[str, str] = json.loads(path.read_text())["machine"]
    return told


def keep(path: Path, figures: Iterable[Figure], machine: Mapping[str, str]) -> None:
    """Writes figures, those of one task, way and size once: the newest."""
    newest = {(each.task, each.way, each.facilities): each for each in [*kept(path), *figures]}
    order = sorted(newest.values(), key=lambda each: (each.task, each.facilities, each.way))
    told = [_rounded(asdict(each)) for each in order]
    document = {"machine": dict(machine), "figures": told}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(figure: dict[str, object]) -> dict[str, object]:
    def short(value: object) -> object:
        if isinstance(value, float):
            return float(f"{value:.4g}")
        if isinstance(value, dict):
            return {name: short(each) for name, each in value.items()}
        return value

    return {name: short(value) for name, value in figure.items()}


def machine() -> dict[str, str]:
    """The machine by its processor, cores and memory, and the versions of what was compared."""
    import importlib.metadata as metadata
    import platform

    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("pyoxigraph", "rdflib", "networkx", "igraph", "rustworkx")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "software": f"Python {platform.python_version()}, {versions}",
    }


def _prepare(folder: Path, facilities: int) -> None:
    import pyoxigraph as ox
    from tests.benchmarks import asking, valuechain
    from tests.benchmarks.ways import WITHOUT

    from monazite import KnowledgeGraph
    from monazite.export import rdf

    chain = folder / "chain.nq"
    valuechain.write(chain, facilities)
    if not (folder / "base").is_dir():
        valuechain.base(folder / "base")
    kg = KnowledgeGraph.build(folder / "store", folder / "base", [chain], without=WITHOUT)
    store = kg.embedded
    ox.serialize(rdf.all_quads(store), folder / "dump.nq", format=ox.RdfFormat.N_QUADS)
    count = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    (folder / "statements").write_text(str(count))
    (folder / "facilities").write_text(str(facilities))
    motors = "SELECT ?unit { ?unit mz:stage <https://w3id.org/monazite/concept/stage/motor-making> }"
    nearest = ("", -UPSTREAM)
    for row in sorted(kg.query(motors).rows())[:200]:
        found = sum(1 for _ in kg.query(asking.REACHED % row.unit).rows())
        nearest = min(nearest, (str(row.unit), found), key=lambda each: abs(each[1] - UPSTREAM))
        if abs(nearest[1] - UPSTREAM) < 5:
            break
    (folder / "asked").write_text(nearest[0])


if __name__ == "__main__":
    _prepare(Path(sys.argv[1]), int(sys.argv[2]))
