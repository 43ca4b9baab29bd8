"""What changed between two dates, and capacity over time."""
