"""GEXF 1.2, for Gephi: coloured by stage, sized by links, with the dates that its timeline runs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import networkx as nx

from monazite.analysis import dates
from monazite.drawing import PALETTE, plain
from monazite.export import KEPT, SINGLE, Value, flat_told, flat_value
from monazite.export.xml import HEAD, attribute, types
from monazite.vocabulary import local_name

_GREY = "#BBBBBB"
_SMALL, _LARGE = 10.0, 60.0
_OPEN = (
    '<gexf xmlns:viz="http://www.gexf.net/1.2draft/viz" xmlns="http://www.gexf.net/1.2draft" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" '
    'version="1.2">\n'
)
# The numbers of the columns in Gephi's data table, by name and type.
_Columns = dict[str, tuple[int, str]]
# Where networkx looks for the key of an edge of a multigraph.
_KEY = "networkx_key"


def write(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes a projection as GEXF: labels as labels, all other attributes in Gephi's data table.

    Nodes are coloured by the first of their stages (the chain) or their kind (the network), in Okabe and
    Ito's palette, and larger the more links they have. Nodes begin when they started or are due, and links
    when their agreements hold, so that Gephi's timeline can play them.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(graph))


def _lines(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    kinds = sorted({_kind(attributes) for _, attributes in graph.nodes(data=True)})
    colours = {kind: PALETTE[number % len(PALETTE)] for number, kind in enumerate(kinds)} | {"": _GREY}
    most = max((degree for _, degree in graph.degree()), default=0) or 1
    spells = {
        node: _times(data.get("since") or data.get("due") or "", "") for node, data in graph.nodes(data=True)
    }
    dated = any(spells.values()) or any(_spell(data) for *_, data in graph.edges(data=True))
    columns = _columns((data for _, data in graph.nodes(data=True)), 0)
    links = _columns((data for *_, data in graph.edges(data=True)), len(columns))
    links[_KEY] = (len(columns) + len(links), "string")
    yield f'{HEAD}{_OPEN}  <meta lastmodifieddate="{datetime.now(UTC):%Y-%m-%d}">\n'
    yield "    <creator>Monazite</creator>\n  </meta>\n"
    mode = 'mode="dynamic" timeformat="date"' if dated else 'mode="static"'
    yield f'  <graph defaultedgetype="directed" name="{attribute(flat_told(graph)["name"])}" {mode}>\n'
    yield _heads("edge", links)
    yield _heads("node", columns)
    yield "    <nodes>\n"
    for node, attributes in graph.nodes(data=True):
        size = round(_SMALL + (_LARGE - _SMALL) * graph.degree(node) / most, 1)
        named = f'id="{attribute(plain(node))}" label="{attribute(plain(attributes["label"]))}"{spells[node]}'
        yield (
            f"      <node {named}>\n        {_rgb(colours[_kind(attributes)])}\n"
            f'        <viz:size value="{size}" />\n{_values(attributes, columns)}      </node>\n'
        )
    yield "    </nodes>\n    <edges>\n"
    for number, (start, end, key, attributes) in enumerate(graph.edges(keys=True, data=True)):
        ends = f'source="{attribute(plain(start))}" target="{attribute(plain(end))}" id="{number}"'
        named = f'label="{attribute(plain(attributes["label"]))}"{_spell(attributes)}'
        yield f"      <edge {ends} {named}>\n{_values(attributes | {_KEY: key}, links)}      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _columns(things: Iterable[Mapping[str, object]], first: int) -> _Columns:
    found: dict[str, str] = {}
    for name, kind in types(things):
        if name != "label":
            # What is a number of some things and text of others is text.
            found[name] = kind if found.setdefault(name, kind) == kind else "string"
    return {name: (first + number, kind) for number, (name, kind) in enumerate(found.items())}


def _heads(of: str, columns: _Columns) -> str:
    lines = [
        f'      <attribute id="{number}" title="{attribute(name)}" type="{kind}" />\n'
        for name, (number, kind) in columns.items()
    ]
    return (
        f'    <attributes mode="static" class="{of}">\n{"".join(lines)}    </attributes>\n' if lines else ""
    )


def _values(attributes: Mapping[str, object], columns: _Columns) -> str:
    lines = [
        _value(columns[name][0], value if type(value) in SINGLE else flat_value(value))
        for name, value in attributes.items()
        if name in columns
    ]
    return f"        <attvalues>\n{''.join(lines)}        </attvalues>\n"


@lru_cache(maxsize=KEPT, typed=True)
def _value(column: int, value: Value | None) -> str:
    said = flat_value(value)
    return "" if said is None else f'          <attvalue for="{column}" value="{attribute(said)}" />\n'


def _kind(attributes: dict[str, Any]) -> str:
    stages: tuple[str, ...] = attributes["stages"]
    return stages[0] if stages else local_name(attributes["kind"])


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}" a="1.0" />'


def _spell(attributes: Mapping[str, Any]) -> str:
    return _times(attributes.get("since", ""), attributes.get("until", ""))


@lru_cache(maxsize=4096)
def _times(start: str, end: str) -> str:
    """What GEXF calls the spell of a thing, in whole dates."""
    spell = {"start": start and dates.first_day(start), "end": end and dates.last_day(end)}
    return "".join(f' {name}="{date}"' for name, date in spell.items() if date)
