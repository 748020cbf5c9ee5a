"""One send to the provider."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from foundation.ids import PublicModel
from usage.models.hold import Hold, Payer


class State(models.TextChoices):
    """How a send ended. `open` is also what a send looks like whose fate nobody knows."""

    OPEN = "open", "open"
    CHARGED = "charged", "charged"
    NOT_BILLED = "not_billed", "not billed"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, by whether we know what became of them."""

    def open(self) -> Self:
        """Sent, or about to be, and neither charged nor known to be free."""
        return self.filter(state=State.OPEN)


class Attempt(PublicModel):
    """Committed before the first byte goes out. `trace` travels as X-Request-Id: the provider's log and ours join by it."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    payer = models.CharField(max_length=6, choices=Payer.choices)
    endpoint = models.CharField(max_length=60)
    engine = models.CharField(max_length=120)
    request_id = models.CharField(max_length=64)
    trace = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    status = models.PositiveSmallIntegerField(null=True)
    error_type = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["hold", "n"], name="attempt_counted"),
            CheckConstraint(condition=Q(state__in=State.values), name="attempt_state_known"),
            CheckConstraint(condition=Q(payer__in=Payer.values), name="attempt_payer_known"),
            CheckConstraint(
                condition=Q(state=State.OPEN, closed_at=None) | (~Q(state=State.OPEN) & Q(closed_at__isnull=False)),
                name="attempt_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["hold"], condition=Q(state=State.OPEN), name="attempt_open_by_hold"),
            models.Index(fields=["opened_at"], name="attempt_by_moment"),
        ]

    def __str__(self) -> str:
        return self.trace
