"""A networkx backend that computes as networkx does, and notes in a file what it was asked for.

It is found as any backend is, by an entry point: put a folder with this module, as ``recording.py``, and
``recording-0.dist-info/entry_points.txt`` on the path. Its graphs are of classes of its own, so that what is
dispatched gets no graph of networkx's.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import networkx as nx
from networkx.utils import backends

# What networkx dispatches, by name; the stubs do not tell of it.
_KNOWN: dict[str, Any] = vars(backends)["_registered_algorithms"]


class _Graph(nx.Graph):  # type: ignore[type-arg]
    __networkx_backend__ = "recording"


class _DiGraph(nx.DiGraph):  # type: ignore[type-arg]
    __networkx_backend__ = "recording"


class _MultiGraph(nx.MultiGraph):  # type: ignore[type-arg]
    __networkx_backend__ = "recording"


class _MultiDiGraph(nx.MultiDiGraph):  # type: ignore[type-arg]
    __networkx_backend__ = "recording"


_CLASSES: dict[tuple[bool, bool], type[nx.Graph[Any]]] = {
    (False, False): _Graph,
    (True, False): _DiGraph,
    (False, True): _MultiGraph,
    (True, True): _MultiDiGraph,
}


class Interface:
    """What networkx asks of a backend."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in _KNOWN:
            raise AttributeError(name)

        def noted(*args: Any, **kwargs: Any) -> Any:
            with open(os.environ["RECORDED"], "a") as file:
                file.write(f"{name}\n")
            return _KNOWN[name].orig_func(*args, **kwargs)

        return noted

    @staticmethod
    def convert_from_nx(graph: nx.Graph[Any], **kwargs: Any) -> nx.Graph[Any]:
        kind = _CLASSES[graph.is_directed(), graph.is_multigraph()]
        ours = kind()
        ours.graph.update(graph.graph)
        ours.add_nodes_from(graph.nodes(data=True))
        every: Any = graph.edges
        ours.add_edges_from(every(keys=True, data=True) if graph.is_multigraph() else every(data=True))
        return ours

    @staticmethod
    def convert_to_nx(result: Any, **kwargs: Any) -> Any:
        return result


interface = Interface()


def info() -> dict[str, Any]:
    """What networkx is told of the backend."""
    return {"backend_name": "recording"}
