"""Who is meant by a name: the registry, the decisions that people took, and what is nearly the same."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from monazite.entities import fold, unify
from monazite.errors import FileError
from monazite.sheets import bare, harmless
from monazite.stores import Readable
from monazite.vocabulary import CONCEPT, MZ, local_name

FAMILIES = {
    "organization": MZ.Organization,
    "facility": MZ.ProductionUnit,
    "project": MZ.Undertaking,
    "initiative": MZ.Initiative,
    "place": MZ.Place,
}
# rapidfuzz's token_sort_ratio of folded names, 0 to 100: from here on a person has to say who is who.
NEAR = 88
MATCHES = "matches.csv"
MATCH_COLUMNS = ("family", "name", "candidate", "candidate_name", "score", "decision", "reason")
_FORMS: tuple[Callable[[str], str], ...] = (str, unify, fold)
_NAMING = (SKOS.prefLabel, SKOS.altLabel, MZ.legalName)


@dataclass(frozen=True)
class Match:
    """A name that is nearly that of a known entity: a row of `matches.csv`.

    `decision` is "same" or "new", or blank where nobody has decided.
    """

    family: str
    name: str
    candidate: str
    candidate_name: str
    score: int
    decision: str = ""
    reason: str = ""


class NoMatch(Exception):
    """A name that fits nothing, or several things: `several` are the IRIs then.

    `gone` is the IRI that somebody decided to be meant and that nothing has.
    """

    def __init__(self, several: Sequence[str] = (), gone: str | None = None) -> None:
        self.several = tuple(several)
        self.gone = gone


@dataclass
class Register:
    """The names of one family: as written, without case and width, and without legal forms."""

    forms: tuple[dict[str, set[str]], ...] = field(
        default_factory=lambda: (defaultdict(set), defaultdict(set), defaultdict(set))
    )
    # Folded names by each of their words, to compare a name only with those that it shares a word with.
    by_word: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str, iri: str) -> None:
        """Makes an entity known by a name."""
        for form, index in zip(_FORMS, self.forms, strict=True):
            index[form(name)].add(iri)
        folded = fold(name)
        for word in _words(folded):
            self.by_word[word].add(folded)

    def find(self, name: str) -> str:
        """The entity of that name.

        Raises:
            NoMatch: there is none, or several fit equally well.
        """
        for form, index in zip(_FORMS, self.forms, strict=True):
            fitting = index.get(form(name)) if form(name) else None
            if fitting:
                if len(fitting) == 1:
                    return next(iter(fitting))
                raise NoMatch(sorted(fitting))
        raise NoMatch

    def near(self, name: str) -> list[tuple[str, str, int]]:
        """What has nearly that name: folded name, IRI and score, the best first."""
        from rapidfuzz import fuzz, process

        folded = fold(name)
        # The rarest words say most: "rare", "earth" and "magnet" are in half of all names.
        words = sorted(_words(folded), key=lambda word: len(self.by_word.get(word, ())))[:3]
        others = sorted(set().union(*(self.by_word.get(word, set()) for word in words)) - {folded})
        scored = process.extract(folded, others, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=3)
        return [(other, sorted(self.forms[2][other])[0], round(score)) for other, score, _ in scored]


def _words(folded: str) -> set[tuple[str, ...]]:
    """The words of a folded name, and its first letters, each with all numbers in the name.

    The first letters differ least between two spellings; line 1 and line 2 are two lines, however alike.
    """
    numbers = re.findall(r"\d+", folded)
    return {(word, *numbers) for word in (*folded.split(), f"{folded[:4]}…")}


class Names:
    """The registry as the import sees it: what is known, and what it makes known on its way."""

    def __init__(self, store: Readable, matches: Iterable[Match] = ()) -> None:
        """Reads the names of all entities and concepts of a store."""
        self.registers = {family: Register() for family in FAMILIES}
        self.labels: dict[str, str] = {}
        self.families: dict[str, str] = {}
        self.types: dict[str, set[str]] = defaultdict(set)
        self.taken: set[str] = set()
        self.countries: dict[str, str] = {}
        # Tickers with their exchange (XNYS:MP), identifiers, codes of countries: never near, only the same.
        self.codes: dict[str, str] = {}
        self.within: dict[str, str] = {}
        self.documents: set[str] = set()
        self._found: dict[tuple[str, tuple[str, ...]], str] = {}
        self._labelled: set[tuple[str, str]] = set()
        self.undecided: dict[tuple[str, str], list[Match]] = {}
        self.decided = {(match.family, unify(match.name)): match for match in matches if match.decision}
        self.concepts: dict[str, Register] = {}
        self.slugs: dict[str, str] = {}
        self._read_entities(store)
        self._read_concepts(store)

    def _read_entities(self, store: Readable) -> None:
        for family, top in FAMILIES.items():
            for cls in _subclasses(store, top):
                for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(cls)):
                    if isinstance(quad.subject, ox.NamedNode):
                        self.families[_iri(quad.subject)] = family
                        self.types[_iri(quad.subject)].add(cls)
        for predicate in _NAMING:
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
                family = self.families.get(getattr(quad.subject, "value", ""), "")
                if family and isinstance(quad.object, ox.Literal):
                    self.name(family, _text(quad.object), _iri(quad.subject))
                    if predicate == SKOS.prefLabel and quad.object.language:
                        self.label_in(_iri(quad.subject), quad.object.language)
                        if quad.object.language == "en":
                            self.labels[_iri(quad.subject)] = _text(quad.object)
        self.taken = set(self.families)
        for quad in store.quads_for_pattern(None, ox.NamedNode(MZ.countryCode), None):
            self.countries[_text(quad.object)] = _iri(quad.subject)
        self.codes = dict(self.countries)
        for predicate, parts in ((MZ.listing, (MZ.exchange, MZ.ticker)), (MZ.identifier, (SKOS.notation,))):
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
                assert isinstance(quad.object, ox.NamedNode), "data has no blank nodes"
                said = (store.quads_for_pattern(quad.object, ox.NamedNode(part), None) for part in parts)
                code = ":".join(_text(found.object) for each in said for found in each)
                self.codes.setdefault(code, _iri(quad.subject))
        for quad in store.quads_for_pattern(None, ox.NamedNode(_WITHIN), None):
            # Of several, the narrowest: a country only where nothing else is known.
            if _iri(quad.subject) not in self.within or _text(quad.object) not in self.countries.values():
                self.within[_iri(quad.subject)] = _text(quad.object)
        document = ox.NamedNode(MZ.SourceDocument)
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), document):
            self.documents.add(_iri(quad.subject))

    def _read_concepts(self, store: Readable) -> None:
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS.inScheme), None):
            iri = _iri(quad.subject)
            register = self.concepts.setdefault(local_name(_text(quad.object)), Register())
            register.add(local_name(iri), iri)
            register.add(local_name(iri).replace("-", " "), iri)
            self.slugs[iri] = local_name(iri)
            self.labels.setdefault(iri, local_name(iri))
            for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.notation):
                for name in store.quads_for_pattern(quad.subject, ox.NamedNode(predicate), None):
                    register.add(_text(name.object), iri)
                    if predicate == SKOS.prefLabel and getattr(name.object, "language", None) == "en":
                        self.labels[iri] = _text(name.object)

    def name(self, family: str, name: str, iri: str) -> None:
        """Makes an entity known by a name; a place also without accents (Puławy, Pulawy)."""
        self.registers[family].add(name, iri)
        if family == "place":
            self.registers[family].add(slug(name), iri)
        self.families.setdefault(iri, family)

    def label_in(self, iri: str, language: str) -> None:
        """Notes that an entity has a preferred label in a language."""
        self._labelled.add((iri, language.casefold()))

    def has_label(self, iri: str, language: str) -> bool:
        """Whether an entity has a preferred label in a language."""
        return (iri, language.casefold()) in self._labelled

    def is_named(self, iri: str, family: str, name: str) -> bool:
        """Whether an entity has a name, as written."""
        return iri in self.registers[family].forms[0].get(name, ())

    def is_within(self, place: str, area: str) -> bool:
        """Whether a place lies in another, at any depth."""
        seen = {place}
        while (place := self.within.get(place, "")) and place not in seen:
            if place == area:
                return True
            seen.add(place)
        return False

    def concept(self, name: str, schemes: Sequence[str]) -> str:
        """The concept of that name (label, notation or slug) in one of the schemes.

        Raises:
            NoMatch: there is none, or several fit.
        """
        if (name, tuple(schemes)) in self._found:
            return self._found[name, tuple(schemes)]
        prefix, _, last = name.partition("/")
        if last and prefix in schemes and (iri := str(CONCEPT[f"{prefix}/{last}"])) in self.slugs:
            return iri
        failed = NoMatch()
        for form in (name, name.removesuffix("s")):
            for scheme in schemes:
                try:
                    iri = self._found[name, tuple(schemes)] = self.concepts[scheme].find(form)
                    return iri
                except NoMatch as error:
                    failed = error if error.several else failed
        raise failed

    def in_scheme(self, scheme: str) -> set[str]:
        """The concepts of a scheme."""
        return set().union(*self.concepts[scheme].forms[0].values())

    def near_concepts(self, name: str, schemes: Sequence[str]) -> list[str]:
        """The slugs of the concepts whose names are most like a text."""
        from rapidfuzz import fuzz, process

        forms = {
            folded: iris for scheme in schemes for folded, iris in self.concepts[scheme].forms[2].items()
        }
        scored = process.extract(fold(name), list(forms), scorer=fuzz.WRatio, score_cutoff=70, limit=12)
        found = dict.fromkeys(self.slugs[iri] for folded, _, _ in scored for iri in sorted(forms[folded]))
        return list(found)[:4]

    def find(self, name: str, families: Sequence[str]) -> str:
        """The entity of that name in one of the families.

        A decision of "same" holds, and one of "new" keeps the name apart from those that differ from it in
        their legal form only. A name as written wins over one that has to be folded, then an earlier family
        over a later one.

        Raises:
            NoMatch: there is none, or several fit.
        """
        if name in self.families and self.families[name] in families:
            return name
        if self.families.get(self.codes.get(name, "")) in families:
            return self.codes[name]
        decisions = [self.decided.get((family, unify(name))) for family in families]
        for decided in decisions:
            if decided and decided.decision == "same":
                if decided.candidate not in self.families:
                    raise NoMatch(gone=decided.candidate)
                return decided.candidate
        fitting: set[str] = set()
        for level, form in enumerate(_FORMS):
            for family, decided in zip(families, decisions, strict=True):
                # What somebody has called new differs from its like in its legal form.
                loose = form is fold and decided is not None
                fitting = self.registers[family].forms[level].get(form(name), set()) if not loose else set()
                if len(fitting) == 1:
                    return next(iter(fitting))
                if fitting:
                    raise NoMatch(sorted(fitting))
        raise NoMatch

    def is_new(self, name: str, family: str) -> bool:
        """Whether a name that fits nothing may become an entity: nothing is near it, or a person said so.

        Otherwise the near ones are kept in `undecided`.
        """
        key = (family, unify(name))
        if key in self.decided:
            return True
        if key not in self.undecided:
            near = self.registers[family].near(name)
            if not near:
                return True
            self.undecided[key] = [
                Match(family, name, iri, self.labels.get(iri, folded), score) for folded, iri, score in near
            ]
        return False

    def waits(self, name: str, families: Sequence[str]) -> bool:
        """Whether a name waits for a person's decision in one of the families."""
        return any((family, unify(name)) in self.undecided for family in families)

    def mint(self, namespace: str, name: str) -> str:
        """A fresh IRI for a name: its folded words in ASCII, numbered if the IRI is taken."""
        iri = namespace + slug(name)
        number = 2
        while iri in self.taken:
            iri = f"{namespace}{slug(name)}-{number}"
            number += 1
        self.taken.add(iri)
        return iri


_WITHIN = "http://www.opengis.net/ont/geosparql#sfWithin"


def slug(name: str) -> str:
    """A name as the last part of an IRI: ASCII, small, words joined by hyphens, legal forms dropped.

    >>> slug("Inner Mongolia Seagate Environmental Protection Technology Co., Ltd")
    'inner-mongolia-seagate-environmental-protection-technology'
    >>> slug("北方稀土")
    'bei-fang-xi-tu'
    """
    from anyascii import anyascii

    spaced = re.sub(r"([㐀-鿿])", r" \1 ", fold(name) or unify(name))
    words = re.findall(r"[a-z0-9]+", anyascii(spaced).lower())
    short = "-".join(words)
    return (short[:80].rpartition("-")[0] if len(short) > 80 else short) or "unnamed"


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode), "data has no blank nodes"
    return term.value


def _text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal), "data has no blank nodes"
    return term.value


def _subclasses(store: Readable, top: str) -> list[str]:
    """A class and all that are under it."""
    found = [str(top)]
    for cls in found:
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDFS.subClassOf), ox.NamedNode(cls)):
            if isinstance(quad.subject, ox.NamedNode) and _iri(quad.subject) not in found:
                found.append(_iri(quad.subject))
    return found


def read_matches(path: Path) -> list[Match]:
    """The decisions in a table of matches; rows without a decision count as none.

    Raises:
        FileError: a column is missing, or a decision, family or score is none.
    """
    if not path.exists():
        raise FileError(path, "no such file")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = set(MATCH_COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise FileError(path, f"columns are missing: {', '.join(sorted(missing))}", 1)
        found = []
        for row in reader:
            family, name, candidate, candidate_name, score, decision, reason = (
                bare(row[column] or "") for column in MATCH_COLUMNS
            )
            if (chosen := decision.strip().casefold()) not in ("", "same", "new"):
                raise FileError(
                    path, f"decision {decision!r}; right would be same, new or blank", reader.line_num
                )
            if family not in FAMILIES:
                raise FileError(
                    path, f"family {family!r}; right would be {', '.join(FAMILIES)}", reader.line_num
                )
            if score and not score.isdecimal():
                raise FileError(
                    path, f"score {score!r}; right would be a whole number or nothing", reader.line_num
                )
            found.append(Match(family, name, candidate, candidate_name, int(score or 0), chosen, reason))
        return found


def matches_table(matches: Iterable[Match]) -> str:
    """Matches as the text of a CSV file, sorted, one line each."""
    lines = sorted(
        {
            (m.family, m.name, m.candidate, m.candidate_name, str(m.score), m.decision, m.reason)
            for m in matches
        }
    )
    out = [",".join(MATCH_COLUMNS)]
    out += [",".join(_quoted(cell) for cell in line) for line in lines]
    return "\n".join(out) + "\n"


def _quoted(cell: str) -> str:
    cell = harmless(cell)
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if re.search(r'[",\r\n]', cell) else cell
