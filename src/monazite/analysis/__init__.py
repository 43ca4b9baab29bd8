"""What is done with the graph: networkx projections, the walks over them, and what they tell."""

from monazite.analysis.flows import downstream, upstream
from monazite.analysis.projection import around, network, project

__all__ = ["around", "downstream", "network", "project", "upstream"]
