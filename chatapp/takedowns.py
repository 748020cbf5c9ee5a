"""A message that somebody wants removed: out of sight for a while, and given back."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from chatapp import sight
from chatapp.models import Message
from chatapp.subjects import KIND
from moderation.takedowns import reach
from moderation.takedowns.reach import Near


class Messages:
    """Words have no copies that we look for."""

    def around(self, subjects: Collection[UUID]) -> Sequence[Near]:
        """Nothing."""
        return []

    def withhold(self, subject: UUID) -> None:
        """A sentence stands in its place (`notices.WHILE_JUDGED`), or the desk's where that has hidden it, too."""
        if Message.objects.filter(public_id=subject, takedown_at=None).exists():
            sight.lost(subject, takedown_at=timezone.now())

    def give_back(self, subject: UUID) -> bool:
        """Its words, unless the desk wants another sentence there by now."""
        if not Message.objects.filter(public_id=subject, takedown_at__isnull=False).exists():
            return False
        sight.changed(subject, takedown_at=None)
        return bool(Message.objects.readable().filter(public_id=subject).exists())


def register() -> None:
    """Tell the desk."""
    reach.register(KIND, Messages())
