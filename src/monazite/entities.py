"""Finds the entity that a person means: by IRI, prefixed name, or a name in English or Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from monazite import queries
from monazite.errors import AmbiguousEntity, Candidate, UnknownEntity
from monazite.stores import Readable
from monazite.vocabulary import expand, local_name, shorten

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

SUGGESTIONS = 5
# A score of rapidfuzz's WRatio, 0 to 100: under it a suggestion is noise.
NEAR = 60

_LEGAL_FORMS = re.compile(
    r"\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|pty|group|holdings?)\b"
    r"|(股份|集团)?有限(责任)?公司$"
)


@dataclass(frozen=True)
class Named:
    """A name of an entity: the name, the entity's IRI, its English label, the names of its classes."""

    name: str
    iri: str
    label: str
    kinds: tuple[str, ...]


def names(kg: KnowledgeGraph) -> list[Named]:
    """Every name of every entity and concept in the graph."""
    solutions = kg.solve(queries.shipped("lookups", "names"))
    assert isinstance(solutions, ox.QuerySolutions)
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for entity, name, label, kind in solutions:
        _, kinds = found.setdefault((entity.value, name.value), (label.value, []))
        kinds.append(local_name(kind.value))
    return [Named(name, iri, label, tuple(kinds)) for (iri, name), (label, kinds) in found.items()]


def resolve(kg: KnowledgeGraph, text: str) -> URIRef:
    """The entity that a text means.

    An IRI or prefixed name must be in the graph. A name is compared as written, then without regard to
    case and width, then without punctuation and legal forms ("Co., Ltd."); the first that fits wins.

    Raises:
        UnknownEntity: nothing fits; the near ones are its candidates.
        AmbiguousEntity: several entities fit equally well.
    """
    text = text.strip()
    if iri := expand(text):
        if _is_known(kg.store, iri):
            return iri
        known = kg.once("names", lambda: names(kg))
        raise UnknownEntity(f"{shorten(iri)} is not in the graph", near(local_name(iri), known))
    return called(text, kg.once("names", lambda: names(kg)))


def called(text: str, known: Iterable[Named]) -> URIRef:
    """The entity that has a name, of those known: as `resolve`, for who has read the names already.

    Raises:
        UnknownEntity, AmbiguousEntity: as `resolve`.
    """
    listed = list(known)
    for form in (str, unify, fold):
        wanted = form(text)
        fitting = {named.iri: named for named in listed if wanted and form(named.name) == wanted}
        if len(fitting) == 1:
            return URIRef(next(iter(fitting)))
        if fitting:
            raise AmbiguousEntity(
                f"{text!r} is the name of {len(fitting)} entities",
                [_candidate(named) for named in sorted(fitting.values(), key=lambda n: n.iri)],
            )
    raise UnknownEntity(f"nothing is named {text!r}", near(text, listed))


def unify(name: str) -> str:
    """A name without differences of case, width and spacing (Unicode NFKC and case folding)."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def fold(name: str) -> str:
    """A name without legal forms and punctuation, too.

    Examples:
        >>> fold("Northern Magnet (Inner Mongolia) Co., Ltd.")
        'northern magnet inner mongolia'
    """
    words = re.sub(r"[^\w]+", " ", unify(name)).strip()
    return " ".join(_LEGAL_FORMS.sub(" ", words).split())


def near(text: str, known: Iterable[Named]) -> list[Candidate]:
    """The entities whose names are most like a text, best first, at most `SUGGESTIONS`."""
    from rapidfuzz import fuzz, process

    listed = list(known)
    scored = process.extract(
        fold(text), [fold(named.name) for named in listed], scorer=fuzz.WRatio, limit=40, score_cutoff=NEAR
    )
    best = dict.fromkeys(_candidate(listed[index]) for _, _, index in scored)
    return list(best)[:SUGGESTIONS]


def _candidate(named: Named) -> Candidate:
    return Candidate(named.iri, named.label, " / ".join(sorted(named.kinds)))


def _is_known(store: Readable, iri: URIRef) -> bool:
    node = ox.NamedNode(iri)
    return any(store.quads_for_pattern(node, None, None)) or any(store.quads_for_pattern(None, None, node))
