"""Empty tables after a test that committed. Django's flush makes each of fifty tables and its indexes anew: a quarter of
a second, for a few rows.
"""

import psycopg

from config.dev.postgres import DATABASE, Postgres

# What migrating leaves, and no test changes.
STAY = ["django_migrations", "django_content_type", "auth_permission"]

# As TRUNCATE does: whoever still writes is waited for, and nobody's triggers and keys are asked. Each DELETE sees what was
# committed before the locks were had.
EMPTY = """
DO $$
DECLARE
  names text[] := ARRAY(
    SELECT format('%I', relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (ARRAY['{stay}'])
  );
  name text;
BEGIN
  SET LOCAL session_replication_role = replica;
  EXECUTE 'LOCK TABLE ' || array_to_string(names, ', ') || ' IN ACCESS EXCLUSIVE MODE';
  FOREACH name IN ARRAY names LOOP
    EXECUTE 'DELETE FROM ' || name;
  END LOOP;
END $$
""".replace("{stay}", "','".join(STAY))


class Emptier:
    """Keeps its connection: a new one would have to read about each table again."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._connection: psycopg.Connection | None = None

    def empty(self) -> None:
        """Delete every row of every table of ours."""
        try:
            self._connect().execute(EMPTY)
        except psycopg.OperationalError:  # the test killed the server
            self.close()
            self._connect().execute(EMPTY)

    def close(self) -> None:
        """It may be used again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = self._postgres.connect(database=DATABASE)
        return self._connection
