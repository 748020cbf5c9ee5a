"""An attachment: a picture or a file that a person put beside their words, or into a project."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from chatapp.models.conversation import Conversation
from chatapp.models.message import Message
from chatapp.models.project import Project
from foundation.ids import PublicModel
from foundation.names import MOST_CHARACTERS
from foundation.owned import OwnedQuerySet


class AttachmentKind(models.TextChoices):
    """What an engine gets of it: the picture, or its words."""

    PICTURE = "picture", "picture"
    TEXT = "text", "text"


class AttachmentQuerySet(OwnedQuerySet["Attachment"]):
    """Attachments. A deleted one is gone at once, its bytes soon after."""

    def kept(self) -> Self:
        """Not deleted."""
        return self.filter(deleted_at=None)

    def in_sight(self) -> Self:
        """Without those that stand only beside messages out of sight."""
        places = Attached.objects.filter(attachment=OuterRef("pk"))
        return self.filter(~Exists(places) | Exists(places.filter(message__in=Message.objects.readable())))


class Attachment(PublicModel):
    """What was decoded, stripped of what it said about its maker, and written anew; the bytes that came are not kept.

    `key`, `thumb_key`: in the media store. `pdq`: how a picture looks, where there is enough to be seen. `text`: what an
    engine reads of a file. `tokens`: what it adds to a context. `label`: a sentence of the policy that stands beside a
    question with it. `conversation` and `project` None: put into a composer, not sent yet. `temporary`: its contents are in
    Redis alone, and its log, and expire. `stored_at` None: it is just being stored. The row comes before its objects and goes
    after them: none is ever without a row.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Not with them: whoever is gone leaves the row, which a sweep finds to be nobody's and takes with its bytes.
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="attachments")
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, related_name="files")
    kind = models.CharField(max_length=7, choices=AttachmentKind.choices)
    name = models.CharField(max_length=MOST_CHARACTERS)
    media_type = models.CharField(max_length=80)
    key = models.CharField(max_length=200, blank=True)
    thumb_key = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    pdq = models.CharField(max_length=64, blank=True, default="", db_default="")
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    tokens = models.PositiveIntegerField(default=0)
    label = models.TextField(blank=True)
    temporary = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    stored_at = models.DateTimeField(null=True, default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    objects: ClassVar = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_known")]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="attachment_by_owner"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="attachment_to_purge"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether an engine must see to make anything of it."""
        return self.kind == AttachmentKind.PICTURE


class Attached(models.Model):
    """This attachment stands beside this message. An edited question keeps its own: the same file may stand in both."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attached")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["message", "attachment"], name="attached_once")]
        ordering = ["position", "pk"]
