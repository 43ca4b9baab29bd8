"""What is done with the graph: networkx projections and the walks over them."""
