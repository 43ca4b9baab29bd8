"""The words that figures say in Chinese: titles, axes, legends. Names of things come from the graph."""

from __future__ import annotations

ZH = {
    "Data": "数据",
    "Sources": "来源",
    "capacity": "产能",
    "capacity, tonnes a year": "产能（吨/年）",
    "installed": "已建",
    "planned": "规划",
    "unknown": "未知",
    "known": "已知",
    "possible": "可能",
    "declared": "明示",
    "internal": "内部",
}


def say(text: str, language: str) -> str:
    """A phrase of a figure in ``en`` or ``zh``.

    >>> say("installed", "en"), say("installed", "zh")
    ('installed', '已建')

    Raises:
        KeyError: nobody has said yet how the phrase reads in Chinese.
    """
    return ZH[text] if language == "zh" else text
