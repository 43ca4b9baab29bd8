"""The jobs of the JSON API: search, entity, neighbourhood, walks, questions, statistics."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rdflib import BNode, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Identifier

from monazite import entities, queries, statements
from monazite.errors import UnknownEntity
from monazite.results import QueryResult, convert
from monazite.server.jobs.entity import described
from monazite.server.jobs.sparql import give, library
from monazite.statements import Source, Statement
from monazite.vocabulary import expand, local_name

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context

_SEARCHED = 500
# A score of rapidfuzz's WRatio: a name that is less like what was typed is not what was meant.
_LIKE = 80


def send(reply: Reply, told: object) -> None:
    """Gives an answer as JSON."""
    reply.head("application/json")
    reply.write(json.dumps(told, ensure_ascii=False, allow_nan=False).encode())


def resolve(context: Context, text: str) -> URIRef:
    """As `monazite.entities.resolve`, with the names that workers share.

    Raises:
        UnknownEntity, AmbiguousEntity: as there.
    """
    text = text.strip()
    if expand(text):
        return context.kg.resolve(text)
    return entities.called(text, context.names)


def page(job: Mapping[str, Any], items: Sequence[object]) -> dict[str, Any]:
    """A page of items: always the same one over the same store, and what follows it."""
    offset, limit = int(job["offset"]), int(job["limit"])
    more = offset + limit < len(items)
    following = f"{job['more']}{offset + limit}" if more else None
    return {"total": len(items), "items": items[offset : offset + limit], "next": following}


def found(context: Context, text: str, kind: str) -> list[entities.Named]:
    """The entities whose names are like a text, the likeliest first."""
    from rapidfuzz import fuzz, process

    listed = [named for named in context.names if not kind or kind in named.kinds]
    wanted = entities.fold(text) or entities.unify(text)
    folded = [entities.fold(named.name) for named in listed]
    scored = process.extract(wanted, folded, scorer=fuzz.WRatio, limit=None, score_cutoff=_LIKE)
    best: dict[str, tuple[float, entities.Named]] = {}
    for _, score, index in scored:
        named = listed[index]
        exact = entities.unify(named.name) == entities.unify(text)
        score += 200 if exact else 100 if wanted in folded[index] else 0
        if named.iri not in best or best[named.iri][0] < score:
            best[named.iri] = (score, named)
    ranked = sorted(best.values(), key=lambda each: (-each[0], len(each[1].name), each[1].label, each[1].iri))
    return [named for _, named in ranked[:_SEARCHED]]


def search(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Finds entities by a part of a name, the likeliest first."""
    items = [
        {"iri": named.iri, "label": named.label, "name": named.name, "kinds": sorted(named.kinds)}
        for named in found(context, str(job["q"]), str(job["kind"]))
    ]
    send(reply, page(job, items))


def entity(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Tells what is said of an entity: statements, page by page, and the sources of the page."""
    language = str(job["language"])
    found = described(context, resolve(context, str(job["id"])))
    told = [each for each in found.statements if job["derived"] or not each.derived]
    part = page(job, told)
    shown: Sequence[Statement] = part["items"]
    sources = statements.sources(context.kg.store, tuple(shown), context.documents)
    part["items"] = [_statement(context, each, language) for each in shown]
    head = {
        "iri": str(found.entity),
        "label": context.kg.label(found.entity, language),
        "kinds": list(found.kinds),
    }
    send(reply, head | part | {"sources": [_source(each) for each in sources]})


def _statement(context: Context, each: Statement, language: str) -> dict[str, Any]:
    return {
        "subject": _node(context, each.subject, language),
        "predicate": _node(context, each.predicate, language),
        "object": _node(context, each.object, language),
        "graph": str(each.graph),
        "derived": each.derived,
    }


def _node(context: Context, node: Identifier, language: str) -> dict[str, Any]:
    told = term(node)
    return told if isinstance(node, RdfLiteral) else told | {"label": context.kg.label(node, language)}


def term(node: Identifier) -> dict[str, Any]:
    """A term as SPARQL's JSON results have it."""
    if isinstance(node, RdfLiteral):
        more = {"xml:lang": node.language} if node.language else {}
        more |= {"datatype": str(node.datatype)} if node.datatype else {}
        return {"type": "literal", "value": str(node)} | more
    return {"type": "bnode" if isinstance(node, BNode) else "uri", "value": str(node)}


def _source(source: Source) -> dict[str, Any]:
    return {
        "iri": str(source.iri),
        "title": source.title,
        "publisher": source.publisher,
        "issued": source.issued,
        "url": source.url,
    }


def neighbourhood(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Tells what an entity is related to, over so many relations, as nodes and edges with sources."""
    import networkx as nx

    language = str(job["language"])
    graph = context.network(language)
    start = str(resolve(context, str(job["id"])))
    if start not in graph:
        send(reply, {"iri": start, "total": 0, "nodes": [], "edges": [], "truncated": False})
        return
    reached = nx.single_source_shortest_path_length(
        graph.to_undirected(as_view=True), start, int(job["depth"])
    )
    order = sorted(reached, key=lambda node: (reached[node], graph.nodes[node]["label"], node))
    kept = order[: int(job["limit"])]
    near = graph.subgraph(kept)
    nodes = [
        {"iri": node, "depth": reached[node]}
        | {k: near.nodes[node].get(k) for k in ("label", "kind", "country")}
        for node in kept
    ]
    edges = [
        {"from": a, "to": b, "property": told["property"], "label": told["label"], "sources": told["sources"]}
        for a, b, told in near.edges(data=True)
    ]
    edges.sort(key=lambda edge: (edge["from"], edge["to"], edge["property"]))
    told = {"iri": start, "total": len(order), "nodes": nodes, "edges": edges}
    send(reply, told | {"truncated": len(order) > len(kept)})


def walk(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Tells what flows into or out of an entity, link by link, with sources."""
    from monazite import analysis

    chain = context.chain(tuple(job["bases"]), job["at"] or None, str(job["language"]))
    along = analysis.upstream if job["direction"] == "upstream" else analysis.downstream
    asked = str(job["id"])
    with contextlib.suppress(UnknownEntity):  # a country or a product may go by a code that is no name
        asked = str(resolve(context, asked))
    found = json.loads(along(context.kg, chain, asked, job["depth"]).to_json())
    rows = found.pop("rows")
    send(reply, found | page(job, rows))


def answer(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Answers a question of the library: as JSON page by page, or whole in a form of the SPARQL endpoint."""
    question = library(context, str(job["name"]))
    values: dict[str, queries.Value] = {
        name: _value(context, question, name, text) for name, text in job["parameters"].items()
    }
    solutions = context.kg.solve(question, **values)
    form = str(job["format"])
    if form != "json":
        give(solutions, "", "json" if form == "srj" else form, reply)  # srj: SPARQL 1.1 Query Results JSON
        return
    result = convert(solutions)
    head = {"question": question.name, "summary": question.summary}
    if result.type == "ASK":
        send(reply, head | {"answer": bool(result.askAnswer)})
        return
    send(reply, head | {"columns": list(result.variables)} | page(job, _rows(result)))


def _value(context: Context, question: queries.Query, name: str, text: str) -> queries.Value:
    """A parameter's value; one that means an entity may be its name."""
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    if kinds.get(name) == "iri" and not expand(text):
        return resolve(context, text)
    return text


def _rows(result: QueryResult) -> list[list[dict[str, Any] | None]]:
    return [[None if node is None else term(node) for node in row] for row in result.rows()]


def statistics(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Counts the graph: triples, graphs, things of each class."""
    from monazite.server.jobs.graphs import counted

    counts = counted(context)
    parts = {
        name: [{"iri": iri, "name": local_name(iri), "count": number} for iri, number in rows]
        for name, rows in (("classes", counts.classes), ("properties", counts.properties))
    }
    numbers = {"triples": counts.triples, "subjects": counts.subjects, "graphs": counts.graphs}
    send(reply, numbers | parts | {"store": context.digest})


JOBS = {
    "search": search,
    "entity": entity,
    "neighbourhood": neighbourhood,
    "walk": walk,
    "answer": answer,
    "statistics": statistics,
}
