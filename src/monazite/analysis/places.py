"""The places that an analysis adds up over: a country, the EU-27, the world, or these without some."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.concepts import tag_of
from monazite.errors import QueryError

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# The member states of the European Union since 1 February 2020, by ISO 3166-1 code.
EU_27 = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
_NAMES = {
    "en": {"world": "world", "EU": "EU-27", "without": " without ", "and": ", "},
    "zh": {"world": "世界", "EU": "欧盟27国", "without": "（不含", "and": "、"},
}


@dataclass(frozen=True)
class Place:
    """Some countries together.

    Attributes:
        label: its name.
        codes: ISO 3166-1 alpha-2 codes of its countries; None for all there are.
        without: the codes of those that are left out.
    """

    label: str
    codes: frozenset[str] | None
    without: frozenset[str] = frozenset()

    def holds(self, code: str) -> bool:
        """Whether a country lies in it; what has no stated country ("") lies in the whole world alone."""
        if not code:
            return self.codes is None and not self.without
        return (self.codes is None or code in self.codes) and code not in self.without


def countries(kg: KnowledgeGraph, language: str) -> dict[str, str]:
    """The names of countries in ``en`` or ``zh``, by their ISO 3166-1 codes."""
    tag = tag_of(language)
    found: dict[str, str] = {}
    for code, _, label, spoken in rows(kg, "countries"):
        if spoken == tag or (spoken == "en" and code not in found):
            found[code] = label
    return found


def named(kg: KnowledgeGraph, text: str, language: str = "en") -> Place:
    """The place that a text means: ``world``, ``EU``, ``CN``, ``China``, ``world without CN, MM``.

    Args:
        kg: the knowledge graph, for the countries and their names.
        text: the place; upper and lower case are the same.
        language: ``en`` or ``zh``, for its label.

    Raises:
        QueryError: it is no place.
    """
    labels = countries(kg, language)
    by_name: dict[str, str] = {}
    for code, _, label, _ in rows(kg, "countries"):
        by_name |= {label.casefold(): code, code.casefold(): code}
    words = _NAMES[language]
    name, _, left_out = " ".join(text.casefold().split()).partition(" without ")
    if name == "world":
        label, codes = words["world"], None
    elif name in ("eu", "eu-27", "eu27"):
        label, codes = words["EU"], EU_27
    else:
        code = _code(name, by_name, text)
        label, codes = labels[code], frozenset({code})
    parts = [part.strip() for part in re.split(r",| and ", left_out) if part.strip()]
    without = []
    while parts:
        # Some names have an "and" of their own: the longest that is a name counts.
        joined = (" and ".join(parts[:n]) for n in range(len(parts), 0, -1))
        found = next((each for each in joined if each in by_name), parts[0])
        without.append(_code(found, by_name, text))
        parts = parts[found.count(" and ") + 1 :]
    if without:
        listed = words["and"].join(labels[code] for code in without)
        label = f"{label}{words['without']}{listed}" + ("）" if language == "zh" else "")
    return Place(label, codes, frozenset(without))


def _code(name: str, by_name: Mapping[str, str], text: str) -> str:
    if name not in by_name:
        raise QueryError(
            f"{text!r} is no place: give world, EU, the code or name of a country such as CN or Estonia, "
            "or one of these without others (world without CN)"
        )
    return by_name[name]
