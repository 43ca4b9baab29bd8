"""Walks along the chain: upstream, downstream, paths, and what they must pass."""
