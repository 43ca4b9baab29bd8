"""What is done with the graph: networkx projections, the walks over them, and what they tell."""

from monazite.analysis.projection import around, network, project
from monazite.analysis.walks.flows import downstream, upstream

__all__ = ["around", "downstream", "network", "project", "upstream"]
