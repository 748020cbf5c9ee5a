"""Which branch of a conversation is shown."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from chatapp.branches import leaves
from chatapp.conversations.own import locked
from chatapp.models import Conversation, Message


def show(person: User, conversation: UUID, message: UUID) -> Conversation:
    """Show another branch: the one through this message, to what was written last in it. Raises DoesNotExist."""
    with transaction.atomic():
        found = locked(person, conversation)
        through = Message.objects.only("pk").get(public_id=message, conversation=found)
        found.leaf = Message.objects.get(pk=leaves.latest(through.pk))
        found.save(update_fields=["leaf"])
    return found
