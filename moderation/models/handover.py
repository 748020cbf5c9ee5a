from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from foundation.ids import PublicModel
from moderation.models.case import Case

# Long enough to fetch it twice, short enough that nobody finds an open door next week.
FETCHED_WITHIN = timedelta(hours=24)


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers in the words of those who keep the locked lane."""

    def asked(self) -> Self:
        """Those that wait for the second person."""
        return self.filter(released_at=None, withdrawn_at=None)

    def open_to(self, keeper: Any) -> Self:
        """Those whose package either of the two may fetch now; none of what was let go since."""
        released = self.filter(
            case__in=Case.objects.locked(), withdrawn_at=None, released_at__gt=Now() - FETCHED_WITHIN
        )
        return released.filter(Q(asked_by=keeper) | Q(released_by=keeper))


class Handover(PublicModel):
    """What the locked lane gives to an authority: one person asks, another releases it. The database refuses the same."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=100)  # the authority's own case number
    reason = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("asked_by")), name="handover_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="handover_released_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(released_at=None, withdrawn_at=None), name="one_handover_asked_per_case"
            ),
        ]

    @property
    def open_until(self) -> Any:
        """When its package can no longer be fetched; None before it was released."""
        return self.released_at + FETCHED_WITHIN if self.released_at else None
