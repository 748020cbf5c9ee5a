"""Money put aside before anything is sent."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from foundation.owned import OwnedQuerySet


class Payer(models.TextChoices):
    """Whose money."""

    PERSON = "person", "the person"
    HOUSE = "house", "the house"


class HoldQuerySet(OwnedQuerySet["Hold"]):
    """Holds, by whether they still hold."""

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)

    def with_forgotten_sends(self) -> Self:
        """Settled while the fate of a send was unknown, and now due."""
        forgotten = self.filter(settled_at__isnull=False, attempts__state="open", due_at__lt=timezone.now())
        return forgotten.distinct()


class Hold(models.Model):
    """The most that one thing may cost, in ticks, kept from a month until it is settled.

    `charged` is what its requests cost so far, whoever paid; `paid` the person's part, None until they pay for one.
    `due_at`: if it is open then, its owner died, and a sweep ends it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.CharField(max_length=6, choices=Payer.choices)
    month = models.DateField()
    purpose = models.CharField(max_length=40)
    subject = models.UUIDField()
    ticks = models.BigIntegerField()
    charged = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(null=True)
    sends = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(payer__in=Payer.values), name="hold_payer_known"),
            CheckConstraint(condition=Q(payer=Payer.HOUSE) | Q(owner__isnull=False), name="hold_person_named"),
            CheckConstraint(condition=Q(ticks__gte=0, charged__gte=0), name="hold_never_negative"),
            CheckConstraint(
                condition=Q(paid=None) | Q(paid__gte=0, paid__lte=F("ticks")) & Q(paid__lte=F("charged")),
                name="hold_person_pays_within",
            ),
            CheckConstraint(condition=Q(paid=None) | Q(payer=Payer.PERSON), name="hold_house_pays_alone"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(settled_at=None), name="hold_open_by_due"),
            models.Index(fields=["owner", "month"], name="hold_by_owner_and_month"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} for {self.purpose} {self.subject}"

    @property
    def is_open(self) -> bool:
        """As this row was when it was read."""
        return self.settled_at is None
