"""What its owner has seen of a conversation."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from chatapp.conversations.listing import is_unread
from chatapp.models import Conversation
from foundation.wakeups import wake


def read(person: User, conversation: UUID) -> bool:
    """They look at it now. False: there was nothing new in it, and nothing was changed. Raises DoesNotExist."""
    rows = Conversation.objects.owned_by(person).kept().annotate(unread=is_unread())
    if not vars(rows.get(public_id=conversation))["unread"]:  # what `annotate` adds, no type knows
        return False
    seen(person, conversation)
    return True


def seen(person: User, conversation: UUID) -> None:
    """The same where it is known to be unread: the dot goes, in all windows."""
    Conversation.objects.owned_by(person).filter(public_id=conversation).update(read_at=timezone.now())
    wake(person.public_id, "conversation", conversation)
