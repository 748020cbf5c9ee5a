"""Who is next: fair between people, not between clicks.

A person's first waiting turn goes before anybody's second. Whoever has least on the way goes first, and of those whoever
was served longest ago: a hundred turns of one person never keep another's one waiting behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from chatapp import engines
from chatapp.relay.claims import MAX_CLAIMS
from usage.reserves import reasoning_tokens

BYTES_A_TOKEN = 4  # a guess, settled when the answer has ended

LINE = """
WITH waiting AS (
  SELECT t.id, t.public_id, t.owner_id, t.conversation_id, t.engine, t.effort, t.max_output_tokens, t.due_at, m.path_bytes,
    t.stop_asked_at IS NOT NULL OR t.claims >= %(claims)s
      OR t.asked_at < now() - make_interval(secs => %(deadline)s) AS ends,
    row_number() OVER (PARTITION BY t.owner_id, t.engine ORDER BY t.due_at, t.id) AS nth
  FROM chatapp_turn t JOIN chatapp_message m ON m.id = t.prompt_id
  WHERE t.state = 'waiting' AND t.due_at <= now()
), people AS (
  SELECT w.owner_id,
    (SELECT count(*) FROM chatapp_turn r
      WHERE r.owner_id = w.owner_id AND r.state IN ('connecting', 'thinking', 'answering')) AS running,
    (SELECT max(r.taken_at) FROM chatapp_turn r WHERE r.owner_id = w.owner_id) AS served
  FROM (SELECT DISTINCT owner_id FROM waiting) w
), line AS (
  SELECT w.*, row_number() OVER (
    PARTITION BY w.engine ORDER BY p.running + w.nth, p.served NULLS FIRST, w.due_at, w.id
  ) AS place
  FROM waiting w JOIN people p USING (owner_id)
)
SELECT l.id, l.public_id, u.public_id, l.engine, l.effort, l.max_output_tokens, l.path_bytes, l.ends, l.place,
  CASE WHEN c.project_id IS NULL THEN 0 ELSE (
    SELECT coalesce(sum(f.tokens), 0) FROM chatapp_attachment f WHERE f.project_id = c.project_id AND f.deleted_at IS NULL
  ) END AS folder
FROM line l JOIN accounts_user u ON u.id = l.owner_id JOIN chatapp_conversation c ON c.id = l.conversation_id
WHERE l.place <= %(most)s ORDER BY l.place, l.due_at
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A turn in line. `place` is among those for the same engine; `ends`: it comes to an end without being sent."""

    id: int
    turn: UUID
    owner: UUID
    engine: str
    tokens: int
    ends: bool
    place: int


def first(most: int) -> list[Waiting]:
    """The first of each engine's line, at most so many of each. One query."""
    values = {"claims": MAX_CLAIMS, "deadline": settings.TURN_DEADLINE_SECONDS, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(LINE, values)
        return list(_read(cursor.fetchall()))


def _read(rows: list[tuple[int, UUID, UUID, str, str, int, int, bool, int, int]]) -> Iterator[Waiting]:
    for pk, turn, owner, engine, effort, most, path_bytes, ends, place, folder in rows:
        # All kinds of tokens count against the provider's minute, thinking too.
        thinking = reasoning_tokens(engines.known(engine), effort or None)
        read = path_bytes // BYTES_A_TOKEN + min(folder, settings.PROJECT_FILES_TOKENS)
        yield Waiting(pk, turn, owner, engine, read + most + thinking, ends, place)
