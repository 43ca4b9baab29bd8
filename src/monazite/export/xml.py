"""Text as XML wants it, and the types that attributes of graphs have in it.

Graph files are written line by line: networkx's own writers build the document as a tree of elements first,
which takes several times as long and as much memory.
"""

from __future__ import annotations

from functools import lru_cache

HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
TYPES: dict[type, str] = {str: "string", int: "long", float: "double", bool: "boolean"}
# Values that are kept escaped: those of kinds, stages, products and documents come again and again.
_KEPT = 1 << 16
_IN_ATTRIBUTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)


@lru_cache(maxsize=_KEPT, typed=True)
def text(value: str | int | float) -> str:
    """A value as the text of an element."""
    said = value if isinstance(value, str) else _said(value)
    if "&" in said:
        said = said.replace("&", "&amp;")
    if "<" in said:
        said = said.replace("<", "&lt;")
    return said.replace(">", "&gt;") if ">" in said else said


@lru_cache(maxsize=_KEPT, typed=True)
def attribute(value: str | int | float) -> str:
    """A value as the value of an attribute, between double quotes."""
    said = value if isinstance(value, str) else _said(value)
    # Most is plain, and to look costs less than to translate.
    if said.isprintable() and not ("&" in said or "<" in said or ">" in said or '"' in said):
        return said
    return said.translate(_IN_ATTRIBUTES)


def _said(value: float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
