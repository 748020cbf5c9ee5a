"""How PostgreSQL finds what it is asked for."""

from collections.abc import Callable
from typing import Any

from django.db import connection


def plans(look: Callable[[], object], table: str) -> list[str]:
    """The plan of each query about this table that comes of a look, by what is known of it just now."""
    asked: list[tuple[str, Any]] = []

    def listening(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
        with connection.execute_wrapper(listening):
            look()
        about = [(sql, params) for sql, params in asked if table in sql]
        return [_plan(cursor, sql, params) for sql, params in about]


def _plan(cursor: Any, sql: str, params: Any) -> str:
    cursor.execute(f"EXPLAIN {sql}", params)
    return "\n".join(line for (line,) in cursor.fetchall())
