"""The command that tells who owns and controls what: ownership."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monazite.cli import common

if TYPE_CHECKING:
    from monazite.analysis.result import Result


class By(StrEnum):
    """Among whom the capacity of a stage is divided."""

    owner = "owner"
    controller = "controller"
    state = "state"


Entity = Annotated[
    str | None,
    typer.Argument(
        help="An organization or production unit; without one, the owners of the chain's capacity.",
        metavar="ENTITY",
        show_default=False,
    ),
]


def ownership(
    entity: Entity = None,
    stage: Annotated[
        str | None,
        typer.Option(help="Whose is the capacity of this stage, such as separation.", metavar="STAGE"),
    ] = None,
    by: Annotated[
        By | None,
        typer.Option(help="Divide it among ultimate owners, controllers or states.", show_default="owner"),
    ] = None,
    at: common.At = None,
    form: common.Format = common.Form.table,
    figure: common.Figure = None,
    output: common.Output = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Print who owns and controls an entity and what it owns, or who has the capacity of a stage.

    monazite ownership "MP Materials"

    monazite ownership --stage separation --by state
    """
    from monazite.analysis.ownership import owners, stage_owners
    from monazite.errors import QueryError

    if entity is not None and (stage is not None or by is not None):
        raise QueryError("give an entity, or a stage with --stage and --by, not both")
    kg = common.open_graph(store)
    if entity is not None:
        found: Result[Any] = owners.of_entity(kg, str(kg.resolve(entity)), at, language)
    else:
        found = stage_owners.of_stages(kg, stage, by or By.owner, at, language)
    common.show(found, form, figure, output)


COMMANDS = {"ownership": ownership}
