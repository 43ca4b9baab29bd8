"""What the graph says of units and companies that changes can be told by, and how a change is made of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monazite.analysis import evidence, levels
from monazite.analysis.asking import rows
from monazite.analysis.capacities import at_stage
from monazite.analysis.concepts import LANGUAGES, Concepts
from monazite.analysis.dates import POSSIBLE, Period
from monazite.analysis.evidence import Evidence
from monazite.analysis.facilities import Facility, Standing
from monazite.analysis.result import HIDDEN
from monazite.statements import Source
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

ADDED, STARTED, SUSPENDED, CLOSED = "first told of", "commissioned", "suspended", "closed"
CANCELLED, DELAYED, REOWNED = "cancelled", "delayed", "re-owned"
KINDS = (ADDED, STARTED, SUSPENDED, CLOSED, CANCELLED, DELAYED, REOWNED)


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    Attributes:
        date: when, as precisely as it is told; of a state that is only reported, the date of the report.
        within: *sure*, or *possible* where the date is told too roughly to say that it lies between the two.
        change: one of `KINDS`.
        entity: the name of the unit or company.
        country: ISO 3166-1 alpha-2 code, "" if none is stated.
        stages: labels of its stages; of a company, those of the units that it runs.
        what: what happened, in words.
        capacity: of a unit, what it can make or is to make at the last of its stages of which that is told.
    """

    date: str
    within: str
    change: str
    entity: str
    country: str
    stages: tuple[str, ...]
    stage_names: tuple[str, ...] = field(metadata=HIDDEN)
    what: str
    capacity: str
    sources: tuple[Source, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Reading:
    """What the graph says of units and companies, read once, and how a change is made of it.

    Attributes:
        kg, spell, standing, known: the graph, the days looked at, the units after them, the stages.
        names, countries: of organizations, by IRI.
        starts, ends: of each unit, the dates of its start and end, each with the document.
        told: of each unit, the dates of the documents that speak of it ("" if undated), with them.
        runs: of each organization, the stages of the units that it operates.
    """

    kg: KnowledgeGraph
    spell: Period
    standing: Standing
    known: Concepts
    names: Mapping[str, str]
    countries: Mapping[str, str]
    starts: Mapping[str, list[tuple[str, str]]]
    ends: Mapping[str, list[tuple[str, str]]]
    told: Mapping[str, list[tuple[str, str]]]
    runs: Mapping[str, set[str]]

    def of_unit(self, unit: Facility, kind: str, date: str, what: str, sources: Collection[str]) -> Change:
        """A change of a production unit."""
        capacities = {stage: at_stage(unit, stage, self.known) for stage in self._ordered(unit.stages)}
        told = [str(capacity) for capacity in capacities.values() if capacity.known and capacity.basis]
        return self._change(
            kind, date, unit.label, unit.country, unit.stages, what, told[-1] if told else "", sources
        )

    def of_holding(self, held: str, date: str, what: str, sources: Collection[str]) -> Change:
        """A change of who owns a unit or company."""
        if unit := self.standing.facilities.get(held):
            return self.of_unit(unit, REOWNED, date, what, sources)
        country, stages = self.countries.get(held, ""), self.runs.get(held, ())
        return self._change(REOWNED, date, self.name(held), country, stages, what, "", sources)

    def name(self, iri: str) -> str:
        """The name of a company or unit."""
        unit = self.standing.facilities.get(iri)
        return unit.label if unit else self.names.get(iri, local_name(iri))

    def _ordered(self, stages: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(stages, key=lambda name: self.known.stages[name].rank))

    def _change(
        self,
        kind: str,
        date: str,
        entity: str,
        country: str,
        stages: Collection[str],
        what: str,
        capacity: str,
        sources: Collection[str],
    ) -> Change:
        names = self._ordered(stages)
        labels = tuple(self.known.stages[name].label for name in names)
        documents = self.standing.documents
        return Change(
            date,
            self.spell.holds(date) or POSSIBLE,
            kind,
            entity,
            country,
            labels,
            names,
            what,
            capacity,
            evidence.named(documents, sources),
            evidence.weigh(documents, sources, as_of=self.standing.at),
        )


def read(kg: KnowledgeGraph, spell: Period, standing: Standing, known: Concepts, language: str) -> Reading:
    """Reads what a graph says of units and companies that changes can be told by."""
    starts: dict[str, list[tuple[str, str]]] = {}
    ends: dict[str, list[tuple[str, str]]] = {}
    for unit, _, _, started, ended, source in rows(kg, "facility-statuses"):
        for date, found in ((started, starts), (ended, ends)):
            if date:
                found.setdefault(unit, []).append((date, source))
    told: dict[str, list[tuple[str, str]]] = {}
    for unit, source in rows(kg, "unit-mentions"):
        if document := standing.documents.get(source):
            told.setdefault(unit, []).append((document.issued or "", source))
    runs: dict[str, set[str]] = {}
    for facility in standing.facilities.values():
        for operator in facility.operators:
            runs.setdefault(operator, set()).update(facility.stages)
    names = levels.names(kg, LANGUAGES[language])
    countries = {iri: country for iri, *_, country in rows(kg, "names") if country}
    return Reading(kg, spell, standing, known, names, countries, starts, ends, told, runs)
