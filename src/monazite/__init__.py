"""Monazite: the open knowledge graph of the rare earth value chain, from ore to motor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

__all__ = ["KnowledgeGraph", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # rdflib takes a third of a second to import: only those who open a graph pay for it.
    if name == "KnowledgeGraph":
        from monazite.graph import KnowledgeGraph

        return KnowledgeGraph
    raise AttributeError(f"module 'monazite' has no attribute {name!r}")
