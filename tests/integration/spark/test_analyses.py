"""What Spark computes is what networkx computes, row for row: on the shipped graph and on generated ones."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.integration.spark import generated

from monazite import KnowledgeGraph
from monazite.analysis import projection
from monazite.analysis.graphs import analyse
from monazite.analysis.graphs.kinds import KINDS, Asked
from monazite.analysis.graphs.tables import capacity_tables, read
from monazite.errors import FileError, QueryError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from monazite.analysis.spark.session import Spark

pytestmark = pytest.mark.engine

# Each analysis, and what its options change.
ASKED: tuple[dict[str, Any], ...] = (
    {"what": "reach"},
    {"what": "reach", "against": True, "depth": 2},
    {"what": "paths"},
    {"what": "paths", "against": True},
    {"what": "components"},
    {"what": "pagerank", "tolerance": 1e-3},
    {"what": "triangles"},
    {"what": "motifs"},
    {"what": "concentration"},
    {"what": "concentration", "by": "operator", "planned": True},
    {"what": "concentration", "by": "facility"},
    {"what": "balance"},
    {"what": "balance", "countries": ("CN",)},
)
# On the shipped graph each analysis once.
ONCE = tuple({str(asked["what"]): asked for asked in reversed(ASKED)}.values())


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tables of the shipped graph, with all links that could be."""
    kg = KnowledgeGraph.open()
    graph = projection.project(kg, projection.BASES)
    graph.graph["tables"] = capacity_tables(kg, graph)
    return generated.write(graph, tmp_path_factory.mktemp("tables") / "shipped")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("tables") / "made"
    return generated.write(generated.graph(150, 450, seed=11), folder)


def test_nothing_is_left_uncompared() -> None:
    assert {str(asked["what"]) for asked in ASKED} == set(KINDS)


@pytest.mark.parametrize(
    ("tables", "asked"),
    [("made", asked) for asked in ASKED] + [("shipped", asked) for asked in ONCE],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, value.values())),
)
def test_spark_gives_the_rows_that_networkx_gives(
    spark: SparkSession, tables: str, asked: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    from monazite.analysis.spark import run

    folder: str = request.getfixturevalue(tables)
    if asked["what"] in ("reach", "paths"):
        asked |= {"starts": starts(folder)}
    wanted = Asked(**asked)
    expected = analyse.of_tables(folder, wanted).rows
    found, number = run.rows(spark, folder, wanted, None)
    assert number == len(found) == len(expected) > (3 if asked["what"] != "balance" else 1)
    if asked["what"] == "pagerank":
        ranks = {row.node: row.pagerank for row in expected}
        assert {row.node: row.pagerank for row in found} == pytest.approx(ranks, rel=1e-9)
        assert sum(row.pagerank for row in found) == pytest.approx(1)
    else:
        assert [approximately(row) for row in found] == [asdict(row) for row in expected]


def approximately(row: Any) -> dict[str, Any]:
    """A row of which sums of figures that are no whole numbers may differ in the last place."""
    return {
        name: {end: pytest.approx(bound, rel=1e-12) for end, bound in value.items()}
        if isinstance(value, dict)
        else value
        for name, value in asdict(row).items()
    }


def starts(folder: str) -> tuple[str, ...]:
    """Two nodes that much is reached from, both ways."""
    graph = read(Path(folder), ("nodes", "edges")).graph()
    best = sorted(graph, key=lambda node: (-graph.out_degree(node) * graph.in_degree(node), node))
    return tuple(best[:2])


def monazite(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "monazite", *arguments], capture_output=True, text=True, timeout=180,
        env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_prints_the_same_from_either_engine(where: Spark, made: str) -> None:
    command = ("analyse", "components", "--tables", made, "--most", "50", "--format", "csv")
    settings = [f"--conf={name}={value}" for name, value in where.settings.items()]
    text = monazite(*command, "--engine", "spark", "--master", where.master, *settings)
    assert text == monazite(*command)
    assert len(list(csv.DictReader(io.StringIO(text)))) == 50


def test_the_workers_write_what_is_too_much_for_one_machine(
    spark: SparkSession, made: str, tmp_path: Path
) -> None:
    import pandas

    from monazite.analysis.spark import run

    wanted = Asked("triangles")
    target = tmp_path / "triangles.parquet"
    assert run.write(spark, made, wanted, str(target)) == 150
    found = {row.node: row.triangles for row in pandas.read_parquet(target).itertuples()}
    assert found == {row.node: row.triangles for row in analyse.of_tables(made, wanted).rows}
    with pytest.raises(FileError, match=r"triangles\.parquet.*PATH_ALREADY_EXISTS"):
        run.write(spark, made, wanted, str(target))


def test_both_engines_say_what_is_wrong_with_tables(spark: SparkSession, made: str, tmp_path: Path) -> None:
    import pandas

    from monazite.analysis.spark import run

    def refused(folder: str, asked: Asked) -> tuple[str, str]:
        said = []
        for compute in (
            lambda: analyse.of_tables(folder, asked),
            lambda: run.rows(spark, folder, asked, None),
        ):
            with pytest.raises((FileError, QueryError)) as error:
                compute()
            said.append(str(error.value))
        return said[0], said[1]

    one, other = refused(str(tmp_path), Asked("components"))
    assert one == other and "nodes.parquet: there is no such table" in one
    pandas.DataFrame({"iri": ["a"]}).to_parquet(tmp_path / "nodes.parquet")
    one, other = refused(str(tmp_path), Asked("components"))
    assert one == other and "nodes.parquet: has no column 'label'" in one
    (tmp_path / "nodes.parquet").write_text("text")
    for said in refused(str(tmp_path), Asked("components")):
        assert "nodes.parquet: is no Parquet" in said
    for said in refused(made, Asked("reach", ("https://example.org/nobody",))):
        assert said.startswith("https://example.org/nobody is no node")
