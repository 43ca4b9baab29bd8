"""Describes the dataset in VoID and DCAT 3: what it holds, its version and licence, where it is had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from monazite import bundle
from monazite.vocabulary import PREFIXES as OURS

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

DATASET = URIRef("https://w3id.org/monazite/dataset")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
TITLE = "Monazite: the rare earth value chain"
SPDX = Namespace("http://spdx.org/rdf/terms#")
PREFIXES = {"void": str(VOID), "dcat": str(DCAT), "dcterms": str(DCTERMS), "spdx": str(SPDX)}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


@dataclass(frozen=True)
class Counts:
    """How much a graph holds.

    Attributes:
        triples: statements, each once, however many sources make it.
        subjects: things that anything is said of.
        graphs: named graphs.
        classes: IRI of each class, and how many things are of it.
        properties: IRI of each property, and how many statements have it.
    """

    triples: int
    subjects: int
    graphs: int
    classes: Sequence[tuple[str, int]]
    properties: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Distribution:
    """A file that the dataset is had as: its address, media type, and where known bytes and SHA-256 (hex)."""

    address: str
    media: str
    size: int | None = None
    sha256: str | None = None


def count(kg: KnowledgeGraph) -> Counts:
    """Counts what a graph holds, its union of all named graphs."""

    def one(text: str) -> int:
        return int(kg.query(text).values()[0][0])

    def table(text: str) -> tuple[tuple[str, int], ...]:
        return tuple((iri, number) for iri, number in kg.query(text).values())

    return Counts(
        one("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        one("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        one("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        table(_CLASSES),
        table(_PROPERTIES),
    )


def describe(counts: Counts, distributions: Iterable[Distribution] = ()) -> Graph:
    """The description as a graph, about `DATASET`."""
    versions = bundle.versions()
    told = Graph(bind_namespaces="none")
    for predicate, node in (
        (RDF.type, VOID.Dataset),
        (RDF.type, DCAT.Dataset),
        (VOID.uriSpace, Literal("https://w3id.org/monazite/")),
        (VOID.triples, Literal(counts.triples)),
        (VOID.distinctSubjects, Literal(counts.subjects)),
        (VOID.classes, Literal(len(counts.classes))),
        (VOID.properties, Literal(len(counts.properties))),
        (DCTERMS.title, Literal(TITLE, lang="en")),
        (DCTERMS.license, LICENCE),
        (DCTERMS.conformsTo, URIRef(f"{OURS['mz'].rstrip('#')}/{versions.ontology}")),
        (URIRef(f"{DCAT}version"), Literal(versions.data)),
        (DCTERMS.description, Literal(
            f"{counts.graphs} named graphs, one a source document; the default graph holds what all of "
            f"them say, each statement once. Written by Monazite {versions.code}.", lang="en")),
    ):  # fmt: skip
        told.add((DATASET, predicate, node))
    for each in distributions:
        _add(told, each)
    for kind, part, number_of, rows in (
        (VOID.classPartition, VOID["class"], VOID.entities, counts.classes),
        (VOID.propertyPartition, VOID.property, VOID.triples, counts.properties),
    ):
        for iri, number in rows:
            partition = BNode()
            told.add((DATASET, kind, partition))
            told.add((partition, part, URIRef(iri)))
            told.add((partition, number_of, Literal(number)))
    return told


def _add(told: Graph, each: Distribution) -> None:
    place = URIRef(each.address)
    told.add((DATASET, DCAT.distribution, place))
    told.add((place, RDF.type, DCAT.Distribution))
    told.add((place, DCAT.downloadURL, place))
    told.add((place, DCAT.mediaType, URIRef(f"{_MEDIA}{each.media}")))
    told.add((place, DCTERMS.license, LICENCE))
    if each.size is not None:
        told.add((place, DCAT.byteSize, Literal(each.size, datatype=XSD.nonNegativeInteger)))
    if each.sha256 is not None:
        checksum = BNode()
        told.add((place, SPDX.checksum, checksum))
        told.add((checksum, RDF.type, SPDX.Checksum))
        told.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        told.add((checksum, SPDX.checksumValue, Literal(each.sha256, datatype=XSD.hexBinary)))
