"""A summary: what stands for the older part of a long conversation when an engine is asked."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import User
from chatapp.models.conversation import Conversation
from chatapp.models.message import Message
from foundation.ids import PublicModel


class SummaryQuerySet(models.QuerySet["Summary"]):
    """Summaries; the way to them is through their conversation's owner."""

    def owned_by(self, person: User) -> "SummaryQuerySet":
        """Of conversations this person has, and has not deleted."""
        return self.filter(conversation__owner=person, conversation__deleted_at=None)

    def written(self) -> "SummaryQuerySet":
        """With words: not those an engine is still writing."""
        return self.exclude(text="")


class Summary(PublicModel):
    """Everything from the beginning to `upto`, in short. Every path through that message may be told by it.

    `text` empty: it is being written, since `begun_at`. `used` False: its owner wants the messages themselves to be sent.
    `covers`: how many messages it stands for.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="summaries")
    upto = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="summary")
    covers = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    engine = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    used = models.BooleanField(default=True)
    begun_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    objects: ClassVar = SummaryQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(covers__gt=0), name="summary_covers_something")]

    def __str__(self) -> str:
        return self.text[:60]
