"""What leads to a question: the messages before it, the summary that stands for the oldest, and what is to be heeded."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from chatapp.context.instructions import NONE, Instructions
from chatapp.files.refs import FileRef, Said, refs
from xai.values import ChatMessage, Role

LONGEST_PATH = 1_000

# Upwards from each question, to the beginning or to a message whose summary stands for it and all before it. Files are
# asked for only where a message has some: most have none. Of a question that may not be read comes the row alone.
PATH = """
WITH RECURSIVE path AS (
  SELECT id AS last, id, parent_id, role, text, hidden = '' AND takedown_at IS NULL AS readable, file_count,
    conversation_id, NULL::bigint AS summary, 1 AS depth
  FROM chatapp_message WHERE id = ANY(%s)
  UNION ALL
  SELECT path.last, m.id, m.parent_id, m.role, m.text, m.hidden = '' AND m.takedown_at IS NULL, m.file_count,
    m.conversation_id, s.id, path.depth + 1
  FROM path JOIN chatapp_message m ON m.id = path.parent_id
  LEFT JOIN chatapp_summary s ON s.upto_id = m.id AND s.used AND s.text <> ''
  WHERE path.summary IS NULL AND path.depth < %s
)
SELECT path.last, path.depth = 1, path.readable, path.role, CASE WHEN path.readable THEN path.text ELSE '' END,
  CASE WHEN path.readable AND path.file_count > 0 THEN (
    SELECT json_agg(json_build_array(f.id, f.kind = 'picture', f.name, f.tokens, f.bytes, f.deleted_at IS NOT NULL)
      ORDER BY a.position, a.id)
    FROM chatapp_attached a JOIN chatapp_attachment f ON f.id = a.attachment_id WHERE a.message_id = path.id
  ) END AS files, s.public_id, s.text, s.covers, q.json_schema::text,
  CASE WHEN p.id IS NOT NULL THEN (
    SELECT json_agg(json_build_array(f.id, f.kind = 'picture', f.name, f.tokens, f.bytes, false) ORDER BY f.id)
    FROM chatapp_attachment f WHERE f.project_id = p.id AND f.deleted_at IS NULL AND f.stored_at IS NOT NULL
      AND (SELECT COALESCE(bool_or(m.hidden = '' AND m.takedown_at IS NULL), true)
        FROM chatapp_attached a JOIN chatapp_message m ON m.id = a.message_id WHERE a.attachment_id = f.id)
  ) END AS folder, u.instructions, p.instructions, c.instructions
FROM path
LEFT JOIN chatapp_summary s ON s.id = path.summary
LEFT JOIN chatapp_message q ON path.depth = 1 AND q.id = path.id
LEFT JOIN chatapp_conversation c ON path.depth = 1 AND c.id = path.conversation_id
LEFT JOIN chatapp_project p ON p.id = c.project_id
LEFT JOIN accounts_user u ON u.id = c.owner_id
WHERE s.id IS NOT NULL OR path.role = 'user' OR (path.readable AND path.text <> '') ORDER BY path.depth DESC
"""


@dataclass(frozen=True, slots=True)
class Summed:
    """What stands for the first `covers` messages of a path."""

    public_id: UUID
    text: str
    covers: int


@dataclass(slots=True)
class Path:
    """What was said, oldest first; the last one is the question. What may not be read is not repeated, nor is an answer
    whose question may not, nor an empty one.

    `withheld`: the question itself may not be read by now, so there is nothing to ask: it is empty. A message with files is
    a `Said`: it names them, and whoever sends it has to load them.
    """

    said: list[ChatMessage] = field(default_factory=list)
    withheld: bool = False
    summary: Summed | None = None
    instructions: Instructions = NONE
    folder: tuple[FileRef, ...] = ()  # the files of its project
    json_schema: Mapping[str, object] | None = None  # the shape the question asks for


def path_to(message_id: int) -> Path:
    """The way to this message. One query."""
    return paths_to([message_id])[message_id]


def paths_to(message_ids: Iterable[int]) -> dict[int, Path]:
    """The same for several messages, by the last one of each path. One query."""
    paths = {each: Path() for each in message_ids}
    asked = dict.fromkeys(paths, False)  # whether the question above may be read
    with connection.cursor() as cursor:
        cursor.execute(PATH, [list(paths), LONGEST_PATH])
        for (
            last,
            is_last,
            readable,
            role,
            text,
            files,
            summary,
            summed,
            covers,
            schema,
            folder,
            *heeded,
        ) in cursor.fetchall():
            path = paths[last]
            if summary is not None:
                path.summary = Summed(summary, summed, covers)
                continue
            asked[last] = readable if role == "user" else asked[last]
            path.withheld = is_last and not readable
            if asked[last] or is_last:
                path.said.append(
                    Said(_role(role), text, files=refs(files)) if files else ChatMessage(_role(role), text)
                )
            path.folder = path.folder or refs(folder)
            if schema:
                path.json_schema = json.loads(schema)
            if any(heeded):
                path.instructions = Instructions(*(words or "" for words in heeded))
    return paths


def _role(role: str) -> Role:
    return "user" if role == "user" else "assistant"
