"""What concentration is asked of: the arguments, checked, and the assumptions that they bring along."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef

from monazite.analysis.concentration import holders
from monazite.analysis.concentration.holders import BY, KINDS, Held
from monazite.analysis.concepts import Concepts
from monazite.analysis.dates import last_day
from monazite.analysis.evidence import documents
from monazite.analysis.intervals import number
from monazite.analysis.sentences import some
from monazite.errors import QueryError

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

MEASURES = ("capacity", "production")
# How many units a sentence names.
_NAMED = 8


@dataclass(frozen=True)
class Asked:
    """What is to be measured, read and checked."""

    by: str
    stages: tuple[str, ...]
    wanted: frozenset[str] | None
    dates: tuple[str | None, ...]
    kind: str
    measure: str
    most: float | None
    source: str
    subject: str
    language: str


def asked(
    kg: KnowledgeGraph,
    known: Concepts,
    *,
    by: str,
    stage: str | None,
    product: str | None,
    element: str | None,
    at: str | None,
    kind: str,
    measure: str,
    language: str,
    years: tuple[int, int] | None,
    most: float | None,
    source: str | None,
) -> Asked:
    """Checks what `monazite.analysis.concentration.stages` is asked, and finds what is named.

    Raises:
        QueryError: an argument is none of those that there are, or two do not go together.
    """
    for value, choices, what in ((by, BY, "holder"), (kind, KINDS, "kind"), (measure, MEASURES, "measure")):
        if value not in choices:
            raise QueryError(f"unknown {what} {value!r}; there are: {', '.join(choices)}")
    if product and element:
        raise QueryError("give a product or an element, not both")
    if at and years:
        raise QueryError("give a date or years, not both")
    if at:
        last_day(at)
    if years and not 1900 <= years[0] <= years[1] <= 2100:
        raise QueryError(
            f"{years[0]}-{years[1]} are no years: give the first and the last, such as 2018-2024"
        )
    if most is not None and not 0 < most < math.inf:
        raise QueryError(f"a unit without a figure cannot have at most {most}: give a positive amount")
    if measure == "production":
        if by != "country":
            raise QueryError("production is stated by country: take by country, or the measure capacity")
        if kind == "planned":
            raise QueryError("production is not planned: take the measure capacity")
    elif source:
        raise QueryError("one source alone is for production: of capacities no document tells all")
    wanted: frozenset[str] | None = None
    what = ""
    if product:
        iri = _product(kg, known, product)
        wanted, what = known.narrower[iri], known.products[iri].label
    elif element:
        iri = _element(kg, known, element)
        wanted, what = (
            holders.separated(known, iri),
            f"separated {kg.label(URIRef(iri), language)}",
        )
    stages = (known.stage_named(stage),) if stage else tuple(known.stages)
    if years:
        dates: tuple[str | None, ...] = tuple(str(year) for year in range(years[0], years[1] + 1))
    else:
        dates = (at,)
    counted = f"{kind} capacity" if measure == "capacity" else "production"
    where = f" at {known.stages[stages[0]].label}" if stage else ""
    subject = f"{counted}{f' of {what}' if what else ''}{where}"
    found = _source(kg, source) if source else ""
    return Asked(by, stages, wanted, dates, kind, measure, most, found, subject, language)


def _product(kg: KnowledgeGraph, known: Concepts, text: str) -> str:
    """A product by its name (``ndpr-oxide``), or as any entity by IRI or label."""
    named = {product.name: iri for iri, product in known.products.items()}
    iri = named.get(text) or str(kg.resolve(text))
    if iri not in known.products:
        raise QueryError(f"{text!r} is no product of the chain, such as {', '.join(sorted(named)[:3])}")
    return iri


def _element(kg: KnowledgeGraph, known: Concepts, text: str) -> str:
    iri = str(kg.resolve(text))
    if not any(iri in product.elements for product in known.products.values()):
        raise QueryError(f"{text!r} is no element of the chain: give a symbol or a name, such as Dy")
    return iri


def _source(kg: KnowledgeGraph, text: str) -> str:
    """A document by its IRI, or by the end of it."""
    found = [iri for iri in documents(kg) if iri == text or iri.endswith(f"/{text}")]
    if not found:
        raise QueryError(f"no source document is {text!r}: give its IRI, or what stands in it after source/")
    return found[0]


def notes(asked: Asked, found: Collection[Held]) -> tuple[str, ...]:
    """What is assumed, and what is left out, in sentences."""
    if asked.measure == "production":
        return (
            "Where sources differ, the range of what they say counts. What the world's total leaves beyond "
            "the named countries is other countries', be it one or many. Years without a world total do not "
            "count.",
        )
    said = ["Units that the graph does not know of are within no bound."]
    if any(held.unknown for held in found):
        largest = "the largest capacity that is known at its stage"
        limit = largest if asked.most is None else number(asked.most)
        said.append(f"A unit without a figure is assumed to have anything from nothing to {limit}.")
    if elsewhere := sorted({label for held in found for label in held.elsewhere}):
        said.append(
            "Told of on another basis, or in another unit, than their stage is measured in, and so without a "
            f"figure here: {some(elsewhere, _NAMED)}."
        )
    if asked.by == "operator":
        said.append(
            "Of a unit with several operators each is assumed to run anything from none to all of it."
        )
    if asked.by == "owner":
        said.append(
            "What no source names the holders of may be of any number of them, named ones among them."
        )
    if asked.by == "state":
        said.append("What is no state's is of one private holder for the upper bound, of many for the lower.")
    if asked.wanted is not None:
        said.append("Only units of which a source names the product count; others may make it, too.")
    return tuple(said)


def nothing(asked: Asked) -> str:
    """That there is nothing to measure, in a sentence."""
    if asked.measure == "production":
        return f"No source gives {asked.subject} of countries and of the world for the same year."
    return f"No production unit is known for {asked.subject}."
