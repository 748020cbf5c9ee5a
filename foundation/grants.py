"""What the runtime role may do: read and write rows, never change tables, never change history."""

import structlog
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from foundation.append_only import AppendOnly

log = structlog.get_logger(__name__)


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Grant `role` its rights on every table there is. Safe to repeat; run after each migrate by the migrating role."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in sorted(set(_history()) & set(connection.introspection.table_names())):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {quoted}")
    log.info("granted", role=role, history=_history())


def _history() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))
