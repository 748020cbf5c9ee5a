"""The house on one machine: embedded PostgreSQL and Valkey, and the supervisor behind bin/dev."""
