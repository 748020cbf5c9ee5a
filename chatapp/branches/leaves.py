"""Where a branch ends: the message written last in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# What was written last in a branch has the greatest key in it, and nothing below it. Level by level: as many steps as the
# branch is deep, however many messages it has.
LATEST = """
WITH RECURSIVE down AS (
  SELECT id AS head, id FROM chatapp_message WHERE id = ANY(%s)
  UNION ALL
  SELECT down.head, m.id FROM chatapp_message m JOIN down ON m.parent_id = down.id
)
SELECT latest.head, h.public_id, h.role, latest.leaf, (l.depth::int - h.depth::int + (h.role = 'assistant')::int) / 2
FROM (SELECT head, max(id) AS leaf FROM down GROUP BY head) latest
JOIN chatapp_message h ON h.id = latest.head JOIN chatapp_message l ON l.id = latest.leaf
"""


@dataclass(frozen=True, slots=True)
class Branch:
    """What hangs below one message: its latest end, and how many turns there follow the one it belongs to."""

    head: UUID
    role: str
    leaf: int
    later: int


def below(heads: Iterable[int]) -> list[Branch]:
    """The branches that begin with these messages. One query; none for none."""
    keys = list(heads)
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [keys])
        return [Branch(head, role, leaf, max(0, later)) for _, head, role, leaf, later in cursor.fetchall()]


def latest(message: int) -> int:
    """The message written last in the branch through this one, by key."""
    return below([message])[0].leaf


def most_recent(heads: Iterable[int]) -> Branch | None:
    """Of these, the branch written last among those in which something follows."""
    going_on = [branch for branch in below(heads) if branch.later]
    return max(going_on, key=lambda branch: branch.leaf, default=None)
