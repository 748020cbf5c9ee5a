"""The wall from end to end, light enough to know at once how high it is: by month how many, and the shape of each."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from studio.models.asset import AssetQuerySet

# Two hexadecimal digits for width over height, on a scale of octaves: 80 is square, a step is 1.7 %. lib/shapes.ts reads it.
STEPS, SQUARE = 40, 128
MONTHS = """
SELECT to_char(month, 'YYYY-MM'), count(*), string_agg(lpad(to_hex(shape), 2, '0'), '' ORDER BY made_at DESC, id DESC)
FROM (
  SELECT date_trunc('month', made_at, 'UTC') AT TIME ZONE 'UTC' AS month, made_at, id, greatest(0, least(255, round(
    {square} + {steps} * ln(greatest(width, 1)::float8 / greatest(height, 1)) / ln(2.0::float8))))::int AS shape
  FROM ({shown}) shown
) shaped GROUP BY month ORDER BY month DESC
"""


@dataclass(frozen=True, slots=True)
class Month:
    """Newest first: `shapes` has two digits for each of `count` things."""

    month: str
    count: int
    shapes: str


def months(shown: AssetQuerySet) -> list[Month]:
    """The newest month first. One query."""
    narrow = shown.order_by().values_list("id", "made_at", "width", "height")
    try:
        sql, values = narrow.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(MONTHS.format(square=SQUARE, steps=STEPS, shown=sql), values)
        return [Month(*row) for row in cursor.fetchall()]


def ids(shown: AssetQuerySet, month: datetime) -> list[UUID]:
    """Which they are, of one month."""
    later = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
    within = shown.filter(made_at__gte=month, made_at__lt=later)
    return list(within.newest_first().values_list("public_id", flat=True))
