"""HTML for notebooks: cells, links, tables and references; whatever comes from data is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

# So many rows a notebook shows; the object itself holds them all.
MOST = 60
# Jupyter takes text between two dollar signs for a formula, unless it is told not to.
_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"


def escaped(text: object) -> str:
    """Any text as HTML shows it."""
    return html.escape(str(text))


def link(words: str, address: str | None) -> str:
    """Words that lead to a web address; without one, or with an address of another kind, the words alone.

    >>> link("<b>", "javascript:alert(1)")
    '&lt;b&gt;'
    """
    if address is None or not address.lower().startswith(("https://", "http://")):
        return escaped(words)
    return f'<a href="{escaped(address)}" target="_blank" rel="noopener noreferrer">{escaped(words)}</a>'


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], total: int | None = None) -> str:
    """A table of cells that are HTML already, under titles that are not.

    `total` is how many rows there are in all, where `rows` are the first of them.
    """
    head = "".join(f"<th>{escaped(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    rest = (total or len(rows)) - len(rows)
    more = f"<p>and {rest:,} more</p>" if rest else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def listed(items: Iterable[str]) -> str:
    """A numbered list of items that are HTML already; "" without one."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f"<ol>{inner}</ol>" if inner else ""


def section(title: str, *parts: str) -> str:
    """What a notebook shows of one object: a title that is text, then parts that are HTML already."""
    return f'<section class="monazite {_NO_FORMULAS}"><h4>{escaped(title)}</h4>{"".join(parts)}</section>'
