"""Which branch of a conversation is shown."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from chatapp.conversations.own import locked
from chatapp.models import Conversation, Message


def show(person: User, conversation: UUID, message: UUID) -> Conversation:
    """Show another branch: the one through this message, to its newest end. Raises DoesNotExist."""
    with transaction.atomic():
        found = locked(person, conversation)
        leaf = Message.objects.get(public_id=message, conversation=found)
        while child := leaf.children.order_by("-pk").first():
            leaf = child
        found.leaf = leaf
        found.save(update_fields=["leaf"])
    return found
