"""The jobs that give the explorer its data: parts of it, and the statements that tell of a thing."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.export import html, pagedata
from monazite.export.pagedata import extracts
from monazite.server.problems import Problem
from monazite.vocabulary import expand

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

# Statements are asked for thing by thing; the parts of them that all pages share are parts, too.
PARTS = (*(name for name in pagedata.PARTS if name != "statements"), "vocabulary", "stakes")
_JSON = "application/json"


def part(context: Context, name: str) -> bytes:
    """A part of the data as packed JSON (gzip), made once for all workers."""
    return context.once(f"explorer-{name}", lambda: gzip.compress(html.packed(_make(context, name)), 6))


def is_made(scratch: Path, name: str) -> bool:
    """Whether a part lies ready in the folder that workers share."""
    return (scratch / f"explorer-{name}.pickle").is_file()


def _make(context: Context, name: str) -> Any:
    if name == "vocabulary":
        return extracts.vocabulary(context.kg)
    if name == "stakes":
        return extracts.stakes(context.kg)
    return pagedata.make(context.kg, name)


def give_part(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives the part ``name``, packed if ``gzip``."""
    name = str(job["name"])
    if name not in PARTS:
        raise Problem("not-found", f"there is no part {name[:60]!r}; there are: {', '.join(PARTS)}")
    made = part(context, name)
    if job["gzip"]:
        reply.head(_JSON, Content_Encoding="gzip")
        reply.write(made)
    else:
        reply.head(_JSON)
        reply.write(gzip.decompress(made))


def give_statements(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Gives what is said of the thing ``of``."""
    iri = expand(str(job["of"]))
    if iri is None:
        raise Problem("bad-parameter", "of: an IRI or a prefixed name is expected", parameter="of")
    reply.head(_JSON)
    reply.write(html.packed(extracts.about(context.kg, str(iri))))


JOBS = {"explorer-part": give_part, "explorer-statements": give_statements}
