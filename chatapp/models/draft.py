"""What somebody is about to say: drafts, and messages that wait for an answer to end."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone

from chatapp.models.attachment import Attachment
from chatapp.models.conversation import Conversation
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet


class Draft(models.Model):
    """What stands unsent in a composer. One for each conversation, and one for the next new one (`conversation` None)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="drafts")
    text = models.TextField(blank=True)
    attachments = models.ManyToManyField(Attachment, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedQuerySet["Draft"].as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["owner", "conversation"], name="draft_once", nulls_distinct=False),
        ]


class Queued(PublicModel):
    """A message that is sent by itself when the answer before it has ended. The oldest goes first.

    `behind`: the turn it waits for. That one, or a newer one no less deep, must have ended well: an answer further up that
    ends, or is looked at again, sends nothing.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="queued")
    text = models.TextField()
    engine = models.CharField(max_length=120, blank=True)
    effort = models.CharField(max_length=16, blank=True)
    parameters = models.JSONField(null=True)  # none chosen here: as the conversation has them by then
    json_schema = models.JSONField(null=True)  # the shape its answer is to have
    behind = models.ForeignKey("chatapp.Turn", on_delete=models.CASCADE, null=True, related_name="+")
    attachments = models.ManyToManyField(Attachment, related_name="+")
    at_once = models.BooleanField(default=False)  # its owner does not want to wait: also after a stopped answer
    problem = models.TextField(blank=True)  # why it could not be sent; it waits for its owner then
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedQuerySet["Queued"].as_manager()

    class Meta:
        ordering = ["pk"]
