"""How old the data is and how many independent sources stand behind it: by family, stage and country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite import drawing
from monazite.analysis import evidence, facilities
from monazite.analysis.asking import rows
from monazite.analysis.concepts import concepts
from monazite.analysis.evidence import OLD, RECENT, Evidence
from monazite.analysis.facilities import Facility
from monazite.analysis.places import countries
from monazite.analysis.result import Result
from monazite.audit.checks import findings
from monazite.errors import QueryError
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph

BY = ("family", "stage", "country")
_FAMILIES = {
    "ProductionUnit": "production units",
    "Organization": "organizations",
    "Undertaking": "projects",
    "Initiative": "initiatives",
}


@dataclass(frozen=True)
class Support:
    """How well the things of one family, or the production units of one stage or country, are supported.

    Publishers are those that do not repeat one another; ages are those of the newest documents, as of the
    newest of the graph.

    Attributes:
        by: what they have in common: ``family``, ``stage`` or ``country``.
        of: which family, stage or country.
        things: how many they are.
        no_publisher, one_publisher, two_publishers, more_publishers: of how many so many publishers speak.
        up_to_3_years, up_to_8_years, more_than_8_years: how many are so old, without those that are younger.
        undated: of how many no document has a date.
        with_coordinates, with_capacity, with_operator: how many have one; None but for production units.
    """

    by: str
    of: str
    things: int
    no_publisher: int
    one_publisher: int
    two_publishers: int
    more_publishers: int
    up_to_3_years: int
    up_to_8_years: int
    more_than_8_years: int
    undated: int
    with_coordinates: int | None = None
    with_capacity: int | None = None
    with_operator: int | None = None


@dataclass(frozen=True)
class Supports(Result[Support]):
    """How old and how well supported the data is."""

    def plot(self) -> Figure:
        """Independent publishers and age of each family and stage, as stacked shares.

        Raises:
            ExtraMissing: matplotlib is not installed.
            QueryError: there is nothing to draw.
        """
        shown = [row for row in self.rows if row.by != "country" and row.things]
        if not shown:
            raise QueryError("there is nothing to draw: nothing has a source")
        groups = (
            (
                "independent publishers",
                (
                    ("more_publishers", "three and more"),
                    ("two_publishers", "two"),
                    ("one_publisher", "one"),
                    ("no_publisher", "none"),
                ),
            ),
            (
                "newest document",
                (
                    ("up_to_3_years", f"up to {RECENT} years"),
                    ("up_to_8_years", f"up to {OLD} years"),
                    ("more_than_8_years", "older"),
                    ("undated", "undated"),
                ),
            ),
        )
        with drawing.style():
            from matplotlib.figure import Figure

            figure = Figure(figsize=(10, 2 + 0.3 * len(shown)))
            figure.suptitle("Independent sources and age", ha="left", x=0.01, fontweight="bold")
            panes = figure.subplots(1, 2, sharey=True)
            for axes, (title, parts) in zip(panes, groups, strict=True):
                left = [0.0] * len(shown)
                colours = (*drawing.PALETTE[:3], drawing.PALE)
                for colour, (name, label) in zip(colours, parts, strict=True):
                    shares = [100 * getattr(row, name) / row.things for row in shown]
                    axes.barh(range(len(shown)), shares, left=left, color=colour, label=label, height=0.7)
                    left = [start + share for start, share in zip(left, shares, strict=True)]
                axes.set_yticks(range(len(shown)), [f"{row.of} ({row.things:,})" for row in shown])
                axes.set_xlabel(f"{title}, per cent")
                axes.set_xlim(0, 100)
                axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=7, frameon=False)
            panes[0].invert_yaxis()
            return figure


def support(kg: KnowledgeGraph) -> Supports:
    """How old the data of a graph is, and how many independent sources stand behind it.

    A publisher that only repeats another counts as that other. A thing is as old as the newest document that
    speaks of it.
    """
    documents = evidence.documents(kg)
    as_of = evidence.newest_date(documents)
    speak: dict[str, set[str]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    for thing, family, document in rows(kg, "mentions"):
        speak[thing].add(document)
        families[local_name(family)].add(thing)
    units = facilities.standing(kg).facilities
    placed = units.keys() - {row.thing for row in findings(kg, "units-without-coordinates").rows}
    families["ProductionUnit"] |= units.keys()
    weighed = {
        thing: evidence.weigh(documents, speak[thing], as_of=as_of)
        for thing in set().union(*families.values())
    }
    found = [_row("family", name, families[key], weighed, as_of) for key, name in _FAMILIES.items()]
    for by, groups in (("stage", _stages(kg, units)), ("country", _countries(kg, units))):
        for name, members in groups.items():
            found.append(_row(by, name, members, weighed, as_of, units, placed))
    notes = (
        f"Ages are counted from {as_of or 'no date'}, the date of the newest document. One document is one "
        "voice; a publisher that repeats another counts as that other.",
    )
    return Supports("How old and how well supported the data is", tuple(found), notes)


def _stages(kg: KnowledgeGraph, units: Mapping[str, Facility]) -> dict[str, set[str]]:
    known = concepts(kg).stages
    groups = {
        stage.label: {iri for iri, unit in units.items() if name in unit.stages}
        for name, stage in known.items()
    }
    return {label: members for label, members in groups.items() if members}


def _countries(kg: KnowledgeGraph, units: Mapping[str, Facility]) -> dict[str, set[str]]:
    names = countries(kg, "en")
    groups: dict[str, set[str]] = defaultdict(set)
    for iri, unit in units.items():
        groups[names.get(unit.country, unit.country) or "no country known"].add(iri)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def _row(
    by: str,
    of: str,
    things: Collection[str],
    weighed: Mapping[str, Evidence],
    as_of: str,
    units: Mapping[str, Facility] | None = None,
    placed: Collection[str] = (),
) -> Support:
    told = [weighed[thing] for thing in things]
    ages = [_age(each.newest, as_of) for each in told]
    mine = None if units is None else [units[thing] for thing in things]
    return Support(
        by=by,
        of=of,
        things=len(told),
        no_publisher=_count(each.publishers == 0 for each in told),
        one_publisher=_count(each.publishers == 1 for each in told),
        two_publishers=_count(each.publishers == 2 for each in told),
        more_publishers=_count(each.publishers > 2 for each in told),
        up_to_3_years=_count(age is not None and age <= RECENT for age in ages),
        up_to_8_years=_count(age is not None and RECENT < age <= OLD for age in ages),
        more_than_8_years=_count(age is not None and age > OLD for age in ages),
        undated=_count(age is None for age in ages),
        with_coordinates=None if mine is None else _count(unit.iri in placed for unit in mine),
        with_capacity=None if mine is None else _count(unit.capacities for unit in mine),
        with_operator=None if mine is None else _count(unit.operators for unit in mine),
    )


def _count(truths: Iterable[object]) -> int:
    return sum(map(bool, truths))


def _age(newest: str, as_of: str) -> int | None:
    """Whole years between two dates, by their years; None without a date."""
    return int(as_of[:4]) - int(newest[:4]) if newest else None
