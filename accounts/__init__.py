"""People: sign-in, age, roles, notices, preferences, privacy, audit."""
