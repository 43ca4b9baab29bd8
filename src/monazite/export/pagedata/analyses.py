"""What analyses of the whole chain find: chokepoints, concentration, who has the stages, balance, targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import Field, fields
from typing import TYPE_CHECKING, Any

from monazite.analysis.evidence import Evidence
from monazite.analysis.intervals import Interval
from monazite.analysis.ownership.settling import Share
from monazite.analysis.result import Result
from monazite.errors import EntityError, QueryError
from monazite.vocabulary import shorten

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

Analysis = Callable[["KnowledgeGraph"], Result[Any]]
# The column that says the name of what a hidden column holds the IRI of.
_NAMED = {"name", "holder"}


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> list[dict[str, Any]]:
    """What each analysis finds, in English; nothing of an excerpt, of which no analysis would hold."""
    return list(_found(kg)) if things is None else []


def _found(kg: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    for name, analysis in ANALYSES.items():
        try:
            result = analysis(kg)
        except (QueryError, EntityError):
            # A small graph may hold nothing that could be analysed so.
            continue
        if result.rows:
            yield {"name": name, **_told(result)}


def _told(result: Result[Any]) -> dict[str, Any]:
    documents = {source: number for number, source in enumerate(result.sources())}
    shown = [each for each in fields(result.rows[0]) if _is_shown(each)]
    columns = [{"name": each.name, "kind": _kind(each, result)} for each in shown]
    rows = [[_cell(row, each) for each in shown] for row in result.rows]
    return {
        "title": result.title,
        "notes": list(result.notes),
        "columns": columns,
        "rows": rows,
        "sources": [[documents[source] for source in row.sources] for row in result.rows],
        "documents": [shorten(str(source.iri)) for source in documents],
    }


def _is_shown(each: Field[Any]) -> bool:
    return each.name != "sources" and not each.metadata.get("hidden")


def _kind(each: Field[Any], result: Result[Any]) -> str:
    values = [value for row in result.rows if (value := getattr(row, each.name)) is not None]
    if each.name in _NAMED and hasattr(result.rows[0], "iri"):
        return "entity"
    if all(isinstance(value, Share) for value in values):
        return "share"
    if all(isinstance(value, Interval) for value in values):
        return "bounds"
    if all(isinstance(value, int | float) for value in values):
        return "number"
    return "text"


def _cell(row: Any, each: Field[Any]) -> Any:
    value = getattr(row, each.name)
    if each.name in _NAMED and hasattr(row, "iri"):
        return [value, shorten(row.iri)]
    if isinstance(value, Share):
        return [100 * value.low, 100 * value.high]
    if isinstance(value, Interval):
        return [value.low, value.high if value.bounded else None]
    if isinstance(value, Evidence):
        return value.confidence
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value


def _chokepoints(kg: KnowledgeGraph) -> Result[Any]:
    from monazite.analysis import projection
    from monazite.analysis.walks import chokepoints

    return chokepoints.chokepoints(kg, projection.project(kg), "mining", "end-use")


def _concentration(kg: KnowledgeGraph) -> Result[Any]:
    from monazite.analysis.concentration import stages

    return stages.concentration(kg, "country")


def _holders(by: str) -> Analysis:
    def of_stages(kg: KnowledgeGraph) -> Result[Any]:
        from monazite.analysis.ownership import stage_owners

        return stage_owners.of_stages(kg, by=by)

    return of_stages


def _balance(kg: KnowledgeGraph) -> Result[Any]:
    from monazite.analysis.balance import stages

    return stages.balance(kg)


def _targets(kg: KnowledgeGraph) -> Result[Any]:
    from monazite.analysis.balance import targets

    return targets.targets(kg)


ANALYSES: dict[str, Analysis] = {
    "chokepoints": _chokepoints,
    "concentration": _concentration,
    "owners": _holders("owner"),
    "states": _holders("state"),
    "balance": _balance,
    "targets": _targets,
}
