"""Walking the edges in the database: up to the first ancestor, down to everything below. A person's own things only."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from studio.models import Asset

HIGHEST = 500  # generations up; longer chains begin there
MOST = 600  # things in one family; a page shows no more, and says so
DEEPEST = 500

# What was named first is what a thing was chiefly made from: the edge that was written first, of those to one's own.
# Asked for thing by thing (OFFSET 0), and by the thing (`+ 0`: never along the table's own key): joined to the rest, it was
# once planned, by figures of an emptier day, as every edge against everything its owner has, for each of them.
FIRST = """
  SELECT min(one.id + 0) FROM studio_lineage one
  WHERE one.child_id = {child}
    AND (SELECT owner_id FROM studio_asset WHERE studio_asset.id = one.parent_id) = %(owner)s
"""
UP = f"""
WITH RECURSIVE up AS (
  SELECT %(asset)s::bigint AS id, 0 AS steps
  UNION ALL
  SELECT e.parent_id, up.steps + 1
  FROM up JOIN studio_lineage e ON e.id = ({FIRST.format(child="up.id")})
  WHERE up.steps < %(highest)s
)
SELECT id FROM up ORDER BY steps DESC
"""  # noqa: S608 - made of our own words
# Downwards along the very same edges, level by level; LIMIT ends it early.
DOWN = f"""
WITH RECURSIVE down AS (
  SELECT %(asset)s::bigint AS id, NULL::bigint AS parent, 0 AS steps
  UNION ALL
  SELECT e.child_id, e.parent_id, down.steps + 1
  FROM down CROSS JOIN LATERAL (
    SELECT id, child_id, parent_id FROM studio_lineage WHERE parent_id = down.id OFFSET 0
  ) e
  WHERE down.steps < %(deepest)s
    AND (SELECT owner_id FROM studio_asset WHERE studio_asset.id = e.child_id) = %(owner)s
    AND e.id = ({FIRST.format(child="e.child_id")})
)
SELECT id, parent, steps FROM down LIMIT %(most)s
"""  # noqa: S608


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
