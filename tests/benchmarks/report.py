"""Measures every way of every task at several sizes and writes ``docs/benchmarks.md`` with its figures.

``python -m tests.benchmarks.report 300 3000`` measures at those numbers of production units; without numbers
the page is written anew out of ``docs/benchmarks.json``. ``--task`` takes tasks by how their names begin.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks import analysing, asking, comparing, exporting, goals, starting, storing, validating
from tests.benchmarks.comparing import Figure, exponent
from tests.benchmarks.ways import TASKS

assert all((analysing, asking, exporting, starting, storing, validating))  # what registers the ways

DOCS = comparing.ROOT / "docs"
FIGURES, PAGE, IMAGES = DOCS / "benchmarks.json", DOCS / "benchmarks.md", DOCS / "images"
# Units up to which a way is measured: beyond, it would take hours, or more memory than there is.
MOST_UNITS = {
    ("build", "rdflib"): 300,
    ("start", "rdflib"): 40_000,
    ("questions", "rdflib"): 40_000,
    ("questions", "jena arq (Fuseki, TDB2)"): 40_000,
    ("upstream", "rdflib (a property path)"): 40_000,
    ("projection", "rdflib + networkx"): 40_000,
    ("memory", "rdflib"): 40_000,
    ("export nq", "rdflib"): 40_000,
    ("load", "rdflib"): 100_000,
    ("load", "kglab"): 40_000,
    ("betweenness", "networkx"): 40_000,
    ("chokepoints", "networkx"): 40_000,
}
LINEAR = 1.15
ORDER = ("start", "load", "build", "questions", "upstream", "projection", "memory", "validation")


def measured(sizes: Sequence[int], begins: Sequence[str], root: Path, most: float) -> list[Figure]:
    """Measures, and keeps each size's figures as soon as they are there."""
    found = []
    for facilities in sizes:
        folder = root / str(facilities)
        comparing.prepare(folder, facilities)
        for task, ways in TASKS.items():
            if begins and not task.startswith(tuple(begins)):
                continue
            for way in ways:
                if facilities > MOST_UNITS.get((task, way), facilities):
                    continue
                figure = comparing.measure(task, way, folder, facilities, most=most)
                print(said(figure), flush=True)
                found.append(figure)
    return found


def said(figure: Figure) -> str:
    """A figure in a line."""
    if figure.seconds is None:
        return f"{figure.task:18} {figure.way:32} {figure.facilities:>8,} units: {figure.reason}"
    least = "at least " if figure.over else ""
    memory = f", {figure.megabytes:,.0f} MB" if figure.megabytes else ""
    took = f"{least}{duration(figure.seconds)}{memory}"
    return f"{figure.task:18} {figure.way:32} {figure.facilities:>8,} units: {took}"


def duration(seconds: float) -> str:
    """Seconds in the unit that one reads best.

    >>> duration(0.0123), duration(1.234), duration(88)
    ('12.3 ms', '1.23 s', '88.0 s')
    """
    return (
        f"{seconds * 1000:.3g} ms"
        if seconds < 1
        else f"{seconds:.2f} s"
        if seconds < 10
        else f"{seconds:,.1f} s"
    )


def page(figures: Sequence[Figure], machine: dict[str, str]) -> str:
    """The page, out of its figures."""
    told = {name: f"{text}" for name, text in machine.items()}
    return "\n".join(
        [
            goals.INTRODUCTION.format(**told),
            "## What was to be reached\n",
            *_verdicts(figures),
            "\n## All figures\n",
            "Median processor seconds (peak memory); × is what a way takes to what ours does.\n",
            *_tables(figures),
            "\n## Growth\n",
            goals.GROWTH,
            *_growth(figures),
            "",
            goals.END,
        ]
    )


def _verdicts(figures: Sequence[Figure]) -> Iterable[str]:
    yield "| Goal | Measured | |"
    yield "| --- | --- | --- |"
    for goal in goals.GOALS:
        found = goal.found(figures)
        if found is None:
            yield f"| {goal.text} | not measured | |"
            continue
        number, where = found
        verdict = (
            "reached"
            if goal.reached(number)
            else f"**missed**: {goals.REASONS.get(goal.text, 'not looked into yet')}"
        )
        yield f"| {goal.text} | {goal.shown(number)} ({where}) | {verdict} |"


def _tables(figures: Sequence[Figure]) -> Iterable[str]:
    for task in _ordered():
        of_task = [each for each in figures if each.task == task]
        sizes = sorted({each.facilities for each in of_task})
        if not sizes:
            continue
        counts = {each.facilities: each.statements for each in of_task}
        yield f"\n### {task.capitalize()}\n"
        yield "| | " + " | ".join(f"{counts[size]:,} statements" for size in sizes) + " |"
        yield "| --- |" + " --- |" * len(sizes)
        for way in dict.fromkeys([*TASKS[task], *(each.way for each in of_task)]):
            cells = [_cell(of_task, way, size) for size in sizes]
            if any(cells):
                yield f"| {way} | " + " | ".join(cells) + " |"


def _cell(figures: Sequence[Figure], way: str, size: int) -> str:
    at = {each.way: each for each in figures if each.facilities == size}
    if (figure := at.get(way)) is None:
        return ""
    if figure.seconds is None:
        return figure.reason
    text = f"{'≥ ' if figure.over else ''}{duration(figure.seconds)}"
    text += f" ({figure.megabytes:,.0f} MB)" if figure.megabytes else ""
    ours = at.get("monazite")
    if way != "monazite" and ours and ours.seconds:
        ratio = figure.seconds / ours.seconds
        text += f", {'≥ ' if figure.over else ''}{ratio:,.3g}×"
    return text


def _growth(figures: Sequence[Figure]) -> Iterable[str]:
    yield "| Task | time grows with | memory grows with | |"
    yield "| --- | --- | --- | --- |"
    for task in _ordered():
        ours = sorted((each for each in figures if each.task == task and each.way == "monazite"), key=_size)
        time = exponent((each.statements, each.seconds) for each in ours[-3:] if each.seconds)
        memory = _memory(ours)
        if time is None:
            continue
        why = goals.ABOVE.get(task, "") if max(time, memory or 0) > LINEAR else ""
        kept = "" if memory is None else f"statements^{memory:.2f}"
        yield f"| {task} | statements^{time:.2f} | {kept} | {why} |"


def _memory(ours: Sequence[Figure]) -> float | None:
    """The exponent of what is taken beyond the smallest size, which is mostly the program itself."""
    if len(ours) < 3:
        return None
    least = ours[0].megabytes or 0
    grown = [(each.statements, (each.megabytes or 0) - least) for each in ours[1:]]
    return exponent(grown) if all(more > 1 for _, more in grown) else None


def _ordered() -> list[str]:
    return sorted(TASKS, key=lambda task: (ORDER.index(task) if task in ORDER else len(ORDER), task))


def _size(figure: Figure) -> int:
    return figure.statements


def draw(figures: Sequence[Figure], path: Path) -> None:
    """Time against size, a panel a task, a line a way, with the exponent of each."""
    from matplotlib.figure import Figure as Drawn
    from matplotlib.ticker import NullFormatter

    from monazite import drawing

    sizes = {task: {e.facilities for e in figures if e.task == task and e.seconds} for task in _ordered()}
    tasks = [task for task in _ordered() if len(sizes[task]) > 1]
    columns = 3
    rows = -(-len(tasks) // columns)
    with drawing.style():
        drawn = Drawn(figsize=(15, 4.2 * rows))
        panels = drawn.subplots(rows, columns, squeeze=False).flat
        for panel, task in zip(panels, tasks, strict=False):
            ways = list(dict.fromkeys(each.way for each in figures if each.task == task))
            ways.sort(key=lambda way: way != "monazite")
            for number, way in enumerate(ways):
                line = sorted(
                    (e for e in figures if e.task == task and e.way == way and e.seconds), key=_size
                )
                if not line:
                    continue
                points = [(each.statements, each.seconds or 0) for each in line]
                power = exponent(points[-3:])
                label = way if power is None else f"{way}: {power:.2f}"
                panel.loglog(*zip(*points, strict=True), marker="o", markersize=4, label=label,
                             color=drawing.PALETTE[number % len(drawing.PALETTE)])  # fmt: skip
            for axis in (panel.xaxis, panel.yaxis):
                axis.set_major_formatter(lambda value, _: f"{value:,.12g}")
                axis.set_minor_formatter(NullFormatter())
            panel.set_title(task, loc="left", fontsize=10)
            panel.set_xlabel("statements", fontsize=8)
            panel.set_ylabel("processor seconds", fontsize=8)
            panel.tick_params(labelsize=8)
            panel.legend(fontsize=7, frameon=False)
        for panel in list(panels):
            panel.set_visible(False)
        drawn.set_layout_engine("tight")
        drawn.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measures what the command line asks for, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of production units")
    parser.add_argument("--task", action="append", default=[], help="only tasks whose names begin so")
    parser.add_argument("--folder", type=Path, help="where to keep the graphs; a temporary folder without it")
    parser.add_argument("--most", type=float, default=comparing.MOST, help="seconds a way may take")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for size in asked.sizes:
            root = asked.folder or Path(scratch)
            found = measured([size], asked.task, root, asked.most)
            comparing.keep(FIGURES, found, comparing.machine())
    figures, machine = comparing.kept(FIGURES), comparing.described(FIGURES)
    PAGE.write_text(page(figures, machine), encoding="utf-8")
    draw(figures, IMAGES / "benchmarks.svg")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
