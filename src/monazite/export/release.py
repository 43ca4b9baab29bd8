"""The dataset as a release: a folder with the graph in every form that users take, described and summed.

``sha256sum --check SHA256SUMS`` verifies the folder. It holds the graph as TriG and N-Quads, the ontology
with its shapes, concepts and context, the value chain as CSV, Parquet, GraphML and a workbook, the network
as GraphML, the facts as the workbook that ``monazite import`` reads, the explorer, a description in VoID and
DCAT, a Frictionless Data Package, and what to cite.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from monazite import bundle, export
from monazite.errors import FileError
from monazite.export import datapackage, html, rdf, void
from monazite.export.tables import Row, tables
from monazite.files import whole
from monazite.sheets import harmless

if TYPE_CHECKING:
    import networkx as nx

    from monazite.graph import KnowledgeGraph

SUMS = "SHA256SUMS"
DESCRIPTION = "void.ttl"
CITATION = "CITATION.cff"
MEDIA = {
    ".trig.gz": "application/trig",
    ".nq.gz": "application/n-quads",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".graphml": "application/graphml+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
}
_README = """# {title}, data {data}

The open knowledge graph of the rare earth value chain, from ore to motor, written by Monazite {code} with
ontology {ontology}. {triples:,} statements of {graphs:,} named graphs, one a source document.

| file | what it is |
|---|---|
| `monazite.trig.gz`, `monazite.nq.gz` | all statements, in their sources' graphs, and one with the licence |
| `ontology/` | the ontology, its concepts, SHACL shapes, alignments and JSON-LD context |
| `chain/` | the value chain as tables: units, links between them, and the sources of both; CSV and Parquet |
| `chain.graphml`, `chain.xlsx` | the same as a graph and as a workbook |
| `network.graphml` | who has to do with whom |
| `facts.xlsx` | the facts as `monazite import` reads them |
| `explorer.html` | the explorer: open it in a browser |
| `void.ttl`, `datapackage.json` | descriptions: VoID and DCAT, Frictionless |
| `CITATION.cff` | what to cite |

`sha256sum --check SHA256SUMS` tells whether all is as it was written. Licence: CC BY 4.0; credit
"Monazite contributors" and the source documents that a statement names.
"""


def write(kg: KnowledgeGraph, folder: Path) -> int:
    """Writes a release of a graph into a folder that is not there yet, and returns how many files it has.

    Raises:
        FileError: the folder is there already or cannot be written, or the explorer was not built.
        ExtraMissing: pyarrow is not installed.
    """
    if folder.exists():
        raise FileError(folder, "is there already: right would be a folder that is not")
    with whole(folder) as fresh:
        fresh.mkdir()
        _write(kg, fresh)
        return sum(1 for path in fresh.rglob("*") if path.is_file())


def _write(kg: KnowledgeGraph, folder: Path) -> None:
    from monazite.analysis import projection
    from monazite.tables import exporting, writing

    base, versions = bundle.root(), bundle.versions()
    for form in ("trig", "nq"):
        rdf.write(kg, form, folder / f"monazite.{form}")
        _pack(folder / f"monazite.{form}")
    shutil.copytree(base / "ontology", folder / "ontology", ignore=shutil.ignore_patterns(".*"))
    chain = projection.project(kg)
    schemas = _tables(chain, folder / "chain")
    export.write(chain, "parquet", folder / "chain")
    export.write(chain, "graphml", folder / "chain.graphml")
    export.write(chain, "xlsx", folder / "chain.xlsx")
    export.write(projection.network(kg), "graphml", folder / "network.graphml")
    writing.write(folder / "facts.xlsx", exporting.tables(kg.store, None), kg.store)
    html.write(kg, folder / "explorer.html")
    counts = void.count(kg)
    readme = _README.format(title=void.TITLE, **vars(versions), triples=counts.triples, graphs=counts.graphs)
    (folder / "README.md").write_text(readme, encoding="utf-8")
    licence = metadata.distribution("monazite").read_text("licenses/LICENSE-DATA")
    assert licence is not None, "the package brings it along"
    (folder / "LICENSE-DATA").write_text(licence, encoding="utf-8")
    (folder / CITATION).write_text(_citation(versions), encoding="utf-8")
    files = [_described(path, folder) for path in _files(folder) if _media(path)]
    described = void.describe(counts, (each for _, each in files))
    for prefix, space in void.PREFIXES.items():
        described.bind(prefix, space)
    (folder / DESCRIPTION).write_text(described.serialize(format="turtle"), encoding="utf-8")
    package = datapackage.describe(versions.data, files, schemas)
    (folder / datapackage.NAME).write_text(
        json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sums = "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8")


def _pack(path: Path) -> None:
    # Without name and time, so that the same statements make the same bytes.
    with (
        path.open("rb") as plain,
        path.with_name(f"{path.name}.gz").open("wb") as out,
        gzip.GzipFile("", "wb", 9, out, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed)
    path.unlink()


def _tables(graph: nx.MultiDiGraph[str], folder: Path) -> dict[str, datapackage.Schema]:
    """Writes a projection as CSV, and tells the schema of each file."""
    folder.mkdir()
    rows = tables(graph)
    found = {}
    for name, table in (("nodes", rows.nodes), ("edges", rows.edges), ("sources", rows.sources)):
        _csv(folder / f"{name}.csv", table)
        found[f"chain/{name}.csv"] = datapackage.schema(name, table)
    return found


def _csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(rows[0] if rows else ())
        writer.writerows(
            [harmless(value) if isinstance(value, str) else value for value in row.values()] for row in rows
        )


def _citation(versions: bundle.Versions) -> str:
    told = {
        "cff-version": "1.2.0",
        "message": "Please cite the dataset, and the source documents of the statements that you use.",
        "type": "dataset",
        "title": void.TITLE,
        "version": versions.data,
        "authors": [{"name": "Monazite contributors"}],
        "license": "CC-BY-4.0",
        "url": "https://w3id.org/monazite",
        "keywords": ["rare earths", "critical minerals", "supply chain", "knowledge graph", "RDF"],
    }
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _media(path: Path) -> str:
    return next((media for ending, media in MEDIA.items() if path.name.endswith(ending)), "")


def _described(path: Path, folder: Path) -> tuple[str, void.Distribution]:
    name = path.relative_to(folder).as_posix()
    return name, void.Distribution(name, _media(path), path.stat().st_size, _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
