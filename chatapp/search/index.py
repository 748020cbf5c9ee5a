"""Filling the index: after the end of an answer, and by a sweep for whatever was missed. Never while it is written."""

import time

from django.db import connection

AT_ONCE = 500
SECONDS = 20.0  # of one sweep; what is left is the next one's
FENCE = "```"

MESSAGES = """
WITH due AS MATERIALIZED (
  SELECT m.id, m.conversation_id, c.owner_id, m.role, m.text, m.created_at, t.engine, t.engine_used
  FROM chatapp_message m
  JOIN chatapp_conversation c ON c.id = m.conversation_id AND NOT c.temporary
  LEFT JOIN chatapp_turn t ON t.answer_id = m.id
  WHERE NOT m.indexed AND (t.id IS NULL OR t.ended_at IS NOT NULL)
  ORDER BY m.id LIMIT %(at_once)s FOR NO KEY UPDATE OF m SKIP LOCKED
), written AS (
  INSERT INTO chatapp_passage (owner_id, conversation_id, message_id, role, engine, code, written_at, words)
  SELECT owner_id, conversation_id, id, role, coalesce(nullif(engine_used, ''), engine, ''),
    strpos(text, %(fence)s) > 0, created_at,
    to_tsvector('simple', foundation_search_words(text))
      || array_to_tsvector(ARRAY['@' || owner_id, '#' || lower(coalesce(nullif(engine_used, ''), engine, ''))])
  FROM due
  ON CONFLICT (message_id) DO UPDATE SET words = excluded.words, engine = excluded.engine, code = excluded.code
)
UPDATE chatapp_message m SET indexed = true FROM due WHERE m.id = due.id
"""
TITLES = """
WITH due AS MATERIALIZED (
  SELECT id, owner_id, title, created_at FROM chatapp_conversation
  WHERE title <> title_indexed AND NOT temporary
  ORDER BY id LIMIT %(at_once)s FOR NO KEY UPDATE SKIP LOCKED
), written AS (
  INSERT INTO chatapp_passage (owner_id, conversation_id, role, engine, code, written_at, words)
  SELECT owner_id, id, 'title', '', false, created_at,
    to_tsvector('simple', foundation_search_words(title)) || array_to_tsvector(ARRAY['@' || owner_id])
  FROM due
  ON CONFLICT (conversation_id) WHERE message_id IS NULL DO UPDATE SET words = excluded.words
)
UPDATE chatapp_conversation c SET title_indexed = due.title FROM due WHERE c.id = due.id
"""


def index() -> int:
    """Index what is due, messages and titles; returns how many. May run twice at once: each takes its own."""
    until, total = time.monotonic() + SECONDS, 0
    for statement in (MESSAGES, TITLES):
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute(statement, {"at_once": AT_ONCE, "fence": FENCE})
                total += cursor.rowcount
                if cursor.rowcount < AT_ONCE:
                    break
    return total
