"""Reads the ontology for its pages: sections, classes, properties, alignments, and shapes that check them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from monazite import bundle
from monazite.vocabulary import MZ, local_name

_SECTION = re.compile(r"^# =+ (?P<title>.+)$|^(?P<term>mz:\w+)$", re.MULTILINE)
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
_AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty)


@dataclass(frozen=True)
class Check:
    """What a shape checks of the things of a class: its name, severity, and what it says when it fails."""

    name: str
    severity: str
    message: str


@dataclass(frozen=True)
class Mapped:
    """A term of another vocabulary, how ours relates to it, and what is to be minded."""

    how: str
    iri: str
    comment: str


class Ontology:
    """The shipped ontology, with its alignments and shapes, to be asked by class and property."""

    def __init__(self) -> None:
        root = bundle.root() / "ontology"
        self.text = (root / "monazite.ttl").read_text(encoding="utf-8")
        self.graph = Graph(bind_namespaces="none").parse(root / "monazite.ttl")
        self.alignments = Graph(bind_namespaces="none")
        for path in sorted((root / "alignment").glob("*.ttl")):
            self.alignments.parse(path)
        self.shapes = Graph(bind_namespaces="none")
        for path in sorted((root / "shapes").glob("*.ttl")):
            self.shapes.parse(path)

    @cached_property
    def sections(self) -> dict[str, tuple[URIRef, ...]]:
        """The terms of each section of the file, by its title, in the order of the file."""
        found: dict[str, list[URIRef]] = {}
        title = ""
        for match in _SECTION.finditer(self.text):
            if match["title"]:
                title = match["title"]
            elif title:
                found.setdefault(title, []).append(MZ[match["term"].removeprefix("mz:")])
        return {title: tuple(terms) for title, terms in found.items()}

    def is_class(self, term: URIRef) -> bool:
        """Whether a term is a class."""
        return (term, RDF.type, OWL.Class) in self.graph

    def words(self, term: URIRef, predicate: URIRef, language: str = "en") -> str:
        """The text of a term in a language, or without one; "" if there is none."""
        for value in self.graph.objects(term, predicate):
            if isinstance(value, Literal) and (value.language or "en").startswith(language):
                return str(value)
        return ""

    def label(self, term: URIRef, language: str = "en") -> str:
        """The label of a term, else the last part of its IRI."""
        return self.words(term, RDFS.label, language) or (local_name(term) if language == "en" else "")

    def named(self, term: Node, predicate: URIRef) -> tuple[URIRef, ...]:
        """What a term is tied to by a predicate, unions taken apart."""
        return tuple(
            dict.fromkeys(
                each for value in self.graph.objects(term, predicate) for each in self._parts(value)
            )
        )

    def _parts(self, node: Node) -> Iterator[URIRef]:
        if isinstance(node, URIRef):
            yield node
        elif isinstance(node, BNode) and (union := self.graph.value(node, OWL.unionOf)) is not None:
            for member in Collection(self.graph, union):
                yield from self._parts(member)

    def under(self, term: URIRef) -> tuple[URIRef, ...]:
        """The classes or properties right beneath a term."""
        predicate = RDFS.subClassOf if self.is_class(term) else RDFS.subPropertyOf
        return tuple(
            sorted(each for each in self.graph.subjects(predicate, term) if isinstance(each, URIRef))
        )

    def properties_of(self, term: URIRef) -> tuple[URIRef, ...]:
        """The properties whose domain names the class itself, in the order of the file."""
        return tuple(p for p in self._properties if term in self.named(p, RDFS.domain))

    def leading_to(self, term: URIRef) -> tuple[URIRef, ...]:
        """The properties whose range names the class itself, in the order of the file."""
        return tuple(p for p in self._properties if term in self.named(p, RDFS.range))

    @cached_property
    def _properties(self) -> tuple[URIRef, ...]:
        return tuple(t for terms in self.sections.values() for t in terms if not self.is_class(t))

    def mapped(self, term: URIRef) -> tuple[Mapped, ...]:
        """The terms of other vocabularies that ours stands under or beside."""
        found = []
        for predicate in (*_AXIOMS, *_MATCHES):
            for other in sorted(map(str, self.alignments.objects(term, predicate))):
                if re.match(r"https?://", other) and not other.startswith(str(MZ)):
                    found.append(Mapped(local_name(predicate), other, self._comment(term, predicate, other)))
        return tuple(found)

    def _comment(self, term: URIRef, predicate: URIRef, other: str) -> str:
        for axiom in self.alignments.subjects(OWL.annotatedSource, term):
            triples = ((axiom, OWL.annotatedProperty, predicate), (axiom, OWL.annotatedTarget, URIRef(other)))
            if all(triple in self.alignments for triple in triples):
                return str(self.alignments.value(axiom, RDFS.comment) or "")
        return ""

    def checks(self, term: URIRef) -> tuple[Check, ...]:
        """What the shapes of a class check, violations first."""
        found = []
        for shape in self.shapes.subjects(SH.targetClass, term):
            for part in (shape, *self.shapes.objects(shape, SH.property)):
                if (message := self.shapes.value(part, SH.message)) is not None:
                    severity = local_name(str(self.shapes.value(part, SH.severity) or SH.Violation))
                    name = self.shapes.value(part, SH.name) or local_name(str(part))
                    found.append(Check(str(name), severity, str(message)))
        order = ("Violation", "Warning", "Info")
        return tuple(sorted(found, key=lambda check: (order.index(check.severity), check.name)))
