"""How Monazite's figures look: fonts, colours, bars with their bounds, the line of sources, saving."""

from __future__ import annotations

import logging
import math
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.errors import ExtraMissing, QueryError
from monazite.files import whole
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from monazite.statements import Source

_log = logging.getLogger(__name__)

LICENCE = "Monazite contributors, CC BY 4.0"
ENDINGS = (".svg", ".png", ".pdf")
# Okabe and Ito's palette, which the colour-blind can tell apart too; black and yellow last.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000")
GREY, PALE = "#666666", "#BBBBBB"
# Chinese, Japanese and Korean names need one of these fonts, where the machine has it.
_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC")
_STYLE: dict[str, Any] = {
    "svg.hashsalt": "monazite",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "text.parse_math": False,
    "figure.constrained_layout.use": True,
}
_MOST_BARS = 40


@contextmanager
def style() -> Iterator[None]:
    """Within it, matplotlib draws in the house style, without a display.

    Raises:
        ExtraMissing: matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise ExtraMissing("a figure", "figures") from error
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    fonts = ["DejaVu Sans", *(font for font in _FONTS if font in known)]
    settings: Any = _STYLE | {"font.family": fonts}
    with matplotlib.rc_context(settings):
        yield


def new(title: str, width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of one pair of axes with a title; sizes in inches. To be called within `style`."""
    from monazite.canvas import Drawing

    figure = Drawing(figsize=(width, height))
    axes = figure.add_subplot()
    axes.set_title(textwrap.fill(plain(title), int(width * 12)), pad=12)
    return figure, axes


def credit(
    figure: Figure, sources: Iterable[Source], language: str = "en", *, most: int = 15, remark: str = ""
) -> None:
    """Writes a remark on how to read it, licence and sources below a figure.

    Args:
        figure: the figure.
        sources: the documents that it rests on.
        language: ``en`` or ``zh``.
        most: how many publishers to name, those cited most.
        remark: a sentence or two.
    """
    width = int(figure.get_figwidth() * 15)
    lines = [textwrap.fill(plain(text), width) for text in (remark, credits(sources, language, most)) if text]
    figure.supxlabel("\n".join(lines), size=6.5, color=GREY, ha="left", x=0.01)


def credits(sources: Iterable[Source], language: str = "en", most: int | None = None) -> str:
    """The line of licence and sources: each publisher with its years; whole references are in tables.

    Where there are more than `most` publishers, those of fewest documents are only counted.
    """
    cited: dict[str, list[str]] = {}
    for source in sources:
        publisher, _, year = source.short.rpartition(" ")
        cited.setdefault(publisher, []).append(year)
    named = sorted(cited, key=lambda publisher: (-len(cited[publisher]), publisher))[:most]
    listed = "; ".join(
        f"{publisher} {', '.join(sorted(set(cited[publisher])))}" for publisher in sorted(named)
    )
    if rest := len(cited) - len(named):
        listed += f"; {say('and {count} more', language).format(count=rest)}"
    owner = f"{say('Data', language)}: {LICENCE}."
    return f"{owner} {say('Sources', language)}: {listed}." if listed else owner


def bars(
    axes: Axes,
    labels: Sequence[str],
    lows: Sequence[float],
    highs: Sequence[float],
    colours: Sequence[str] | str = PALETTE[0],
    language: str = "en",
) -> None:
    """Horizontal bars, the first on top: solid as far as is certain, pale as far as can be.

    A bar without an upper bound ends in the word for unknown.

    Raises:
        QueryError: there are no bars, or more than anybody could read.
    """
    if not labels or len(labels) > _MOST_BARS:
        raise QueryError(f"a figure of {len(labels)} bars cannot be drawn: from 1 to {_MOST_BARS} can")
    places = range(len(labels))
    finite = [high for high in (*highs, *lows) if math.isfinite(high)]
    reach = max(finite, default=0.0) or 1.0
    ends = [high if math.isfinite(high) else max(low, reach) for low, high in zip(lows, highs, strict=True)]
    colour = [colours] * len(labels) if isinstance(colours, str) else list(colours)
    axes.barh(places, ends, color=colour, alpha=0.3, height=0.7)
    axes.barh(places, lows, color=colour, height=0.7)
    for place, high in enumerate(highs):
        if math.isinf(high):
            axes.text(reach * 1.01, place, say("unknown", language), va="center", size=7, color=GREY)
    axes.set_yticks(places, [textwrap.shorten(plain(label), 48, placeholder="…") for label in labels])
    axes.invert_yaxis()
    axes.margins(y=0.02)


def save(figure: Figure, path: Path) -> None:
    """Saves a figure as SVG, PNG or PDF by the file's ending; it appears only when it is whole.

    Raises:
        QueryError: the ending is none of `ENDINGS`.
        FileError: the file cannot be written.
    """
    if path.suffix not in ENDINGS:
        raise QueryError(f"no figure ends in {path.suffix!r}: name one of {', '.join(ENDINGS)}")
    dateless = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    with whole(path) as fresh, style(), warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        figure.savefig(fresh, dpi=160, metadata=dateless.get(path.suffix))
    # An SVG leaves the letters to whoever shows it.
    if path.suffix != ".svg" and any("missing from" in str(each.message) for each in told):
        _log.warning("%s: no font here has some of its letters; install Noto Sans CJK", path)


def plain(text: str) -> str:
    """Text without the control characters that neither XML 1.0 nor a drawing can hold."""
    if text.isprintable():  # most is, and to ask costs far less than to look at each character
        return text
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\x7f\ufffe\uffff"))
