"""A share: a link under which whoever has it reads one path of a conversation."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.sharing.link import Link, LinkQuerySet
from chatapp.models.attachment import Attachment
from chatapp.models.conversation import TITLE_CHARACTERS, Conversation
from chatapp.models.message import Message


class ShareQuerySet(LinkQuerySet["Share"]):
    """Shares. One of a deleted conversation opens nothing either."""

    def live(self) -> Self:
        """What opens now."""
        return super().live().filter(conversation__deleted_at=None)


class Share(Link):
    """One link. It shows the path to `leaf` as it stands when somebody looks: what is hidden since is not shown.

    `files`: those that were ticked.
    """

    door = "shared"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="shares")
    leaf = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_CHARACTERS)
    files = models.ManyToManyField(Attachment, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(title=""), name="share_has_title"),
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="share_expires_after_it_was_made"),
        ]
        indexes = [
            models.Index(fields=["conversation"], condition=Q(revoked_at=None), name="share_of_conversation"),
            models.Index(fields=["owner", "-made_at"], name="share_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """The owner's page about it."""
        return reverse("share", args=[self.conversation.public_id])

    @property
    def revoking(self) -> str:
        """Where it is taken back."""
        return reverse("share-revoke", args=[self.public_id])

    @property
    def updating(self) -> str:
        """Where it is moved on to what was said since."""
        return reverse("share-update", args=[self.public_id])
