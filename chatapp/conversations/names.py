"""Titles: given by the person, or by the engine where the person gave none."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from chatapp.conversations.own import locked
from chatapp.models import Conversation, TitleBy
from chatapp.models.conversation import TITLE_CHARACTERS
from foundation import outbox
from foundation.wakeups import wake


def rename(person: User, conversation: UUID, title: str) -> Conversation:
    """Give it a name of one's own; an empty one is refused with ValueError. Raises DoesNotExist."""
    words = " ".join(title.split())[:TITLE_CHARACTERS]
    if not words or not words.isprintable():
        raise ValueError("A title needs a word.")
    with transaction.atomic():
        found = locked(person, conversation)
        found.title, found.title_by = words, TitleBy.PERSON
        found.save(update_fields=["title", "title_by"])
        wake(person.public_id, "conversation", found.public_id)
        outbox.ring("chatapp.tasks.index", queue="sweeps")
    return found


def give_title(conversation: UUID, title: str) -> bool:
    """The engine's title, unless a person was quicker."""
    untitled = Conversation.objects.filter(public_id=conversation, title_by=TitleBy.NOBODY)
    return bool(untitled.update(title=title[:TITLE_CHARACTERS], title_by=TitleBy.ENGINE))
