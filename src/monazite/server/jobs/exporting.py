"""The job that exports: the chain, the network, tables or RDF as one file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite import export as exports
from monazite.analysis import projection as projections
from monazite.analysis.walks import ends
from monazite.export import rdf
from monazite.server.analyses import EXPORTS
from monazite.server.frames import CHUNK
from monazite.server.jobs.analyses import workplace
from monazite.server.jobs.api import resolve

if TYPE_CHECKING:
    import networkx as nx

    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

_ENDINGS = {form: ending for ending, form in exports.ENDINGS.items()} | {"tables": "xlsx"}


def export(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the file that `monazite export` would write."""
    form = str(job["format"])
    with workplace(context) as folder:
        path = folder / f"monazite.{_ENDINGS.get(form, form)}"
        _write(context, job, form, path)
        media = EXPORTS[form]
        reply.head(
            f"{media}; charset=utf-8" if media.startswith("text/") else media,
            Content_Disposition=f'attachment; filename="{path.name}"',
        )
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                reply.write(part)


def _write(context: Context, job: Mapping[str, Any], form: str, path: Path) -> None:
    kg, around = context.kg, job["around"]
    if form == "tables":
        from monazite.tables import exporting, writing

        writing.write(path, exporting.tables(kg.store), kg.store)
    elif form in rdf.FORMATS and around is None:
        rdf.write(kg, form, path)
    else:
        graph = _projected(context, job)
        if around is not None:
            entity = resolve(context, around)
            graph = projections.around(graph, ends.starts(kg, graph, entity), int(job["depth"]))
            if form in rdf.FORMATS:
                rdf.write(kg, form, path, {str(entity), *graph})
                return
        exports.write(graph, form, path)


def _projected(context: Context, job: Mapping[str, Any]) -> nx.MultiDiGraph[str]:
    if job["projection"] == "chain":
        return context.chain(tuple(job["bases"]), job["at"] or None, str(job["language"]))
    return context.network(str(job["language"]))


JOBS = {"export": export}
