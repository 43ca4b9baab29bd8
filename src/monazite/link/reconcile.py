"""Finds the thing that a name means, with all that speaks for and against it: for spreadsheets and services.

The stable face of matching, for the command line and the server:

    index(kg) -> Index                            # once per graph: about two seconds
    candidates(index, name, type=None, properties=None, limit=5) -> list[Candidate]
    best(index, name, type=None, properties=None) -> Candidate | None  # its `match`: whether to take it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from monazite.errors import ParameterError
from monazite.link import identifiers
from monazite.link.index import Index
from monazite.link.ours import index as index
from monazite.link.record import Name, Record
from monazite.link.score import ACCEPTED, DOUBTFUL, Prepared, Reason, clear, prepare, score
from monazite.vocabulary import expand, local_name

__all__ = ["ACCEPTED", "DOUBTFUL", "PROPERTIES", "Candidate", "Reason", "best", "candidates", "index"]

# What may be known of a thing beside its name; any other property is the scheme of an identifier (lei).
PROPERTIES = ("country", "place", "latitude", "longitude", "parent")
_LOOKED_AT = 24
_LEAST_ALIKE = 62.0


@dataclass(frozen=True)
class Candidate:
    """A thing that a name could mean.

    Attributes:
        iri: the thing.
        label: its English name.
        score: 0 to 100; from ``ACCEPTED`` (85) on it may be taken without asking, from ``DOUBTFUL`` (50) on
            a person should look.
        types: local names of the classes that it is stated to be of, those above them too (``Company``,
            ``Organization``), sorted.
        description: a few words: ``Company, Baotou, CN``.
        reasons: what speaks for it and against it.
        match: whether it is to be taken: accepted, and clearly better than the next.
    """

    iri: str
    label: str
    score: float
    types: tuple[str, ...]
    description: str
    reasons: tuple[Reason, ...]
    match: bool = False

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return "; ".join(map(str, self.reasons))


def candidates(
    index: Index,
    name: str,
    type: str | None = None,
    properties: Mapping[str, str | Sequence[str]] | None = None,
    limit: int = 5,
) -> list[Candidate]:
    """The things that a name could mean, the likeliest first.

    Args:
        index: of `index(kg)`; safe to share between threads.
        name: in English, Chinese (characters or pinyin) or as misspelled as people write.
        type: the local name of a class of the ontology (``Company``, ``ProductionUnit``), its IRI or its
            prefixed name; None for any.
        properties: what else is known: ``country`` (ISO 3166-1 alpha-2), ``place``, ``latitude`` and
            ``longitude`` (degrees), ``parent`` (its owner or operator), or an identifier by its scheme
            (``lei``, ``ticker``, ``wikidata``, ``geonames``, ``isin`` ...).
        limit: how many at most.

    Returns:
        The candidates of a score above 0, at most `limit`. At most the first has `match`.

    Raises:
        ParameterError: a latitude or longitude is no number.
    """
    kinds = (_local(type),) if type else ()
    return ranked(index, _record(name, properties or {}), kinds, limit)


def ranked(index: Index, record: Record, kinds: Sequence[str] = (), limit: int = 5) -> list[Candidate]:
    """The things that a record could be, the likeliest first, as `candidates`.

    Args:
        index: of `index(kg)`.
        record: what is known.
        kinds: local names of classes, of which a thing has to have one; any if empty.
        limit: how many at most.
    """
    asked = prepare(record)
    scored = []
    for ours in _near(index, asked, kinds):
        found = score(ours, asked, index.weights)
        if found.value > 0:
            scored.append((found, ours.record))
    scored.sort(key=lambda each: (-each[0].value, each[1].label, each[1].id))
    taken = bool(scored) and scored[0][0].value >= ACCEPTED
    taken = taken and clear(scored[0][0], scored[1][0] if len(scored) > 1 else None)
    return [
        Candidate(
            record.id,
            record.label,
            found.value,
            tuple(sorted(record.kinds)),
            record.about,
            found.reasons,
            place == 0 and taken,
        )
        for place, (found, record) in enumerate(scored[:limit])
    ]


def best(
    index: Index,
    name: str,
    type: str | None = None,
    properties: Mapping[str, str | Sequence[str]] | None = None,
) -> Candidate | None:
    """The likeliest thing that a name could mean, or None where none is even doubtful.

    Whether it is to be taken is its `match`.

    Raises:
        ParameterError: as `candidates`.
    """
    found = candidates(index, name, type, properties, limit=1)
    return found[0] if found and found[0].score >= DOUBTFUL else None


def _near(index: Index, asked: Prepared, kinds: Sequence[str]) -> Iterator[Prepared]:
    """What the blocks hold, and what is spelled most alike: a person's typing may miss every block."""
    found = {ours.record.id: ours for ours in index.near(asked, kinds)}
    texts, places = index.spelled
    for form in asked.forms:
        alike = process.extract(
            " ".join(form.words), texts, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=_LOOKED_AT
        )
        for _, _, place in alike:
            ours = index.records[places[place]]
            if not kinds or not ours.record.kinds.isdisjoint(kinds):
                found.setdefault(ours.record.id, ours)
    yield from found.values()


def _record(name: str, properties: Mapping[str, str | Sequence[str]]) -> Record:
    said = {
        key.strip().casefold(): tuple(
            each for each in ((value,) if isinstance(value, str) else value) if each
        )
        for key, value in properties.items()
    }
    latitude, longitude = (_degrees(said, key) for key in ("latitude", "longitude"))
    return Record(
        "",
        (Name(name),),
        frozenset(code.strip().upper() for code in said.get("country", ())),
        said.get("place", ()),
        ((latitude, longitude),) if latitude is not None and longitude is not None else (),
        frozenset(
            identifiers.clean(scheme, value)
            for scheme, values in said.items()
            if scheme not in PROPERTIES
            for value in values
        ),
        said.get("parent", ()),
    )


def _degrees(said: Mapping[str, tuple[str, ...]], key: str) -> float | None:
    if not said.get(key):
        return None
    try:
        return float(said[key][0])
    except ValueError:
        raise ParameterError(f"{key} {said[key][0]!r} is no number of degrees, such as 40.66") from None


def _local(type: str) -> str:
    return local_name(expand(type) or type)
