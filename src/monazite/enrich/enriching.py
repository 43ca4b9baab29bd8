"""Enriches one thing from one dataset: finds its record by the mappings, fetches it, makes its graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from monazite.enrich import cache
from monazite.enrich.geonames import GEONAMES
from monazite.enrich.gleif import GLEIF
from monazite.enrich.records import Dataset, RecordError, Said
from monazite.enrich.wikidata import WIKIDATA
from monazite.errors import MonaziteError
from monazite.tables import trig
from monazite.vocabulary import DATASET, PREFIXES
from monazite.web import Answer, Web, WebError

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

DATASETS: dict[str, Dataset] = {each.name: each for each in (WIKIDATA, GLEIF, GEONAMES)}
FRESH = timedelta(days=30)
_EXACT = (f"{PREFIXES['skos']}exactMatch", f"{PREFIXES['owl']}sameAs")
_NEAR = (f"{PREFIXES['skos']}closeMatch",)


class NotLinked(MonaziteError):
    """A thing that no mapping ties to the dataset."""


@dataclass(frozen=True)
class Enriched:
    """What a dataset says of the outside thing that one of ours is mapped to.

    `graph` is the IRI of the record's graph, `said` its statements about `thing`; `at` is when it was read,
    from the cache where `cached`. `problem` says why a stale answer had to do, `near` that the match is.
    """

    dataset: Dataset
    thing: str
    graph: str
    url: str
    said: tuple[Said, ...]
    at: datetime
    cached: bool
    near: bool = False
    problem: str | None = None

    def trig(self) -> str:
        """The graph as a TriG file, which ``monazite build --data`` takes."""
        stamp = ox.NamedNode(PREFIXES["xsd"] + "dateTime")
        dcterms, prov = PREFIXES["dcterms"], PREFIXES["prov"]
        about: list[Said] = [
            (PREFIXES["rdf"] + "type", ox.NamedNode(f"{PREFIXES['void']}Dataset")),
            (f"{dcterms}title", ox.Literal(f"{self.dataset.title} on {self.thing}", language="en")),
            (f"{dcterms}isPartOf", ox.NamedNode(DATASET[self.dataset.name])),
            (f"{dcterms}source", ox.NamedNode(self.url)),
            (f"{dcterms}license", ox.NamedNode(self.dataset.licence)),
            (f"{prov}generatedAtTime", ox.Literal(self.at.isoformat(), datatype=stamp)),
        ]
        heading = f"# What {self.dataset.title} says of <{self.thing}>, written by `monazite enrich`."
        return trig.write(self.graph, {self.graph: about, self.thing: self.said}, heading)


def enrich(
    kg: KnowledgeGraph,
    entity: str,
    dataset: Dataset,
    folder: Path,
    *,
    service: str | None = None,
    loopback: bool = False,
    offline: bool = False,
    fresh: timedelta = FRESH,
    web: Web | None = None,
) -> Enriched:
    """What a dataset says of the thing that an entity of ours is mapped to.

    Args:
        kg: the graph with the mappings.
        entity: an IRI, a prefixed name or a name of ours.
        dataset: the dataset to ask.
        folder: where answers are kept.
        service: another address than the dataset's own, that answers in the same form.
        loopback: whether it may be one of this machine.
        offline: whether nothing is asked, and only what is kept is read.
        fresh: how old an answer may be to be taken without asking.
        web: what asks; one for the host of the service if None.

    Raises:
        UnknownEntity, AmbiguousEntity: as `KnowledgeGraph.resolve`.
        NotLinked: no mapping ties the entity to the dataset.
        WebError: the service did not answer and nothing is kept; RecordError: the answer is of another form.
        FileError: the answer cannot be kept.
    """
    thing, near = _linked(kg, entity, dataset)
    identifier = dataset.identifier(thing)
    assert identifier is not None
    address = dataset.address(service or dataset.service, identifier)
    key = f"{dataset.name}-{identifier}"
    kept = cache.load(folder, key)
    problem = None
    answer = kept if kept is not None and _age(kept) <= fresh else None
    if answer is None:
        try:
            if offline:
                raise WebError(f"{address} is not asked: --offline")
            web = web or Web((urlsplit(address).netloc,), loopback)
            answer = web.get(address, dataset.accept)
            said = tuple(dataset.read(answer.content, identifier))
            cache.keep(folder, key, answer)
            graph = str(DATASET[f"{dataset.name}/{identifier}"])
            return Enriched(dataset, thing, graph, answer.url, said, answer.at, False, near)
        except (WebError, RecordError) as error:
            if kept is None:
                raise type(error)(f"{error}; and nothing is kept of {thing} from before") from error
            answer, problem = kept, str(error)
    said = tuple(dataset.read(answer.content, identifier))
    graph = str(DATASET[f"{dataset.name}/{identifier}"])
    return Enriched(dataset, thing, graph, answer.url, said, answer.at, True, near, problem)


def _age(answer: Answer) -> timedelta:
    return datetime.now(UTC) - answer.at


def _linked(kg: KnowledgeGraph, entity: str, dataset: Dataset) -> tuple[str, bool]:
    """The outside thing that an entity is mapped to, and whether only nearly."""
    subject = ox.NamedNode(kg.resolve(entity))
    for predicates in (_EXACT, _NEAR):
        found = sorted(
            quad.object.value
            for predicate in predicates
            for quad in kg.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
            if isinstance(quad.object, ox.NamedNode) and dataset.identifier(quad.object.value)
        )
        if found:
            return found[0], predicates is _NEAR
    raise NotLinked(
        f"{kg.label(kg.resolve(entity))} is not linked to {dataset.title}: no mapping in data/links"
        f" names a thing of {dataset.base}"
    )
