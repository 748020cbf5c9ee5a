"""Pictures and films that show what they were asked for. Runs as a process of its own, beside the server."""
