"""Asks the graph the SELECTs of ``queries/projections``, as plain tuples of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from monazite import queries

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


_ORDER = "\nORDER BY "


def rows(kg: KnowledgeGraph, projection: str) -> Iterator[tuple[str, ...]]:
    """The rows of a projection, each value its text or IRI, "" where the row has none.

    They come in the order that the projection names, its columns compared as text. The engine is not asked
    for it: to sort rows takes it several times as long as to find them.

    Raises:
        QueryError: there is no such projection, or the engine refuses it.
    """
    query = queries.shipped("projections", projection)
    text, _, order = query.text.partition(_ORDER)
    solutions = kg.solve(replace(query, text=text))
    assert isinstance(solutions, ox.QuerySolutions)
    columns = [f"?{variable.value}" for variable in solutions.variables]
    found = (
        tuple("" if term is None else getattr(term, "value", "") for term in solution)
        for solution in solutions
    )
    if not order:
        return found
    return iter(sorted(found, key=itemgetter(*map(columns.index, order.split()))))
