"""Draws what users could get before and after a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis.scenarios.losses import CUT, MAY_BE_CUT, STAGE, USER, Loss, Losses
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 20
_WHAT = "NdFeB magnets that known links could bring at most, tonnes a year"
_ENOUGH = "NdFeB magnets for which it is enough, tonnes a year"
_BEFORE, _AFTER = drawing.PALE, drawing.PALETTE[0]


def draw(losses: Losses) -> Figure:
    """Horizontal bars of the users that lose or gain the most tonnes: before, after, and how sure that is.

    Where no user loses or gains anything that can be told in tonnes, the bars are those of the stages.

    Raises:
        ExtraMissing: matplotlib is not installed.
        QueryError: nobody loses or gains anything that can be told in tonnes.
    """
    users = [row for row in losses.level(USER) if _change(row)]
    told = users or [row for row in losses.level(STAGE) if _change(row)]
    shown = sorted(told, key=lambda row: (-abs(_change(row)), row.name))[:_MOST] if users else told
    if not shown:
        raise QueryError(f"{losses.title}: nobody loses or gains anything that can be told in tonnes")
    language = losses.language
    with drawing.style():
        from matplotlib.patches import Patch

        figure, axes = drawing.new("", 9, 2.1 + 0.34 * len(shown))
        figure.suptitle(
            drawing.plain(f"{losses.title} ({losses.at})"), x=0.01, ha="left", weight="bold", size=11
        )
        for place, row in enumerate(shown):
            before, after = row.tonnes_before or 0.0, row.tonnes_after or 0.0
            axes.barh(place, before, color=_BEFORE, height=0.75)
            axes.barh(place, after, color=_AFTER, height=0.42)
            end = max(before, after)
            if row.share_lost_5 is not None and row.share_lost_95 is not None:
                ends = sorted(before * (1 - lost) for lost in (row.share_lost_5, row.share_lost_95))
                axes.plot(ends, [place, place], color="black", linewidth=1.2, marker="|", markersize=6)
                end = max(end, ends[1])
            axes.annotate(
                _said(row, language),
                (end, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                size=7.5,
            )
        names = [f"{row.name} ({row.country})" if row.country else row.name for row in shown]
        axes.set_yticks(range(len(shown)), [drawing.plain(name) for name in names])
        axes.invert_yaxis()
        axes.margins(x=0.22, y=0.02)
        axes.set_xlim(left=0)
        axes.set_xlabel(say(_WHAT if users else _ENOUGH, language))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        handles = [
            Patch(color=_BEFORE, label=say("before", language)),
            Patch(color=_AFTER, label=say("after", language)),
        ]
        if losses.runs:
            from matplotlib.lines import Line2D

            label = (
                f"{say('after, by the 5th to 95th percentile of the change', language)} (n = {losses.runs})"
            )
            handles.append(Line2D([], [], color="black", marker="|", label=label))  # type: ignore[arg-type]
        axes.legend(
            handles=handles, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=3, fontsize=8
        )
        drawing.credit(figure, {source for row in shown for source in row.sources}, language)
    return figure


def _change(row: Loss) -> float:
    return (
        0.0 if row.tonnes_before is None or row.tonnes_after is None else row.tonnes_after - row.tonnes_before
    )


def _said(row: Loss, language: str) -> str:
    if not row.tonnes_before:
        return f"+{row.tonnes_after:,.0f} t"
    assert row.share_lost is not None
    change = f"{-row.share_lost:+.0%}".replace("-", "\N{MINUS SIGN}")
    return f"{change}, {say(row.outcome, language)}" if row.outcome in (CUT, MAY_BE_CUT) else change
