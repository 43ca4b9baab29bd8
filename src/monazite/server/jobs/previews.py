"""The jobs that show a person what an id of the reconciliation service means: previews and flyouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from monazite import queries
from monazite.results import convert
from monazite.server.jobs import markup
from monazite.server.jobs.api import send
from monazite.server.jobs.entity import described
from monazite.server.jobs.reconciling import iri_of, named, term_of, words
from monazite.server.problems import Problem

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

Job = Mapping[str, Any]
_SHOWN = 8
_DEFINITION = 'SELECT ?d { ?_term_iri skos:definition ?d FILTER(LANG(?d) = "en") } ORDER BY ?d'
# What speaks for or against a match, as the points that the candidate's reasons add up.
FEATURES = {
    "name": "How alike the names are",
    "country": "Whether it is of the same country",
    "place": "Whether it is in the same place",
    "distance": "How near the coordinates are",
    "identifier": "Whether an identifier is the same",
    "parent": "Whether it has the same owner or operator",
    "kind": "Whether it is of a fitting class",
}


def preview(context: Context, job: Job, reply: Reply) -> None:
    """Gives a small page about a thing, to be shown in a frame."""
    told = _told_of(context, str(job["id"]))
    reply.head("text/html; charset=utf-8")
    reply.write(
        b'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Monazite</title>'
        b'<link rel="stylesheet" href="/style.css"><base target="_blank"></head><body><main>'
        + told.encode()
        + b"</main></body></html>\n"
    )


def feature(context: Context, job: Job, reply: Reply) -> None:
    """Says what a feature of a match means."""
    name = str(job["feature"])
    if name not in FEATURES:
        raise Problem("not-found", f"there is no feature {name[:60]!r}; there are: {', '.join(FEATURES)}")
    reply.head("text/html; charset=utf-8")
    reply.write(markup.page(words(name), f"<h1>{words(name)}</h1><p>{markup.text(FEATURES[name])}</p>"))


def flyout(context: Context, job: Job, reply: Reply) -> None:
    """Gives a few words about an entity, a type or a property, as HTML."""
    name = str(job["id"])
    if job["what"] == "entity":
        html = _told_of(context, name)
    else:
        term = named(term_of(name))
        text = _definition(context, str(term)) or words(name)
        html = f"<p><b>{markup.text(context.kg.label(term))}</b></p><p>{markup.text(text)}</p>"
    send(reply, {"id": name, "html": html})


def _definition(context: Context, iri: str) -> str:
    rows = convert(context.kg.solve(queries.Query("", _DEFINITION), term=named(iri))).values()
    return str(rows[0][0]) if rows else ""


def _told_of(context: Context, name: str) -> str:
    """A few statements about a thing, as HTML."""
    iri = iri_of(name)
    told = described(context, str(named(iri)))
    own = [each for each in told.statements if str(each.subject) == iri and not each.derived]
    rows = "".join(
        f"<tr><th>{markup.text(context.kg.label(each.predicate))}</th>"
        f"<td>{markup.value(each.object, context.kg.label(each.object))}</td></tr>"
        for each in own[:_SHOWN]
    )
    kinds = markup.text(", ".join(told.kinds))
    return f"<h1>{markup.text(told.label)}</h1><p>{kinds}</p><table>{rows}</table>"


JOBS = {"preview": preview, "feature": feature, "flyout": flyout}
