"""The way to a person's own conversations."""

from uuid import UUID

from accounts.models import User
from chatapp.conversations.listing import is_unread
from chatapp.conversations.words import called, with_question
from chatapp.models import Conversation


def own(person: User, conversation: UUID) -> Conversation:
    """One's own, for showing: under its title or, as in the list, its first words. Raises DoesNotExist."""
    rows = Conversation.objects.owned_by(person).kept().select_related("leaf", "project").annotate(unread=is_unread())
    return called(with_question(rows).get(public_id=conversation))


def deleted(person: User, conversation: UUID) -> Conversation:
    """One's own that is deleted and can still be had back, for showing. Raises DoesNotExist."""
    rows = Conversation.objects.owned_by(person).undoable()
    return called(with_question(rows).get(public_id=conversation))


def locked(person: User, conversation: UUID) -> Conversation:
    """One's own until the transaction ends. Raises DoesNotExist."""
    return Conversation.objects.owned_by(person).kept().select_for_update(of=("self",)).get(public_id=conversation)
