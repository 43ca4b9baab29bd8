"""GEXF 1.2, for Gephi: coloured by stage, sized by links, with the dates that its timeline runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx

from monazite.analysis import dates
from monazite.drawing import PALETTE
from monazite.export import flat
from monazite.vocabulary import local_name

_GREY = "#BBBBBB"
_SMALL, _LARGE = 10.0, 60.0


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GEXF: labels as labels, all other attributes in Gephi's data table.

    Nodes are coloured by the first of their stages (the chain) or their kind (the network), in Okabe and
    Ito's palette, and larger the more links they have. Nodes begin when they started or are due, and links
    when their agreements hold, so that Gephi's timeline can play them.
    """
    copy = flat(graph)
    kinds = sorted({_kind(attributes) for _, attributes in copy.nodes(data=True)})
    colours = {kind: PALETTE[number % len(PALETTE)] for number, kind in enumerate(kinds)} | {"": _GREY}
    most = max((degree for _, degree in copy.degree()), default=0) or 1
    for node, attributes in copy.nodes(data=True):
        size = _SMALL + (_LARGE - _SMALL) * copy.degree(node) / most
        attributes["viz"] = {"color": _rgb(colours[_kind(attributes)]), "size": round(size, 1)}
        attributes |= _times(attributes.get("since") or attributes.get("due") or "", "")
    for number, (_, _, attributes) in enumerate(copy.edges(data=True)):
        attributes["id"] = str(number)
        attributes |= _times(attributes.get("since", ""), attributes.get("until", ""))
    nx.write_gexf(copy, path, version="1.2draft")


def _kind(attributes: dict[str, Any]) -> str:
    stages: str = attributes["stages"]
    return stages.split(" | ")[0] or local_name(attributes["kind"])


def _rgb(colour: str) -> dict[str, int]:
    return {name: int(colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def _times(start: str, end: str) -> dict[str, str]:
    """What GEXF calls the spell of a thing, in whole dates."""
    spell = {"start": start and dates.first_day(start), "end": end and dates.last_day(end)}
    return {name: date for name, date in spell.items() if date}
