"""What every worker needs, imported once in the process that workers are forked from."""

from monazite import analysis, entities, graph, statements
from monazite.analysis import projection
from monazite.server import jobs, worker
from monazite.server.jobs import (
    analyses,
    api,
    entity,
    explorer,
    exporting,
    graphs,
    pages,
    previews,
    reconciling,
    sparql,
    warming,
)

__all__ = [
    "analyses", "analysis", "api", "entities", "entity", "explorer", "exporting", "graph", "graphs", "jobs",
    "pages", "previews", "projection", "reconciling", "sparql", "statements", "warming", "worker",
]  # fmt: skip
