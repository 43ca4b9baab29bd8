"""How badly countries are governed, on the scale of the EU's criticality assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.analysis.concentration.measures import WORST
from monazite.analysis.intervals import Interval
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

DIMENSIONS = (
    "governance-voice-accountability",
    "governance-political-stability",
    "governance-government-effectiveness",
    "governance-regulatory-quality",
    "governance-rule-of-law",
    "governance-control-of-corruption",
)
# Nearly all estimates lie within these (Kaufmann, Kraay, World Bank Policy Research Working Paper 10952).
_END = 2.5
ANYTHING = Interval(0, WORST)
# Country and dimension, then year: the estimates with their sources.
_Told = dict[tuple[str, str], dict[str, list[tuple[float, str]]]]


@dataclass(frozen=True)
class Governance:
    """The Worldwide Governance Indicators of countries as of a year, scaled.

    `scaled` goes from 0 to 10, 10 the worst, by ISO 3166-1 code: the mean of the six dimensions, turned round
    and stretched from -2.5 .. 2.5, as in the EU's criticality assessments (European Commission, Methodology
    for Establishing the EU List of Critical Raw Materials, 2017; Blengini et al., Resources Policy 53, 2017).
    A dimension without an estimate can be anything on the scale. `sources` are the IRIs of the documents.
    """

    scaled: Mapping[str, Interval] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()

    def of(self, country: str) -> Interval:
        """How badly a country is governed; anything on the scale if nobody tells."""
        return self.scaled.get(country, ANYTHING)


def governance(kg: KnowledgeGraph, year: str) -> Governance:
    """Reads the indicators of the newest year up to the given one; if there is none, of the first after it.

    Where sources give different estimates for a year, their range counts.
    """
    told = kg.once("governance", lambda: _told(kg))
    sources = set()
    lows: dict[str, list[float]] = {}
    highs: dict[str, list[float]] = {}
    for (code, dimension), by_year in told.items():
        if dimension not in DIMENSIONS:
            continue
        chosen = max((y for y in by_year if y <= year), default=min(by_year))
        estimates = [estimate for estimate, _ in by_year[chosen]]
        lows.setdefault(code, []).append(min(estimates))
        highs.setdefault(code, []).append(max(estimates))
        sources |= {source for _, source in by_year[chosen]}
    scaled = {code: Interval(_scaled(highs[code], _END), _scaled(lows[code], -_END)) for code in lows}
    return Governance(scaled, frozenset(sources))


def _told(kg: KnowledgeGraph) -> _Told:
    found: _Told = {}
    for code, measure, year, estimate, source in rows(kg, "governance"):
        by_year = found.setdefault((code, local_name(measure)), {})
        by_year.setdefault(year, []).append((float(estimate), source))
    return found


def _scaled(estimates: list[float], missing: float) -> float:
    mean = (sum(estimates) + missing * (len(DIMENSIONS) - len(estimates))) / len(DIMENSIONS)
    return min(WORST, max(0.0, (_END - mean) * WORST / (2 * _END)))
