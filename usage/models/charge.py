"""The ledger: one entry per request the provider accepted."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from foundation.append_only import AppendOnly
from foundation.owned import OwnedQuerySet
from usage.models.attempt import Attempt
from usage.models.hold import Hold, Payer


class Exactness(models.TextChoices):
    """Whether the provider said what it cost, or we had to guess."""

    REPORTED = "reported", "reported"
    ESTIMATED = "estimated", "estimated"


class ChargeQuerySet(OwnedQuerySet["Charge"]):
    """Entries of the ledger."""

    def booked_in(self, month: date) -> Self:
        """Entries that count in this month: the month of their hold, even if the answer came after midnight."""
        return self.filter(month=month)

    def newest_first(self) -> Self:
        """As people read a ledger."""
        return self.order_by("-created_at", "-pk")


class Charge(AppendOnly):
    """What one request cost, in ticks, and who pays: `person_ticks` of `ticks`, the rest is the house's.

    The owner is a row that outlives the account as a tombstone. Nothing here says what was asked or answered.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="charge")
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="charges")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.CharField(max_length=6, choices=Payer.choices)
    month = models.DateField()
    purpose = models.CharField(max_length=40)
    subject = models.UUIDField()
    request_id = models.CharField(max_length=64)
    trace = models.CharField(max_length=80)
    upstream_request_id = models.CharField(max_length=120, blank=True)
    engine = models.CharField(max_length=120)
    endpoint = models.CharField(max_length=60)
    input_tokens = models.PositiveIntegerField(default=0)
    cached_tokens = models.PositiveIntegerField(default=0)
    image_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    reasoning_tokens = models.PositiveIntegerField(default=0)
    total_tokens = models.PositiveIntegerField(default=0)
    ticks = models.BigIntegerField()
    person_ticks = models.BigIntegerField()
    exactness = models.CharField(max_length=9, choices=Exactness.choices)
    first_token_ms = models.PositiveIntegerField(null=True)
    last_token_ms = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error_type = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(payer__in=Payer.values), name="charge_payer_known"),
            CheckConstraint(condition=Q(exactness__in=Exactness.values), name="charge_exactness_known"),
            CheckConstraint(condition=Q(ticks__gte=0), name="charge_never_negative"),
            CheckConstraint(
                condition=Q(person_ticks__gte=0, person_ticks__lte=F("ticks")), name="charge_person_pays_a_part"
            ),
            CheckConstraint(condition=Q(payer=Payer.PERSON) | Q(person_ticks=0), name="charge_house_pays_alone"),
            CheckConstraint(condition=Q(payer=Payer.HOUSE) | Q(owner__isnull=False), name="charge_person_named"),
            # Our own repeats are the house's: whoever repeats a request, a person pays for one of them.
            UniqueConstraint(fields=["hold"], condition=Q(payer=Payer.PERSON), name="charge_person_pays_once_per_hold"),
        ]
        indexes = [
            models.Index(fields=["owner", "month", "-created_at"], name="charge_by_owner_and_month"),
            models.Index(fields=["month", "created_at"], name="charge_by_month"),
        ]

    def __str__(self) -> str:
        return f"charge {self.pk} for {self.purpose} {self.subject}"

    @property
    def house_ticks(self) -> int:
        """What the house pays of it."""
        return self.ticks - self.person_ticks

    @property
    def is_estimated(self) -> bool:
        """Whether the figure is our guess."""
        return self.exactness == Exactness.ESTIMATED
