"""How concentrated a stage or product is, with bounds where figures are unknown."""
