"""Deleting, having back while that is possible, and purging after that."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chatapp import hints, log
from chatapp.conversations.own import locked
from chatapp.files import deleting as files
from chatapp.models import Conversation, Message, Share, Turn
from foundation.wakeups import wake
from moderation.models import Case

PURGED_AT_ONCE = 50


def delete(person: User, conversation: UUID) -> Conversation:
    """Hide it now, stop what is written in it, purge it after DELETE_UNDO_MINUTES; a temporary one as soon as nothing is
    written in it any more. Raises DoesNotExist."""
    with transaction.atomic():
        found = locked(person, conversation)
        hide([found])
        wake(person.public_id, "conversation", found.public_id)
    return found


def hide(found: Collection[Conversation]) -> None:
    """The same for several that the caller has locked; waking tabs and purging temporary ones is the caller's."""
    now = timezone.now()
    until = now + timedelta(minutes=settings.DELETE_UNDO_MINUTES)
    keys = [each.pk for each in found]
    for each in found:
        each.deleted_at, each.delete_after = now, now if each.temporary else until  # there is no having that back
    Conversation.objects.bulk_update(found, ["deleted_at", "delete_after"])
    Share.objects.filter(conversation__in=keys).end()  # for good: having it back does not open them again
    writing = Turn.objects.open().filter(conversation__in=keys)
    for turn in writing.filter(stop_asked_at=None).values_list("public_id", flat=True):
        hints.ring(hints.Hint.STOP, turn)
    writing.update(stop_asked_at=now)


def restore(person: User, conversation: UUID) -> Conversation:
    """Have it back, while that is possible. Raises DoesNotExist."""
    with transaction.atomic():
        found = Conversation.objects.owned_by(person).undoable().select_for_update().get(public_id=conversation)
        bring_back([found])
        wake(person.public_id, "conversation", found.public_id)
    return found


def bring_back(found: Collection[Conversation]) -> None:
    """The same for several that the caller has locked; waking tabs is the caller's."""
    Conversation.objects.filter(pk__in=[each.pk for each in found]).update(deleted_at=None, delete_after=None)
    for each in found:
        each.deleted_at = each.delete_after = None


def purge() -> int:
    """Remove for good what can no longer be had back; returns how many. What is locked or suspected stays, hidden."""
    due = Conversation.objects.to_purge().exclude(pk__in=kept_by_cases()).values_list("pk", flat=True)
    return sum(_purge(pk) for pk in due[:PURGED_AT_ONCE])


def _purge(pk: int) -> bool:
    with transaction.atomic():
        found = Conversation.objects.to_purge().select_for_update(skip_locked=True).filter(pk=pk).first()
        if found is None or Turn.objects.open().filter(conversation=found).exists():
            return False  # a relay is still closing it
        turns = list(Turn.objects.filter(conversation=found).values_list("public_id", flat=True))
        files.let_go(Q(conversation=found, project=None))
        found.delete()
        transaction.on_commit(lambda: log.forget_now(turns), robust=True)
    return True


def kept_by_cases() -> list[int]:
    """Keys of conversations in which something is locked or suspected: nothing in them is destroyed, whoever asks."""
    cases = Case.objects.held().filter(subject_kind="message").values_list("subject", flat=True)
    return list(Message.objects.filter(public_id__in=list(cases)).values_list("conversation_id", flat=True))
