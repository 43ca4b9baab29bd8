"""What a worker can be asked to do: jobs by name, each in a module of its subject."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from monazite import entities, statements
from monazite.graph import KnowledgeGraph

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import URIRef

    from monazite.server.frames import Reply
    from monazite.statements import Source

Made = TypeVar("Made")
# Which module of this package has the job.
_MODULES = {
    "sparql": "sparql",
    "graph": "graphs",
    "description": "graphs",
    "sitemap": "graphs",
    "entity-rdf": "entity",
    "entity-page": "pages",
    "ontology-page": "pages",
    "ontology-rdf": "entity",
    "explorer-part": "explorer",
    "explorer-statements": "explorer",
    "search-page": "pages",
    "search": "api",
    "entity": "api",
    "neighbourhood": "api",
    "walk": "api",
    "answer": "api",
    "statistics": "api",
    "analysis": "analyses",
    "scenarios": "analyses",
    "export": "exporting",
    "reconcile": "reconciling",
    "suggest": "reconciling",
    "propose": "reconciling",
    "extend": "reconciling",
    "preview": "previews",
    "feature": "previews",
    "flyout": "previews",
    "warm": "warming",
}


@dataclass
class Context:
    """What a worker has at hand: the graph, and what is worth making once for all workers of a store."""

    kg: KnowledgeGraph
    digest: str
    scratch: Path
    _made: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, store: Path, digest: str, scratch: Path) -> Context:
        """Opens the store read-only.

        Raises:
            StoreError: there is none, or it is broken.
        """
        return cls(KnowledgeGraph.open(store), digest, scratch)

    @property
    def workplace(self) -> Path:
        """A folder for files that a job needs for a moment, this process's own."""
        path = self.scratch / f"job-{os.getpid()}"
        path.mkdir(exist_ok=True)
        return path

    def made(self, name: str) -> Any:
        """What `once` made of that name; None if nobody made it yet."""
        if name not in self._made:
            try:
                self._made[name] = pickle.loads((self.scratch / f"{name}.pickle").read_bytes())
            except (OSError, EOFError, pickle.UnpicklingError):
                return None
        return self._made[name]

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` makes, made by the first worker that needs it and read by the others.

        The folder that it lies in is the server's own, readable to nobody else.
        """
        found: Made | None = self.made(name)
        if found is None:
            found = self._made[name] = make()
            self._share(self.scratch / f"{name}.pickle", found)
        return found

    def _share(self, path: Path, made: object) -> None:
        fresh = path.with_name(f".{uuid4().hex}")
        try:
            fresh.write_bytes(pickle.dumps(made))
            os.replace(fresh, path)
        except OSError:
            fresh.unlink(missing_ok=True)

    @cached_property
    def names(self) -> list[entities.Named]:
        """Every name of every entity."""
        return self.once("names", lambda: entities.names(self.kg))

    @cached_property
    def documents(self) -> dict[URIRef, Source]:
        """Every source document."""
        return self.once("documents", lambda: statements.documents(self.kg.store))

    def network(self, language: str) -> nx.MultiDiGraph[str]:
        """The network of relations."""
        from monazite.analysis import projection

        return self.once(f"network-{language}", lambda: projection.network(self.kg, language))

    def chain(self, bases: Collection[str], at: str | None, language: str) -> nx.MultiDiGraph[str]:
        """A projection of the chain; the ones that are asked for without a date are kept."""
        from monazite.analysis import projection

        def make() -> nx.MultiDiGraph[str]:
            return projection.project(self.kg, bases, at=at, language=language)

        return make() if at else self.once(f"chain-{'-'.join(sorted(bases))}-{language}", make)


Job = Callable[[Context, Mapping[str, Any], "Reply"], None]


def run(context: Context, job: Mapping[str, Any], reply: Reply) -> None:
    """Does a job: an object with its name as ``job``, and its arguments.

    Raises:
        Problem, MonaziteError: what is wrong with the request.
    """
    name = str(job["job"])
    module = import_module(f"{__name__}.{_MODULES[name]}")
    found: Job = module.JOBS[name]
    found(context, job, reply)
