"""What every worker needs, imported once in the process that workers are forked from."""

from monazite import analysis, entities, graph, statements
from monazite.analysis import projection
from monazite.server import jobs, worker
from monazite.server.jobs import api, entity, explorer, graphs, pages, sparql, warming

__all__ = [
    "analysis", "api", "entities", "entity", "explorer", "graph", "graphs", "jobs", "pages", "projection",
    "sparql", "statements", "warming", "worker",
]  # fmt: skip
