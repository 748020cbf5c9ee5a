"""A conversation: a tree of messages, of which `leaf` names the path shown."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

TITLE_CHARACTERS = 120
TAG_CHARACTERS = 40
MOST_TAGS = 12


class TitleBy(models.TextChoices):
    """Who gave the title. The engine never replaces a person's."""

    NOBODY = "nobody", "nobody yet"
    ENGINE = "engine", "the engine"
    PERSON = "person", "the person"


class ConversationQuerySet(OwnedQuerySet["Conversation"]):
    """Conversations. What is deleted is hidden at once, and purged when it can no longer be undone."""

    def kept(self) -> Self:
        """Not deleted."""
        return self.filter(deleted_at=None)

    def lasting(self) -> Self:
        """Not temporary: what lists, searches and exports may know of."""
        return self.filter(temporary=False)

    def undoable(self) -> Self:
        """Deleted, and still to be had back."""
        return self.filter(deleted_at__isnull=False, delete_after__gt=Now())

    def to_purge(self) -> Self:
        """Deleted, and the time to undo it is over."""
        return self.filter(delete_after__lte=Now())

    def listed(self) -> Self:
        """Those that lists, search and export may name: kept, begun, and not temporary."""
        return self.kept().exclude(leaf=None).filter(temporary=False)

    def newest_first(self) -> Self:
        """As the list shows them."""
        return self.order_by("-written_at", "-pk")


class Conversation(PublicModel):
    """What one person and the engines wrote.

    `read_at`: when its owner last looked; an answer that ended later is unread. `engine`, `effort`, `parameters`: what was
    set here; empty: as the project, then the person, then the house says. `instructions`: besides those of the project and
    the person. `temporary`: in no list, no search and no export, and gone when it ends.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    title_indexed = models.CharField(max_length=TITLE_CHARACTERS, blank=True, db_default="")  # as the search knows it
    title_by = models.CharField(max_length=6, choices=TitleBy.choices, default=TitleBy.NOBODY)
    leaf = models.ForeignKey("chatapp.Message", on_delete=models.SET_NULL, null=True, related_name="+")
    project = models.ForeignKey(
        "chatapp.Project", on_delete=models.SET_NULL, null=True, related_name="conversations", db_default=None
    )
    tags = ArrayField(models.CharField(max_length=TAG_CHARACTERS), default=list, db_default=[])
    engine = models.CharField(max_length=120, blank=True, db_default="")
    effort = models.CharField(max_length=16, blank=True, db_default="")
    parameters = models.JSONField(default=dict, db_default={})
    instructions = models.TextField(blank=True, db_default="")
    temporary = models.BooleanField(default=False, db_default=False)
    here_at = models.DateTimeField(null=True)  # of a temporary one: when a tab last said that it is open
    created_at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(null=True)

    objects: ClassVar = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(title_by__in=TitleBy.values), name="conversation_title_by_known"),
            CheckConstraint(
                condition=Q(deleted_at=None, delete_after=None)
                | Q(deleted_at__isnull=False, delete_after__isnull=False),
                name="conversation_deleted_has_end",
            ),
            CheckConstraint(
                condition=~Q(title="") | Q(title_by=TitleBy.NOBODY), name="conversation_given_title_has_words"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-written_at"], condition=Q(deleted_at=None), name="conversation_by_owner"),
            models.Index(fields=["delete_after"], condition=Q(deleted_at__isnull=False), name="conversation_to_purge"),
            models.Index(fields=["owner", "project"], condition=Q(deleted_at=None), name="conversation_by_project"),
            models.Index(
                fields=["owner", "-pinned_at"],
                condition=Q(deleted_at=None, pinned_at__isnull=False),
                name="conversation_pinned",
            ),
            models.Index(
                fields=["owner", "-written_at"],
                condition=Q(deleted_at=None, archived_at__isnull=False),
                name="conversation_archived",
            ),
            models.Index(
                fields=["here_at"], condition=Q(temporary=True, deleted_at=None), name="conversation_temporary"
            ),
            models.Index(fields=["id"], condition=~Q(title=models.F("title_indexed")), name="conversation_to_index"),
            GinIndex(fields=["tags"], name="conversation_by_tag"),
        ]

    def __str__(self) -> str:
        return self.title or "New conversation"

    @property
    def is_shared(self) -> bool:
        """Whether a link to it opens now. One query; none for a conversation that is only just begun."""
        return self.pk is not None and self.shares.live().exists()
