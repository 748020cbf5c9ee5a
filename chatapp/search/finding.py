"""Finding: a person's own passages, newest first, grouped by conversation.

A common word is found by walking back from the newest, a rare one by the index; which it is shows on the way. Asking the
index for a common word would fetch every page that has it before the newest could be told, walking back for a rare one
would read everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from chatapp.conversations.words import called, with_question
from chatapp.models import Conversation, Message, Project, Role
from chatapp.search.asked import Asked, NotUnderstood, parse
from chatapp.search.snippets import Part, snippet
from foundation.search_words import lexeme, query_of

WALK = 3_000  # passages back from the newest
ENOUGH = 60  # hits on the way: then the word is common
HITS = 200
CONVERSATIONS = 20
HITS_EACH = 3
READ_CHARACTERS = 50_000  # of a message, for its snippet

HITS_SQL = """
SELECT p.conversation_id, p.message_id, p.written_at, p.id FROM ({passages}) p
JOIN chatapp_conversation c ON c.id = p.conversation_id
LEFT JOIN chatapp_message m ON m.id = p.message_id
WHERE {conditions}
ORDER BY p.written_at DESC, p.id DESC LIMIT {hits}
"""
COLUMNS = "conversation_id, message_id, written_at, id, role, engine, code"
NEWEST = """
SELECT {columns}, words FROM chatapp_passage WHERE owner_id = %(owner)s {older}
ORDER BY written_at DESC, id DESC LIMIT {walk}
"""
ALL = "SELECT {columns} FROM chatapp_passage WHERE owner_id = %(owner)s {older}"
INDEXED = "SELECT {columns} FROM chatapp_passage WHERE words @@ %(words)s::tsquery {older}"
LAST = """
SELECT 1 FROM chatapp_passage WHERE owner_id = %(owner)s {older}
ORDER BY written_at DESC, id DESC OFFSET {walk} LIMIT 1
"""
OLDER = "AND (written_at, id) < (%(mark_at)s, %(mark_id)s)"
HAS = {
    "code": "p.code",
    "image": "EXISTS (SELECT 1 FROM chatapp_attached d JOIN chatapp_attachment a ON a.id = d.attachment_id"
    " WHERE d.message_id = p.message_id AND a.kind = 'picture' AND a.deleted_at IS NULL)",
    "file": "EXISTS (SELECT 1 FROM chatapp_attached d JOIN chatapp_attachment a ON a.id = d.attachment_id"
    " WHERE d.message_id = p.message_id AND a.kind = 'text' AND a.deleted_at IS NULL)",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found."""

    message: UUID
    role: str
    written_at: datetime
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation in which something was found; `more`: so many messages beside those shown."""

    conversation: Conversation
    title: list[Part]
    hits: list[Hit]
    more: int


@dataclass(frozen=True, slots=True)
class Results:
    """What was found; `before` asks for what is older."""

    asked: Asked
    found: list[Found] = field(default_factory=list)
    before: str = ""


Row = tuple[int, int | None, datetime, int]


def find(person: User, said: str, before: str = "") -> Results:
    """Look for it. At most six queries. Raises NotUnderstood."""
    asked = parse(said, timezone.now().date())
    if asked.empty:
        return Results(asked)
    if not asked.about_messages:
        return _conversations(person, asked, before)
    rows = _rows(person, asked, before)
    taken, mark = _taken(rows)
    return Results(asked, _groups(person, asked, taken), mark)


def _rows(person: User, asked: Asked, before: str) -> list[Row]:
    values: dict[str, Any] = {"owner": person.pk}
    conditions = ["c.owner_id = %(owner)s", "c.deleted_at IS NULL", "NOT c.temporary"]
    conditions += ["coalesce(m.hidden, '') = ''", "m.takedown_at IS NULL"]
    conditions += _filters(person, asked, values)
    if mark := _mark(before):
        values["mark_at"], values["mark_id"] = mark
    # The bounds of time stand inside: the walk begins where they do.
    older = " ".join([OLDER] * bool(mark) + _span(asked, values))
    if not asked.terms and not asked.engine:
        near = _run(NEWEST.format(columns=COLUMNS, older=older, walk=WALK), conditions, values)
        common = len(near) >= ENOUGH or not _goes_on(values, older)
        return near if common else _run(ALL.format(columns=COLUMNS, older=older), conditions, values)
    engine = [lexeme(f"#{asked.engine}", begins=True)] if asked.engine else []
    words = query_of(person.pk, asked.terms, engine)
    if words is None:
        return []
    values["words"] = words
    near = _run(
        NEWEST.format(columns=COLUMNS, older=older, walk=WALK), [*conditions, "p.words @@ %(words)s::tsquery"], values
    )
    if len(near) >= ENOUGH or not _goes_on(values, older):
        return near
    return _run(INDEXED.format(columns=COLUMNS, older=older), conditions, values)


def _goes_on(values: dict[str, Any], older: str) -> bool:
    """Whether there is anything before what was walked through."""
    with connection.cursor() as cursor:
        cursor.execute(LAST.format(older=older, walk=WALK), values)
        return cursor.fetchone() is not None


def _run(passages: str, conditions: Sequence[str], values: dict[str, Any]) -> list[Row]:
    statement = HITS_SQL.format(passages=passages, conditions=" AND ".join(conditions), hits=HITS)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Row] = cursor.fetchall()
    return rows


def _filters(person: User, asked: Asked, values: dict[str, Any]) -> list[str]:
    """Conditions for the filters; what they compare with goes into `values`. At most one query. Raises NotUnderstood."""
    conditions = [HAS[each] for each in sorted(asked.has)]
    if asked.archived:
        conditions.append("c.archived_at IS NOT NULL")
    if asked.tags:
        conditions.append("c.tags @> %(tags)s::varchar[]")
        values["tags"] = list(asked.tags)
    if asked.project:
        conditions.append("c.project_id = %(project)s")
        values["project"] = _project(person, asked.project).pk
    if asked.role:
        conditions.append("p.role = %(role)s")
        values["role"] = asked.role
    return conditions


def _span(asked: Asked, values: dict[str, Any]) -> list[str]:
    bounds = {"before": "AND written_at < %(before)s", "after": "AND written_at >= %(after)s"}
    values |= {name: getattr(asked, name) for name in bounds}
    return [condition for name, condition in bounds.items() if values[name]]


def _project(person: User, name: str) -> Project:
    found = Project.objects.owned_by(person).filter(name__iexact=name).first()
    found = found or Project.objects.owned_by(person).filter(name__istartswith=name).order_by("name").first()
    if found is None:
        raise NotUnderstood(f"You have no project called “{name}”. A name of several words goes in quotation marks.")
    return found


def _conversations(person: User, asked: Asked, before: str) -> Results:
    """Filters alone that are about conversations: these, newest first."""
    rows = Conversation.objects.owned_by(person).listed().newest_first()
    if asked.tags:
        rows = rows.filter(tags__contains=list(asked.tags))
    if asked.project:
        rows = rows.filter(project=_project(person, asked.project))
    if asked.archived:
        rows = rows.exclude(archived_at=None)
    if mark := _mark(before):
        rows = rows.filter(written_at__lt=mark[0])
    found = [called(row) for row in with_question(rows)[: CONVERSATIONS + 1]]
    shown = found[:CONVERSATIONS]
    more = f"{shown[-1].written_at.isoformat()}~0" if len(found) > CONVERSATIONS else ""
    return Results(asked, [Found(row, [Part(str(row))], [], 0) for row in shown], more)


def _taken(rows: list[Row]) -> tuple[list[Row], str]:
    """As many as a page holds, and the mark of the last of them when there are more."""
    seen: set[int] = set()
    for at, row in enumerate(rows):
        if row[0] not in seen and len(seen) == CONVERSATIONS:
            return rows[:at], f"{rows[at - 1][2].isoformat()}~{rows[at - 1][3]}"
        seen.add(row[0])
    return rows, f"{rows[-1][2].isoformat()}~{rows[-1][3]}" if len(rows) == HITS else ""


def _groups(person: User, asked: Asked, rows: list[Row]) -> list[Found]:
    messages: dict[int, list[int]] = {}
    for conversation, message, *_ in rows:
        messages.setdefault(conversation, [])
        if message is not None:
            messages[conversation].append(message)
    places = with_question(Conversation.objects.owned_by(person)).in_bulk(list(messages))
    hits = _hits(asked, [each for said in messages.values() for each in said[:HITS_EACH]])
    return [
        Found(
            conversation=called(places[pk]),
            title=snippet(str(places[pk]), asked.terms, whole=True),
            hits=[hits[each] for each in said[:HITS_EACH] if each in hits],
            more=max(0, len(said) - HITS_EACH),
        )
        for pk, said in messages.items()
        if pk in places
    ]


def _hits(asked: Asked, keys: list[int]) -> dict[int, Hit]:
    said = Message.objects.readable().filter(pk__in=keys)
    read = said.values_list("pk", "public_id", "role", "created_at", "text")
    return {
        pk: Hit(
            public_id, role, written_at, snippet(text[:READ_CHARACTERS], asked.terms, markdown=role == Role.ASSISTANT)
        )
        for pk, public_id, role, written_at, text in read
    }


def _mark(before: str) -> tuple[datetime, int] | None:
    at, _, number = before.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo else None
    except ValueError:
        return None
