"""What was said, as plain values: read from a conversation, written as a new one.

A copy, a file to take along and a file brought here are all made of these; nothing in them names a row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chatapp import engines
from chatapp.files.beside import weight_bytes
from chatapp.models import Attached, Attachment, Conversation, Kind, Message, Role, State, Turn
from chatapp.models.turn import FINAL
from chatapp.notices import NO_WORDS, WHEN_COPIED, WHILE_JUDGED

# A path is as long as its conversation is deep; the thread alone shows no more than its own limit.
DEEPEST = 100_000
PATH = """
WITH RECURSIVE path AS (
  SELECT id, parent_id, 1 AS steps FROM chatapp_message WHERE id = %s
  UNION ALL
  SELECT m.id, m.parent_id, path.steps + 1 FROM chatapp_message m JOIN path ON m.id = path.parent_id
  WHERE path.steps < %s
)
SELECT id FROM path ORDER BY steps DESC
"""
AT_ONCE = 50  # messages of a long conversation in memory, where it is read part by part
NEEDS_NOTICE = {State.INTERRUPTED, State.FAILED, State.REFUSED, State.WITHHELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One message. `parent`: its place in the sequence it stands in, which is always an earlier one.

    Questions and answers take turns: a question stands below an answer or at the beginning, an answer below a question.
    `hidden`: the sentence in its place, of which neither words nor files are here. `engine`, `effort`, `state` and `notice`
    are an answer's. `files`: rows, of whoever owns the conversation they are in.
    """

    parent: int | None
    role: Role
    text: str
    reasoning: str = ""
    hidden: str = ""
    label: str = ""
    adults_only: bool = False
    created_at: datetime = field(default_factory=timezone.now)
    engine: str = ""
    effort: str = ""
    state: State = State.FINISHED
    notice: str = ""
    files: tuple[Attachment, ...] = ()


def path(leaf: int) -> list[Node]:
    """What was said from the beginning to the last answer on the way to this message that has ended. Three queries."""
    nodes = _nodes(Message.objects.filter(pk__in=_way_to(leaf)))
    return nodes[:-1] if nodes and nodes[-1].role == Role.USER else nodes


def way(leaf: int) -> list[int]:
    """The keys of what `path` gives, in the same order. Two queries."""
    return _ended(Message.objects.filter(pk__in=_way_to(leaf)), up_to_answer=True)


def part(keys: Sequence[int]) -> list[Node]:
    """Some of what `path` gives, by its keys; what stands above another part has no place here. Three queries."""
    return _nodes(Message.objects.filter(pk__in=keys))


def parts(keys: Sequence[int]) -> Iterator[Node]:
    """What stands under these keys, in their order, read part by part: of a long conversation little is in memory at once.

    `parent` is its place among all of them. Three queries for every AT_ONCE messages.
    """
    places = {pk: index for index, pk in enumerate(keys)}
    for start in range(0, len(keys), AT_ONCE):
        yield from _nodes(Message.objects.filter(pk__in=keys[start : start + AT_ONCE]), places)


def last_ended(leaf: int) -> int | None:
    """The key of the last answer on the way to this message that has ended: where `path` ends. Two queries."""
    ended = Message.objects.filter(pk__in=_way_to(leaf), role=Role.ASSISTANT, turn__state__in=FINAL)
    return ended.order_by("-depth").values_list("pk", flat=True).first()


def keys(conversation: Conversation) -> list[int]:
    """The keys of everything that was said, with all branches, without answers still being written. One query."""
    return _ended(Message.objects.filter(conversation=conversation))


@transaction.atomic
def write(owner: User, nodes: Sequence[Node], *, leaf: int | None = None, **columns: Any) -> Conversation:
    """A new conversation of this person, in which all this was said. `leaf`: the last one shown; None: the last of all.

    Its answers are turns of the kind "copied": without hold and figures. Their files, rows not saved yet, are saved as
    this conversation's. Six queries, however much was said; the bytes of files are in the store before.
    """
    conversation = Conversation.objects.create(owner=owner, **columns)
    messages = _messages(conversation, nodes)
    Message.objects.bulk_create(messages)
    Turn.objects.bulk_create(_turns(owner, conversation, nodes, messages))
    _attach(conversation, nodes, messages)
    conversation.leaf = messages[-1 if leaf is None else leaf] if messages else None
    conversation.save(update_fields=["leaf"])
    return conversation


def _way_to(leaf: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(PATH, [leaf, DEEPEST])
        return [row[0] for row in cursor.fetchall()]


def _ended(rows: Any, *, up_to_answer: bool = False) -> list[int]:
    ended = rows.filter(Q(role=Role.USER) | Q(turn__state__in=FINAL)).order_by("depth", "pk")
    found = list(ended.values_list("pk", "role"))
    if up_to_answer and found and found[-1][1] == Role.USER:
        found.pop()
    return [pk for pk, _ in found]


def _nodes(rows: Any, places: Mapping[int, int] | None = None) -> list[Node]:
    kept = _kept(rows.prefetch_related("attached__attachment"))
    places = places or {message.pk: index for index, message in enumerate(kept)}
    nodes = [_node(each, places.get(each.parent_id) if each.parent_id else None) for each in kept]
    for message in kept:  # it and its turn name each other, and would wait in memory for the collector
        vars(message).clear()
    return nodes


def _kept(rows: Any) -> list[Message]:
    found = rows.select_related("turn").order_by("depth", "pk")
    return [each for each in found if each.role == Role.USER or each.turn.state in FINAL]


def _node(message: Message, parent: int | None) -> Node:
    turn = message.turn if message.role == Role.ASSISTANT else None
    return Node(
        parent=parent,
        role=Role(message.role),
        # Words that the desk hides are the desk's: they stay with the original.
        text=message.shown_text,
        reasoning=message.shown_reasoning,
        hidden=message.in_its_place,
        label=message.label,
        adults_only=message.adults_only,
        created_at=message.created_at,
        files=() if message.in_its_place else _files(message),
        **(_facts(turn) if turn else {}),
    )


def _files(message: Message) -> tuple[Attachment, ...]:
    return tuple(each.attachment for each in message.attached.all() if each.attachment.deleted_at is None)


def _facts(turn: Turn) -> dict[str, Any]:
    return {
        "engine": turn.engine_used or turn.engine,
        "effort": turn.effort,
        "state": State(turn.state),
        "notice": turn.notice,
    }


def _messages(conversation: Conversation, nodes: Sequence[Node]) -> list[Message]:
    made: list[Message] = []
    for pk, node in zip(_keys(len(nodes)), nodes, strict=True):
        above = made[node.parent] if node.parent is not None else None
        made.append(
            Message(
                pk=pk,
                conversation=conversation,
                parent=above,
                role=node.role,
                text=_words(node),
                reasoning=node.reasoning,
                hidden=_for_good(node.hidden),
                label=node.label,
                adults_only=node.adults_only,
                path_bytes=(above.path_bytes if above else 0) + len(node.text.encode()) + weight_bytes(node.files),
                depth=(above.depth if above else 0) + 1,
                file_count=len(node.files),
                created_at=node.created_at,
            )
        )
    return made


def _for_good(words: str) -> str:
    """What stands in the place of words, in a copy: no decision changes it any more."""
    return WHEN_COPIED if words == WHILE_JUDGED else words


def _words(node: Node) -> str:
    """A question says something, with words or with files; one that was only files, and they stay behind, says that."""
    if node.text or node.files or node.role != Role.USER:
        return node.text
    return NO_WORDS if node.hidden else "(What was added here was not brought along.)"


def _keys(count: int) -> list[int]:
    """Fresh keys, ascending: siblings stand in the order of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('chatapp_message', 'id')) FROM generate_series(1, %s)", [count]
        )
        return sorted(row[0] for row in cursor.fetchall())


def _turns(
    owner: User, conversation: Conversation, nodes: Sequence[Node], messages: Sequence[Message]
) -> Iterable[Turn]:
    for node, message in zip(nodes, messages, strict=True):
        if node.role == Role.ASSISTANT:
            yield Turn(
                owner=owner,
                conversation=conversation,
                prompt=message.parent,
                answer=message,
                kind=Kind.COPIED,
                engine=node.engine if engines.listed(node.engine) else "",  # one of another house cannot be asked again
                engine_used=node.engine,
                effort=node.effort,
                max_output_tokens=0,
                state=node.state,
                notice=node.notice or ("interrupted" if node.state in NEEDS_NOTICE else ""),
                sealed=True,  # there is no log: the page is all there is
                asked_at=node.created_at,
                due_at=node.created_at,
                ended_at=node.created_at,
            )


def _attach(conversation: Conversation, nodes: Sequence[Node], messages: Sequence[Message]) -> None:
    files = {id(file): file for node in nodes for file in node.files}
    for file in files.values():
        file.conversation = conversation
    Attachment.objects.bulk_create(file for file in files.values() if file.pk is None)
    Attachment.objects.filter(pk__in=[file.pk for file in files.values()]).update(conversation=conversation)
    Attached.objects.bulk_create(
        Attached(message=message, attachment=file, position=number)
        for node, message in zip(nodes, messages, strict=True)
        for number, file in enumerate(node.files)
    )
