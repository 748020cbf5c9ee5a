"""A share: a link under which whoever has it reads one path of a conversation."""

import hashlib
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts import links
from chatapp.models.attachment import Attachment
from chatapp.models.conversation import TITLE_CHARACTERS, Conversation
from chatapp.models.message import Message
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from foundation.secret_field import SecretField


def token_hash(token: str) -> str:
    """What the token is found by: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class ShareQuerySet(OwnedQuerySet["Share"]):
    """Shares. One that is revoked or expired opens nothing, and neither does one of a deleted conversation."""

    def live(self) -> Self:
        """What opens now."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), conversation__deleted_at=None, owner__is_active=True)

    def end(self) -> int:
        """Open nothing any more; returns how many were ended."""
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())

    def opened_by(self, token: str) -> Self:
        """What this token opens, at most one."""
        return self.live().filter(token_hash=token_hash(token))


class Share(PublicModel):
    """One link. It shows the path to `leaf` as it stands when somebody looks: what is hidden since is not shown.

    `token` is kept encrypted, so that its owner can copy the link again; it is found by its hash. `files`: those that
    were ticked. `password`: a slow hash, empty for none. `views`: people, as far as one can tell without knowing who.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="shares")
    leaf = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_CHARACTERS)
    files = models.ManyToManyField(Attachment, related_name="+")
    token = SecretField()
    token_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=200, blank=True)
    views = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

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
    def link(self) -> str:
        """The whole address, to be handed on."""
        return links.absolute(reverse("shared", args=[self.token]))

    @property
    def is_live(self) -> bool:
        """As this row was when it was read; its conversation may be deleted nevertheless."""
        return self.revoked_at is None and self.expires_at > timezone.now()
