"""A message: what a person asked, or what an engine answered."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from chatapp.models.conversation import Conversation
from chatapp.notices import FOR_ADULTS, WHILE_JUDGED
from foundation.ids import PublicModel


class Role(models.TextChoices):
    """Who speaks, in the provider's words."""

    USER = "user", "person"
    ASSISTANT = "assistant", "engine"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages; the way to them is through their conversation's owner."""

    def readable(self) -> Self:
        """Those in whose place no sentence stands."""
        return self.filter(hidden="", takedown_at=None)


class Message(PublicModel):
    """One node of a conversation's tree. The text of an answer is the fold of its turn's log.

    `hidden`: the sentence that stands in its place; the text is then for the desk alone. `label`: one that stands beside it.
    `takedown_at`: out of sight for a request for removal, while that is judged; requests alone set and clear it.
    `adults_only`: a link shows it to adults who are signed in, and to nobody else; a minor of one's own does not see it.
    `path_bytes`, `depth`: how much was said on the way here, this message included; what a hold is reckoned from. A file
    counts as the text it would be. `file_count`: how many stand beside it, also when they were deleted since.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    role = models.CharField(max_length=9, choices=Role.choices)
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    hidden = models.TextField(blank=True)
    takedown_at = models.DateTimeField(null=True)
    label = models.TextField(blank=True)
    adults_only = models.BooleanField(default=False, db_default=False)
    json_schema = models.JSONField(null=True)  # of a question: its answers are asked for in this shape
    path_bytes = models.PositiveIntegerField(default=0)
    depth = models.PositiveIntegerField(default=1)
    file_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    indexed = models.BooleanField(default=False, db_default=False)  # the search knows it
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(json_schema__isnull=False), name="message_asks_for_shape"),
            models.Index(fields=["id"], condition=Q(indexed=False), name="message_to_index"),
        ]
        constraints = [
            CheckConstraint(condition=Q(role__in=Role.values), name="message_role_known"),
            CheckConstraint(
                condition=~Q(role=Role.USER, text="", file_count=0), name="message_of_person_says_something"
            ),
            CheckConstraint(condition=~Q(role=Role.USER) | Q(reasoning=""), name="message_only_engines_reason"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def in_its_place(self) -> str:
        """The sentence that is read instead of it; empty where it may be read."""
        return self.hidden or (WHILE_JUDGED if self.takedown_at else "")

    @property
    def is_for_adults(self) -> bool:
        """Nothing keeps it from its owner but their age."""
        return self.hidden == FOR_ADULTS

    @property
    def shown_text(self) -> str:
        """What its owner may read."""
        return "" if self.in_its_place else self.text

    @property
    def shown_reasoning(self) -> str:
        """What its owner may read of the thinking."""
        return "" if self.in_its_place else self.reasoning
