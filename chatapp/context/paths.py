"""What was said on the way to a message: the path from the beginning of its conversation, in one query."""

from collections.abc import Iterable

from django.db import connection

from xai.values import ChatMessage, Role

LONGEST_PATH = 1_000

PATH = """
WITH RECURSIVE path AS (
  SELECT id AS last, id, parent_id, role, text, hidden, 1 AS depth FROM chatapp_message WHERE id = ANY(%s)
  UNION ALL
  SELECT path.last, m.id, m.parent_id, m.role, m.text, m.hidden, path.depth + 1
  FROM chatapp_message m JOIN path ON m.id = path.parent_id WHERE path.depth < %s
)
SELECT last, role, text FROM path WHERE hidden = '' AND text <> '' ORDER BY depth DESC
"""


def path_to(message_id: int) -> list[ChatMessage]:
    """What was said from the beginning to this message. One query; hidden and empty answers are not repeated."""
    return paths_to([message_id])[message_id]


def paths_to(message_ids: Iterable[int]) -> dict[int, list[ChatMessage]]:
    """The same for several messages, by the last one of each path. One query."""
    said: dict[int, list[ChatMessage]] = {each: [] for each in message_ids}
    with connection.cursor() as cursor:
        cursor.execute(PATH, [list(said), LONGEST_PATH])
        for last, role, text in cursor.fetchall():
            said[last].append(ChatMessage(_role(role), text))
    return said


def _role(role: str) -> Role:
    return "user" if role == "user" else "assistant"
