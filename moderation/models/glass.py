from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from foundation.append_only import AppendOnly
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from moderation.models.case import Case


class GlassQuerySet(OwnedQuerySet["Glass"]):
    """Broken glasses. `owned_by`: those upon this person's conversations."""

    def live(self) -> Self:
        """Those that still open something: a glass ends by itself, or when whoever broke it is done."""
        return self.filter(closed_at=None, ends_at__gt=Now())

    def broken_by(self, reviewer: Any) -> Self:
        """A glass opens for whoever broke it, and for nobody else."""
        return self.filter(opened_by=reviewer)

    def newest_first(self) -> Self:
        """The last one broken first."""
        return self.order_by("-opened_at", "-pk")


class Glass(PublicModel):
    """Leave to read somebody's private conversations for a while, with a reason that they were told."""

    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")  # None: without one
    conversation = models.UUIDField(null=True)  # None: all of the owner's
    reason = models.TextField()
    opened_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = GlassQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-opened_at"], name="glass_upon")]
        constraints = [
            models.CheckConstraint(condition=~Q(opened_by=F("owner")), name="glass_upon_somebody_else"),
            models.CheckConstraint(condition=Q(case=None) | ~Q(conversation=None), name="glass_of_a_case_is_narrow"),
        ]

    def covers(self, conversation: Any) -> bool:
        """Whether this conversation of the owner's is among what it opens."""
        return self.conversation is None or self.conversation == conversation


class GlassLook(AppendOnly):
    """One conversation that was read through a glass, when it was first opened."""

    glass = models.ForeignKey(Glass, on_delete=models.PROTECT, related_name="looks")
    conversation = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["glass", "conversation"], name="one_look_per_conversation")]
