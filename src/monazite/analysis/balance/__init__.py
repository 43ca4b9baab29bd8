"""Capacity along the NdFeB chain in tonnes of magnet, and against policy targets."""
