"""Asks the graph the SELECTs of ``queries/projections``, as plain tuples of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from monazite import queries

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def rows(kg: KnowledgeGraph, projection: str) -> Iterator[tuple[str, ...]]:
    """The rows of a projection, each value its text or IRI, "" where the row has none.

    Raises:
        QueryError: there is no such projection, or the engine refuses it.
    """
    solutions = kg.solve(queries.shipped("projections", projection))
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield tuple("" if term is None else getattr(term, "value", "") for term in solution)
