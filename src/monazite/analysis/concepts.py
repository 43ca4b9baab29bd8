"""The stages and products of the chain, as the ontology's concept schemes have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.analysis.asking import rows
from monazite.errors import QueryError
from monazite.vocabulary import local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

LANGUAGES = {"en": "en", "zh": "zh-hans"}


def tag_of(language: str) -> str:
    """The tag of labels in ``en`` or ``zh``.

    Raises:
        QueryError: there are no labels in the language.
    """
    if language not in LANGUAGES:
        raise QueryError(f"unknown language {language!r}; there are: {', '.join(LANGUAGES)}")
    return LANGUAGES[language]


@dataclass(frozen=True)
class Stage:
    """A step of the chain: `name` is its notation (``magnet-making``), `rank` 1 for exploration."""

    iri: str
    name: str
    label: str
    rank: int


@dataclass(frozen=True)
class Product:
    """A good of the chain; `elements` are symbols' IRIs, `broader` the products of which it is a kind."""

    iri: str
    name: str
    label: str
    elements: frozenset[str]
    broader: frozenset[str]


@dataclass(frozen=True)
class Concepts:
    """The stages by name and the products by IRI, and which stage takes in or puts out what.

    `inputs` and `outputs` give the IRIs of a stage's products by its name; `ranks` the rank of the stage
    that each product comes from.
    """

    stages: Mapping[str, Stage]
    products: Mapping[str, Product]
    inputs: Mapping[str, frozenset[str]]
    outputs: Mapping[str, frozenset[str]]
    ranks: Mapping[str, int]

    @cached_property
    def narrower(self) -> dict[str, frozenset[str]]:
        """Each product with all that are a kind of it, itself among them."""
        found: dict[str, set[str]] = {iri: {iri} for iri in self.products}
        for iri in self.products:
            for above in self.above(iri):
                found.setdefault(above, set()).add(iri)
        return {iri: frozenset(below) for iri, below in found.items()}

    @cached_property
    def scrap(self) -> frozenset[str]:
        """The products that recycling takes in, and all their kinds."""
        return frozenset(kind for taken in self.inputs["recycling"] for kind in self.narrower[taken])

    def stage_named(self, text: str) -> str:
        """The name of the stage that a text means: its name, label or IRI, in upper or lower case.

        Raises:
            QueryError: there is no such stage.
        """
        wanted = text.strip().casefold()
        for name, stage in self.stages.items():
            if wanted in (name, stage.label.casefold(), stage.iri.casefold()):
                return name
        raise QueryError(f"unknown stage {text!r}; there are: {', '.join(self.stages)}")

    def above(self, product: str) -> frozenset[str]:
        """All products of which a product is a kind, itself left out."""
        found: set[str] = set()
        waiting = [product]
        while waiting:
            known = self.products.get(waiting.pop())
            fresh = (known.broader if known else frozenset()) - found
            found |= fresh
            waiting += fresh
        return frozenset(found)

    def akin(self, one: str, other: str) -> bool:
        """Whether two products are the same, or one is a kind of the other."""
        return one == other or one in self.above(other) or other in self.above(one)


def concepts(kg: KnowledgeGraph, language: str = "en") -> Concepts:
    """The stages and products of a graph, labelled in ``en`` or ``zh``.

    Raises:
        QueryError: there are no labels in the language.
    """
    return kg.once(("concepts", language), lambda: _read(kg, language))


def _read(kg: KnowledgeGraph, language: str) -> Concepts:
    tag = tag_of(language)
    stages: dict[str, Stage] = {}
    for iri, rank, label, spoken in sorted(rows(kg, "stages"), key=lambda row: int(row[1])):
        name = local_name(iri)
        if spoken == tag or (spoken == "en" and name not in stages):
            stages[name] = Stage(iri, name, label, int(rank))
    labels: dict[str, str] = {}
    elements: dict[str, set[str]] = {}
    broader: dict[str, set[str]] = {}
    for iri, label, spoken, element, above in rows(kg, "products"):
        if spoken == tag or (spoken == "en" and iri not in labels):
            labels[iri] = label
        elements.setdefault(iri, set()).update({element} - {""})
        broader.setdefault(iri, set()).update({above} - {""})
    products = {
        iri: Product(iri, local_name(iri), label, frozenset(elements[iri]), frozenset(broader[iri]))
        for iri, label in labels.items()
    }
    taken: dict[str, set[str]] = {name: set() for name in stages}
    given: dict[str, set[str]] = {name: set() for name in stages}
    for stage, product, direction in rows(kg, "stage-products"):
        (taken if direction == "input" else given)[local_name(stage)].add(product)
    return Concepts(
        stages,
        products,
        {name: frozenset(found) for name, found in taken.items()},
        {name: frozenset(found) for name, found in given.items()},
        {product: int(rank) for product, rank in rows(kg, "product-ranks")},
    )
