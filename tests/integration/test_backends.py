"""The analyses run on any networkx backend, unchanged; what goes to a backend is listed in the docs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from networkx.utils import backends

from monazite import KnowledgeGraph
from monazite.analysis import projection
from monazite.analysis.graphs import analyse
from monazite.analysis.graphs.kinds import Asked
from monazite.analysis.ownership import owners
from monazite.analysis.result import Result
from monazite.analysis.scenarios import files, scenarios
from monazite.analysis.walks import chokepoints as narrow
from monazite.analysis.walks import dependence, flows
from monazite.analysis.walks import paths as along


def found() -> dict[str, str]:
    """What the analyses find that between them call every function of networkx that ours call."""
    kg = KnowledgeGraph.open()
    chain = projection.project(kg)
    steel, motors = "Mountain Pass", "General Motors"
    results: dict[str, Result[Any]] = {
        "upstream": flows.upstream(kg, chain, motors),
        "paths": along.between(kg, chain, steel, motors, 6, 3),
        "chokepoints": narrow.chokepoints(kg, chain, "mining", "end-use", None, 5),
        "dependence": dependence.dependence(kg, chain, [str(kg.resolve(motors))], "China", 3),
        "ownership": owners.of_entity(kg, str(kg.resolve("MP Materials"))),
        "scenario": scenarios.run(kg, files.read(files.find("loss-of-silmet"))),
    }
    begin = analyse.begin(kg, chain, [steel])
    for what in ("reach", "paths", "components", "pagerank", "triangles", "motifs"):
        results[f"analyse {what}"] = analyse.of_graph(kg, chain, Asked(what, begin))
    # Its figure calls what its rows do not, and the longest ways what no result does.
    results["dependence"].plot()
    assert along.mine_to_motor(kg, chain)
    return {name: result.to_json() for name, result in results.items()}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """The environment in which all that can be dispatched is, to a backend that notes it in a file."""
    folder = tmp_path_factory.mktemp("backend")
    about = folder / "recording-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: recording\nVersion: 0\n")
    (about / "entry_points.txt").write_text(
        "[networkx.backends]\nrecording = recording:interface\n"
        "[networkx.backend_info]\nrecording = recording:info\n"
    )
    shutil.copy(Path(__file__).with_name("recording_backend.py"), folder / "recording.py")
    noted = folder / "noted"
    noted.touch()
    environment = {
        "PYTHONPATH": str(folder),
        "RECORDED": str(noted),
        "NETWORKX_BACKEND_PRIORITY_ALGOS": "recording",
    }
    return environment, noted


def test_a_backend_gets_what_the_docs_list_and_the_results_stay(
    recording: tuple[dict[str, str], Path], checkout: Path
) -> None:
    environment, noted = recording
    code = (
        "import json; from tests.integration import test_backends; print(json.dumps(test_backends.found()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment, cwd=checkout, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    theirs, ours = json.loads(done.stdout), found()
    for name in ours | theirs:
        assert theirs[name] == ours[name], name
        assert len(ours[name]) > 200, name
    page = (checkout / "docs" / "engines.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert listed == called(checkout / "src")
    assert listed <= set(noted.read_text().split()), "each of them reached the backend"


def called(source: Path) -> set[str]:
    """The functions of networkx that we call and a backend can take, but for those that make graphs."""
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*.py")]
    names = {name for text in texts for name in re.findall(r"\bnx\.(\w+)\(", text)}
    known = vars(backends)["_registered_algorithms"]
    return {name for name in names if name in known and not known[name]._returns_graph}


def test_a_projection_goes_through_a_backend_from_elsewhere() -> None:
    pytest.importorskip("nx_parallel", reason="nx-parallel for this networkx needs Python 3.12")
    kg = KnowledgeGraph.open()
    chain: nx.DiGraph[str] = nx.DiGraph(projection.project(kg, projection.BASES))
    ours = nx.betweenness_centrality(chain)
    with nx.config(backend_priority=["parallel"], fallback_to_nx=False):
        theirs = nx.betweenness_centrality(chain)
    assert theirs == pytest.approx(ours) and any(ours.values())


def test_nx_parallel_counts_our_triangles() -> None:
    pytest.importorskip("nx_parallel", reason="nx-parallel for this networkx needs Python 3.12")
    kg = KnowledgeGraph.open()
    chain = projection.project(kg)
    ours = analyse.of_graph(kg, chain, Asked("triangles")).rows
    with nx.config(backend_priority=["parallel"]):
        assert analyse.of_graph(kg, chain, Asked("triangles")).rows == ours
