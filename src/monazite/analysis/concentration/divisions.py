"""Divides what concentration is asked of among its holders, stage by stage and date by date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from monazite.analysis import facilities, places
from monazite.analysis.concentration import holders, produced
from monazite.analysis.concentration.holders import Held
from monazite.analysis.concentration.terms import Asked
from monazite.analysis.concepts import Concepts
from monazite.analysis.facilities import Standing
from monazite.vocabulary import CONCEPT

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

Names = Mapping[str, str]


def divided(kg: KnowledgeGraph, known: Concepts, asked: Asked) -> Iterator[tuple[Held, Held, Names]]:
    """Each thing asked for, divided among the holders and among countries, with the holders' names."""
    if asked.measure == "production":
        yield from _production(kg, known, asked)
        return
    if asked.dates == (None,):
        standings: tuple[Standing, ...] = (facilities.standing(kg, None, asked.language),)
    else:
        standings = facilities.standings(kg, asked.dates, asked.language)
    for date, standing in zip(asked.dates, standings, strict=True):
        names = holders.names(kg, standing, asked.by, asked.language)
        by_country = holders.shares_of(kg, standing, "country")
        given = by_country if asked.by == "country" else holders.shares_of(kg, standing, asked.by)
        for stage in asked.stages:
            one, other = (
                holders.of_stage(
                    standing, known, stage, each, by, kind=asked.kind, wanted=asked.wanted, most=asked.most
                )
                for each, by in ((given, asked.by), (by_country, "country"))
            )
            if one and other:
                shown = replace(one, at=date) if date else one
                yield shown, other, names


def _production(kg: KnowledgeGraph, known: Concepts, asked: Asked) -> Iterator[tuple[Held, Held, Names]]:
    told = [f for f in produced.figures(kg) if not asked.source or f.source == asked.source]
    mines = kg.label(CONCEPT[f"measure/{produced.MINES}"], asked.language)
    names = places.countries(kg, asked.language) | {produced.MINES: mines}
    years = {date[:4] for date in asked.dates if date}
    for product, basis, year in sorted({(f.product, f.basis, f.year) for f in told}):
        if asked.wanted is not None and product not in asked.wanted:
            continue
        if (years and year not in years) or _stages(known, product).isdisjoint(asked.stages):
            continue
        if held := produced.of_year(told, names, known, product, basis, year):
            yield held, held, names


def _stages(known: Concepts, product: str) -> set[str]:
    """The stages that make a product, a kind of it or what it is a kind of."""
    if not product:
        return {"mining"}
    return {name for name, made in known.outputs.items() if any(known.akin(product, each) for each in made)}
