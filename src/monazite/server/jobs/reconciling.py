"""The jobs of the reconciliation service: matches, suggestions, and values to extend a table by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import URIRef

from monazite import queries
from monazite.link import reconcile as matching
from monazite.link.datasets import around
from monazite.results import convert
from monazite.server.addresses import SPACE
from monazite.server.jobs.api import found, send
from monazite.server.problems import Problem
from monazite.vocabulary import MZ, expand, local_name, shorten

if TYPE_CHECKING:
    from monazite.link.index import Index
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

Job = Mapping[str, Any]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = frozenset(f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger"))
_REAL = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))
_PROPOSED = "SELECT ?p (COUNT(*) AS ?n) { ?s a ?_type_iri ; ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p"
_VALUES = "SELECT DISTINCT ?o { ?_thing_iri ?_property_iri ?o } ORDER BY ?o"


def index(context: Context) -> Index:
    """What names are matched against, made once for all workers."""
    return context.once("reconcile", lambda: matching.index(context.kg))


def reconcile(context: Context, job: Job, reply: Reply) -> None:
    """Matches the queries of a batch."""
    things = index(context)
    countries = around(things)
    told = {}
    for key, query in job["queries"].items():
        properties = {pid.removeprefix("mz:"): values for pid, values in query["properties"].items()}
        if "country" in properties:
            properties["country"] = sorted(countries.codes(*properties["country"]))
        best: dict[str, matching.Candidate] = {}
        for kind in query["types"] or [None]:
            for each in matching.candidates(things, query["query"], kind, properties, query["limit"]):
                if each.iri not in best or each.score > best[each.iri].score:
                    best[each.iri] = each
        ranked = sorted(best.values(), key=lambda each: (-each.score, each.label, each.iri))
        told[key] = {"result": [_candidate(each) for each in ranked[: query["limit"]]]}
    send(reply, told)


def _candidate(each: matching.Candidate) -> dict[str, Any]:
    features: dict[str, float] = {}
    for reason in each.reasons:
        features[reason.feature] = round(features.get(reason.feature, 0) + reason.points, 2)
    return {
        "id": id_of(each.iri),
        "name": each.label,
        "description": each.description,
        "score": round(each.score, 2),
        "match": each.match,
        "type": [{"id": kind, "name": words(kind)} for kind in each.types],
        "features": [{"id": name, "value": points} for name, points in features.items()],
    }


def id_of(iri: str) -> str:
    """The id that a thing has here: what follows the space of all of them."""
    return iri.removeprefix(SPACE)


def iri_of(text: str) -> str:
    """The IRI that an id of this service means, or that somebody has from elsewhere."""
    text = text.strip()
    return text if text.startswith(("http://", "https://")) else SPACE + text


def words(name: str) -> str:
    """A class's or property's name as words: ``ProductionUnit`` is ``Production unit``."""
    words = "".join(f" {c.lower()}" if c.isupper() and place else c for place, c in enumerate(name))
    return words[:1].upper() + words[1:]


def suggest(context: Context, job: Job, reply: Reply) -> None:
    """Suggests entities, types or properties that a few letters may mean."""
    prefix, what = str(job["prefix"]).strip(), job["what"]
    if what == "entity":
        items = [
            {"id": id_of(named.iri), "name": named.label, "description": ", ".join(sorted(named.kinds)),
             "notable": sorted(named.kinds)}
            for named in (found(context, prefix, "") if prefix else [])
        ]  # fmt: skip
    else:
        listed = _types(context) if what == "type" else _known(context)
        wanted = prefix.casefold()
        items = [
            {"id": name, "name": label} | ({"broader": []} if what == "type" else {})
            for name, label, chinese in listed
            if any(wanted in text.casefold() for text in (name, label, chinese))
        ]
        items.sort(key=lambda each: (not str(each["name"]).casefold().startswith(wanted), str(each["name"])))
    first = int(job["offset"])
    send(reply, {"result": items[first : first + int(job["limit"])]})


def _types(context: Context) -> list[tuple[str, str, str]]:
    from monazite.server.jobs.graphs import counted

    return _labelled(context, [iri for iri, _ in counted(context).classes if iri.startswith(str(MZ))])


def _known(context: Context) -> list[tuple[str, str, str]]:
    """What a match may rest on, and what a table can be extended by."""
    from monazite.server.jobs.graphs import counted

    own = [(name, words(name), "") for name in (*matching.PROPERTIES, *_schemes(context))]
    taken = {name for name, _, _ in own}
    others = _labelled(context, [iri for iri, _ in counted(context).properties])
    return [*own, *(each for each in others if each[0] not in taken)]


def _schemes(context: Context) -> list[str]:
    """The schemes of identifiers that things have here."""
    records = index(context).records
    return sorted({scheme for each in records for scheme, _ in each.record.identifiers})


def _labelled(context: Context, iris: list[str]) -> list[tuple[str, str, str]]:
    label = context.kg.label
    return [(_name(iri), label(URIRef(iri), "en"), label(URIRef(iri), "zh")) for iri in iris]


def _name(iri: str) -> str:
    """A term's id here: its local name where it is ours, else its prefixed name."""
    return local_name(iri) if iri.startswith(str(MZ)) else shorten(iri)


def term_of(name: str) -> str:
    """The IRI of a class or property by its local name, prefixed name or IRI."""
    return str(expand(name) or MZ[name])


def propose(context: Context, job: Job, reply: Reply) -> None:
    """Proposes properties that things of a type have, those that most have first."""
    kind = str(job["type"])
    properties = [{"id": name, "name": words(name)} for name in (*matching.PROPERTIES, *_schemes(context))]
    if kind:
        asked = queries.Query("", _PROPOSED)
        rows = convert(context.kg.solve(asked, type=named(term_of(kind)))).values()
        taken = {each["id"] for each in properties}
        told = _labelled(context, [str(iri) for iri, _ in rows])
        properties += [{"id": name, "name": label} for name, label, _ in told if name not in taken]
    most = int(job["limit"])
    told_ = {"properties": properties[:most] if most else properties}
    send(reply, told_ | ({"type": kind} if kind else {}) | ({"limit": most} if most else {}))


def extend(context: Context, job: Job, reply: Reply) -> None:
    """Gives the values that things have of some properties."""
    ids: list[str] = list(dict.fromkeys(job["ids"]))
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {each: {} for each in ids}
    meta = []
    for asked in job["properties"]:
        name = asked["id"]
        meta.append({"id": name, "name": _meta_name(context, name)})
        values = dict(_values(context, name, ids))
        for each in ids:
            given = values.get(each, [])
            rows[each][name] = given[: asked["limit"]] if asked["limit"] else given
    send(reply, {"meta": meta, "rows": rows})


def _meta_name(context: Context, name: str) -> str:
    if name in matching.PROPERTIES or name in _schemes(context):
        return words(name)
    return context.kg.label(named(term_of(name)))


def _values(context: Context, name: str, ids: list[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if name in matching.PROPERTIES or name in _schemes(context):
        known = index(context).by_id
        for each in ids:
            if prepared := known.get(iri_of(each)):
                yield each, [_plain(value) for value in _recorded(prepared.record, name)]
        return
    asked, wanted = queries.Query("", _VALUES), named(term_of(name))
    for each in ids:
        solutions = context.kg.solve(asked, thing=named(iri_of(each)), property=wanted)
        assert isinstance(solutions, ox.QuerySolutions)
        yield each, [_value(context, value) for (value,) in solutions]


def _recorded(record: Any, name: str) -> list[str | float]:
    """What the record of a thing says of a property that matching rests on."""
    if name in ("latitude", "longitude"):
        return [point[name == "longitude"] for point in record.points]
    kept = {"country": sorted(record.countries), "place": record.places, "parent": record.parents}
    if name in kept:
        return list(kept[name])
    return sorted(value for scheme, value in record.identifiers if scheme == name)


def _plain(value: str | float) -> dict[str, Any]:
    return {"float": value} if isinstance(value, float) else {"str": value}


def _value(context: Context, node: Any) -> dict[str, Any]:
    if isinstance(node, ox.NamedNode):
        label = context.kg.label(URIRef(node.value))
        inside = node.value.startswith(SPACE)
        return {"id": id_of(node.value), "name": label} if inside else {"str": node.value}
    if not isinstance(node, ox.Literal):
        return {}
    kind, text = node.datatype.value, node.value
    try:
        if kind in _WHOLE:
            return {"int": int(text)}
        if kind in _REAL and float(text) == float(text) and abs(float(text)) != float("inf"):
            return {"float": float(text)}
    except ValueError:
        pass
    if kind == f"{_XSD}date" and len(text) == len("2026-01-01"):
        return {"date": f"{text}T00:00:00Z"}
    return {"str": text}


def named(iri: str) -> URIRef:
    """An IRI to ask the graph for.

    Raises:
        Problem: it is none.
    """
    try:
        return URIRef(ox.NamedNode(iri).value)
    except ValueError as error:
        raise Problem("bad-parameter", f"{iri[:200]!r} is no id: {error}") from error


JOBS = {
    "reconcile": reconcile,
    "suggest": suggest,
    "propose": propose,
    "extend": extend,
}
