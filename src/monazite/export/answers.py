"""The answer to a query as a graph: each row joins the things of two columns, each triple two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from monazite import entities, results, statements
from monazite.analysis import projection
from monazite.errors import QueryError
from monazite.results import QueryResult, display
from monazite.vocabulary import SOURCE, local_name

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph
    from monazite.queries import Query, Value

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def graph(
    kg: KnowledgeGraph,
    query: Query,
    parameters: Mapping[str, Value],
    ends: Sequence[str] = (),
    language: str = "en",
) -> Graph:
    """What a query finds, as a graph that all formats of `monazite.export` can be written from.

    A thing is known by its IRI, or by a name that it alone has. The other columns are attributes of the
    links, and the documents among them their sources.

    Args:
        kg: the knowledge graph.
        query: a SELECT or a CONSTRUCT.
        parameters: the values of its parameters.
        ends: the columns that links lead from and to; the first two that hold things if empty.
        language: ``en`` or ``zh``, for names.

    Raises:
        QueryError: it is no such query, has no such columns, or no two columns of things.
        ParameterError: a value is none of its parameter.
    """
    found = results.convert(kg.solve(query, **parameters))
    if found.type == "ASK":
        raise QueryError("an ASK query answers yes or no: there is nothing to make a graph of")
    names = _names(kg)
    made: Graph = nx.MultiDiGraph(name=query.name or "query", language=language)
    joined = list(_triples(found) if found.graph is not None else _rows(found, names, list(ends)))
    known = projection.network(kg, language)
    chain = projection.project(kg, language=language)
    for number, (start, end, attributes) in enumerate(joined, 1):
        one, other = (_node(made, kg, term, names, known, chain) for term in (start, end))
        made.add_edge(one, other, f"{made.graph['name']}-{number}", **attributes)
    documents = statements.documents(kg.store)
    cited = {source for *_, edge in made.edges(data=True) for source in edge["sources"]}
    made.graph["documents"] = {str(iri): each for iri, each in documents.items() if str(iri) in cited}
    return made


def _names(kg: KnowledgeGraph) -> dict[str, str]:
    """The IRI of each name that one thing alone has."""
    owners: dict[str, set[str]] = {}
    for named in entities.names(kg):
        owners.setdefault(named.name, set()).add(named.iri)
    return {name: next(iter(iris)) for name, iris in owners.items() if len(iris) == 1}


Joined = tuple[Identifier, Identifier, dict[str, Any]]


def _triples(found: QueryResult) -> Iterator[Joined]:
    assert found.graph is not None
    for start, predicate, end in sorted(found.graph):
        if isinstance(start, URIRef) and isinstance(end, URIRef):
            name = local_name(str(predicate))
            yield start, end, {"label": name, "property": str(predicate), "sources": ()}


def _rows(found: QueryResult, names: Mapping[str, str], ends: list[str]) -> Iterator[Joined]:
    rows = [tuple(row) for row in found.rows()]
    columns = list(found.variables)
    if missing := [name for name in ends if name not in columns]:
        raise QueryError(f"there is no column {missing[0]!r}; there are: {', '.join(columns)}")
    if not ends:
        ends = _ends(rows, columns, names)
    if len(ends) != 2:
        raise QueryError(
            f"no two of the columns {', '.join(columns)} hold things: name them with --ends FROM,TO"
        )
    start, end = (columns.index(name) for name in ends)
    for row in rows:
        if row[start] is None or row[end] is None:
            continue
        told = {name: term for name, term in zip(columns, row, strict=True) if term is not None}
        sources = tuple(sorted({str(t) for t in told.values() if str(t).startswith(str(SOURCE))}))
        rest = {
            f"answer_{name}": display(term)
            for name, term in told.items()
            if name not in ends and str(term) not in sources
        }
        yield row[start], row[end], {"label": "", "property": "", "sources": sources, **rest}


def _ends(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The first column of things, and the next that does not mostly name the same ones."""
    things = [place for place in range(len(columns)) if _holds_things(rows, place, names)]
    for other in things[1:]:
        same = sum(row[things[0]] == row[other] for row in rows)
        if 2 * same < len(rows):
            return [columns[things[0]], columns[other]]
    return []


def _holds_things(rows: Sequence[tuple[Any, ...]], place: int, names: Mapping[str, str]) -> bool:
    held = [row[place] for row in rows if row[place] is not None]
    things = [t for t in held if _iri(t, names) and not str(t).startswith(str(SOURCE))]
    return 2 * len(things) >= len(held) > 0


def _iri(term: Identifier, names: Mapping[str, str]) -> str | None:
    if isinstance(term, URIRef):
        return str(term)
    # A number or a date is no name.
    return names.get(str(term)) if isinstance(term, Literal) and term.datatype is None else None


def _node(
    made: Graph, kg: KnowledgeGraph, term: Identifier, names: Mapping[str, str], known: Graph, chain: Graph
) -> str:
    iri = _iri(term, names)
    node = iri or f"text:{term}"
    if node in made:
        return node
    plain: dict[str, Any] = {"kind": "Thing", "country": "", "stages": (), "rank": 99}
    if iri is None:
        made.add_node(node, label=str(term), **plain)
        return node
    kinds = [local_name(kind) for kind in statements.types(kg.store, URIRef(iri))]
    told = plain | {"label": kg.label(URIRef(iri), made.graph["language"]), "kind": (kinds or ["Thing"])[0]}
    for graph in (known, chain):
        if iri in graph:
            for key in (*told, "latitude", "longitude"):
                if value := graph.nodes[iri].get(key):
                    told[key] = value
    made.add_node(node, **told)
    return node
