"""Walking the edges in the database: up to the first ancestor, down to everything below. A person's own things only."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from studio.models import Asset

HIGHEST = 500  # generations up; longer chains begin there
MOST = 600  # things in one family; a page shows no more, and says so
DEEPEST = 500

# Upwards by the edge that was written first: what was named first is what it was chiefly made from.
UP = """
WITH RECURSIVE up AS (
  SELECT %(asset)s::bigint AS id, 0 AS steps
  UNION ALL
  SELECT first.parent_id, up.steps + 1
  FROM up CROSS JOIN LATERAL (
    SELECT e.parent_id FROM studio_lineage e JOIN studio_asset p ON p.id = e.parent_id AND p.owner_id = %(owner)s
    WHERE e.child_id = up.id ORDER BY e.id LIMIT 1
  ) first
  WHERE up.steps < %(highest)s
)
SELECT id FROM up ORDER BY steps DESC
"""
# Downwards along the very same edges, level by level; LIMIT ends it early.
DOWN = """
WITH RECURSIVE down AS (
  SELECT %(asset)s::bigint AS id, NULL::bigint AS parent, 0 AS steps
  UNION ALL
  SELECT e.child_id, e.parent_id, down.steps + 1
  FROM down
  JOIN studio_lineage e ON e.parent_id = down.id
  JOIN studio_asset c ON c.id = e.child_id AND c.owner_id = %(owner)s
  WHERE down.steps < %(deepest)s AND NOT EXISTS (
    SELECT 1 FROM studio_lineage earlier JOIN studio_asset p ON p.id = earlier.parent_id AND p.owner_id = %(owner)s
    WHERE earlier.child_id = e.child_id AND earlier.id < e.id
  )
)
SELECT id, parent, steps FROM down LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A thing below another, by keys; `parent` is None at the top."""

    key: int
    parent: int | None
    depth: int


def line(owner: User, asset: Asset) -> list[int]:
    """From the first ancestor down to this one, by key. One query."""
    with connection.cursor() as cursor:
        cursor.execute(UP, {"asset": asset.pk, "owner": owner.pk, "highest": HIGHEST})
        return [key for (key,) in cursor.fetchall()]


def below(owner: User, key: int, *, most: int = MOST) -> list[Step]:
    """This and everything made from it, what is nearer first; at most so many. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DOWN, {"asset": key, "owner": owner.pk, "deepest": DEEPEST, "most": most})
        return [Step(*row) for row in cursor.fetchall()]
