"""The command that draws: figure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import common


class Name(StrEnum):
    """What is drawn."""

    sankey = "sankey"
    map = "map"
    network = "network"
    chain = "chain"
    timeline = "timeline"
    ownership = "ownership"
    concentration = "concentration"


def figure(
    name: Annotated[
        Name,
        typer.Argument(
            help="sankey: capacity by stage and country; map: units and supplies; chain and network: what is "
            "near an entity; timeline, concentration: of a stage; ownership: of an entity or a stage."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A file that ends in .svg, .png or .pdf.", metavar="FILE")
    ],
    entity: Annotated[
        str | None, typer.Argument(help="What it is about: an IRI or a name.", metavar="ENTITY")
    ] = None,
    stage: Annotated[str | None, typer.Option(help="A stage, such as separation.", metavar="STAGE")] = None,
    depth: Annotated[int, typer.Option(help="How many links around the entity.", min=1)] = 1,
    planned: Annotated[bool, typer.Option("--planned", help="With the capacity that is planned.")] = False,
    bases: common.Bases = None,
    at: common.At = None,
    language: common.Names = common.Language.en,
    store: common.Store = None,
) -> None:
    """Draw a figure for a report, with its sources, in English or Chinese.

    monazite figure map --output map.svg

    monazite figure sankey --planned --output capacity.png

    monazite figure chain "MP Materials" --output chain.svg

    monazite figure ownership "China Rare Earth Group" --output owners.pdf
    """
    from monazite import drawing
    from monazite.analysis.projection import DEFAULT_BASES
    from monazite.export import pictures

    kg = common.open_graph(store)
    wish = pictures.Wish(entity, stage, at, bases or DEFAULT_BASES, depth, planned, language)
    drawing.save(pictures.draw(kg, name, wish), output)
    common.note(f"{output}: drawn")


COMMANDS = {"figure": figure}
