"""A stand-in for the xAI API: for demos, tests and benches. A stranger to all rooms, reached over HTTP only."""
