"""The jobs of the analyses: each is the library's own, given page by page, as a table or as a figure."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from monazite.analysis import result as results
from monazite.analysis.scenarios import files as scenario_files
from monazite.errors import QueryError, UnknownEntity
from monazite.server.analyses import FORMS
from monazite.server.jobs.api import page, resolve, send
from monazite.server.problems import Problem

if TYPE_CHECKING:
    import networkx as nx

    from monazite.analysis.result import Result
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

Job = Mapping[str, Any]
_MOST_YEARS = 60


def analysis(context: Context, job: Job, reply: Reply) -> None:
    """Runs the analysis that ``analysis`` names."""
    found = ANALYSES[str(job["analysis"])](context, job)
    form = str(job["format"])
    if form == "json":
        told = json.loads(found.to_json())
        send(reply, told | page(job, told.pop("rows")))
        return
    if form in results.FORMATS:
        reply.head(_media(form))
        results.write(found, form, cast("IO[bytes]", reply))
        return
    from monazite import drawing

    with workplace(context) as folder:
        path = folder / f"figure.{form}"
        drawing.save(found.plot(), path)
        reply.head(_media(form))
        reply.write(path.read_bytes())


@contextlib.contextmanager
def workplace(context: Context) -> Any:
    """A folder for the files of this job; what an ended worker leaves in it, the server takes away."""
    with tempfile.TemporaryDirectory(dir=context.workplace) as folder:
        yield Path(folder)


def _media(form: str) -> str:
    media = FORMS[form]
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _chain(context: Context, job: Job) -> nx.MultiDiGraph[str]:
    return context.chain(tuple(job["bases"]), job["at"] or None, str(job["language"]))


def _end(context: Context, asked: str) -> str:
    """An end of a walk: by its IRI where a name means an entity."""
    with contextlib.suppress(UnknownEntity):  # a stage, a country or a product may go by no name
        return str(resolve(context, asked))
    return asked


def _paths(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.walks import paths

    chain = _chain(context, job)
    start, end = _end(context, job["from"]), _end(context, job["to"])
    return paths.between(context.kg, chain, start, end, job["most_links"], job["most"])


def _chokepoints(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.walks import chokepoints

    chain = _chain(context, job)
    start, end = _end(context, job["from"]), _end(context, job["to"])
    return chokepoints.chokepoints(context.kg, chain, start, end, job["product"], job["most"])


def _concentration(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.concentration import stages

    kind, first, last = "planned" if job["planned"] else "installed", job["first_year"], job["last_year"]
    asked = (job["element"], job["at"] or None, kind, job["measure"], job["language"])
    more = {"most": job["unknown_most"], "source": job["source"]}
    if not job["shares"]:
        if first is None and last is not None:
            raise QueryError("last_year is the end of several years: give first_year, too")
        span = None if first is None else _span(first, first if last is None else last)
        return stages.concentration(
            context.kg, job["by"], job["stage"], job["product"], *asked, years=span, **more
        )
    if first is not None or last is not None:
        raise QueryError("shares are of one date: give at, not first_year and last_year")
    return stages.shares(context.kg, job["stage"], job["by"], job["product"], *asked, **more)


def _span(first: int, last: int) -> tuple[int, int]:
    if not first <= last < first + _MOST_YEARS:
        raise Problem("bad-parameter", f"give {_MOST_YEARS} years at most, the first one first")
    return first, last


def _balance(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.balance import stages

    return stages.balance(context.kg, job["place"], job["year"], job["language"], job["at"] or None)


def _targets(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.balance import targets

    return targets.targets(context.kg, job["language"], job["at"] or None)


def _timeline(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.change import timeline

    years = timeline.between(job["since"], job["until"])
    if years:
        _span(years[0], years[-1])
    return timeline.capacity(context.kg, job["stage"], job["place"], years, job["language"])


def _changes(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.change import changes

    return changes.changes(
        context.kg, job["since"], job["until"], job["stage"], job["place"], job["language"]
    )


def _ownership(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.ownership import owners

    return owners.of_entity(context.kg, str(resolve(context, job["id"])), job["at"] or None, job["language"])


def _stage_ownership(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.ownership import stage_owners

    return stage_owners.of_stages(context.kg, job["stage"], job["by"], job["at"] or None, job["language"])


def _scenario(context: Context, job: Job) -> Result[Any]:
    from monazite.analysis.scenarios import scenarios

    path = scenario_files.shipped().get(job["name"])
    if path is None:
        raise Problem("not-found", f"there is no scenario named {job['name'][:80]!r}; /scenarios lists them")
    asked = scenario_files.read(path)
    return scenarios.run(
        context.kg, asked, tuple(job["bases"]), job["at"] or None, job["runs"], job["seed"], job["language"]
    )


def scenarios(context: Context, job: Job, reply: Reply) -> None:
    """Lists the scenarios that come with the graph."""
    items = [
        {
            "name": name,
            "title": scenario_files.read(path).title,
            "address": f"{job['root']}/scenario?name={name}",
        }
        for name, path in scenario_files.shipped().items()
    ]
    send(reply, {"total": len(items), "items": items})


ANALYSES: Mapping[str, Callable[[Context, Job], Result[Any]]] = {
    "paths": _paths,
    "chokepoints": _chokepoints,
    "concentration": _concentration,
    "balance": _balance,
    "targets": _targets,
    "timeline": _timeline,
    "changes": _changes,
    "ownership": _ownership,
    "stage-ownership": _stage_ownership,
    "scenario": _scenario,
}
JOBS = {"analysis": analysis, "scenarios": scenarios}
