"""Live services: the W3C Reconciliation API, as Wikidata's and OpenRefine's services speak it, and SPARQL."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from monazite.link import identifiers
from monazite.link.datasets.common import Around, point
from monazite.link.datasets.table import FIELDS
from monazite.link.record import Name, Record
from monazite.link.streams import Progress
from monazite.web import MIB, Limits, Web, WebError

# A query for each of our names would be thousands of requests: services take several at once.
_BATCH = 10
_LIMIT = 5
# A SELECT of all that an endpoint has takes its time. The pause is so that nobody's server notices us.
LIMITS = Limits(timeout=60, longest=600, largest=256 * MIB, pause=0.1)
_FORM = "application/x-www-form-urlencoded"


def web(url: str, loopback: bool) -> Web:
    """What asks a service, and its host alone; one of this machine with `loopback`."""
    return Web((urlsplit(url).netloc,), loopback, LIMITS)


def reconcile(web: Web, url: str, ours: Iterable[Record], progress: Progress) -> Iterator[Record]:
    """What a reconciliation service (versions 0.1 and 0.2) finds for the names of our things, each once.

    Args:
        web: asks it.
        url: of the service; its manifest says what its ids stand for.
        ours: whose names to ask for: the first in English or the first at all, and the first in Chinese.
        progress: called with how many of our things are asked.

    Raises:
        WebError: it cannot be reached, or does not answer as a reconciliation service does.
    """
    space = _json(url, web.get(url, "application/json").content).get("identifierSpace") or url
    names = list(_names(ours))
    seen: set[str] = set()
    for start in range(0, len(names), _BATCH):
        several = names[start : start + _BATCH]
        queries = {f"q{number}": {"query": name, "limit": _LIMIT} for number, name in enumerate(several)}
        answer = _json(
            url, _ask(web, url, "application/json", queries=json.dumps(queries, ensure_ascii=False))
        )
        for key in queries:
            result = (answer.get(key) or {}).get("result")
            if not isinstance(result, list):
                raise WebError(f"{url} does not answer a query as a reconciliation service does")
            for each in result:
                record = _candidate(each, str(space))
                if record is not None and record.id not in seen:
                    seen.add(record.id)
                    yield record
        progress(url, start + len(several), len(names))


def _names(ours: Iterable[Record]) -> Iterator[str]:
    for record in ours:
        chinese = (name.text for name in record.names if name.language.startswith("zh"))
        yield from dict.fromkeys((record.label, *list(chinese)[:1]))


def _ask(web: Web, url: str, accept: str, **form: str) -> bytes:
    return web.post(url, urlencode(form).encode(), {"Accept": accept, "Content-Type": _FORM}).content


def _json(url: str, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise WebError(f"{url} answers no JSON: {content[:60]!r}") from error
    if not isinstance(found, dict):
        raise WebError(f"{url} answers no JSON object: {content[:60]!r}")
    return found


def _candidate(found: Any, space: str) -> Record | None:
    if not isinstance(found, dict) or not found.get("id") or not found.get("name"):
        return None
    id = str(found["id"])
    iri = id if "://" in id else space + id
    types = ", ".join(
        str(each.get("name", each.get("id", ""))) if isinstance(each, dict) else str(each)
        for each in found.get("type") or found.get("types") or ()
    )
    identifier = identifiers.from_iri(iri)
    return Record(
        iri,
        (Name(str(found["name"])),),
        identifiers=frozenset({identifier}) if identifier[0] != "iri" else frozenset(),
        about=", ".join(part for part in (str(found.get("description") or ""), types) if part),
    )


def sparql(web: Web, url: str, query: str, around: Around) -> Iterator[Record]:
    """The things that an endpoint gives for a SELECT whose variables are named by what they hold.

    The variables: ``id`` (IRI) and ``name``, and as known ``country`` (code or name, or an IRI that ours is
    linked to), ``place``, ``lat``, ``lon``, ``parent``, ``about``; any other is the scheme of an identifier
    (``lei``). A thing may have several rows.

    Raises:
        WebError: the endpoint cannot be asked, or gives no such rows.
    """
    content = _ask(web, url, "application/sparql-results+json", query=query)
    try:
        solutions = ox.parse_query_results(io.BytesIO(content), format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise WebError(f"{url} answers no results of SPARQL: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise WebError("the query asks for no rows: right would be SELECT ?id ?name ...")
    variables = [variable.value for variable in solutions.variables]
    if not {"id", "name"} <= set(variables):
        raise WebError(f"the query gives {', '.join(variables)}: right would be ?id and ?name at least")
    rows: dict[str, dict[str, dict[tuple[str, str], None]]] = defaultdict(lambda: defaultdict(dict))
    for solution in solutions:
        thing = getattr(solution["id"], "value", "")
        for variable in variables:
            if (term := solution[variable]) is not None:
                language = (getattr(term, "language", None) or "").lower()
                rows[thing][variable][getattr(term, "value", ""), language] = None
    for thing, said in rows.items():
        if record := _row(thing, {key: list(values) for key, values in said.items()}, around):
            yield record


def _row(thing: str, said: dict[str, list[tuple[str, str]]], around: Around) -> Record | None:
    def texts(key: str) -> list[str]:
        return [text for text, _ in said.get(key, ())]

    if not said.get("name"):
        return None
    countries = [identifiers.from_iri(text)[1] for text in texts("country")]
    try:
        points = [point(*pair) for pair in zip(texts("lat"), texts("lon"), strict=False)]
    except ValueError:
        points = []
    own = identifiers.from_iri(thing)
    others = {
        identifiers.clean(key, text) for key in said.keys() - set(FIELDS) for text in texts(key) if text
    }
    return Record(
        thing,
        tuple(Name(text, language) for text, language in said["name"]),
        around.codes(*countries),
        tuple(texts("place")),
        tuple(each for found in points for each in found),
        frozenset(others | ({own} if own[0] != "iri" else set())),
        tuple(texts("parent")),
        frozenset(),
        ", ".join(texts("about")),
    )
