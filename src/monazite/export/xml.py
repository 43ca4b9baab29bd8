"""Attributes of graphs as XML wants them, and the types that they have in it.

Graph files are written line by line: networkx's own writers build the document as a tree of elements first,
which takes several times as long and as much memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monazite.drawing import plain
from monazite.export import flat_value

HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
# A bool is an int, too.
_TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double"}
_IN_ATTRIBUTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)


def types(things: Iterable[Mapping[str, object]]) -> list[tuple[str, str]]:
    """The names of the attributes of nodes or edges with each type that they have, in the order they come."""
    found: dict[tuple[str, type], None] = {}
    # Most things are alike, and need not be looked at one by one.
    seen: set[tuple[object, ...]] = set()
    for attributes in things:
        alike = (*attributes, *map(type, attributes.values()))
        if alike not in seen:
            had = {
                (name, type(value)): None
                for name, value in attributes.items()
                if flat_value(value) is not None
            }
            found |= had
            if len(had) == len(attributes):
                seen.add(alike)
    return list(dict.fromkeys((name, _type(kind)) for name, kind in found))


def _type(kind: type) -> str:
    return next((said for each, said in _TYPES.items() if issubclass(kind, each)), "string")


def text(value: str | int | float) -> str:
    """A value as the text of an element."""
    said = value if isinstance(value, str) else _said(value)
    if "&" in said:
        said = said.replace("&", "&amp;")
    if "<" in said:
        said = said.replace("<", "&lt;")
    return said.replace(">", "&gt;") if ">" in said else said


def attribute(value: str | int | float) -> str:
    """A value as the value of an attribute, between double quotes."""
    said = value if isinstance(value, str) else _said(value)
    # Most is plain, and to look costs less than to translate.
    if said.isprintable() and not ("&" in said or "<" in said or ">" in said or '"' in said):
        return said
    return plain(said).translate(_IN_ATTRIBUTES)


def _said(value: float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
