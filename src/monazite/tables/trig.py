"""Writes a named graph as TriG in a stable order: one line a predicate, one line a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, SKOS, XSD

from monazite.vocabulary import CONCEPT, MZ, PREFIXES, THING

# Things by their kind, as the hand-written files have them; "org" alone is taken by W3C ORG.
_KINDS = (
    "place", "facility", "line", "project", "phase", "investment", "agreement", "stake", "initiative",
    "target", "event", "observation", "quantity", "amount", "assessment", "identifier", "listing",
)  # fmt: skip
_NAMESPACES = {
    **{prefix: iri for prefix, iri in PREFIXES.items() if prefix not in ("id", "concept")},
    "organization": f"{THING}org/",
    **{kind: f"{THING}{kind}/" for kind in _KINDS},
}
Term = ox.NamedNode | ox.Literal
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TYPE = str(RDF.type)
_INTEGER, _BOOLEAN, _STRING = str(XSD.integer), str(XSD.boolean), str(XSD.string)
_FIRST = {_TYPE: 0, str(SKOS.prefLabel): 1, str(SKOS.altLabel): 2}
_FIGURES = {str(MZ.Quantity), str(MZ.MonetaryAmount)}


def write(graph: str, nodes: Mapping[str, Iterable[tuple[str, Term]]], heading: str) -> str:
    """A named graph as the text of a TriG file.

    The node of the graph itself comes first, then all others by their IRIs; prefixes are those used.

    Args:
        graph: the IRI of the graph.
        nodes: what is said of each subject: pairs of predicate and object.
        heading: the comment lines at the top.
    """
    writer = _Writer()
    blocks = []
    for subject in sorted(nodes, key=lambda iri: (iri != graph, iri)):
        said: dict[str, list[str]] = {}
        figure = typed = False
        for predicate, value in nodes[subject]:
            said.setdefault(predicate, []).append(writer.term(value))
            if predicate == _TYPE:
                typed = True
                figure = figure or getattr(value, "value", "") in _FIGURES
        lines = [
            f"{'a' if predicate == _TYPE else writer.iri(predicate)} {' , '.join(sorted(objects))}"
            for predicate, objects in sorted(
                said.items(), key=lambda item: (_FIRST.get(item[0], 3), writer.name(item[0]))
            )
        ]
        joined = " ; ".join(lines) if figure else " ;\n    ".join(lines)
        first = " " if figure or typed else "\n    "
        blocks.append(f"  {writer.iri(subject)}{first}{joined} .\n")
    name = writer.iri(graph)
    prefixes = "".join(
        f"@prefix {prefix}: <{writer.namespaces[prefix]}> .\n" for prefix in sorted(writer.used)
    )
    return f"{heading.rstrip()}\n{prefixes}\n{name} {{\n\n" + "\n".join(blocks) + "}\n"


def heading_of(path: Path) -> str | None:
    """The comment lines at the top of a file, so that a rewritten file keeps them; None if there are none."""
    if not path.exists():
        return None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines) or None


class _Writer:
    """Shortens IRIs and remembers which prefixes it used."""

    def __init__(self) -> None:
        self.namespaces = dict(_NAMESPACES)
        self.by_iri = {iri: prefix for prefix, iri in self.namespaces.items()}
        self.used: set[str] = set()
        self.known: dict[str, tuple[str | None, str]] = {}

    def name(self, iri: str) -> str:
        if iri not in self.known:
            self.known[iri] = self._shorten(iri)
        prefix, text = self.known[iri]
        return text if prefix is None else f"{prefix}:{text}"

    def iri(self, iri: str) -> str:
        name = self.name(iri)
        if prefix := self.known[iri][0]:
            self.used.add(prefix)
        return name

    def _shorten(self, iri: str) -> tuple[str | None, str]:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace, local = iri[:cut], iri[cut:]
        if namespace.startswith(str(CONCEPT)) and namespace not in self.by_iri:
            scheme = namespace[len(CONCEPT) : -1]
            if _LOCAL.fullmatch(scheme):
                scheme = f"concept-{scheme}" if scheme in self.namespaces else scheme
                self.namespaces[scheme] = namespace
                self.by_iri[namespace] = scheme
        prefix = self.by_iri.get(namespace)
        if prefix is None or not _LOCAL.fullmatch(local):
            return None, f"<{iri}>"
        return prefix, local

    def term(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        datatype = term.datatype.value
        if datatype == _INTEGER and re.fullmatch(r"[-+]?\d+", term.value):
            return term.value
        if datatype == _BOOLEAN and term.value in ("true", "false"):
            return term.value
        text = _quoted(term.value)
        if term.language:
            return f"{text}@{_tag(term.language)}"
        return text if datatype == _STRING else f"{text}^^{self.iri(datatype)}"


def _tag(language: str) -> str:
    """A language tag in the case of BCP 47, which Oxigraph does not keep: zh-Hans."""
    first, *rest = language.lower().split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(character, code)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04X}", escaped) + '"'
