"""Markdown that says what a text says: cells, tables, inline code, with nothing in them taken for markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]#|~^$])")


def text(words: str) -> str:
    """Text from data or code, in one line, as Markdown shows it."""
    return _MARKUP.sub(r"\\\1", html.escape(" ".join(words.split()), quote=False))


def prose(words: str) -> str:
    """Text that was written as Markdown, in one line and fit for a cell: its code stays code."""
    parts = re.split(r"(`[^`]+`)", " ".join(words.split()))
    return "".join(
        part.replace("|", "\\|")
        if part.startswith("`")
        else html.escape(part, quote=False).replace("|", "\\|")
        for part in parts
    )


def code(words: str) -> str:
    """Text as inline code, whatever back-ticks it holds."""
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}".replace("|", "\\|")


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; "" without a row."""
    made = [f"| {' | '.join(row)} |" for row in rows]
    if not made:
        return ""
    return "\n".join((f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}", *made)) + "\n"


def figure(words: str, address: str) -> str:
    """A picture that leads to itself: on the page as wide as the text, alone as large as it was drawn."""
    return f"[![{words}]({address})]({address})"


def fenced(language: str, content: str) -> str:
    """A block of code."""
    return f"```{language}\n{content.strip()}\n```\n"
