"""What rows say: statements in the graphs of their sources, and entries in the registry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SKOS, XSD, URIRef
from rdflib.namespace import Namespace

from monazite.errors import CellProblem
from monazite.tables import kinds, units
from monazite.tables.kinds import Concepts, Key, Measures, Row, Says
from monazite.tables.names import FAMILIES, MATCHES, Names, NoMatch, slug
from monazite.tables.reading import RawRow
from monazite.tables.values import CellError, Date, Figure, plain, tidy
from monazite.vocabulary import CONCEPT, MZ, REGISTRY, SOURCE, THING, local_name

SCHEMA = Namespace("https://schema.org/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
WGS = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")

# The graph of the registry that holds each family, and the folder of their IRIs.
REGISTERS = {
    "organization": ("organizations", f"{THING}org/"),
    "facility": ("facilities", f"{THING}facility/"),
    "initiative": ("initiatives", f"{THING}initiative/"),
    "place": ("places", f"{THING}place/"),
}
PROJECTS = f"{THING}project/"
# rdflib makes these anew each time that they are asked for.
TYPE, LABEL, KNOWN_FROM = str(RDF.type), str(SKOS.prefLabel), str(DCTERMS.source)
_DECIMAL, _STRING = ox.NamedNode(XSD.decimal), ox.NamedNode(XSD.string)
BOUNDS = {
    "value": MZ.value,
    "minimum": MZ.minimum,
    "maximum": MZ.maximum,
    "exclusive_minimum": MZ.exclusiveMinimum,
    "exclusive_maximum": MZ.exclusiveMaximum,
}
# A plant that does one of these is a manufacturing plant, whatever else it does.
_MAKING = {"magnet-making", "magnet-coating", "assembly", "motor-making", "end-use"}
_ZONE = re.compile(r"\b(zone|park|estate|complex|cluster)\b|区$|园$", re.IGNORECASE)

Term = ox.NamedNode | ox.Literal
# What is said of each subject of a graph: predicates and objects, each pair once, in the order of saying.
Nodes = dict[str, dict[tuple[str, Term], None]]


@dataclass
class Statements:
    """Statements by graph and subject, each once; and the row that each subject comes from."""

    graphs: dict[str, dict[str, dict[tuple[str, Term], None]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    rows: dict[tuple[str, str], RawRow] = field(default_factory=dict)

    def add(self, graph: str, subject: str, predicate: str, value: Term) -> None:
        """Adds a statement."""
        self.graphs[_text(graph)][_text(subject)][_text(predicate), value] = None


class Reader:
    """Turns rows into statements; what it cannot resolve goes to `problems`, all of it."""

    def __init__(self, names: Names, problems: list[CellProblem]) -> None:
        """Starts with the names that are known."""
        self.names = names
        self.problems = problems
        self.said = Statements()
        self.registry = Statements()
        self.only_source: str | None = None
        self.sources: set[str] = set()
        self.identities: dict[tuple[str, ...], RawRow] = {}
        self.ids: dict[tuple[str, str], RawRow] = {}
        self.resolved: dict[tuple[object, ...], str] = {}
        self.new_places: set[str] = set()

    def read(self, rows: Iterable[tuple[RawRow, Row]]) -> None:
        """Reads all rows: first who there is, then what is said."""
        order = {kind: i for i, kind in enumerate(kinds.KINDS.values())}
        by_kind = sorted(rows, key=lambda pair: order[type(pair[1])])
        documents = [row for _, row in by_kind if isinstance(row, kinds.SourceRow)]
        self.sources |= {row.id for row in documents}
        self.only_source = documents[0].id if len(documents) == 1 else None
        # Explicit rows come before mere mentions, so that a publisher with a row of its own is that row.
        for raw, row in by_kind:
            if isinstance(
                row, kinds.OrganizationRow | kinds.FacilityRow | kinds.InitiativeRow | kinds.ProjectRow
            ):
                self._identity(raw, row)
        by_kind.reverse()
        while by_kind:  # each is let go: there may be many
            raw, row = by_kind.pop()
            getattr(self, f"_{row.kind}")(raw, row)

    def _together(self, raw: RawRow, column: str | None, message: str) -> None:
        """A problem between cells, unless one of the row could not be read: that may be the other."""
        if not raw.partial:
            self.problems.append(raw.problem(column, message))

    # Who there is

    def _identity(self, raw: RawRow, row: Any) -> None:
        source = self._source(raw, row)
        phase = getattr(row, "phase", None)
        key = (row.kind, row.name, str(phase or ""), source or "")
        if earlier := self.identities.get(key):
            self.problems.append(
                raw.problem(
                    "name", f"row {earlier.number} is about the same, from the same source: make one of them"
                )
            )
        self.identities[key] = raw
        if source is None:
            return
        if isinstance(row, kinds.ProjectRow):
            self._project(raw, row.name)
            return
        family = {"organizations": "organization", "facilities": "facility", "initiatives": "initiative"}[
            row.kind
        ]
        iri = self._entity(raw, "name", row.name, (family,), source, self._type(row))
        if iri is None:
            return
        graph = REGISTRY[REGISTERS[family][0]]
        # Before the others, or the first of them in Chinese would be the preferred name in Chinese.
        for language, names in (("en", (row.name,)), ("zh-Hans", (row.name_zh,)), ("en", row.aliases)):
            for name in names:
                if name and not self.names.is_named(iri, family, name):
                    self._alias(graph, iri, family, name, language_of(name) or language)
        self.registry.add(graph, iri, KNOWN_FROM, _node(SOURCE[source]))
        if isinstance(row, kinds.OrganizationRow):
            if row.legal_name:
                self.registry.add(graph, iri, MZ.legalName, ox.Literal(row.legal_name))
            if row.country and (country := self._country(raw, "country", row.country)):
                self.registry.add(graph, iri, MZ.registeredIn, _node(country))

    def _alias(self, graph: str, iri: str, family: str, name: str, language: str) -> None:
        self.names.name(family, name, iri)
        first_in_chinese = language != "en" and not self.names.has_label(iri, language)
        predicate = LABEL if first_in_chinese else SKOS.altLabel
        if first_in_chinese:
            self.names.label_in(iri, language)
        self.registry.add(graph, iri, predicate, ox.Literal(name, language=language))

    def _type(self, row: Any) -> URIRef | None:
        if isinstance(row, kinds.OrganizationRow):
            return kinds.ORGANIZATIONS[row.type] if row.type else None
        if isinstance(row, kinds.InitiativeRow):
            return kinds.INITIATIVES[row.type] if row.type else None
        if row.type:
            return kinds.FACILITIES[row.type]
        stages = set()
        for name in row.stages:
            try:
                stages.add(local_name(self.names.concept(name, ("stage",))))
            except NoMatch:
                continue
        if "mining" in stages:
            return MZ.Mine
        if stages & _MAKING or stages == {"alloy-making"}:
            return MZ.ManufacturingPlant
        return MZ.ProcessingPlant if stages else None

    def _entity(
        self,
        raw: RawRow,
        column: str,
        name: str,
        families: Sequence[str],
        source: str,
        cls: URIRef | None = None,
    ) -> str | None:
        """The entity of a name, a new one if nothing is near it; None if a person has to decide."""
        asked = (name, tuple(families), source, cls)
        if asked in self.resolved:
            return self.resolved[asked]
        try:
            iri = self.names.find(name, families)
        except NoMatch as error:
            if error.several:
                self.problems.append(
                    raw.problem(
                        column, "the name of several: " + ", ".join(error.several) + "; write the IRI of one"
                    )
                )
                return None
            if error.gone:
                self._gone(raw, column, name, error.gone)
                return None
            return self._new(raw, column, name, families, source, cls)
        family = self.names.families[iri]
        if family in REGISTERS:
            general = {str(FAMILIES[family]), str(MZ.Facility)}
            types = self.names.types[iri]
            if cls is not None and str(cls) not in types and (types <= general or cls == MZ.Publisher):
                graph = REGISTRY[REGISTERS[family][0]]
                self.registry.add(graph, iri, TYPE, _node(cls))
                types.add(str(cls))
            if family != "place":
                self.registry.add(REGISTRY[REGISTERS[family][0]], iri, KNOWN_FROM, _node(SOURCE[source]))
            else:
                self._named_place(iri, source)
        self.resolved[asked] = iri
        return iri

    def _new(
        self, raw: RawRow, column: str, name: str, families: Sequence[str], source: str, cls: URIRef | None
    ) -> str | None:
        family = families[0]
        if self.names.waits(name, families):
            return None
        if family == "place":
            return self._place(raw, column, name, None, source)
        if families == kinds.ANY:
            self.problems.append(
                raw.problem(
                    column,
                    "nothing has that name; right would be the name of a row in organizations, facilities, "
                    f"initiatives or projects{self._hint(name, families)}",
                )
            )
            return None
        if family == "project":
            return self._project(raw, name)
        if not self.names.is_new(name, family):
            return None
        graph, namespace = REGISTERS[family]
        iri = self.names.mint(namespace, name)
        language = language_of(name) or "en"
        general = MZ.Facility if family == "facility" else FAMILIES[family]
        self.names.name(family, name, iri)
        # Everything has a name in English: the Latin letters of the Chinese one until there is a better.
        latin = name if language == "en" else " ".join(word.capitalize() for word in slug(name).split("-"))
        self.names.labels[iri] = latin
        self.names.label_in(iri, language)
        self.names.types[iri] = {str(cls or general)}
        self.registry.rows.setdefault((str(REGISTRY[graph]), iri), raw)
        self.registry.add(REGISTRY[graph], iri, TYPE, _node(cls or general))
        self.registry.add(REGISTRY[graph], iri, LABEL, ox.Literal(name, language=language))
        if language != "en":
            self.registry.add(REGISTRY[graph], iri, LABEL, ox.Literal(latin, language="en"))
        self.registry.add(REGISTRY[graph], iri, KNOWN_FROM, _node(SOURCE[source]))
        return iri

    def _gone(self, raw: RawRow, column: str | None, name: str, iri: str) -> None:
        message = f"{MATCHES} has decided that {name!r} is {iri}, and nothing has that IRI: mend that row"
        self.problems.append(raw.problem(column, message))

    def _hint(self, name: str, families: Sequence[str]) -> str:
        near = [
            self.names.labels.get(iri, iri)
            for family in families
            for _, iri, _ in self.names.registers[family].near(name)
        ]
        return f"; near it: {', '.join(near[:3])}" if near else ""

    def _project(self, raw: RawRow, name: str) -> str | None:
        try:
            return self.names.find(name, ("project",))
        except NoMatch as error:
            if error.several:
                self.problems.append(raw.problem(None, f"{name!r} is the name of several projects"))
                return None
            if error.gone:
                self._gone(raw, None, name, error.gone)
                return None
        if not self.names.is_new(name, "project"):
            return None
        iri = self.names.mint(PROJECTS, name)
        self.names.name("project", name, iri)
        self.names.labels[iri] = name
        return iri

    # Where

    def _country(self, raw: RawRow, column: str, code: str) -> str | None:
        country = self.names.countries.get(code)
        if country is None:
            self.problems.append(raw.problem(column, f"no country has the code {code} in ISO 3166-1"))
        return country

    def _place(self, raw: RawRow, column: str, text: str, country: str | None, source: str) -> str | None:
        """The place that a text names, most exact part first: "Las Vegas, Nevada" or "Baotou"."""
        place = self._placed(raw, column, text, country, source)
        if place:
            self._named_place(place, source)
        return place

    def _named_place(self, place: str, source: str) -> None:
        """Ties new places to all documents that name them, in whatever order these come."""
        while place in self.new_places:
            self.registry.add(REGISTRY["places"], place, KNOWN_FROM, _node(SOURCE[source]))
            place = self.names.within[place]

    def _placed(self, raw: RawRow, column: str, text: str, country: str | None, source: str) -> str | None:
        parts = [part for part in (part.strip() for part in re.split("[,，]", text)) if part]
        whole = self._known_place(text, country)
        if whole:
            return whole
        within = country
        for i, part in enumerate(reversed(parts)):
            code = self.names.countries.get(part) if i == 0 else None
            known = code or self._known_place(part, within)
            if known is None and within is None:
                self.problems.append(
                    raw.problem(
                        column,
                        "no such place is known; right would be one with its region or country, "
                        "like 'Baotou, Inner Mongolia, CN'",
                    )
                )
                return None
            within = known or self._new_place(part, str(within))
        return within

    def _known_place(self, name: str, within: str | None) -> str | None:
        """The place of that name that lies in another, anywhere if None; None if that is not clear.

        A place that is only known to lie in a wider area (a country, say) is taken to be the one of that name
        in a part of the area, and is put there.
        """
        found: Sequence[str] = ()
        for form in (name, slug(name)):
            try:
                found = found or (self.names.registers["place"].find(form),)
            except NoMatch as error:
                found = error.several
        fitting = [iri for iri in found if within in (None, iri) or self.names.is_within(iri, str(within))]
        if len(fitting) > 1:
            fitting = [iri for iri in fitting if self.names.within.get(iri) == within]
        if not fitting and within is not None:
            wider = {iri for iri in found if self.names.is_within(within, self.names.within.get(iri, ""))}
            loose = sorted(wider - {within})
            if len(loose) == 1:
                self.names.within[loose[0]] = within
                self.registry.add(REGISTRY["places"], loose[0], GEO.sfWithin, _node(within))
                return loose[0]
        return fitting[0] if len(fitting) == 1 else None

    def _new_place(self, name: str, within: str) -> str:
        namespace = REGISTERS["place"][1]
        plain_iri = namespace + slug(name)
        iri = (
            self.names.mint(namespace, name)
            if plain_iri not in self.names.taken
            else self.names.mint(namespace, f"{name} {local_name(within)}")
        )
        graph = REGISTRY["places"]
        self.names.name("place", name, iri)
        self.names.labels[iri] = name
        self.names.within[iri] = within
        cls = MZ.IndustrialZone if _ZONE.search(name) else MZ.AdministrativeArea
        self.names.types[iri] = {str(cls)}
        self.registry.add(graph, iri, TYPE, _node(cls))
        self.registry.add(graph, iri, LABEL, ox.Literal(name, language="en"))
        self.registry.add(graph, iri, GEO.sfWithin, _node(within))
        self.new_places.add(iri)
        return iri

    # What is said

    def _source(self, raw: RawRow, row: Any) -> str | None:
        source: str | None = row.source or self.only_source
        if source is None:
            self.problems.append(
                raw.problem(
                    "source",
                    "blank, and the sheet sources has not exactly one row: say which document says so",
                )
            )
        elif source not in self.sources and str(SOURCE[source]) not in self.names.documents:
            self.problems.append(raw.problem("source", f"{source!r} is not in the sheet sources"))
            return None
        return source

    def _columns(self, raw: RawRow, row: Row, graph: str, subject: str, source: str) -> None:
        """Everything that the marks of the model say by themselves."""
        for name, column, mark in kinds.marked(type(row)):
            cell = getattr(row, name)
            if cell is None or cell == ():
                continue
            if isinstance(mark, Says):
                self.said.add(graph, subject, mark.property, _literal(cell, mark.language))
            elif isinstance(mark, kinds.Names) and mark.property is not None:
                for entity in self._each(raw, column, cell, mark, source):
                    self.said.add(graph, subject, mark.property, _node(entity))
            elif isinstance(mark, Concepts) and mark.property is not None:
                for concept in self._concepts(raw, column, cell, mark.schemes):
                    self.said.add(graph, subject, mark.property, _node(concept))
            elif isinstance(mark, Measures):
                self._figure(raw, row, column, cell, mark, graph, subject)

    def _each(
        self, raw: RawRow, column: str, cell: str | tuple[str, ...], mark: kinds.Names, source: str
    ) -> Iterator[str]:
        for name in (cell,) if isinstance(cell, str) else cell:
            if entity := self._concept(name, mark) or self._entity(
                raw, column, name, mark.families, source, mark.cls
            ):
                yield entity

    def _concept(self, name: str, mark: kinds.Names) -> str | None:
        """The concept of that name, where concepts may stand and no entity has it; else None."""
        try:
            self.names.find(name, mark.families)
        except NoMatch as error:
            if error.several or error.gone or not mark.schemes:
                return None
            try:
                return self.names.concept(name, mark.schemes)
            except NoMatch:
                return None
        return None

    def _concepts(
        self, raw: RawRow, column: str, cell: str | tuple[str, ...], schemes: Sequence[str]
    ) -> Iterator[str]:
        for name in (cell,) if isinstance(cell, str) else cell:
            try:
                yield self.names.concept(name, schemes)
            except NoMatch as error:
                if error.several:
                    near = [self.names.slugs[iri] for iri in error.several]
                else:
                    near = self.names.near_concepts(name, schemes)
                right = f"; right could be {', '.join(near)}" if near else ""
                self.problems.append(
                    raw.problem(column, f"{name!r} is no {' or '.join(schemes)} of the vocabulary{right}")
                )

    def _figure(
        self, raw: RawRow, row: Row, column: str, figure: Figure, mark: Measures, graph: str, subject: str
    ) -> None:
        written = mark.fixed or (getattr(row, mark.unit) if mark.unit else None)
        rest = figure.rest
        unit = currency = None
        try:
            if mark.currency and mark.currency != mark.unit:
                currency = getattr(row, mark.currency)
                if currency is None:
                    self._together(raw, mark.currency, "blank, though there is an amount")
                    return
                _of_currency(figure, currency)
            else:
                if rest and written and units.read(rest) != units.read(written):
                    raise CellError(f"{rest!r} follows the figure, and the unit is {written!r}")
                if not (rest or written):
                    self._together(raw, mark.unit, "blank, though there is a figure: of what unit?")
                    return
                unit, currency = units.read(str(rest or written))
                if currency and figure.code not in ("", currency):
                    raise CellError(
                        f"{figure.code} stands before the figure, and the unit is {written or rest!r}"
                    )
        except CellError as error:
            self.problems.append(raw.problem(column if rest or not mark.unit else mark.unit, str(error)))
            return
        kind = "amount" if currency else "quantity"
        node = f"{THING}{kind}/{_figure_slug(graph, subject)}"
        self.said.add(graph, subject, mark.property, _node(node))
        self.said.rows[graph, node] = raw
        self._amount(graph, node, figure, unit, currency)

    def _amount(self, graph: str, node: str, figure: Figure, unit: str | None, currency: str | None) -> None:
        """The node of a figure, with the bounds that it gives and the words in which it stands."""
        self.said.add(graph, node, TYPE, _node(MZ.MonetaryAmount if currency else MZ.Quantity))
        for name, predicate in BOUNDS.items():
            number = getattr(figure, name)
            if number is not None:
                self.said.add(graph, node, predicate, ox.Literal(plain(number), datatype=_DECIMAL))
        if unit:
            self.said.add(graph, node, MZ.unit, _node(units.iri(unit)))
        if currency:
            self.said.add(graph, node, MZ.currency, ox.Literal(currency))
        if figure.stated:
            self.said.add(graph, node, MZ.statedAs, ox.Literal(figure.stated))

    def _claim(
        self, raw: RawRow, row: Any, folder: str, words: Sequence[str | None], source: str
    ) -> tuple[str, str]:
        """The graph and the IRI of a claim: as its id says, else made of its key, numbered if need be."""
        graph = str(SOURCE[source])
        if row.id:
            base = row.id
            if earlier := self.ids.get((folder, base)):
                self.problems.append(raw.problem("id", f"row {earlier.number} has this id too"))
        else:
            base = "-".join([source, *(word for word in words if word)])
            number = 2
            first = base
            while (folder, base) in self.ids:
                if self.ids[folder, base].cells == raw.cells:
                    self.problems.append(
                        raw.problem(None, f"says the same as row {self.ids[folder, base].number}: drop one")
                    )
                base = f"{first}-{number}"
                number += 1
        self.ids[folder, base] = raw
        iri = f"{THING}{folder}/{base}"
        self.said.rows[graph, iri] = raw
        return graph, iri

    def _sources(self, raw: RawRow, row: kinds.SourceRow) -> None:
        graph = iri = str(SOURCE[row.id])
        self.said.rows[graph, iri] = raw
        language = language_of(row.title) or "en"
        publisher = self._entity(raw, "publisher", row.publisher, ("organization",), row.id, MZ.Publisher)
        self.said.add(graph, iri, TYPE, _node(MZ.SourceDocument))
        self.said.add(graph, iri, DCTERMS.title, ox.Literal(row.title, language=language))
        if publisher:
            name = self.names.labels.get(publisher, row.publisher)
            self.said.add(graph, iri, LABEL, ox.Literal(f"{name}: {row.title}", language=language))
            if language != "en":
                when = row.published.text if row.published else "undated"
                self.said.add(graph, iri, LABEL, ox.Literal(f"{name}, {when}", language="en"))
            self.said.add(graph, iri, DCTERMS.publisher, _node(publisher))
        if row.published is None:
            self.said.add(graph, iri, MZ.undated, ox.Literal("true", datatype=ox.NamedNode(XSD.boolean)))
        if row.url:
            self.said.add(graph, iri, SCHEMA.url, ox.NamedNode(row.url))
        for name in ("author", "published", "retrieved", "language", "note"):
            cell = getattr(row, name)
            if cell is not None:
                mark = next(m for m in kinds.SourceRow.model_fields[name].metadata if isinstance(m, Says))
                self.said.add(graph, iri, mark.property, _literal(cell, mark.language))

    def _described(self, raw: RawRow, row: Any, family: str) -> tuple[str, str, str] | None:
        """Graph, IRI and source of a row that is about an entity; None if either is not clear."""
        source = row.source or self.only_source
        if source is None:
            return None
        try:
            iri = self.names.find(row.name, (family,))
        except NoMatch:
            return None
        graph = str(SOURCE[source])
        self.said.rows[graph, iri] = raw
        return graph, iri, source

    def _organizations(self, raw: RawRow, row: kinds.OrganizationRow) -> None:
        if not (found := self._described(raw, row, "organization")):
            return
        graph, iri, source = found
        country = self.names.countries.get(row.country or "")
        if row.based_in and (place := self._place(raw, "based_in", row.based_in, country, source)):
            self.said.add(graph, iri, MZ.basedIn, _node(place))
        if row.website:
            self.said.add(graph, iri, SCHEMA.url, ox.NamedNode(row.website))
        if row.note:
            self.said.add(graph, iri, DCTERMS.description, _literal(row.note, "en"))

    def _identifiers(self, raw: RawRow, row: kinds.IdentifierRow) -> None:
        source = self._source(raw, row)
        if source is None or not (entity := self._entity(raw, "entity", row.entity, kinds.ANY, source)):
            return
        graph = str(REGISTRY[REGISTERS[self.names.families[entity]][0]])
        scheme = row.scheme.casefold().replace(" ", "-")
        said: dict[str, Term]
        if scheme == "ticker":
            exchange, _, symbol = row.value.partition(":")
            if not symbol or not re.fullmatch("[A-Z0-9]{4}", exchange):
                self.problems.append(
                    raw.problem(
                        "value", "right would be the exchange's ISO 10383 code, a colon, the symbol: XNYS:MP"
                    )
                )
                return
            node = f"{THING}listing/{slug(exchange)}-{slug(symbol)}"
            self.registry.add(graph, entity, MZ.listing, _node(node))
            said = {
                TYPE: _node(MZ.Listing),
                MZ.exchange: ox.Literal(exchange),
                MZ.ticker: ox.Literal(symbol),
            }
        else:
            codes = list(self._concepts(raw, "scheme", scheme, ("identifier-scheme",)))
            if not codes:
                return
            node = f"{THING}identifier/{local_name(codes[0])}-{slug(row.value)}"
            self.registry.add(graph, entity, MZ.identifier, _node(node))
            said = {
                TYPE: _node(MZ.Identifier),
                MZ.identifierScheme: _node(codes[0]),
                SKOS.notation: ox.Literal(row.value),
            }
        self.registry.rows[graph, node] = raw
        for predicate, value in said.items():
            self.registry.add(graph, node, predicate, value)
        self.registry.add(graph, node, KNOWN_FROM, _node(SOURCE[source]))

    def _facilities(self, raw: RawRow, row: kinds.FacilityRow) -> None:
        if not (found := self._described(raw, row, "facility")):
            return
        graph, iri, source = found
        self._columns(raw, row, graph, iri, source)
        place = self._country(raw, "country", row.country) if row.country else None
        for column in ("region", "locality"):
            name = getattr(row, column)
            if name:
                place = self._place(raw, column, name, place, source) or place
        if place:
            self.said.add(graph, iri, MZ.locatedIn, _node(place))
        if (row.latitude is None) != (row.longitude is None):
            self._together(raw, "latitude", "latitude and longitude stand together or not at all")
        for predicate, degrees in ((WGS.lat, row.latitude), (WGS.long, row.longitude)):
            if degrees is not None:
                self.said.add(graph, iri, predicate, ox.Literal(degrees, datatype=_DECIMAL))

    def _projects(self, raw: RawRow, row: kinds.ProjectRow) -> None:
        if not (found := self._described(raw, row, "project")):
            return
        graph, project, source = found
        iri, cls = project, MZ.Project
        label = self.names.labels.get(project, row.name)
        self.said.add(graph, project, TYPE, _node(MZ.Project))
        self.said.add(graph, project, LABEL, ox.Literal(label, language="en"))
        if row.phase:
            iri, cls = f"{THING}phase/{local_name(project)}-{row.phase}", MZ.ProjectPhase
            label = f"{label}, phase {row.phase}"
            self.said.rows[graph, iri] = raw
            self.said.add(graph, project, MZ.phase, _node(iri))
            number = ox.Literal(str(row.phase), datatype=ox.NamedNode(XSD.integer))
            self.said.add(graph, iri, MZ.phaseNumber, number)
        self.said.add(graph, iri, TYPE, _node(cls))
        self.said.add(graph, iri, LABEL, ox.Literal(label, language="en"))
        if row.name_zh and not row.phase:
            self.said.add(graph, iri, LABEL, ox.Literal(row.name_zh, language="zh-Hans"))
        self._columns(raw, row, graph, iri, source)

    def _agreements(self, raw: RawRow, row: kinds.AgreementRow) -> None:
        source = self._source(raw, row)
        if source is None:
            return
        cls, gives, takes = kinds.AGREEMENTS[row.type]
        # Parties are organizations; what is acquired may be a plant.
        whom = ("organization", "facility") if row.type == "acquisition" else ("organization",)
        parties = (
            self._entity(raw, "from", row.from_, ("organization",), source),
            self._entity(raw, "to", row.to, whom, source),
        )
        subject = row.subject and self._entity(raw, "subject", row.subject, ("facility", "project"), source)
        if None in parties or (row.subject and not subject):
            return
        ends = [str(party) for party in parties]
        if ends[0] == ends[1]:
            self.problems.append(raw.problem("to", "the same as from: the parties of a deal differ"))
            return
        words = [row.type, *map(local_name, ends), local_name(subject) if subject else None]
        graph, iri = self._claim(raw, row, "agreement", words, source)
        labels = [self.names.labels.get(end, local_name(end)) for end in ends]
        joined = " and " if gives == takes else " to "
        name = f"{row.type.replace('-', ' ').capitalize()}: {labels[0]}{joined}{labels[1]}"
        self.said.add(graph, iri, TYPE, _node(cls))
        self.said.add(graph, iri, LABEL, ox.Literal(name, language="en"))
        self.said.add(graph, iri, gives, _node(ends[0]))
        self.said.add(graph, iri, takes, _node(ends[1]))
        if subject:
            about = MZ.leasedProperty if row.type == "lease" else MZ.subject
            self.said.add(graph, iri, about, _node(subject))
        self._columns(raw, row, graph, iri, source)

    def _investments(self, raw: RawRow, row: kinds.InvestmentRow) -> None:
        source = self._source(raw, row)
        if source is None:
            return
        if not (row.investee or row.funds):
            self._together(raw, "investee", "blank, and funds too: where does the money go?")
            return
        parties = self._parties(raw, row, source)
        if parties is None:
            return
        if parties["investor"] and parties["investor"] == parties["investee"]:
            self.problems.append(
                raw.problem("investee", "the same as investor: put what it pays for under funds")
            )
            return
        graph, iri = self._claim(
            raw, row, "investment", [p and local_name(p) for p in parties.values()], source
        )
        investor, investee, funds = (p and self.names.labels.get(p, local_name(p)) for p in parties.values())
        name = f"Investment{f' of {investor}' if investor else ''} in {funds or investee}"
        self.said.add(graph, iri, TYPE, _node(MZ.Investment))
        self.said.add(graph, iri, LABEL, ox.Literal(name, language="en"))
        self._columns(raw, row, graph, iri, source)
        if row.equivalent:
            self._equivalent(raw, row, graph, iri)

    def _equivalent(self, raw: RawRow, row: kinds.InvestmentRow, graph: str, iri: str) -> None:
        """The document's own conversion of an amount, as a second amount beside the first."""
        assert row.equivalent is not None
        if row.amount is None or row.equivalent_currency in (None, row.currency):
            self._together(
                raw, "equivalent", "a conversion stands beside an amount and in another currency than that"
            )
            return
        try:
            _of_currency(row.equivalent, str(row.equivalent_currency))
        except CellError as error:
            self.problems.append(raw.problem("equivalent", str(error)))
            return
        amount = f"{THING}amount/{_figure_slug(graph, iri)}"
        node = f"{amount}-equivalent"
        self.said.add(graph, amount, MZ.statedEquivalent, _node(node))
        self._amount(graph, node, row.equivalent, None, row.equivalent_currency)
        self.said.rows[graph, node] = raw

    def _stakes(self, raw: RawRow, row: kinds.StakeRow) -> None:
        source = self._source(raw, row)
        if source is None:
            return
        parties = self._parties(raw, row, source)
        if parties is None:
            return
        holder, held = parties.values()
        if holder == held:
            self.problems.append(raw.problem("held", "the same as holder"))
            return
        graph, iri = self._claim(raw, row, "stake", [p and local_name(p) for p in (holder, held)], source)
        labels = [self.names.labels.get(str(p), local_name(str(p))) for p in (holder, held)]
        name = f"Stake of {labels[0]} in {labels[1]}"
        self.said.add(graph, iri, TYPE, _node(MZ.EquityStake))
        self.said.add(graph, iri, LABEL, ox.Literal(name, language="en"))
        self._columns(raw, row, graph, iri, source)
        if row.share is None:
            self.said.add(graph, iri, MZ.shareDisclosure, _node(CONCEPT["share-disclosure/unknown"]))

    def _in_whole(self, row: kinds.ObservationRow) -> str:
        """What a label says of a whole of the chain: without it all contents of a part read alike."""
        whole = row.whole and self._concept(row.whole, kinds.Names(kinds.ANY, schemes=kinds.CHAIN))
        joined = "in" if row.measure == "content" else "from"
        return f" {joined} {self.names.labels[whole]}" if whole else ""

    def _parties(self, raw: RawRow, row: Row, source: str) -> dict[str, str | None] | None:
        """The entities of the key columns, in their order; None if one of them is not clear."""
        found: dict[str, str | None] = {}
        for name, info in type(row).model_fields.items():
            marks = {type(mark): mark for mark in info.metadata}
            if Key not in marks or kinds.Names not in marks:
                continue
            cell = getattr(row, name)
            mark = marks[kinds.Names]
            entity = cell and (
                self._concept(cell, mark) or self._entity(raw, name, cell, mark.families, source)
            )
            if cell and not entity:
                return None
            found[name] = entity or None
        return found

    def _initiatives(self, raw: RawRow, row: kinds.InitiativeRow) -> None:
        if found := self._described(raw, row, "initiative"):
            graph, iri, source = found
            self._columns(raw, row, graph, iri, source)

    def _targets(self, raw: RawRow, row: kinds.TargetRow) -> None:
        source = self._source(raw, row)
        if source is None:
            return
        initiative = self._entity(raw, "initiative", row.initiative, ("initiative",), source)
        measures = list(self._concepts(raw, "measure", row.measure, ("measure",)))
        if not initiative or not measures:
            return
        by = row.by.text if row.by else None
        graph, iri = self._claim(
            raw, row, "target", [local_name(initiative), local_name(measures[0]), by], source
        )
        label = (
            f"Target of {self.names.labels.get(initiative, row.initiative)}: {self.names.labels[measures[0]]}"
        )
        self.said.add(graph, initiative, MZ.target, _node(iri))
        self.said.add(graph, iri, TYPE, _node(MZ.Target))
        self.said.add(graph, iri, LABEL, ox.Literal(label, language="en"))
        self._columns(raw, row, graph, iri, source)

    def _observations(self, raw: RawRow, row: kinds.ObservationRow) -> None:
        source = self._source(raw, row)
        if source is None:
            return
        parties = self._parties(raw, row, source)
        measures = list(self._concepts(raw, "measure", row.measure, ("measure",)))
        if parties is None or not measures:
            return
        subject = str(parties["subject"])
        measure = self.names.slugs[measures[0]]
        products = list(self._concepts(raw, "product", row.product or (), ("product", "element")))
        key = [local_name(subject), measure, *map(local_name, products)]
        key += [slug(str(cell)) for cell in (row.capacity, row.period) if cell]
        key += [local_name(parties["partner"])] if parties["partner"] else []
        graph, iri = self._claim(raw, row, "observation", key, source)
        cls = kinds.OBSERVATIONS.get(measure, MZ.Observation)
        of = "".join(f" of {self.names.labels[product]}" for product in products)
        when = f", {row.period}" if row.period else ""
        what = self.names.labels[measures[0]].capitalize()
        label = f"{what}{of}: {self.names.labels.get(subject, row.subject)}{self._in_whole(row)}{when}"
        self.said.add(graph, iri, TYPE, _node(cls))
        self.said.add(graph, iri, LABEL, ox.Literal(label, language="en"))
        self._columns(raw, row, graph, iri, source)
        if row.modality is None:
            self.said.add(graph, iri, MZ.modality, _node(CONCEPT["modality/stated"]))
        if cls == MZ.TradeObservation:
            self.said.add(graph, iri, MZ.tradeFlow, _node(CONCEPT[f"trade-flow/{measure}"]))
        if row.period:
            for predicate, date in ((MZ.periodStart, row.period.start), (MZ.periodEnd, row.period.end)):
                if date:
                    self.said.add(graph, iri, predicate, _literal(date, None))
            self.said.add(graph, iri, MZ.statedPeriod, ox.Literal(row.period.stated))


def _of_currency(figure: Figure, currency: str) -> None:
    """Refuses an amount that says more than its number, or of another currency than the column of that.

    Raises:
        CellError: it does.
    """
    if figure.rest:
        raise CellError(f"{figure.rest!r} follows the figure; the currency has its own column")
    if figure.code not in ("", currency):
        raise CellError(f"{figure.code} stands before the figure, and the currency is {currency}")


def _figure_slug(graph: str, subject: str) -> str:
    """The slug of a figure: that of its claim; that of what sources share, with the source."""
    kind, _, claim = subject.removeprefix(THING).partition("/")
    return f"{kind}-{claim}" if claim.startswith(local_name(graph)) else f"{kind}-{claim}-{local_name(graph)}"


def _text(iri: str) -> str:
    """An IRI as a bare text, the same object each time: rdflib makes a new one of each `MZ.value`."""
    return iri if type(iri) is str else _bare(iri)


@lru_cache(10_000)
def _bare(iri: str) -> str:
    return str(iri)


@lru_cache(100_000)
def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


@lru_cache(100_000)
def _literal(cell: object, language: str | None) -> ox.Literal:
    if isinstance(cell, Date):
        return ox.Literal(cell.text, datatype=ox.NamedNode(cell.datatype))
    text = str(cell)
    if language:
        return ox.Literal(text, language="zh-Hans" if language_of(text) == "zh-Hans" else language)
    return ox.Literal(text)


def language_of(text: str) -> str | None:
    """The language that the script of a text tells: Japanese, Korean, Chinese; None for any other.

    >>> language_of("北方稀土"), language_of("ダイドー電子"), language_of("Two Bases (两个基地)")
    ('zh-Hans', 'ja', None)
    """
    letters = [c for c in tidy(text) if c.isalpha()]
    kana = sum("\u3041" <= c <= "\u30fa" for c in letters)
    hangul = sum("가" <= c <= "힣" for c in letters)
    han = sum("㐀" <= c <= "鿿" for c in letters)
    if (kana + hangul + han) * 2 <= len(letters):
        return None
    return "ja" if kana else "ko" if hangul else "zh-Hans"
