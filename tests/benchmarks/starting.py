"""Ways to have one question answered by a process that has yet to start: ours, rdflib's, Jena's."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.ways import Timed, java, process, way

# Who leases what, as one would write it without the library.
LEASES = (
    "PREFIX mz: <https://w3id.org/monazite/ontology#>"
    " SELECT ?lease ?lessor ?lessee { ?lease a mz:Lease ; mz:lessor ?lessor ; mz:lessee ?lessee }"
)
_IMPORTS = "import rdflib, pyoxigraph"
_ENGINE = "import sys, pyoxigraph; list(pyoxigraph.Store.read_only(sys.argv[1]).query(sys.argv[2], use_default_graph_as_union=True))"  # noqa: E501
_RDFLIB = "import sys, rdflib; list(rdflib.Dataset(default_union=True).parse(sys.argv[1], format='nquads').query(sys.argv[2]))"  # noqa: E501


@way("start", "monazite")
def _start(folder: Path) -> Timed:
    return process(
        sys.executable, "-m", "monazite", "query", "leases", "--store", folder / "store", "--format", "csv"
    )


@way("start", "imports of rdflib and pyoxigraph alone")
def _imports(folder: Path) -> Timed:
    return process(sys.executable, "-c", _IMPORTS)


@way("start", "pyoxigraph")
def _start_bare(folder: Path) -> Timed:
    """A store that is built, opened and asked."""
    from tests.benchmarks.ways import bare

    bare(folder)
    return process(sys.executable, "-c", _ENGINE, folder / "bare", LEASES)


@way("start", "rdflib")
def _start_plain(folder: Path) -> Timed:
    """A file that is read and asked."""
    return process(sys.executable, "-c", _RDFLIB, folder / "dump.nq", LEASES)


@way("start", "jena arq (a file)")
def _start_jena(folder: Path) -> Timed:
    return process(*java("arq.arq", "--data", folder / "dump.nq", LEASES))
