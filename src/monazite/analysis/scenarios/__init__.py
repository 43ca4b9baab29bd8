"""What breaks when something is closed, limited, late or on time."""
