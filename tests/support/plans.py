"""How PostgreSQL finds what it is asked for."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.support.house import house


def plans(look: Callable[[], object], table: str) -> list[str]:
    """The plan of each query about this table that comes of a look, by what PostgreSQL knows of it just now.

    Only the owner of a table may have it counted, who sees what was committed: for tests with `transaction=True`.
    """
    asked: list[tuple[str, Any]] = []

    def listening(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with house.postgres.connect(database="salon") as owner:
        owner.execute(f"ANALYZE {table}")
    with connection.execute_wrapper(listening):
        look()
    with connection.cursor() as cursor:
        about = [(sql, params) for sql, params in asked if table in sql]
        return [_plan(cursor, sql, params) for sql, params in about]


def _plan(cursor: Any, sql: str, params: Any) -> str:
    cursor.execute(f"EXPLAIN {sql}", params)
    return "\n".join(line for (line,) in cursor.fetchall())
