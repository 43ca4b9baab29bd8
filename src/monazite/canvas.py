"""The figure that Monazite draws on: matplotlib's, which a notebook shows of itself. Needs matplotlib."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

from monazite import drawing

_DOTS_PER_INCH = 110


class Drawing(Figure):
    """A matplotlib figure that a notebook shows without pyplot and without ``%matplotlib inline``."""

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        with drawing.style():
            self.savefig(out, format="png", dpi=_DOTS_PER_INCH)
        return out.getvalue()
