"""The pages of the ontology: a page a family, with a diagram, its classes, properties, checks, alignments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from docs.generate import diagrams, markdown
from docs.generate.diagrams import Box
from docs.generate.terms import Ontology
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from monazite import KnowledgeGraph
from monazite.vocabulary import MZ, ONTOLOGY, PREFIXES, local_name, shorten

# The families that the map of the model shows, a column each line.
_MAP = (
    ("Organization", "ProductionUnit", "Undertaking", "Place", "SourceDocument"),
    ("Agreement", "EquityStake", "Investment", "Initiative"),
    ("Observation", "Product", "Stage", "Process", "ChainLink", "Event"),
)
_MOST_TIES = 7
_MARK = "<!-- diagram: families -->"


def write(kg: KnowledgeGraph, into: Path) -> None:
    """Writes ``reference/ontology/`` and draws the map of the families where a page has a mark for it.

    Raises:
        ValueError: no page has the mark.
    """
    ontology = Ontology()
    folder = into / "reference" / "ontology"
    folder.mkdir(parents=True, exist_ok=True)
    pages = {title: _slug(title) for title in ontology.sections if title not in ("Disjointness",)}
    of_term = {term: page for title, page in pages.items() for term in ontology.sections[title]}
    writer = _Writer(ontology, of_term, _counts(kg))
    for title, page in pages.items():
        (folder / f"{page}.md").write_text(writer.family(title), encoding="utf-8")
    (folder / "index.md").write_text(writer.index(pages), encoding="utf-8")
    marked = [path for path in into.rglob("*.md") if _MARK in path.read_text(encoding="utf-8")]
    if not marked:
        raise ValueError(f"no page has the mark {_MARK!r}")
    for path in marked:
        up = "../" * (len(path.relative_to(into).parts) - 1)
        drawn = writer.map(f"{up}reference/ontology/")
        path.write_text(path.read_text(encoding="utf-8").replace(_MARK, drawn), encoding="utf-8")


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower())


def _counts(kg: KnowledgeGraph) -> dict[str, int]:
    """How many things each class has, with what follows, and how many statements each property."""
    found = {}
    for query in (
        "SELECT ?term (COUNT(DISTINCT ?thing) AS ?n) { ?thing a ?term } GROUP BY ?term",
        "SELECT ?term (COUNT(*) AS ?n) { ?thing ?term ?value } GROUP BY ?term",
    ):
        for term, number in kg.query(query).values():
            if term.startswith(str(MZ)):
                found[term] = number
    return found


class _Writer:
    """Writes the pages; knows on which page each term stands, and how much of it is in the graph."""

    def __init__(self, ontology: Ontology, of_term: dict[URIRef, str], counts: dict[str, int]) -> None:
        self.ontology = ontology
        self.of_term = of_term
        self.counts = counts

    def index(self, pages: dict[str, str]) -> str:
        """The page that leads to the families."""
        told = self.ontology
        version = told.words(ONTOLOGY, OWL.versionInfo)
        rows = []
        for title, page in pages.items():
            terms = told.sections[title]
            classes = [self._link(term) for term in terms if told.is_class(term)]
            rows.append((f"[{title}]({page}.md)", ", ".join(classes), str(len(terms) - len(classes))))
        prefixes = ((markdown.code(p), markdown.code(iri)) for p, iri in sorted(PREFIXES.items()))
        return "\n".join(
            (
                "# Ontology\n",
                "Made from `ontology/monazite.ttl`, its alignments and its shapes; how it is meant to be "
                "read is told in [the model](../../model.md).\n",
                f"Version {version}, `{shorten(str(ONTOLOGY))}`; counts are those of the shipped graph, with "
                "what follows from classes and properties beneath.\n",
                markdown.table(("family", "classes", "properties"), rows),
                "## Prefixes\n",
                "Queries need not declare these.\n",
                markdown.table(("prefix", "namespace"), prefixes),
            )
        )

    def family(self, title: str) -> str:
        """A page: what the classes look like, then each of them, then the properties."""
        terms = self.ontology.sections[title]
        classes = [term for term in terms if self.ontology.is_class(term)]
        properties = [term for term in terms if term not in classes]
        parts = [f"# {title}\n"]
        if classes:
            inside = set(classes)
            roots = [c for c in classes if inside.isdisjoint(self.ontology.named(c, RDFS.subClassOf))]
            parts.append(
                diagrams.tree([self._box(c, inside) for c in roots], f"The classes of {title.lower()}")
            )
        parts += ["## Classes\n" if classes else "", *map(self._class, classes)]
        parts += ["## Properties\n" if properties else "", *map(self._property, properties)]
        return "\n".join(part for part in parts if part)

    def _box(self, term: URIRef, inside: set[URIRef]) -> Box:
        lines = []
        for each in self.ontology.properties_of(term):
            ends = " or ".join(self.ontology.label(end) for end in self.ontology.named(each, RDFS.range))
            lines.append(f"{self.ontology.label(each)}{f' → {ends}' if ends else ''}")
        under = tuple(self._box(each, inside) for each in self.ontology.under(term) if each in inside)
        return Box(self.ontology.label(term), f"#{local_name(term)}", tuple(map(_short, lines)), under)

    def map(self, folder: str) -> str:
        """The families, each with what ties it to others; boxes lead to the pages under `folder`."""
        chosen = {MZ[name]: name for column in _MAP for name in column}
        told = self.ontology.label
        ties: dict[str, dict[str, dict[str, None]]] = {name: {} for name in chosen.values()}
        for prop in (term for terms in self.ontology.sections.values() for term in terms):
            for start in self._tops(self.ontology.named(prop, RDFS.domain), chosen):
                for end in self._tops(self.ontology.named(prop, RDFS.range), chosen):
                    if start != end:
                        ties[start].setdefault(told(prop), {})[told(MZ[end])] = None
        boxes = []
        for column in _MAP:
            made = []
            for name in column:
                lines = [f"{words} → {' or '.join(ends)}" for words, ends in ties[name].items()]
                if len(lines) > _MOST_TIES:
                    lines[_MOST_TIES - 1 :] = [f"and {len(lines) - _MOST_TIES + 1} more"]
                address = f"{folder}{self.of_term[MZ[name]]}.html#{name}"
                made.append(Box(self.ontology.label(MZ[name]), address, tuple(map(_short, lines)), ()))
            boxes.append(made)
        return diagrams.cards(boxes, "The families of the ontology and what ties each to others")

    def _tops(self, terms: Iterable[URIRef], chosen: dict[URIRef, str]) -> tuple[str, ...]:
        """The chosen classes that terms are, or stand under."""
        found: dict[str, None] = {}
        for term in terms:
            above = [term]
            while above:
                each = above.pop()
                if each in chosen:
                    found[chosen[each]] = None
                else:
                    above += self.ontology.named(each, RDFS.subClassOf)
        return tuple(found)

    def _class(self, term: URIRef) -> str:
        told = self.ontology
        rows = [
            ("is a", self._links(told.named(term, RDFS.subClassOf))),
            ("kinds of it", self._links(told.under(term))),
            ("properties", self._links(told.properties_of(term))),
            ("reached by", self._links(told.leading_to(term))),
            ("in the graph", f"{self.counts.get(str(term), 0):,}"),
        ]
        checks = markdown.table(
            ("checked", "if not", "what it says then"),
            ((markdown.text(c.name), c.severity, markdown.text(c.message)) for c in told.checks(term)),
        )
        shapes = f'??? note "Checks ({len(told.checks(term))})"\n\n{_indented(checks)}' if checks else ""
        return self._entry(term, rows) + shapes

    def _property(self, term: URIRef) -> str:
        told = self.ontology
        kinds = {OWL.ObjectProperty: "to a thing", OWL.DatatypeProperty: "to a value"}
        kind = next((words for iri, words in kinds.items() if (term, RDF.type, iri) in told.graph), "")
        rows = [
            ("from", self._links(told.named(term, RDFS.domain)) or "anything"),
            (kind, self._links(told.named(term, RDFS.range)) or "see the checks of the class"),
            ("follows from", self._links(told.under(term))),
            ("and makes true", self._links(told.named(term, RDFS.subPropertyOf))),
            ("inverse of", self._links(told.named(term, OWL.inverseOf))),
            ("in the graph", f"{self.counts.get(str(term), 0):,}"),
        ]
        return self._entry(term, rows)

    def _entry(self, term: URIRef, rows: list[tuple[str, str]]) -> str:
        told = self.ontology
        chinese = told.label(term, "zh")
        name = f"{told.label(term)}{f' {chinese}' if chinese else ''}"
        parts = [f"### {markdown.text(name)} {{ #{local_name(term)} }}\n", f"`{shorten(str(term))}`\n"]
        parts += [
            f"{markdown.text(words)}\n"
            for words in (
                told.words(term, SKOS.definition),
                told.words(term, SKOS.definition, "zh"),
                told.words(term, SKOS.scopeNote),
            )
            if words
        ]
        if examples := [str(e) for e in told.graph.objects(term, SKOS.example) if isinstance(e, Literal)]:
            parts.append(f"For example {', '.join(map(markdown.code, sorted(examples)))}.\n")
        if (term, OWL.deprecated, Literal(True)) in told.graph:
            parts.append("Deprecated.\n")
        rows += [
            (
                "elsewhere",
                f"{mapped.how} {markdown.code(_outside(mapped.iri))}"
                + (f" ({markdown.text(mapped.comment)})" if mapped.comment else ""),
            )
            for mapped in told.mapped(term)
        ]
        parts.append(markdown.table(("", ""), ((f"*{title}*", cell) for title, cell in rows if cell)))
        return "\n".join(parts) + "\n"

    def _links(self, terms: Iterable[URIRef]) -> str:
        return ", ".join(map(self._link, terms))

    def _link(self, term: URIRef) -> str:
        if page := self.of_term.get(term):
            return f"[{markdown.text(self.ontology.label(term))}]({page}.md#{local_name(term)})"
        return markdown.code(shorten(str(term)))


def _outside(iri: str) -> str:
    short = shorten(iri)
    return short if short != iri else iri.removeprefix("https://")


def _short(line: str, most: int = 31) -> str:
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
