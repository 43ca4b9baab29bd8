"""How likely two records are the same thing, 0 to 100, with all that speaks for and against it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from monazite.link import glossary, likeness, spelling
from monazite.link.likeness import Likeness, Weights
from monazite.link.record import Record
from monazite.link.spelling import Form, forms

# From here on a match is taken without asking; from DOUBTFUL on a person is asked; below it is none.
ACCEPTED = 85.0
DOUBTFUL = 50.0
# The best has to be this much better than the second to be taken without asking.
MARGIN = 6.0

_NAME = 88.0
_SAME_COUNTRY, _SAME_PLACE, _SAME_PARENT = 6.0, 5.0, 8.0
_BY_DISTANCE = ((5.0, 12.0), (25.0, 8.0), (60.0, 2.0), (150.0, -10.0), (400.0, -30.0))
# As much at most where one name has a word more: what it tells apart, a person has to see.
_NAME_MORE = 77.0
_SAY_NOTHING = glossary.SITES | {"group", "holding", "company"}
_EARTH_KM = 6371.0088
# One thing has one identifier of these: another one means another thing.
_ONE_EACH = frozenset({"lei", "wikidata", "geonames", "ror", "cas", "usgs-mrds"})
# Identifiers that decide alone that two are the same.
_DECISIVE = _ONE_EACH | frozenset(
    {"isin", "ticker", "iri", "usgs-ree", "usgs-major", "opensanctions", "figi"}
)


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a match, with the points that it adds, or against it, with those that it takes.

    Attributes:
        feature: name, country, legal form, place, distance, identifier, parent or kind.
        points: what it adds to the score, or takes (negative).
        text: in words, for a person.
    """

    feature: str
    points: float
    text: str

    def __str__(self) -> str:
        """The reason with its points: ``country +6: both CN``."""
        return f"{self.feature} {self.points:+.0f}: {self.text}"


@dataclass(frozen=True, slots=True)
class Score:
    """A score of 0 to 100 and its reasons; their points add up to it, but for the bounds.

    `same_name` is whether one of the names is the same, but for spelling and legal forms.
    """

    value: float
    reasons: tuple[Reason, ...]
    same_name: bool = False

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return "; ".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with what is computed of it once."""

    record: Record
    forms: tuple[Form, ...]
    places: tuple[tuple[Form, ...], ...] = ()
    parents: tuple[tuple[Form, ...], ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)
    registered: frozenset[str] = frozenset()


def most_around(theirs: Prepared) -> float:
    """The most points that a record can have beside those for its name."""
    record = theirs.record
    return (
        _SAME_COUNTRY * bool(record.countries)
        + _BY_DISTANCE[0][1] * bool(record.points)
        + _SAME_PLACE * bool(record.places)
        + _SAME_PARENT * bool(record.parents)
    )


def needed_share(around: float) -> float:
    """What names have to share so that a match can be doubtful or better, with so many points around it."""
    return (max(0.0, DOUBTFUL - around) / _NAME) ** 2


def prepare(record: Record) -> Prepared:
    """A record made ready to be scored."""
    own = tuple(dict.fromkeys(form for name in record.names for form in forms(name.text)))
    return Prepared(
        record,
        own,
        tuple(forms(place) for place in record.places),
        tuple(forms(parent) for parent in record.parents),
        frozenset(word for form in own for word in form.words),
        frozenset().union(*(spelling.countries(name.text) for name in record.names)),
    )


def score(ours: Prepared, theirs: Prepared, weights: Weights) -> Score:
    """How likely two records are the same thing.

    Names give up to 88 points, in proportion to the square root of what they share; what is around them adds
    or takes: countries, places, distance, identifiers, owners and operators.
    """
    identifier = _identifier(ours.record, theirs.record)
    if identifier is not None and identifier.points > 0:
        return Score(100.0, (identifier,), True)
    alike = likeness.best(ours.forms, theirs.forms, weights)
    reasons = [_name(alike)]
    if alike.opposed:
        one, other = alike.opposed
        reasons.append(Reason("name", -40.0, f"{one!r} is not {other!r}"))
    for found in (
        identifier,
        _country(ours.record, theirs.record) or _legal_form(ours.record, theirs),
        _distance(ours.record, theirs.record),
        _place(ours, theirs, weights),
        _parent(ours, theirs, weights),
        _kind(ours.record, theirs, alike),
    ):
        if found is not None:
            reasons.append(found)
    value = sum(reason.points for reason in reasons)
    return Score(round(min(99.0, max(0.0, value)), 1), tuple(reasons), alike.share == 1.0)


def clear(first: Score, second: Score | None) -> bool:
    """Whether the best is so much better than the second that nobody has to choose between them."""
    if second is None or first.value - second.value >= MARGIN:
        return True
    return first.same_name and not second.same_name and first.value > second.value


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points in degrees along the sphere, in km (haversine; mean radius of the Earth).

    >>> round(kilometres((40.66, 109.84), (39.90, 116.41)))  # Baotou and Beijing
    564
    """
    (a, b), (c, d) = ((math.radians(x) for x in point) for point in (one, other))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def _name(alike: Likeness) -> Reason:
    said = []
    if alike.share == 1.0 and not alike.near:
        said.append(f"the same, {' '.join(alike.same)!r}" if alike.same else "the same")
    else:
        if alike.same:
            said.append(f"both have {' '.join(alike.same)!r}")
        said += [f"{one!r} is like {other!r}" for one, other in alike.near]
        if alike.ours:
            said.append(f"only here {' '.join(alike.ours)!r}")
        if alike.theirs:
            said.append(f"only there {' '.join(alike.theirs)!r}")
    points = _NAME * math.sqrt(alike.share)
    if alike.share < 1.0 and (alike.part or not _SAY_NOTHING.issuperset((*alike.ours, *alike.theirs))):
        points = min(points, _NAME_MORE)
        said += ["only without what is in brackets"] if alike.part else []
    return Reason("name", round(points, 1), ", ".join(said) or "nothing in common")


def _identifier(ours: Record, theirs: Record) -> Reason | None:
    for scheme, value in sorted(ours.identifiers & theirs.identifiers):
        if scheme in _DECISIVE:
            return Reason("identifier", 100.0, f"the same {scheme}, {value}")
    here, there = (
        {scheme: value for scheme, value in sorted(record.identifiers) if scheme in _ONE_EACH}
        for record in (ours, theirs)
    )
    for scheme in sorted(here.keys() & there.keys()):
        return Reason("identifier", -60.0, f"{scheme} {here[scheme]} here, {there[scheme]} there")
    return None


def _country(ours: Record, theirs: Record) -> Reason | None:
    if not ours.countries or not theirs.countries:
        return None
    if both := sorted(ours.countries & theirs.countries):
        return Reason("country", _SAME_COUNTRY, f"both {', '.join(both)}")
    here, there = (", ".join(sorted(record.countries)) for record in (ours, theirs))
    return Reason("country", -30.0, f"{here} here, {there} there")


def _legal_form(ours: Record, theirs: Prepared) -> Reason | None:
    """A legal form of another country speaks against a company, where its own country is not told."""
    if theirs.registered and ours.countries and theirs.registered.isdisjoint(ours.countries):
        here, there = (", ".join(sorted(codes)) for codes in (ours.countries, theirs.registered))
        return Reason("legal form", -12.0, f"one of {there}, and {here} here")
    return None


def _distance(ours: Record, theirs: Record) -> Reason | None:
    if not ours.points or not theirs.points:
        return None
    apart = min(kilometres(one, other) for one in ours.points for other in theirs.points)
    points = next((points for limit, points in _BY_DISTANCE if apart <= limit), -50.0)
    return Reason("distance", points, f"{apart:.1f} km apart" if apart < 10 else f"{apart:.0f} km apart")


def _place(ours: Prepared, theirs: Prepared, weights: Weights) -> Reason | None:
    """Places in common. That none is says nothing: one tells the town and the other the province."""
    found = _shared(ours.places, theirs.record.places, theirs.places, weights, 0.9)
    return None if found is None else Reason("place", _SAME_PLACE, f"both in {found}")


def _shared(
    ours: tuple[tuple[Form, ...], ...],
    names: tuple[str, ...],
    theirs: tuple[tuple[Form, ...], ...],
    weights: Weights,
    share: float,
) -> str | None:
    """The first of their names that is one of ours, as alike as `share` (0 to 1) at least."""
    for name, theirs_ in zip(names, theirs, strict=True):
        if any(likeness.best(ours_, theirs_, weights).share >= share for ours_ in ours):
            return name
    return None


def _kind(ours: Record, theirs: Prepared, alike: Likeness) -> Reason | None:
    """An organization is not what it runs: a name that says plant or mine is not that of a company."""
    if "Organization" not in ours.kinds or theirs.record.kinds:
        return None
    if site := next((word for word in alike.theirs if word in glossary.SITES), None):
        return Reason("kind", -15.0, f"{site!r} is no word of organizations")
    return None


def _parent(ours: Prepared, theirs: Prepared, weights: Weights) -> Reason | None:
    found = _shared(ours.parents, theirs.record.parents, theirs.parents, weights, 0.8)
    return None if found is None else Reason("parent", _SAME_PARENT, f"both of {found}")
