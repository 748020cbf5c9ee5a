"""Taking conversations along, and bringing them here from a file."""
