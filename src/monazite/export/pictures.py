"""The figures that a person asks for by name, each from the analysis or projection that it shows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.analysis import facilities, projection
from monazite.analysis.asking import rows
from monazite.analysis.concepts import LANGUAGES, concepts
from monazite.errors import QueryError
from monazite.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from monazite.graph import KnowledgeGraph


@dataclass(frozen=True)
class Wish:
    """What a figure is to show.

    Attributes:
        entity: the name or IRI of what it is about; None for the whole chain.
        stage: the name of a stage; None for all.
        at: a date; None for what is known now.
        bases: what links may rest on.
        depth: how many links around the entity.
        planned: with the capacity that is planned.
        language: ``en`` or ``zh``.
    """

    entity: str | None = None
    stage: str | None = None
    at: str | None = None
    bases: Collection[str] = projection.DEFAULT_BASES
    depth: int = 1
    planned: bool = False
    language: str = "en"


def draw(kg: KnowledgeGraph, name: str, wish: Wish) -> Figure:
    """Draws one of `PICTURES`.

    Raises:
        QueryError: there is no such figure, it needs an entity, or there is nothing to draw or too much.
        ExtraMissing: what it needs is not installed.
    """
    if name not in PICTURES:
        raise QueryError(f"unknown figure {name!r}; there are: {', '.join(PICTURES)}")
    return PICTURES[name](kg, wish)


def _sankey(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.export import sankey

    tag = LANGUAGES[wish.language]
    found = sorted(rows(kg, "countries"), key=lambda row: row[3] == tag)
    names = {code: label for code, _, label, language in found if language in ("en", tag)}
    standing = facilities.standing(kg, wish.at, wish.language)
    chain = projection.project(kg, wish.bases, at=wish.at, language=wish.language)
    return sankey.draw(standing, concepts(kg, wish.language), chain, names, planned=wish.planned)


def _map(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.export import worldmap

    chain = projection.project(kg, wish.bases, at=wish.at, language=wish.language)
    return worldmap.draw(chain)


def _network(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.analysis.walks import ends
    from monazite.export import figure

    graph = projection.network(kg, wish.language)
    entity = kg.resolve(_entity(wish, "network"))
    near = ends.starts(kg, graph, entity)
    title = say("What {name} has to do with", wish.language).format(name=kg.label(entity, wish.language))
    return figure.draw(projection.around(graph, near, wish.depth), title)


def _chain(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.analysis.walks import ends
    from monazite.export import figure

    chain = projection.project(kg, wish.bases, at=wish.at, language=wish.language)
    entity = kg.resolve(_entity(wish, "chain"))
    near = ends.starts(kg, chain, entity)
    title = say("What flows into {name}, and out of it", wish.language)
    title = title.format(name=kg.label(entity, wish.language))
    return figure.draw(projection.around(chain, near, wish.depth), title)


def _timeline(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.analysis.change import timeline

    return timeline.capacity(kg, wish.stage, language=wish.language).plot()


def _ownership(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.analysis.ownership import owners, stage_owners

    if wish.entity is None:
        return stage_owners.of_stages(kg, wish.stage, "owner", wish.at, wish.language).plot()
    return owners.of_entity(kg, str(kg.resolve(wish.entity)), wish.at, wish.language).plot()


def _concentration(kg: KnowledgeGraph, wish: Wish) -> Figure:
    from monazite.analysis.concentration import stages as concentration

    kind = "planned" if wish.planned else "installed"
    return concentration.concentration(
        kg, stage=wish.stage, at=wish.at, kind=kind, language=wish.language
    ).plot()


def _entity(wish: Wish, name: str) -> str:
    if wish.entity is None:
        raise QueryError(f"the figure {name!r} is of what is near an entity: name one")
    return wish.entity


PICTURES: dict[str, Callable[[KnowledgeGraph, Wish], Figure]] = {
    "sankey": _sankey,
    "map": _map,
    "network": _network,
    "chain": _chain,
    "timeline": _timeline,
    "ownership": _ownership,
    "concentration": _concentration,
}
