from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.ids import PublicModel
from moderation.models.case import Case
from moderation.models.decision import Decision


class SecondReadingQuerySet(models.QuerySet["SecondReading"]):
    """Second readings in the desk's words."""

    def waiting(self) -> Self:
        """Nobody has read them yet."""
        return self.filter(read_at=None)

    def read(self) -> Self:
        """Two people have said what they would do."""
        return self.filter(read_at__isnull=False)

    def shown_to(self, reviewer: Any) -> Self:
        """Not one's own decision, and nothing one could not have judged."""
        return self.filter(decision__case__in=Case.objects.shown_to(reviewer)).exclude(decision__reviewer=reviewer)


class SecondReading(PublicModel):
    """A decided case that somebody else reads without knowing what was decided. It changes nothing; it measures us."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_reading")
    drawn_at = models.DateTimeField(auto_now_add=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    restricts = models.BooleanField(null=True)
    clause = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None, restricts=None)
                | Q(read_at__isnull=False, read_by__isnull=False, restricts__isnull=False),
                name="second_reading_whole",
            ),
        ]
        indexes = [models.Index(fields=["drawn_at"], condition=Q(read_at=None), name="second_readings_waiting")]
