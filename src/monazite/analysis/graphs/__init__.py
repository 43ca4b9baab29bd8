"""What is computed of a graph's tables, by networkx on this machine or by Spark on many."""
