"""What a reviewer sees around a message that was flagged: just enough to understand it. More takes a broken glass."""

import textwrap
from collections.abc import Iterable
from uuid import UUID

from chatapp.models import Message, Role
from moderation.models import Case
from moderation.subjects import Around

BEFORE = 3  # what it answers, and the exchange before that
KIND = "message"
LOCKED = "(Locked: who may see the locked lane reads it in its own case.)"
LONGEST = 1_500  # of a neighbour, in letters; the one in question is shown whole


def of(subject: UUID) -> list[Around]:
    """The message with up to three before and one after it on its branch; alone when its conversation is closed to all."""
    message = Message.objects.filter(public_id=subject).select_related("conversation").first()
    if message is None:
        return []
    it = Around(_who(message), message.text, is_it=True)
    kept = message.conversation.deleted_at is None and not message.conversation.temporary
    before = _before(message, BEFORE if kept else 1)
    after = message.children.order_by("pk").first() if kept else None
    beside = [*before, *([after] if after else [])]
    held = locked(beside)
    found = [_beside(each, locked=each.public_id in held) for each in beside]
    return [*found[: len(before)], it, *found[len(before) :]]


def locked(messages: Iterable[Message]) -> set[UUID]:
    """Which of them have a case that only both roles may see: beside another they are not read. One query."""
    about = [each.public_id for each in messages]
    return set(Case.objects.held().filter(subject_kind=KIND, subject__in=about).values_list("subject", flat=True))


def _before(message: Message, most: int) -> list[Message]:
    found: list[Message] = []
    while message.parent is not None and len(found) < most:
        message = message.parent
        found.append(message)
    return found[::-1]


def _beside(message: Message, *, locked: bool) -> Around:
    words = LOCKED if locked else message.shown_text or message.in_its_place
    return Around(_who(message), textwrap.shorten(words, LONGEST, placeholder=" …"))


def _who(message: Message) -> str:
    return "Asked" if message.role == Role.USER else "Answered"
