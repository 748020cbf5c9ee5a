"""A transfer: everything taken along as one file, or a file brought here; and which conversation came from where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from chatapp.models.conversation import Conversation
from foundation.ids import PublicModel
from foundation.leases import Leased, LeasedQuerySet
from foundation.owned import OwnedQuerySet


class TransferKind(models.TextChoices):
    """Which way."""

    EXPORT = "export", "taken along"
    IMPORT = "import", "brought here"


class TransferState(models.TextChoices):
    """Where it stands."""

    WAITING = "waiting", "waiting"
    WORKING = "working", "working"
    FINISHED = "finished", "finished"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


UNDER_WAY = (TransferState.WAITING, TransferState.WORKING)


class TransferQuerySet(OwnedQuerySet["Transfer"], LeasedQuerySet["Transfer"]):  # type: ignore[override]
    """Transfers."""


class Transfer(PublicModel, Leased):
    """One run. `key`: the file in the media store, what came or what was made; gone a day after the end.

    `report`: of an import what was taken, skipped and lost; of a failure its code.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=TransferKind.choices)
    form = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=TransferState.choices, default=TransferState.WAITING)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=TransferState.values), name="transfer_state_known"),
            UniqueConstraint(fields=["owner", "kind"], condition=Q(state__in=UNDER_WAY), name="transfer_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["owner", "-begun_at"], name="transfer_by_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} ({self.state})"

    @property
    def is_under_way(self) -> bool:
        """As this row was when it was read."""
        return self.state in UNDER_WAY


class Origin(models.Model):
    """Where a brought conversation came from: the same one is not brought twice."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="origin")
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [UniqueConstraint(fields=["owner", "source"], name="origin_once")]
