"""The graph as tables again: the rows that an import would make it from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SKOS

from monazite.stores import Readable
from monazite.tables import kinds, units
from monazite.tables.claims import BOUNDS, REGISTERS, SCHEMA, WGS
from monazite.tables.kinds import Concepts, Measures, Says
from monazite.tables.names import Names, NoMatch
from monazite.tables.values import CellError, parse_figure, plain
from monazite.vocabulary import MZ, REGISTRY, SOURCE, THING, local_name

Cells = dict[str, str]
_FAMILY = {"organizations": "organization", "facilities": "facility", "initiatives": "initiative"}
_TYPES = {
    "organizations": kinds.ORGANIZATIONS,
    "facilities": kinds.FACILITIES,
    "initiatives": kinds.INITIATIVES,
}


def tables(store: Readable, sources: Collection[str] | None = None) -> dict[str, list[Cells]]:
    """The rows of each kind that say what the graphs of source documents say, each cell as text.

    What tables have no column for (events, assessments, editorial notes of a claim) is not in them.

    Args:
        store: the graph.
        sources: the ids of the documents to export; all if None.
    """
    rows = _Exporter(store).tables()
    for kind, model in kinds.KINDS.items():
        needed = [
            column for column, name in kinds.columns(model).items() if model.model_fields[name].is_required()
        ]
        rows[kind] = [
            row
            for row in rows[kind]
            if all(row.get(column) for column in needed)
            and (sources is None or row.get("source", row.get("id")) in sources)
        ]
    return rows


class _Exporter:
    def __init__(self, store: Readable) -> None:
        self.store = store
        self.names = Names(store)
        self.rows: dict[str, list[Cells]] = {kind: [] for kind in kinds.KINDS}

    def tables(self) -> dict[str, list[Cells]]:
        graphs = (g.value for g in self.store.named_graphs() if isinstance(g, ox.NamedNode))
        for graph in sorted(g for g in graphs if g.startswith(SOURCE)):
            self._document(graph)
        for kind in ("organizations", "facilities", "initiatives"):
            self._registered(kind)
        self._identifiers()
        return self.rows

    # One document

    def _document(self, graph: str) -> None:
        said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            said[_value(quad.subject)][quad.predicate.value].append(quad.object)
        types = {node: {t.value for t in cells[str(RDF.type)]} for node, cells in said.items()}
        if str(MZ.SourceDocument) in types.get(graph, ()):
            self._source(graph, said[graph])
        classes = {
            "agreements": {str(cls): name for name, (cls, _, _) in kinds.AGREEMENTS.items()},
            "investments": {str(MZ.Investment): ""},
            "stakes": {str(MZ.EquityStake): ""},
            "targets": {str(MZ.Target): ""},
            "observations": {str(cls): "" for cls in (*kinds.OBSERVATIONS.values(), MZ.Observation)},
            "projects": {str(MZ.Project): ""},
        }
        for node in sorted(said):
            for kind, known in classes.items():
                fitting = [known[cls] for cls in types[node] if cls in known]
                if fitting:
                    self._told(kind, graph, node, said, fitting[0])

    def _source(self, graph: str, cells: dict[str, list[Any]]) -> None:
        row = {"id": local_name(graph)}
        for column, predicate in (("title", DCTERMS.title), ("url", SCHEMA.url)):
            if values := cells.get(str(predicate)):
                row[column] = values[0].value
        self._marked(kinds.SourceRow, graph, {graph: cells}, row)
        self.rows["sources"].append(row)

    def _told(self, kind: str, graph: str, node: str, said: Any, what: str) -> None:
        row: Cells = {"source": local_name(graph)}
        cells = said[node]
        if kind == "projects":
            row["name"] = self._named(node, ("project",))
            self._chinese(row, cells)
            self._marked(kinds.ProjectRow, node, said, row)
            self.rows[kind].append(row)
            for phase in cells.get(str(MZ.phase), ()):
                if number := said[phase.value].get(str(MZ.phaseNumber)):
                    part = {"source": row["source"], "name": row["name"], "phase": number[0].value}
                    self._marked(kinds.ProjectRow, phase.value, said, part)
                    self.rows[kind].append(part)
            return
        row["id"] = node.removeprefix(THING).partition("/")[2]
        if kind == "agreements":
            row["type"] = what
            _, gives, takes = kinds.AGREEMENTS[what]
            ends = sorted(v.value for v in cells.get(str(gives), ()))
            others = sorted(v.value for v in cells.get(str(takes), ()))
            pair = ends[:2] if gives == takes else [*ends[:1], *others[:1]]
            if len(pair) < 2:
                return
            # The order of partners says nothing, but the claim was made with one: keep it.
            if gives == takes and f"-{local_name(pair[1])}-{local_name(pair[0])}" in row["id"]:
                pair.reverse()
            row["from"], row["to"] = (self._named(iri, ("organization", "facility")) for iri in pair)
            for predicate in (MZ.leasedProperty, MZ.subject):
                for about in cells.get(str(predicate), ())[:1]:
                    row["subject"] = self._named(about.value, ("facility", "project"))
        elif kind == "targets":
            owners = [s for s in said if any(v.value == node for v in said[s].get(str(MZ.target), ()))]
            if not owners:
                return
            row["initiative"] = self._named(owners[0], ("initiative",))
        elif kind == "observations":
            self._period(cells, row)
        elif kind == "investments":
            self._equivalent(cells, said, row)
        self._marked(kinds.KINDS[kind], node, said, row)
        if kind == "observations" and row.get("modality") == "stated":
            del row["modality"]
        self.rows[kind].append(row)

    def _period(self, cells: dict[str, list[Any]], row: Cells) -> None:
        stated, start, end = (
            (cells.get(str(p)) or [None])[0] for p in (MZ.statedPeriod, MZ.periodStart, MZ.periodEnd)
        )
        if stated is not None:
            row["period"] = stated.value
        elif start is not None and end is not None:
            row["period"] = start.value if start == end else f"{start.value} to {end.value}"
        elif end is not None or start is not None:
            row["period"] = (end or start).value

    def _equivalent(self, cells: dict[str, list[Any]], said: Any, row: Cells) -> None:
        for amount in cells.get(str(MZ.amount), ())[:1]:
            for other in said[amount.value].get(str(MZ.statedEquivalent), ())[:1]:
                row["equivalent"] = self._figure(said[other.value])
                row["equivalent_currency"] = said[other.value][str(MZ.currency)][0].value

    # Who there is

    def _registered(self, kind: str) -> None:
        """One row for each entity and document that the registry ties it to."""
        name, folder = REGISTERS[_FAMILY[kind]]
        graph = ox.NamedNode(REGISTRY[name])
        entries: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            entries[_value(quad.subject)][quad.predicate.value].append(quad.object)
        prefixes = (folder, f"{THING}line/")
        for iri in sorted(e for e in entries if e.startswith(prefixes)):
            entry = entries[iri]
            identity = self._identity(kind, iri, entry)
            for source in sorted(
                v.value for v in entry.get(str(DCTERMS.source), ()) if v.value.startswith(SOURCE)
            ):
                row = {"source": local_name(source), **identity}
                self._described(kind, iri, source, row)
                self.rows[kind].append(row)

    def _identity(self, kind: str, iri: str, entry: dict[str, list[Any]]) -> Cells:
        row: Cells = {"name": self._named(iri, (_FAMILY[kind],))}
        own = {str(cls): word for word, cls in _TYPES[kind].items()}
        words = sorted(own[t.value] for t in entry.get(str(RDF.type), ()) if t.value in own)
        exact = [word for word in words if word not in ("organization", "facility", "initiative")]
        if exact:
            row["type"] = next((word for word in exact if word != "publisher"), exact[0])
        elif kind == "facilities":
            row["type"] = "facility"  # a blank one would be read from its stages
        self._chinese(row, entry)
        labels = [v.value for v in entry.get(str(SKOS.altLabel), ())]
        aliases = sorted(label for label in labels if ";" not in label and "；" not in label)
        if aliases:
            row["aliases"] = "; ".join(aliases)
        if kind == "organizations":
            if legal := entry.get(str(MZ.legalName)):
                row["legal_name"] = legal[0].value
            for country in entry.get(str(MZ.registeredIn), ())[:1]:
                if code := self.codes.get(country.value):
                    row["country"] = code
        return row

    def _described(self, kind: str, iri: str, graph: str, row: Cells) -> None:
        cells: dict[str, list[Any]] = defaultdict(list)
        said: dict[str, dict[str, list[Any]]] = {iri: cells}
        for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.NamedNode(graph)):
            cells[quad.predicate.value].append(quad.object)
        for figure in cells.get(str(MZ.floorArea), ()):
            node = said[figure.value] = defaultdict(list)
            for quad in self.store.quads_for_pattern(figure, None, None, ox.NamedNode(graph)):
                node[quad.predicate.value].append(quad.object)
        self._marked(kinds.KINDS[kind], iri, said, row)
        if kind == "organizations":
            for url in cells.get(str(SCHEMA.url), ())[:1]:
                row["website"] = url.value
            for place in cells.get(str(MZ.basedIn), ())[:1]:
                row["based_in"] = self._place(place.value)
        if kind == "facilities":
            for place in cells.get(str(MZ.locatedIn), ())[:1]:
                self._located(place.value, row)
            for column, predicate in (("latitude", WGS.lat), ("longitude", WGS.long)):
                for degrees in cells.get(str(predicate), ())[:1]:
                    row[column] = degrees.value

    def _identifiers(self) -> None:
        for predicate, scheme, code in (
            (MZ.listing, MZ.exchange, MZ.ticker),
            (MZ.identifier, MZ.identifierScheme, SKOS.notation),
        ):
            quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None)
            for quad in sorted(quads, key=lambda q: (_value(q.subject), _value(q.object))):
                node, entity = quad.object, _value(quad.subject)
                if entity not in self.names.families or not isinstance(node, ox.NamedNode):
                    continue
                first, second = (self._one(node, p) for p in (scheme, code))
                sources = self.store.quads_for_pattern(
                    node, ox.NamedNode(DCTERMS.source), None, quad.graph_name
                )
                for source in sorted(_value(q.object) for q in sources):
                    named = self._named(entity, (self.names.families[entity],))
                    row = {"source": local_name(source), "entity": named, "scheme": "ticker"}
                    row["value"] = f"{first}:{second}"
                    if predicate == MZ.identifier:
                        row["scheme"], row["value"] = local_name(first), second
                    self.rows["identifiers"].append(row)

    # Cells

    def _marked(self, kind: type[kinds.Row], node: str, said: Any, row: Cells) -> None:
        """The cells that the marks of the model tell how to read."""
        for name, info in kind.model_fields.items():
            column = info.alias or name
            for mark in info.metadata:
                values = said[node].get(str(getattr(mark, "property", None)), ())
                if not values or column in row:
                    continue
                if isinstance(mark, Says):
                    row[column] = sorted(v.value for v in values)[0]
                elif isinstance(mark, kinds.Names):
                    fitting = [v.value for v in values if self.names.families.get(v.value) in mark.families]
                    if fitting:
                        write = self._place if mark.families == kinds.PLACE else self._plainly(mark.families)
                        row[column] = "; ".join(sorted(write(iri) for iri in fitting))
                    elif concepts := [v.value for v in values if self._scheme(v.value) in mark.schemes]:
                        row[column] = "; ".join(
                            sorted(f"{self._scheme(iri)}/{local_name(iri)}" for iri in concepts)
                        )
                elif isinstance(mark, Concepts):
                    fitting = [v.value for v in values if self._scheme(v.value) in mark.schemes]
                    if fitting:
                        row[column] = "; ".join(sorted(self._concept(iri, mark.schemes) for iri in fitting))
                elif isinstance(mark, Measures):
                    self._measured(mark, column, said.get(values[0].value, {}), row)

    def _measured(self, mark: Measures, column: str, figure: dict[str, list[Any]], row: Cells) -> None:
        if not figure:
            return
        row[column] = self._figure(figure)
        unit = [local_name(v.value) for v in figure.get(str(MZ.unit), ())]
        currency = [v.value for v in figure.get(str(MZ.currency), ())]
        if mark.currency and mark.currency != mark.unit:
            row[mark.currency] = currency[0] if currency else ""
        elif mark.unit:
            row[mark.unit] = units.write(unit[0] if unit else None, currency[0] if currency else None)

    def _figure(self, figure: dict[str, list[Any]]) -> str:
        """A figure in the words in which it was stated if they mean the same, else in plain ones."""
        bounds = {name: Decimal(figure[str(p)][0].value) for name, p in BOUNDS.items() if figure.get(str(p))}
        for stated in figure.get(str(MZ.statedAs), ()):
            try:
                read = parse_figure(stated.value)
            except CellError:
                continue
            if not read.rest and all(getattr(read, name) == bounds.get(name) for name in BOUNDS):
                return str(stated.value)
        words = {"maximum": "up to ", "minimum": "at least ", "exclusive_minimum": "over ", "value": ""}
        if {"minimum", "maximum"} <= bounds.keys():
            return f"{plain(bounds['minimum'])}-{plain(bounds['maximum'])}"
        return next(words.get(name, "under ") + plain(number) for name, number in bounds.items())

    def _plainly(self, families: tuple[str, ...]) -> Any:
        return lambda iri: self._named(iri, families)

    def _named(self, iri: str, families: tuple[str, ...]) -> str:
        """The English name of an entity if it means no other, else its IRI."""
        label = self.names.labels.get(iri, "")
        try:
            return label if label and ";" not in label and self.names.find(label, families) == iri else iri
        except NoMatch:
            return iri

    def _scheme(self, iri: str) -> str:
        return iri.rsplit("/", 2)[1]

    def _concept(self, iri: str, schemes: tuple[str, ...]) -> str:
        slug = local_name(iri)
        try:
            return slug if self.names.concept(slug, schemes) == iri else f"{self._scheme(iri)}/{slug}"
        except NoMatch:
            return f"{self._scheme(iri)}/{slug}"

    def _chain(self, place: str) -> list[str]:
        chain = [place]
        while (above := self.names.within.get(chain[-1])) and above not in chain:
            chain.append(above)
        return chain

    def _place(self, iri: str) -> str:
        chain = self._chain(iri)
        parts = [self.names.labels.get(place, local_name(place)) for place in chain]
        if chain[-1] in self.codes:
            parts[-1] = self.codes[chain[-1]]
        return iri if any("," in part for part in parts) else ", ".join(parts)

    def _located(self, iri: str, row: Cells) -> None:
        chain = self._chain(iri)
        if chain[-1] in self.codes:
            row["country"] = self.codes[chain.pop()]
        if chain:
            row["region"] = self.names.labels.get(chain[-1], chain[-1])
        if len(chain) > 1:
            row["locality"] = self.names.labels.get(chain[0], chain[0])

    @cached_property
    def codes(self) -> dict[str, str]:
        """The ISO 3166-1 code of each country."""
        return {iri: code for code, iri in self.names.countries.items()}

    def _chinese(self, row: Cells, cells: dict[str, list[Any]]) -> None:
        for label in cells.get(str(SKOS.prefLabel), ()):
            if (label.language or "").startswith("zh"):
                row["name_zh"] = label.value

    def _one(self, node: Any, predicate: str) -> str:
        return next(
            (_value(q.object) for q in self.store.quads_for_pattern(node, ox.NamedNode(predicate), None)), ""
        )


def _value(term: Any) -> str:
    return str(term.value)
