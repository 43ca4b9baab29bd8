"""The job of the SPARQL endpoint: a query over the store, its answer in the form that the client takes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from monazite import federation, queries, results, stores
from monazite.errors import QueryError
from monazite.server import negotiation
from monazite.server.problems import Problem
from monazite.vocabulary import PREFIXES

if TYPE_CHECKING:
    from monazite.server.frames import Reply
    from monazite.server.jobs import Context
    from monazite.stores import Solutions


def query(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Answers a query.

    The job has ``query``, ``accept``, ``format``, ``base`` (what relative IRIs are read against),
    ``services`` (the hosts that SERVICE may reach), and ``default`` and ``named``: lists of graphs, or None
    where the request names no dataset.
    """
    default, named = _graphs(job.get("default")), _graphs(job.get("named"))
    options: dict[str, Any] = {"base_iri": str(job["base"])}
    if default is not None or named is not None:
        options |= {"default_graph": default or [], "named_graphs": named or []}
    elif not queries.names_dataset(str(job["query"])) and not stores.is_merged(context.kg.store):
        options["use_default_graph_as_union"] = True
    text, services = str(job["query"]), federation.Services(hosts=tuple(job["services"]))
    try:
        # Its services are asked while the answer is written.
        with federation.relayed(text, services) if services.hosts else nullcontext(text) as asked:
            _answer(context, asked, options, job, reply)
    except QueryError as error:
        raise Problem("bad-query", str(error)) from error


def _answer(
    context: Context, text: str, options: Mapping[str, Any], job: Mapping[str, Any], reply: Reply
) -> None:
    try:
        solutions = context.kg.store.query(text, prefixes=PREFIXES, **options)
    except SyntaxError as error:
        raise Problem("bad-query", str(error.msg)) from error
    except (ValueError, RuntimeError) as error:  # such as a function that the engine does not have
        raise Problem("bad-query", str(error)) from error
    try:
        give(solutions, str(job["accept"]), str(job["format"]), reply)
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be evaluated: {error}") from error


def _graphs(named: list[str] | None) -> list[ox.NamedNode] | None:
    try:
        return None if named is None else [ox.NamedNode(iri) for iri in named]
    except ValueError as error:
        raise Problem("bad-parameter", f"a graph is named by an absolute IRI: {error}") from error


def give(solutions: Solutions, accept: str, form: str, reply: Reply) -> None:
    """Writes solutions in the form that a client takes.

    Raises:
        Problem: it takes none of them.
    """
    out = cast("IO[bytes]", reply)
    if isinstance(solutions, ox.QueryTriples):
        chosen = negotiation.demand(accept, form, negotiation.GRAPHS)
        reply.head(negotiation.content_type(chosen))
        ox.serialize(solutions, out, format=negotiation.GRAPH_FORMATS[chosen], prefixes=PREFIXES)
        return
    chosen = negotiation.demand(accept, form, negotiation.RESULTS)
    reply.head(negotiation.content_type(chosen))
    if isinstance(solutions, ox.QueryBoolean) and chosen in ("csv", "tsv"):
        reply.write(b"true\n" if solutions else b"false\n")
    elif isinstance(solutions, ox.QuerySolutions) and chosen == "csv":
        results.write_csv(solutions, out)
    else:
        solutions.serialize(out, format=negotiation.RESULT_FORMATS[chosen])


def library(context: Context, name: str) -> queries.Query:
    """A question of the library, without the place that it was read from, which errors would name.

    Raises:
        Problem: there is none of that name.
    """
    found = queries.library().get(name)
    if found is None:
        raise Problem("not-found", f"there is no question named {name[:80]!r}; /api/v1/questions lists them")
    return queries.Query(found.name, found.text)


JOBS = {"sparql": query}
