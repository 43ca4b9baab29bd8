"""The command that asks outside datasets about one thing: enrich."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common


class Source(StrEnum):
    """The datasets that can be asked."""

    wikidata = "wikidata"
    gleif = "gleif"
    geonames = "geonames"


def enrich(
    entity: common.Entity,
    source: Annotated[Source, typer.Option("--from", help="The dataset to ask.")] = Source.wikidata,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            help="Write a file of its own to this folder.",
            metavar="DIR",
        ),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", help="Another address that answers as the dataset's own.", metavar="URL"),
    ] = None,
    loopback: common.Loopback = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; read what is kept.")] = False,
    max_age: Annotated[
        int, typer.Option("--max-age", help="Days for which a kept answer will do.", min=0, metavar="DAYS")
    ] = 30,
    store: common.Store = None,
) -> None:
    """Fetch what an outside dataset says of a thing that is linked to it, as a named graph of that dataset.

    Answers are kept in the cache directory; without a network the last one is read, and its age is told.

    monazite enrich Goldwind --from wikidata --into more

    monazite build --store with-more --data more
    """
    from monazite import enrich as enriching
    from monazite.files import whole
    from monazite.graph import cache_home

    found = enriching.enrich(
        common.open_graph(store),
        entity,
        enriching.DATASETS[source.value],
        cache_home() / "enrich",
        service=service,
        loopback=loopback,
        offline=offline,
        fresh=timedelta(days=max_age),
    )
    if found.problem:
        print(f"monazite: {common.clean(found.problem)}", file=sys.stderr)
    age = f", kept for {_age(datetime.now(UTC) - found.at)}" if found.cached else ""
    near = "; a near match" if found.near else ""
    read = f"{len(found.said)} statements on <{found.thing}>{near}, read on {found.at.isoformat()}{age}"
    print(f"monazite: {read}", file=sys.stderr)
    if into is None:
        print(found.trig(), end="")
        return
    path = into / f"{found.graph.rsplit('/', 2)[-2]}-{found.graph.rsplit('/', 1)[-1]}.trig"
    with whole(path) as fresh:
        fresh.write_text(found.trig(), encoding="utf-8")
    print(path)


def _age(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return (
        f"{age.days} days" if age.days >= 2 else f"{hours:.0f} hours" if hours >= 1 else "less than an hour"
    )


COMMANDS = {"enrich": enrich}
