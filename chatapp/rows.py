"""The rows of a new turn, in one statement: question, answer to be, turn, and the conversation that now ends there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from chatapp.models import Kind

# One round trip instead of four; foreign keys are checked when the transaction commits.
ASK = """
prompt AS (
  INSERT INTO chatapp_message
    (public_id, conversation_id, parent_id, role, text, reasoning, hidden, label, path_bytes, depth, created_at)
  VALUES (%(prompt)s, %(conversation)s, %(parent)s, 'user', %(text)s, '', '', %(label)s, %(bytes)s, %(depth)s, now())
  RETURNING id, path_bytes, depth
)"""
ASKED = "prompt AS (SELECT id, path_bytes, depth FROM chatapp_message WHERE id = %(prompt_id)s)"
BEGIN = """
WITH {prompt}, answer AS (
  INSERT INTO chatapp_message
    (public_id, conversation_id, parent_id, role, text, reasoning, hidden, label, path_bytes, depth, created_at)
  SELECT %(answer)s, %(conversation)s, prompt.id, 'assistant', %(kept_text)s, '', '', '', prompt.path_bytes,
    prompt.depth + 1, now()
  FROM prompt RETURNING id
), turn AS (
  INSERT INTO chatapp_turn
    (public_id, owner_id, conversation_id, prompt_id, answer_id, hold_id, kind, engine, effort, max_output_tokens,
     kept_text, request_id, state, notice, claims, epoch, sealed, asked_at, due_at, engine_used, prompt_version,
     fingerprint, response_id, reason)
  SELECT %(turn)s, %(owner)s, %(conversation)s, prompt.id, answer.id, %(hold)s, %(kind)s, %(engine)s, %(effort)s,
    %(max_output_tokens)s, %(kept_text)s, %(request_id)s, 'waiting', '', 0, 0, false, now(), now(), '', '', '', '', ''
  FROM prompt, answer
)
UPDATE chatapp_conversation SET leaf_id = answer.id, written_at = now() FROM answer
WHERE chatapp_conversation.id = %(conversation)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message of the person's, to be written before the answer."""

    text: str
    parent: int | None
    path_bytes: int
    depth: int
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurn:
    """All that a turn's rows say at the beginning. `prompt`: a new question, or the id of one that stands already."""

    turn: UUID
    owner: int
    conversation: int
    prompt: Question | int
    hold: int
    kind: Kind
    engine: str
    effort: str
    max_output_tokens: int
    request_id: str
    kept_text: str = ""


def begin(new: NewTurn) -> None:
    """Write the rows; one query, in the caller's transaction."""
    values: dict[str, Any] = {name: getattr(new, name) for name in NewTurn.__slots__ if name not in ("prompt",)} | {
        "answer": uuid4()
    }
    if isinstance(new.prompt, Question):
        asked = new.prompt
        values |= {"prompt": uuid4(), "parent": asked.parent, "text": asked.text, "label": asked.label}
        values |= {"bytes": asked.path_bytes, "depth": asked.depth}
    else:
        values["prompt_id"] = new.prompt
    with connection.cursor() as cursor:
        cursor.execute(BEGIN.format(prompt=ASK if isinstance(new.prompt, Question) else ASKED), values)
