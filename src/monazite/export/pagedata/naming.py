"""The names of things, as the explorer searches and shows them: English, Chinese, other, codes, latin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii

from monazite.analysis.asking import rows
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass
class Names:
    """The names of one thing.

    Attributes:
        label: the name in each language, ``en`` and ``zh`` where there is one.
        others: its other names.
        codes: tickers, notations and identifiers.
        latin: each Chinese name among them in Latin letters, one syllable a character: ``bei fang xi tu``.
    """

    label: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    latin: list[str] = field(default_factory=list)


def names(kg: KnowledgeGraph) -> dict[str, Names]:
    """The names of everything in a graph, by IRI."""
    found: dict[str, Names] = {}
    for iri, how, name, language in rows(kg, "page-names"):
        named = found.setdefault(iri, Names())
        if how == "preferred" and tag(language) in ("en", "zh"):
            named.label.setdefault(tag(language), name)
        elif how == "code":
            if name != local_name(iri):
                named.codes.append(name)
        elif name not in named.label.values() and name not in named.others:
            named.others.append(name)
    for iri, named in found.items():
        if not named.label:
            named.label["en"] = named.others.pop(0) if named.others else local_name(iri)
        chinese = (name for name in (*named.label.values(), *named.others) if _HAN.search(name))
        named.latin = list(dict.fromkeys(map(latin, chinese)))
    return found


def latin(name: str) -> str:
    """A name in Latin letters, as it is typed without a Chinese keyboard.

    >>> latin("北方稀土")
    'bei fang xi tu'
    """
    spelled = (f" {anyascii(c)} " if _HAN.match(c) else anyascii(c) for c in name)
    return " ".join("".join(spelled).lower().split())


def tag(language: str) -> str:
    """The language that a page calls it by: ``zh`` for any Chinese."""
    return language.partition("-")[0]
