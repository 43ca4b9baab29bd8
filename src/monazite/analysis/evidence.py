"""How well a finding is founded: on what basis, by how many, how recently, and what would overturn it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from monazite import statements
from monazite.statements import Source

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

Documents = Mapping[str, Source]

HIGH, MEDIUM, LOW = "high", "medium", "low"
_ORDER = (LOW, MEDIUM, HIGH)
# Agreements that do not bind anybody yet.
LOOSE = frozenset({"announced", "memorandum", "letter-of-intent", "conditional"})
RECENT, OLD = 3, 8
_PERIOD = ox.NamedNode("https://w3id.org/monazite/dataset#period")
_END = ox.NamedNode("http://www.w3.org/ns/dcat#endDate")


@dataclass(frozen=True)
class Evidence:
    """What a finding rests on.

    Attributes:
        basis: *stated* for what sources say outright; for links *declared*, *internal* or *possible*, or
            several of them joined by "and".
        publishers: how many independent publishers stand behind its weakest part; one that reports what
            another wrote counts as that other.
        newest: the date of the newest document, "" if none is dated.
        confidence: *high*: stated or declared by two publishers or more, firm, the newest at most
            three years old. *low*: on a possible link, on one inside an operator between two countries, on
            an agreement that binds nobody yet, or on nothing dated within eight years. Else *medium*.
        overturned_by: what would overturn it.
    """

    basis: str
    publishers: int
    newest: str
    confidence: str
    overturned_by: str


NONE = Evidence("", 0, "", LOW, "any source at all")


def weigh(
    documents: Documents,
    sources: Collection[str],
    *,
    basis: str = "stated",
    status: str = "",
    far: bool = False,
    as_of: str,
    overturned_by: str = "",
) -> Evidence:
    """The evidence for one statement or link.

    Args:
        documents: the source documents of the graph, by IRI.
        sources: the IRIs of those that make the statement.
        basis: ``stated``, ``declared``, ``internal`` or ``possible``.
        status: the status of the agreement, "" if there is none.
        far: whether a link inside one operator joins two countries.
        as_of: the date (ISO 8601, the year at least) from which ages are counted.
        overturned_by: a sentence's rest; made up from basis and status if empty.
    """
    origins: set[str] = set()
    dates = []
    for iri in sources:
        document = documents.get(iri)
        if document is None:
            continue
        quoted = [documents[str(other)] for other in document.quoted if str(other) in documents]
        origins |= {origin.publisher or origin.title for origin in quoted or [document]}
        if document.issued:
            dates.append(document.issued)
    newest = max(dates, default="")
    age = int(as_of[:4]) - int(newest[:4]) if newest else OLD + 1
    weak = basis == "possible" or (basis == "internal" and far) or status in LOOSE or age > OLD
    strong = basis != "internal" and len(origins) > 1 and age <= RECENT
    return Evidence(
        basis=basis,
        publishers=len(origins),
        newest=newest,
        confidence=LOW if weak else HIGH if strong else MEDIUM,
        overturned_by=overturned_by or _doubt(basis, status),
    )


def weakest(parts: Iterable[Evidence]) -> Evidence:
    """The evidence for what holds only if all its parts do: as strong as the weakest of them."""
    found = list(parts)
    if not found:
        return NONE
    worst = min(found, key=lambda part: (_ORDER.index(part.confidence), part.publishers, part.newest))
    bases = dict.fromkeys(basis for part in found for basis in part.basis.split(" and ") if basis)
    return Evidence(
        basis=" and ".join(sorted(bases)),
        publishers=min(part.publishers for part in found),
        newest=min(part.newest for part in found),
        confidence=worst.confidence,
        overturned_by=worst.overturned_by,
    )


def rank(evidence: Evidence) -> int:
    """How strong evidence is: 0 low, 1 medium, 2 high."""
    return _ORDER.index(evidence.confidence)


def named(documents: Documents, sources: Iterable[str]) -> tuple[Source, ...]:
    """The documents that IRIs name, in the order of a list of references, each once."""
    found = {documents[iri] for iri in sources if iri in documents}
    return tuple(sorted(found, key=lambda document: (str(document), document.iri)))


def issued(documents: Documents, source: str) -> str:
    """The date of a document that an IRI names, "" if it is undated or unknown."""
    document = documents.get(source)
    return (document.issued or "") if document else ""


def newest_date(documents: Documents) -> str:
    """The date of the newest document of a graph: what it knows is known as of then; "" if none is dated."""
    return max((document.issued for document in documents.values() if document.issued), default="")


def newest(kg: KnowledgeGraph) -> str:
    """The date of the newest document of a graph, without reading all that is told of each."""

    def read() -> str:
        # Told once when the graph is built: to look at the date of each document takes long in a large one.
        for quad in kg.store.quads_for_pattern(_PERIOD, _END, None, ox.DefaultGraph()):
            return quad.object.value if isinstance(quad.object, ox.Literal) else ""
        text = "SELECT (MAX(STR(?day)) AS ?newest) { ?document dcterms:issued ?day ; a mz:SourceDocument }"
        return next((str(row.newest or "") for row in kg.query(text).rows()), "")

    return kg.once("newest", read)


def documents(kg: KnowledgeGraph) -> Mapping[str, Source]:
    """The source documents of a graph, by their IRIs as plain strings, as the nodes of a projection are."""
    return kg.once(
        "documents",
        lambda: {str(iri): document for iri, document in statements.documents(kg.store).items()},
    )


def _doubt(basis: str, status: str) -> str:
    if status in LOOSE:
        return "a report that the agreement was never made binding, or has lapsed"
    return {
        "declared": "a report that the deliveries have ended or never began",
        "internal": "a source that says that the operator sends the product elsewhere, or buys it in",
        "possible": "any source that says who in fact supplies whom",
    }.get(basis, "a newer or better source that says otherwise")
