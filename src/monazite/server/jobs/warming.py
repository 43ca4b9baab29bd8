"""The job that makes, before anybody asks, what takes long to make: names, documents, counts, projections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from monazite.server.jobs import explorer, graphs, reconciling

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context


def warm(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Makes what workers share, what is asked for most first."""
    from monazite.analysis.projection import DEFAULT_BASES

    reply.head("text/plain")
    makers: list[Callable[[], object]] = [
        lambda: context.names,
        lambda: context.documents,
        lambda: reconciling.index(context),
        *(partial(explorer.part, context, name) for name in ("index", "vocabulary")),
        lambda: graphs.counted(context),
        lambda: graphs.addresses(context),
        lambda: context.chain(DEFAULT_BASES, None, "en"),
        lambda: context.network("en"),
        *(partial(explorer.part, context, name) for name in explorer.PARTS),
        lambda: graphs.dump(context),
    ]
    for make in makers:
        make()


JOBS = {"warm": warm}
