"""Describes files as a Frictionless Data Package, version 2 (datapackage.org), which catalogues read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from monazite.export.tables import Row
from monazite.export.void import TITLE, Distribution

NAME = "datapackage.json"
Schema = dict[str, Any]
_TYPES = {int: "integer", float: "number", str: "string"}
_KEYS = {"nodes": "iri", "sources": "source"}
_REFERENCES = {"edges": ("from", "to")}


def describe(
    version: str, files: Iterable[tuple[str, Distribution]], schemas: Mapping[str, Schema]
) -> dict[str, Any]:
    """The descriptor.

    Args:
        version: of the data.
        files: path within the package and description of each.
        schemas: of the tables among them, by path.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "monazite",
        "title": TITLE,
        "version": version,
        "homepage": "https://w3id.org/monazite",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "Monazite contributors"}],
        "resources": [_resource(path, each, schemas.get(path)) for path, each in files],
    }


def schema(name: str, rows: Iterable[Row]) -> Schema:
    """The Table Schema of the rows of a projection: ``nodes``, ``edges`` or ``sources``."""
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for column, value in row.items():
            kinds.setdefault(column, set()).update(() if value == "" else (type(value),))
    told: Schema = {
        "fields": [{"name": column, "type": _type(found)} for column, found in kinds.items()],
        "missingValues": [""],
    }
    if name in _KEYS:
        told["primaryKey"] = [_KEYS[name]]
    if name in _REFERENCES:
        told["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": "chain-nodes-csv", "fields": ["iri"]}}
            for column in _REFERENCES[name]
        ]
    return told


def _type(found: set[type]) -> str:
    if found == {int, float}:
        return "number"
    return _TYPES[found.pop()] if len(found) == 1 else "string"


def _resource(path: str, each: Distribution, schema: Schema | None) -> dict[str, Any]:
    told = {
        "name": re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-"),
        "path": path,
        "mediatype": each.media,
        "bytes": each.size,
        "hash": f"sha256:{each.sha256}",
    }
    if schema is None:
        # Else a workbook or Parquet file would be taken for a table that must conform to something.
        return told | {"type": "file"}
    return told | {"type": "table", "format": "csv", "encoding": "utf-8", "schema": schema}
