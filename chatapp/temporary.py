"""Temporary chats: conversations that are in no list and leave nothing behind.

One is made empty, so that everything typed and sent in it belongs to it from the first letter on. It ends when its person
says so, when no tab has said for TEMPORARY_GRACE_MINUTES that it is open, or when nothing was asked in it for
TEMPORARY_IDLE_HOURS. What stays is the ledger's figures and, of what the rules withheld or somebody reported, the desk's
case; the words of a locked case stay with it.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chatapp import conversations
from chatapp.models import Conversation, TitleBy, Turn
from foundation import outbox

TITLE = "Temporary chat"
ENDED_AT_ONCE = 200


def begin(person: User) -> Conversation:
    """An empty one. Its title is given: no engine is asked for one."""
    return Conversation.objects.create(
        owner=person, temporary=True, title=TITLE, title_by=TitleBy.PERSON, here_at=timezone.now()
    )


def here(person: User, conversation: UUID) -> None:
    """A tab is open. Raises Conversation.DoesNotExist: it has ended."""
    own = Conversation.objects.owned_by(person).kept().filter(public_id=conversation, temporary=True)
    if not own.update(here_at=timezone.now()):
        raise Conversation.DoesNotExist


def end(person: User, conversation: UUID) -> bool:
    """Purge it now, or as soon as what is being written has stopped: False then. Raises Conversation.DoesNotExist."""
    found = Conversation.objects.owned_by(person).kept().get(public_id=conversation, temporary=True)
    conversations.delete(person, conversation)
    _purge()
    return not Turn.objects.open().filter(conversation=found.pk).exists()


def sweep() -> int:
    """End those whose person has gone; returns how many."""
    now = timezone.now()
    gone = now - timedelta(minutes=settings.TEMPORARY_GRACE_MINUTES)
    idle = now - timedelta(hours=settings.TEMPORARY_IDLE_HOURS)
    # Without a script no tab says that it is open; who asks something is here all the same.
    over = Q(here_at__lt=gone, written_at__lt=gone) | Q(written_at__lt=idle)
    rows = Conversation.objects.kept().filter(over, temporary=True).select_related("owner")[:ENDED_AT_ONCE]
    for row in rows:
        conversations.delete(row.owner, row.public_id)
    if rows:
        _purge()
    return len(rows)


def _purge() -> None:
    conversations.purge()
    outbox.ring("chatapp.tasks.purge_files", queue="sweeps")
