"""The data of the explorer, in parts: what the page embeds, and what a server gives it, are the same JSON.

What each part holds is written down in ``src/explorer/src/data/types.ts``.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

# The module that makes each part; it has `make(kg, things)`. `index` is what the first view needs.
PARTS = {
    "index": "index",
    "statements": "quads",
    "questions": "questions",
    "years": "years",
    "relations": "relations",
    "analyses": "analyses",
}


def make(kg: KnowledgeGraph, part: str, things: Collection[str] | None = None) -> Any:
    """One part of the data, as what JSON can hold.

    Args:
        kg: the knowledge graph.
        part: one of `PARTS`.
        things: the IRIs of those to tell of; everything if None.

    Raises:
        KeyError: there is no such part.
    """
    module = importlib.import_module(f"monazite.export.pagedata.{PARTS[part]}")
    return module.make(kg, things)
