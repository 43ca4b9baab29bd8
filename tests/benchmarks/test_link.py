"""Linking against a plain comparison of all pairs (rapidfuzz) and against Splink, and in bounded memory.

`MONAZITE_BENCH_ROWS=3000000` makes the generated file as long as GLEIF's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.benchmarks import generated

from monazite.graph import KnowledgeGraph
from monazite.link import ours
from monazite.link.datasets import around, named
from monazite.link.index import Index
from monazite.link.propose import Band, propose
from monazite.link.streams import Source

NAMES = 20_000
ROWS = int(os.environ.get("MONAZITE_BENCH_ROWS", "50000"))
MOST_MORE = 64  # MiB that a long file may take over a short one


@pytest.fixture(scope="module")
def index() -> Index:
    return ours.index(KnowledgeGraph.open())


@pytest.fixture(scope="module")
def labels(index: Index) -> list[str]:
    """Names of ours that one of them alone has, so that whoever finds it has found the right one."""
    organizations = [each.record for each in index.records if "Organization" in each.record.kinds]
    return [record.label for record in organizations if record.label.isascii() and len(record.label) > 8]


def linked(index: Index, path: Path) -> tuple[int, float]:
    """How many are accepted or doubtful, and the seconds that it takes."""
    begin = time.perf_counter()
    records = named("gleif").read(Source(path), around(index))
    found = propose(index, records, {"Organization"})
    return sum(each.band is Band.accepted for each in found), time.perf_counter() - begin


@pytest.mark.benchmark
def test_names_a_second_against_all_pairs_and_splink(index: Index, labels: list[str], tmp_path: Path) -> None:
    path = tmp_path / "golden.csv"
    generated.write(path, NAMES, labels)
    found, seconds = linked(index, path)
    names = list(generated.names(NAMES, labels))
    plain, plain_seconds = all_pairs(index, [name for name, _ in names[:2_000]])
    splink, splink_seconds = by_splink(index, names)
    speeds = NAMES / seconds, 2_000 / plain_seconds, NAMES / splink_seconds
    print(
        f"\nlink: {speeds[0]:,.0f} names/s, {found} of {NAMES // 1000} hidden ones accepted"
        f"\nrapidfuzz, all pairs: {speeds[1]:,.0f} names/s, ratio {speeds[0] / speeds[1]:.1f}; "
        f"{plain} of 2 found"
        f"\nSplink: {speeds[2]:,.0f} names/s, ratio {speeds[0] / speeds[2]:.2f}; "
        f"{splink} matches at probability 0.95"
    )
    assert found >= 0.9 * NAMES / 1000
    assert speeds[0] / speeds[1] > 2


def all_pairs(index: Index, names: list[str]) -> tuple[int, float]:
    """Every name against every name of ours, by rapidfuzz's token_sort_ratio on one core."""
    from rapidfuzz import fuzz, process, utils

    texts = [name.text for each in index.records for name in each.record.names]
    begin = time.perf_counter()
    choices = [utils.default_process(text) for text in texts]
    found = 0
    for name in names:
        query = utils.default_process(name)
        best = process.extractOne(query, choices, scorer=fuzz.token_sort_ratio, score_cutoff=90)
        found += best is not None and name.endswith("LIMITED") and name.isupper()
    return found, time.perf_counter() - begin


def by_splink(index: Index, names: list[tuple[str, str]]) -> tuple[int, float]:
    """Splink over DuckDB, on the same names: blocked by first word and first letters, Jaro-Winkler levels.

    Its weights are estimated as its own tutorial does: u by random sampling, m by expectation maximisation.
    """
    import logging

    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    begin = time.perf_counter()
    theirs = [(f"t{n}", name.lower(), country) for n, (name, country) in enumerate(names)]
    ours_ = [
        (f"o{n}-{k}", name.text.lower(), next(iter(each.record.countries), ""))
        for n, each in enumerate(index.records)
        if "Organization" in each.record.kinds
        for k, name in enumerate(each.record.names)
    ]
    tables = [
        pa.table(
            {
                "unique_id": [row[0] for row in rows],
                "name": [row[1] for row in rows],
                "first": [row[1].split(" ")[0] for row in rows],
                "start": [row[1][:6] for row in rows],
                "country": [row[2] or None for row in rows],
            }
        )
        for rows in (theirs, ours_)
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.88]),
            cl.ExactMatch("country"),
        ],
        blocking_rules_to_generate_predictions=[block_on("first"), block_on("start")],
    )
    database = DuckDBAPI()
    linker = Linker([database.register(table) for table in tables], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("start"))
    predicted = linker.inference.predict(threshold_match_probability=0.95)
    return len(predicted.as_record_list()), time.perf_counter() - begin


_RUN = """
import resource, sys
from pathlib import Path
from monazite.graph import KnowledgeGraph
from monazite.link import ours
from tests.benchmarks.test_link import linked
found = linked(ours.index(KnowledgeGraph.open()), Path(sys.argv[1]))
print(*found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.benchmark
def test_a_long_file_takes_no_more_memory_than_a_short_one(labels: list[str], tmp_path: Path) -> None:
    peaks = []
    for rows in (2_000, ROWS):
        path = tmp_path / f"{rows}.csv"
        generated.write(path, rows, labels)
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", _RUN, str(path)], cwd=root, capture_output=True, text=True, check=True
        )
        found, seconds, peak = done.stdout.split()
        peaks.append(int(peak) / 1024)
        print(
            f"\n{rows:,} rows ({path.stat().st_size / 2**20:,.0f} MiB): {float(seconds):,.1f} s, "
            f"{rows / float(seconds):,.0f} names/s, {found} accepted, at most {peaks[-1]:,.0f} MiB"
        )
    assert peaks[1] - peaks[0] < MOST_MORE
