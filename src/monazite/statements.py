"""Statements with their sources: what the graph says of an entity, and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS
from rdflib.term import Identifier

from monazite import markup, queries
from monazite.results import convert, display, from_engine, to_engine
from monazite.stores import Readable, is_merged
from monazite.vocabulary import MZ, REGISTRY, RULE, local_name, shorten

# Nodes that carry a fact about something else: a description of that thing is not whole without them.
_FACTS = frozenset(
    MZ[name] for name in ("Agreement", "Investment", "EquityStake", "Observation", "ChainLink", "Assessment")
)
_PARTS = frozenset(MZ[name] for name in ("Quantity", "MonetaryAmount", "Identifier", "Listing", "Target"))
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)

# How the bounds of a figure are said, in the order of saying.
_BOUNDS = {
    "value": "",
    "minimum": "at least ",
    "exclusiveMinimum": "over ",
    "maximum": "up to ",
    "exclusiveMaximum": "under ",
}
_SYMBOL = "http://qudt.org/schema/qudt/symbol"

Triple = tuple[Identifier, Identifier, Identifier]


@dataclass(frozen=True)
class Statement:
    """One statement and the named graph that makes it."""

    subject: Identifier
    predicate: URIRef
    object: Identifier
    graph: URIRef

    @property
    def derived(self) -> bool:
        """Whether a rule made the statement, not a source."""
        return self.graph.startswith(RULE)


@dataclass(frozen=True)
class Source:
    """A source document: its IRI, title, publisher's name, date as given (None: undated) and address.

    `quoted` are the IRIs of the documents that it reports at second hand.
    """

    iri: URIRef
    title: str
    publisher: str | None
    issued: str | None
    url: str | None
    quoted: tuple[URIRef, ...] = ()

    @property
    def short(self) -> str:
        """Publisher and year, as a figure names its sources."""
        return f"{self.publisher or self.title} {self.issued[:4] if self.issued else 'undated'}"

    def __str__(self) -> str:
        """The source as a line of a list of references."""
        parts = (self.publisher, f"“{self.title}”", self.issued or "undated", self.url)
        return ", ".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        """The source as a notebook shows it: its title leads to where it stands."""
        told = ", ".join(part for part in (self.publisher, self.issued or "undated") if part)
        return f"{markup.link(f'“{self.title}”', self.url)}, {markup.escaped(told)}"


@dataclass(frozen=True)
class Description:
    """What the graph says of an entity: `about` it, and of the facts that it takes part in.

    `statements` come in the order in which they are worth reading: the entity's own, then each fact's.
    `store` is where they stand.
    """

    entity: URIRef
    label: str
    kinds: tuple[str, ...]
    statements: tuple[Statement, ...]
    store: Readable = field(repr=False, compare=False)

    @property
    def about(self) -> tuple[Statement, ...]:
        """The statements whose subject is the entity itself."""
        return tuple(s for s in self.statements if s.subject == self.entity)

    def _repr_html_(self) -> str:
        """The description as a notebook shows it: what sources state, with the number of each source."""
        # What the registry names as sources is in the list of references already, or is a mention alone.
        told = [s for s in self.statements if s.predicate != DCTERMS.source]
        stated: dict[Triple, list[Statement]] = {}
        for statement in told:
            if not statement.derived:
                triple = (statement.subject, statement.predicate, statement.object)
                stated.setdefault(triple, []).append(statement)
        shown = [statement for made in list(stated.values())[: markup.MOST] for statement in made]
        numbers = {graph: n for n, graph in enumerate(dict.fromkeys(s.graph for s in shown), 1)}
        rows = []
        subject: Identifier = self.entity
        for (about, predicate, value), made in list(stated.items())[: markup.MOST]:
            changed, subject = about != subject, about
            rows.append(
                (
                    markup.escaped(label(self.store, subject)) if changed else "",
                    markup.escaped(label(self.store, predicate)),
                    _linked(self.store, value),
                    " ".join(f"[{numbers[statement.graph]}]" for statement in made),
                )
            )
        known = {source.iri: source for source in sources(self.store, tuple(shown))}
        references = [
            known[graph]._repr_html_() if graph in known else _linked(self.store, graph) for graph in numbers
        ]
        address = markup.link(shorten(self.entity), self.entity)
        head = f"<p>{markup.escaped(', '.join(self.kinds))}, {address}</p>"
        facts = markup.table(("of", "what", "value", "stated in"), rows, len(stated))
        follow = sum(statement.derived for statement in told)
        more = f"<p>{follow:,} statements more follow by rules.</p>" if follow else ""
        return markup.section(self.label, head, facts, more, markup.listed(references))


def label(store: Readable, node: Identifier, language: str = "en") -> str:
    """A node's label in a language, else in English, else any; else its prefixed name or text.

    A language takes in its kinds, as in SPARQL's ``langMatches``: ``zh`` a label in ``zh-hans``.
    """
    if not isinstance(node, URIRef):
        return display(node)
    found: dict[str, str] = {}
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None):
            if isinstance(quad.object, ox.Literal):
                found.setdefault(quad.object.language or "", quad.object.value)
    kinds = sorted(tag for tag in found if tag.startswith(f"{language}-"))
    for choice in (language, *kinds, "en", ""):
        if choice in found:
            return found[choice]
    return next(iter(found.values()), _figure(store, node) or display(node))


def _linked(store: Readable, node: Identifier) -> str:
    """A node as HTML: its label, which leads to its IRI."""
    return markup.link(label(store, node), str(node) if isinstance(node, URIRef) else None)


def _figure(store: Readable, node: URIRef) -> str:
    """An amount or quantity in words: its number or bounds, with unit or currency; "" for others."""
    said: dict[str, ox.NamedNode | ox.Literal] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(node), None, None, None):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            said[local_name(quad.predicate.value)] = quad.object
    number = " ".join(words + said[name].value for name, words in _BOUNDS.items() if name in said)
    if not number:
        return ""
    unit = ""
    if isinstance(measured := said.get("unit"), ox.NamedNode):
        for quad in store.quads_for_pattern(measured, ox.NamedNode(_SYMBOL), None, None):
            unit = quad.object.value if isinstance(quad.object, ox.Literal) else unit
    currency = said["currency"].value if "currency" in said else ""
    return f"{currency} {number}{'/' if currency and unit else ' '}{unit}".strip()


def types(store: Readable, node: Identifier, *, derived: bool = False) -> tuple[URIRef, ...]:
    """The classes that a node is stated to be of, and with `derived` those that follow."""
    if not isinstance(node, URIRef):
        return ()
    quads = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(RDF.type), None, None)
    named = ((q.object.value, q.graph_name) for q in quads if isinstance(q.object, ox.NamedNode))
    return tuple(
        dict.fromkeys(
            URIRef(iri)
            for iri, graph in sorted(named, key=str)
            if derived or (isinstance(graph, ox.NamedNode) and not graph.value.startswith(RULE))
        )
    )


def describe(store: Readable, entity: URIRef) -> Description:
    """Everything that is said of an entity, each statement with its graph."""
    own = sorted(_matching(store, entity, None), key=_order)
    incoming = sorted(_matching(store, None, entity), key=_order)
    statements = list(own)
    told: set[Identifier] = {entity}
    for statement in own:
        _add_parts(store, statement.object, statements, told)
    for statement in incoming:
        if statement.predicate == OWL.annotatedSource:  # a mapping: the plain statement says it
            continue
        if _FACTS.isdisjoint(types(store, statement.subject, derived=True)):
            statements.append(statement)
        elif statement.subject not in told:
            told.add(statement.subject)
            facts = sorted(_matching(store, statement.subject, None), key=_order)
            statements.extend(facts)
            for fact in facts:
                _add_parts(store, fact.object, statements, told)
    kinds = tuple(local_name(t) for t in types(store, entity) if t.startswith(MZ))
    return Description(entity, label(store, entity), kinds, tuple(dict.fromkeys(statements)), store)


def _add_parts(store: Readable, node: Identifier, statements: list[Statement], told: set[Identifier]) -> None:
    if node in told or _PARTS.isdisjoint(types(store, node)):
        return
    told.add(node)
    parts = sorted(_matching(store, node, None), key=_order)
    statements.extend(parts)
    for part in parts:
        _add_parts(store, part.object, statements, told)


def _matching(store: Readable, subject: Identifier | None, target: Identifier | None) -> Iterator[Statement]:
    for quad in store.quads_for_pattern(
        ox.NamedNode(subject) if isinstance(subject, URIRef) else None,
        None,
        ox.NamedNode(target) if isinstance(target, URIRef) else None,
        None,
    ):
        if isinstance(quad.graph_name, ox.NamedNode):
            predicate, graph = URIRef(quad.predicate.value), URIRef(quad.graph_name.value)
            yield Statement(from_engine(quad.subject), predicate, from_engine(quad.object), graph)


_FIRST = {RDF.type: 0, SKOS.prefLabel: 1, SKOS.altLabel: 2, DCTERMS.description: 3}


def _order(statement: Statement) -> tuple[bool, str, int, str, str, str]:
    rank = _FIRST.get(statement.predicate, 9)
    return (
        statement.derived,
        str(statement.subject),
        rank,
        str(statement.predicate),
        str(statement.object),
        str(statement.graph),
    )


def stating(store: Readable, triple: Triple) -> tuple[Statement, ...]:
    """One triple as statements: one for each graph that makes it, none if no graph does."""
    subject, predicate, target = (to_engine(term) for term in triple)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        return ()
    quads = store.quads_for_pattern(subject, predicate, target, None)
    graphs = sorted(q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode))
    return tuple(Statement(triple[0], URIRef(triple[1]), triple[2], URIRef(graph)) for graph in graphs)


def documents(store: Readable) -> dict[URIRef, Source]:
    """Every source document in the store, by IRI."""
    text = queries.shipped("lookups", "sources").text
    rows = convert(store.query(text, use_default_graph_as_union=not is_merged(store)))
    found: dict[URIRef, Source] = {}
    for row in rows.rows():
        iri = URIRef(row.source)
        before = found.get(iri)
        quoted = {*(before.quoted if before else ()), *([URIRef(row.quoted)] if row.quoted else ())}
        publisher, issued, url = (None if v is None else str(v) for v in (row.publisher, row.issued, row.url))
        found[iri] = Source(iri, str(row.title), publisher, issued, url, tuple(sorted(quoted)))
    return found


def sources(
    store: Readable, statements: tuple[Statement, ...], known: Mapping[URIRef, Source] | None = None
) -> tuple[Source, ...]:
    """The documents that stand behind statements, those that they quote included.

    `known` are the store's `documents`, for who has read them already.

    A statement in a source's own graph rests on that source; one in the registry on the document that
    its subject names; a derived one on what the link or the statements that it was derived from name.
    """
    known = documents(store) if known is None else known
    wanted: set[URIRef] = set()
    for statement in statements:
        if statement.graph in known:
            wanted.add(statement.graph)
        elif statement.graph.startswith(REGISTRY):
            wanted |= _named(store, statement.subject, DCTERMS.source)
        elif statement.derived:
            wanted |= _behind_derived(store, statement)
    wanted |= {quoted for iri in wanted if iri in known for quoted in known[iri].quoted}
    return tuple(known[iri] for iri in sorted(wanted & known.keys()))


def _behind_derived(store: Readable, statement: Statement) -> set[URIRef]:
    if statement.predicate in (MZ.feeds, MZ.couldFeed):
        starts = set(_subjects(store, MZ.linkFrom, statement.subject))
        links = starts & set(_subjects(store, MZ.linkTo, statement.object))
        return {source for link in links for source in _named(store, link, PROV.wasDerivedFrom)}
    return _named(store, statement.subject, PROV.wasDerivedFrom)


def _subjects(store: Readable, predicate: URIRef, target: Identifier) -> Iterator[URIRef]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(target), None):
        if isinstance(quad.subject, ox.NamedNode):
            yield URIRef(quad.subject.value)


def _named(store: Readable, subject: Identifier, predicate: URIRef) -> set[URIRef]:
    if not isinstance(subject, URIRef):
        return set()
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return {URIRef(quad.object.value) for quad in quads if isinstance(quad.object, ox.NamedNode)}
