"""The quads that Spark's workers write are those of the local build, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph, bulk, stores
from monazite.errors import FileError
from monazite.export.rdf import all_quads

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.engine


def contents(folder: Path) -> tuple[list[str], list[str]]:
    """The lines of the files' statements, and of what follows by the rules."""
    parts = sorted(folder.glob("part-*.nq"))
    assert {path.name for path in folder.iterdir()} == {*(path.name for path in parts), bulk.RULES}
    text = "".join(path.read_text(encoding="utf-8") for path in parts)
    return text.split("\n")[:-1], (folder / bulk.RULES).read_text(encoding="utf-8").split("\n")[:-1]


@pytest.fixture(scope="module")
def plan(small_bundle: Path) -> stores.Plan:
    return stores.plan(small_bundle)


def test_spark_writes_what_the_local_build_writes(
    spark: SparkSession, plan: stores.Plan, tmp_path: Path
) -> None:
    from monazite.analysis.spark import quads

    assert len(plan.files) > 20
    here = bulk.write(plan, tmp_path / "here")
    there = quads.write(spark, plan, tmp_path / "there")
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    told, derived = contents(tmp_path / "here")
    assert here == there == len(told) + len(derived)
    assert told == sorted(set(told)) and len(told) > 1000 and len(derived) > 50


def test_the_quads_are_those_of_the_store(plan: stores.Plan, small_bundle: Path, tmp_path: Path) -> None:
    bulk.write(plan, tmp_path / "quads")
    store = KnowledgeGraph.in_memory(small_bundle).embedded
    read = [
        quad
        for path in (tmp_path / "quads").iterdir()
        for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS)
    ]
    assert canonical(read) == canonical(all_quads(store))
    assert any("_:" in line for line in contents(tmp_path / "quads")[0]), "blank nodes are among them"


def canonical(quads: object) -> set[str]:
    """Quads with their blank nodes named by RDFC-1.0, so that two sets of them can be compared."""
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def test_a_broken_file_is_named_and_nothing_is_written(
    spark: SparkSession, small_bundle: Path, tmp_path: Path
) -> None:
    from monazite.analysis.spark import quads

    broken, twice = tmp_path / "broken.trig", tmp_path / "twice.trig"
    broken.write_text("<https://w3id.org/monazite/source/x> {\n  <a:b> <a:c> .\n}\n")
    document = next((small_bundle / "data" / "sources").glob("*.trig"))
    twice.write_bytes(document.read_bytes())
    for file, said in ((broken, "broken.trig:2: "), (twice, "is in .* too")):
        plan = stores.plan(small_bundle, [file])
        with pytest.raises(FileError, match=said) as there:
            quads.write(spark, plan, tmp_path / "quads")
        with pytest.raises(FileError) as here:
            bulk.write(plan, tmp_path / "quads")
        assert str(there.value) == str(here.value)
        assert not (tmp_path / "quads").exists()


def test_the_command_says_how_many_and_where(small: None, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "monazite", "build", "--quads", str(tmp_path / "quads")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told, derived = contents(tmp_path / "quads")
    assert done.stdout.strip() == str(tmp_path / "quads")
    assert f"{len(told) + len(derived):,} quads" in done.stderr
    refused = subprocess.run([*command[:4], "--engine", "spark"], capture_output=True, env=os.environ)
    assert refused.returncode == 2 and b"--quads" in refused.stderr
