"""The rows of a new turn, in one statement: question, answer to be, turn, and the conversation that now ends there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from chatapp.engines import parameters
from chatapp.engines.choosing import Wanted
from chatapp.models import Conversation, Kind, Look, Message

# One round trip instead of five. Foreign keys are checked when the transaction commits, so that rows may name each other.
BEGIN = """
WITH ids AS MATERIALIZED (
  SELECT {conversation} AS conversation, {prompt} AS prompt,
    nextval(pg_get_serial_sequence('chatapp_message', 'id')) AS answer
), {draft} {asked} answer AS (
  INSERT INTO chatapp_message
    (id, public_id, conversation_id, parent_id, role, text, reasoning, hidden, label, path_bytes, depth, created_at)
  SELECT ids.answer, %(answer)s, ids.conversation, ids.prompt, 'assistant', %(kept_text)s, '', '', '', %(path_bytes)s,
    %(depth)s + 1, now() FROM ids
), turn AS (
  INSERT INTO chatapp_turn
    (public_id, owner_id, conversation_id, prompt_id, answer_id, hold_id, kind, engine, effort, max_output_tokens,
     parameters, chosen_because, look, kept_text, request_id, wish, than_id, comparison, state, notice, claims, epoch, sealed,
     asked_at, due_at, engine_used, prompt_version, fingerprint, response_id, reason)
  SELECT %(turn)s, %(owner)s, ids.conversation, ids.prompt, ids.answer, %(hold)s, %(kind)s, %(engine)s, %(effort)s,
    %(max_output_tokens)s, %(parameters)s, %(chosen_because)s, %(look)s, %(kept_text)s, %(request_id)s,
    %(wish)s, %(than)s, %(comparison)s, 'waiting', '', 0, 0, false, now(), now(), '', '', '', '', ''
  FROM ids
)
{place}
"""
# What was typed is sent: nothing stands in the composer any more, and what comes late from before then is ignored.
DRAFT = """
drafted AS (
  INSERT INTO chatapp_draft (owner_id, conversation_id, text, saved_at)
  VALUES (%(owner)s, %(conversation)s::bigint, '', clock_timestamp())
  ON CONFLICT (owner_id, conversation_id) DO UPDATE SET text = '', saved_at = excluded.saved_at RETURNING id
), emptied AS (
  DELETE FROM chatapp_draft_attachments WHERE draft_id IN (SELECT id FROM drafted)
),"""
ASKED = """
asked AS (
  INSERT INTO chatapp_message
    (id, public_id, conversation_id, parent_id, role, text, reasoning, hidden, label, path_bytes, depth, created_at,
     json_schema, file_count)
  SELECT ids.prompt, %(prompt)s, ids.conversation, %(parent)s, 'user', %(text)s, '', '', %(label)s, %(path_bytes)s,
    %(depth)s, now(), %(json_schema)s, cardinality(%(files)s::bigint[]) FROM ids
),"""
ATTACHED = """
attached AS (
  INSERT INTO chatapp_attached (message_id, attachment_id, position)
  SELECT ids.prompt, file.id, file.position FROM ids, unnest(%(files)s::bigint[]) WITH ORDINALITY AS file(id, position)
), placed AS (
  UPDATE chatapp_attachment SET conversation_id = ids.conversation FROM ids
  WHERE chatapp_attachment.id = ANY(%(files)s::bigint[]) AND project_id IS NULL
),"""
NEW_PLACE = """
INSERT INTO chatapp_conversation
  (id, public_id, owner_id, title, title_by, leaf_id, created_at, written_at, engine, effort, parameters, instructions,
   project_id)
SELECT ids.conversation, %(place)s, %(owner)s, '', 'nobody', ids.answer, now(), now(),
  COALESCE(%(set_engine)s, ''), COALESCE(%(set_effort)s, ''), COALESCE(%(set_parameters)s, '{}'::jsonb), %(instructions)s,
  (SELECT id FROM chatapp_project WHERE id = %(project)s) FROM ids
"""
PLACE = """
UPDATE chatapp_conversation SET leaf_id = ids.answer, written_at = now(), engine = COALESCE(%(set_engine)s, engine),
  effort = COALESCE(%(set_effort)s, effort), parameters = COALESCE(%(set_parameters)s, parameters) FROM ids
WHERE chatapp_conversation.id = ids.conversation
"""
BESIDE = "SELECT FROM ids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message of the person's, to be written before the answer.

    `files`: keys of the attachments beside it, in order. `pictures`: some of them must be seen.
    `json_schema`: the shape its answers are to have.
    """

    text: str
    parent: int | None
    path_bytes: int
    depth: int
    label: str = ""
    files: tuple[int, ...] = ()
    pictures: bool = False
    json_schema: Mapping[str, Any] | None = None
    public_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurn:
    """All that a turn's rows say at the beginning.

    `prompt`: a new question, or one that stands already. `place`: where it is asked; one without a key is written, too.
    `drafted`: it was typed into the composer, which is empty from now on.
    `lasting`: what the conversation is set to from now on; None: as it is.
    `shown` False: it stands beside another one, whose answer the conversation goes on showing.
    """

    turn: UUID
    owner: int
    place: Conversation
    prompt: Question | Message
    hold: int
    kind: Kind
    engine: str
    effort: str
    max_output_tokens: int
    request_id: str
    parameters: dict[str, Any] = field(default_factory=dict)
    chosen_because: str = ""
    look: Look = Look.NONE
    lasting: Wanted | None = None
    kept_text: str = ""
    drafted: bool = False
    wish: str = ""
    than: int | None = None
    comparison: UUID | None = None
    shown: bool = True


def begin(new: NewTurn) -> None:
    """Write the rows; one query, in the caller's transaction."""
    asks, opens = isinstance(new.prompt, Question), new.place.pk is None
    statement = BEGIN.format(
        conversation=_next("chatapp_conversation") if opens else "%(conversation)s::bigint",
        prompt=_next("chatapp_message") if asks else "%(prompt_id)s::bigint",
        draft=DRAFT if new.drafted else "",
        asked=_asked(new.prompt),
        place=NEW_PLACE if opens else PLACE if new.shown else BESIDE,
    )
    values: dict[str, Any] = {name: getattr(new, name) for name in NewTurn.__slots__ if name not in ("prompt", "place")}
    values |= {"answer": uuid4(), "path_bytes": new.prompt.path_bytes, "depth": new.prompt.depth}
    values |= {"conversation": new.place.pk, "place": new.place.public_id, "project": new.place.project_id}
    values["instructions"] = new.place.instructions
    if isinstance(new.prompt, Question):
        asked = new.prompt
        values |= {"prompt": asked.public_id, "parent": asked.parent, "text": asked.text, "label": asked.label}
        values["files"] = list(asked.files)
        values["json_schema"] = Jsonb(asked.json_schema) if asked.json_schema is not None else None
    else:
        values["prompt_id"] = new.prompt.pk
    values |= {"parameters": Jsonb(new.parameters), **_set(new.lasting)}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _set(lasting: Wanted | None) -> dict[str, Any]:
    if lasting is None:
        return {"set_engine": None, "set_effort": None, "set_parameters": None}
    values = Jsonb(parameters.kept(lasting.parameters))
    return {"set_engine": lasting.engine, "set_effort": lasting.effort, "set_parameters": values}


def _asked(prompt: Question | Message) -> str:
    if not isinstance(prompt, Question):
        return ""
    return ASKED + ATTACHED if prompt.files else ASKED


def _next(table: str) -> str:
    return f"nextval(pg_get_serial_sequence('{table}', 'id'))"
