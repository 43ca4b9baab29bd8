"""GeoJSON, GeoPackage and KML: units at their coordinates, links as lines between those that have any."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx

from monazite.errors import ExtraMissing
from monazite.export import credit, flat

Feature = dict[str, Any]


def features(graph: nx.MultiDiGraph[str]) -> tuple[list[Feature], list[Feature]]:
    """The nodes and links of a projection as GeoJSON features (RFC 7946).

    A node of which no source tells where it is has no geometry, and nor has a link with such an end: it is
    there all the same, so that nobody takes a map for the whole.
    """
    copy = flat(graph)
    spots = {
        node: [attributes["longitude"], attributes["latitude"]]
        for node, attributes in copy.nodes(data=True)
        if "longitude" in attributes
    }
    points = [
        _feature("Point", spots.get(node), {"iri": node} | attributes)
        for node, attributes in copy.nodes(data=True)
    ]
    lines = [
        _feature(
            "LineString",
            [spots[start], spots[end]] if start in spots and end in spots else None,
            {"from": start, "to": end, "link": key} | attributes,
        )
        for start, end, key, attributes in copy.edges(keys=True, data=True)
    ]
    return points, lines


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates} if coordinates else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(found: list[Feature], words: str) -> dict[str, Any]:
    """Features as a GeoJSON document, with the credit as a member of its own."""
    return {"type": "FeatureCollection", "credit": words, "features": found}


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GeoJSON, GeoPackage (layers ``nodes`` and ``links``) or KML, by the ending.

    Raises:
        ExtraMissing: GeoPackage or KML without pyogrio.
    """
    points, lines = features(graph)
    if path.suffix == ".geojson":
        document = collection(points + lines, credit(graph))
        path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    if path.suffix == ".kml":
        # KML shows what has a place; a placemark without one is lost in most readers.
        points, lines = ([f for f in found if f["geometry"]] for found in (points, lines))
    for layer, found in (("nodes", points), ("links", lines)):
        _add_layer(path, layer, found, credit(graph))


def _add_layer(path: Path, layer: str, found: list[Feature], words: str) -> None:
    try:
        import numpy
        import pyogrio
    except ImportError as error:
        raise ExtraMissing("a GeoPackage or KML file", "geo") from error
    kml = path.suffix == ".kml"
    names = list(dict.fromkeys(name for feature in found for name in feature["properties"]))
    columns = []
    for name in names:
        values = [feature["properties"].get(name) for feature in found]
        numbers = any(isinstance(value, int | float) for value in values)
        # KML calls a placemark by its field Name.
        columns.append(numpy.array(values, dtype=float if numbers else object))
    shown = ["Name" if kml and name == "label" else name for name in names]
    kind = "Point" if layer == "nodes" else "LineString"
    geometry = numpy.array([_wkb(feature["geometry"]) for feature in found], dtype=object)
    pyogrio.raw.write(
        str(path),
        geometry=geometry,
        field_data=columns,
        fields=shown,
        layer=layer,
        driver="LIBKML" if kml else "GPKG",
        geometry_type=kind,
        crs="EPSG:4326",
        append=path.exists(),
        layer_metadata=None if kml else {"credit": words},
        layer_options={"DESCRIPTION": words},
    )


def _wkb(geometry: dict[str, Any] | None) -> bytes | None:
    """A geometry as well-known binary (OGC 06-103r4), little-endian."""
    import struct

    if geometry is None:
        return None
    spots = geometry["coordinates"]
    if geometry["type"] == "Point":
        return struct.pack("<BI2d", 1, 1, *spots)
    flat_spots = [number for spot in spots for number in spot]
    return struct.pack(f"<BII{len(flat_spots)}d", 1, 2, len(spots), *flat_spots)
