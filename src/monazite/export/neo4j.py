"""CSV files as ``neo4j-admin database import`` takes them, in a folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import networkx as nx

from monazite.export import LICENCE
from monazite.export.tables import Row, tables

_README = f"""{LICENCE}. The publishers of sources.csv say what stands in relationships.csv.

neo4j-admin database import full monazite --nodes=nodes.csv --nodes=sources.csv \\
  --relationships=relationships.csv
"""
# A column of several kinds is of the last of them.
_TYPES = {int: ":long", float: ":double", str: ""}


def write(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    """Writes a projection's nodes, relationships and sources, with the headers that say what is what.

    A relationship is of the type FEEDS in the chain, and of its property in the network; one that a row of an
    answer makes has no property, and is RELATED.
    """
    rows = tables(graph)
    nodes = [{"iri:ID": row["iri"], ":LABEL": row["kind"]} | _rest(row, "iri", "kind") for row in rows.nodes]
    links = [
        {":START_ID": row["from"], ":END_ID": row["to"], ":TYPE": _kind(row)} | _rest(row, "from", "to")
        for row in rows.edges
    ]
    sources = [{"iri:ID": row["source"], ":LABEL": "Source"} | _rest(row, "source") for row in rows.sources]
    for name, table in (("nodes", nodes), ("relationships", links), ("sources", sources)):
        _write(folder / f"{name}.csv", table)
    (folder / "README.txt").write_text(_README, encoding="utf-8")


def _rest(row: Row, *taken: str) -> Row:
    return {name: value for name, value in row.items() if name not in taken}


def _kind(row: Row) -> str:
    return str(row["label"]).upper().replace(" ", "_") or "RELATED" if "property" in row else "FEEDS"


def _write(path: Path, rows: Iterable[Row]) -> None:
    found = list(rows)
    kinds: dict[str, set[type]] = {}
    for row in found:
        for name, value in row.items():
            if value != "":
                kinds.setdefault(name, set()).add(type(value))
    types = {
        name: [mark for kind, mark in _TYPES.items() if kind in held][-1] for name, held in kinds.items()
    }
    names = list(found[0]) if found else []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([name if ":" in name else name + types.get(name, "") for name in names])
        writer.writerows([_line(value) for value in row.values()] for row in found)


def _line(value: object) -> object:
    # The importer takes a line break within a field only if told so.
    return " ".join(value.split()) if isinstance(value, str) else value
