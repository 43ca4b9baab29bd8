"""The commands that walk the chain: upstream, downstream."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite.cli import common

Depth = Annotated[int | None, typer.Option(help="How many links to follow at most.", min=1)]


def upstream(
    entity: common.Entity,
    bases: common.Bases = None,
    depth: Depth = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print what flows into an entity, link by link, with products, bases and sources.

    monazite upstream "General Motors" --depth 2
    """
    from monazite.analysis import flows, projection

    kg = common.open_graph(store)
    chain = projection.project(kg, bases or projection.DEFAULT_BASES, at=at, language=language)
    common.show(flows.upstream(kg, chain, str(kg.resolve(entity)), depth), form, figure, output)


def downstream(
    entity: common.Entity,
    bases: common.Bases = None,
    depth: Depth = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print what flows out of an entity, link by link, with products, bases and sources.

    monazite downstream "Mountain Pass" --depth 2
    """
    from monazite.analysis import flows, projection

    kg = common.open_graph(store)
    chain = projection.project(kg, bases or projection.DEFAULT_BASES, at=at, language=language)
    common.show(flows.downstream(kg, chain, str(kg.resolve(entity)), depth), form, figure, output)


COMMANDS = {"upstream": upstream, "downstream": downstream}
