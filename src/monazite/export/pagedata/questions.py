"""The question library, for the SPARQL page: texts, what they answer, and their parameters."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from monazite import queries

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph


def make(kg: KnowledgeGraph, things: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Each question of the library, by name."""
    del kg, things
    return [_question(query) for query in queries.library().values()]


def _question(query: queries.Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary or query.name,
        "description": query.description,
        "text": query.text,
        "parameters": [
            {
                "name": each.name,
                "variable": each.variable,
                "kind": each.kind,
                "default": None if each.default is None else str(each.default),
            }
            for each in query.parameters
        ],
    }
