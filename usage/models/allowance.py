"""What may be spent in a month: a person's Allowance, the house's Budget."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from foundation.owned import OwnedQuerySet


class Allowance(models.Model):
    """One person's month, in ticks. Made when first needed; `held` is promised to open holds, `spent` is gone.

    `granted`: an administrator set the limit, so it no longer follows ALLOWANCE_USD. `lasting`: the months after take it over.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allowances")
    month = models.DateField()
    limit = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    granted = models.BooleanField(default=False)
    lasting = models.BooleanField(default=False)

    objects: ClassVar = OwnedQuerySet["Allowance"].as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["owner", "month"], name="allowance_once_a_month"),
            CheckConstraint(condition=Q(held__gte=0, spent__gte=0), name="allowance_never_negative"),
            CheckConstraint(condition=Q(limit__gte=F("held") + F("spent")), name="allowance_never_exceeded"),
            CheckConstraint(condition=Q(granted=True) | Q(lasting=False), name="allowance_lasting_is_granted"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} in {self.month:%Y-%m}"


class Budget(models.Model):
    """The house's month, in ticks: everybody's and its own. The limit is HOUSE_BUDGET_USD, read when a hold is asked for.

    No check keeps `spent` below it: what goes beyond a hold is the house's to pay, and is counted.
    """

    month = models.DateField(unique=True)
    held = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)

    class Meta:
        constraints = [CheckConstraint(condition=Q(held__gte=0, spent__gte=0), name="budget_never_negative")]

    def __str__(self) -> str:
        return f"the house in {self.month:%Y-%m}"
