"""Diagrams of the ontology, as SVG that takes its colours from the page: class trees, cards of families."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _GAP, _BETWEEN = 212, 24, 14
_HEAD, _LINE, _PAD = 26, 16, 6


@dataclass(frozen=True)
class Box:
    """A class in a diagram: its label, where it leads to, its lines, and the boxes beneath it."""

    label: str
    address: str
    lines: tuple[str, ...]
    under: tuple[Box, ...]

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return _HEAD + (len(self.lines) * _LINE + _PAD if self.lines else 0)


def tree(roots: Sequence[Box], title: str) -> str:
    """Class trees from left to right, each class with its own properties."""
    shapes: list[str] = []
    depth = 0

    def place(box: Box, level: int, top: float) -> tuple[float, float]:
        """Draws a box and all beneath it; gives the middle of the box and where the next may begin."""
        nonlocal depth
        depth = max(depth, level + 1)
        below, middles = top, []
        for other in box.under:
            middle, below = place(other, level + 1, below)
            middles.append(middle)
        centre = (middles[0] + middles[-1]) / 2 if middles else top + box.height / 2
        start = max(top, centre - box.height / 2)
        centre = start + box.height / 2
        left = level * (_WIDTH + _GAP)
        for middle in middles:
            right, bend = left + _WIDTH, left + _WIDTH + _GAP / 2
            shapes.append(f'<path class="tie" d="M{right} {centre:g}H{bend}V{middle:g}H{right + _GAP}"/>')
        shapes.append(_box(box, left, start))
        return centre, max(below, start + box.height + _BETWEEN)

    bottom = 0.0
    for root in roots:
        _, bottom = place(root, 0, bottom)
    return _svg(depth * (_WIDTH + _GAP) - _GAP, bottom - _BETWEEN, title, shapes)


def _box(box: Box, left: float, top: float, width: float = _WIDTH) -> str:
    lines = "".join(
        f'<text x="{left + 8:g}" y="{top + _HEAD + 12 + n * _LINE:g}">{html.escape(line)}</text>'
        for n, line in enumerate(box.lines)
    )
    rule = f'<path class="tie" d="M{left:g} {top + _HEAD:g}h{width:g}"/>' if box.lines else ""
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{box.height}" rx="4"/>{rule}'
        f'<a href="{html.escape(box.address)}"><text class="name" x="{left + 8:g}" y="{top + 17:g}">'
        f"{html.escape(box.label)}</text></a>{lines}"
    )


def cards(columns: Sequence[Sequence[Box]], title: str) -> str:
    """Boxes in columns that stand side by side, each as high as it needs."""
    shapes: list[str] = []
    highest = 0
    for number, column in enumerate(columns):
        top = 0
        for box in column:
            shapes.append(_box(box, number * (_WIDTH + _GAP), top))
            top += box.height + _BETWEEN
        highest = max(highest, top - _BETWEEN)
    return _svg(len(columns) * (_WIDTH + _GAP) - _GAP, highest, title, shapes)


def _svg(width: float, height: float, title: str, shapes: Sequence[str]) -> str:
    """An image in one line, as Markdown takes it for a block of HTML."""
    inner = "".join(shapes)
    return (
        f'<div class="diagram"><svg role="img" aria-label="{html.escape(title)}" '
        f'viewBox="-2 -2 {width + 4:g} {height + 4:g}" width="{width + 4:g}">{inner}</svg></div>\n'
    )
