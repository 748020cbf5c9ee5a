"""Something on its way to the wall without an order: brought by its owner, or cut from a film that hangs there."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.leases import Leased, LeasedQuerySet
from foundation.names import MOST_CHARACTERS
from foundation.owned import OwnedQuerySet
from studio.models.asset import Asset, Origin


class Stage(models.TextChoices):
    """Where an arrival is. The words are the interface's, too."""

    CHECKING = "checking", "being checked"
    REVIEWING = "reviewing", "being looked at"
    READY = "ready", "ready"
    REFUSED = "refused", "not taken"


class ArrivalQuerySet(OwnedQuerySet["Arrival"], LeasedQuerySet["Arrival"]):  # type: ignore[override]  # one of two
    """Arrivals by what is to be done about them."""

    def due(self) -> Self:
        """To be checked now, by the database's clock, and nobody is at it."""
        return self.free().filter(stage=Stage.CHECKING, due_at__lte=Now())

    def unheard(self) -> Self:
        """Those whose doorbell has not been rung for a while: it was lost, or nobody came."""
        again = timedelta(seconds=settings.STUDIO_RING_AGAIN_SECONDS)
        return self.filter(Q(rung_at=None) | Q(rung_at__lte=Now() - again))

    def shown(self) -> Self:
        """On their way, not taken, or there since a moment; without those their owner has put aside."""
        recently = Now() - timedelta(seconds=settings.STUDIO_TRAY_SECONDS)
        fresh = ~Q(stage=Stage.READY) | Q(ended_at__gte=recently)
        return self.filter(fresh, cleared_at=None).order_by("-came_at", "-pk")


class Arrival(PublicModel, Leased):
    """`key` names the bytes that came, until they are checked; of what is locked they are kept. `sha256` is theirs, so that
    the same come only once.

    A cut has no bytes of its own: `source` is the film, `begins` and `ends` are seconds in it. `reason` is a key of
    `studio.arrivals.refusals`, `sentence` words about this very thing. `asset` is what came of it. `of_a_person`: who
    brought it said that it shows a real person.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    name = models.CharField(max_length=MOST_CHARACTERS)
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.CHECKING)
    reason = models.CharField(max_length=20, blank=True)
    sentence = models.TextField(blank=True)
    key = models.CharField(max_length=130, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.BigIntegerField(default=0)
    of_a_person = models.BooleanField(default=False, db_default=False)
    source = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="cuts")
    begins = models.FloatField(null=True)
    ends = models.FloatField(null=True)
    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, null=True, related_name="arrival")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    rung_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    objects: ClassVar = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(stage__in=Stage.values), name="arrival_stage_known"),
            CheckConstraint(
                condition=Q(origin__in=[Origin.UPLOADED, Origin.TRIMMED]), name="arrival_is_not_made_to_order"
            ),
            CheckConstraint(condition=~Q(stage=Stage.READY) | Q(asset__isnull=False), name="arrival_ready_has_asset"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stage=Stage.CHECKING), name="arrival_by_due"),
            models.Index(fields=["owner", "-came_at"], name="arrival_by_owner"),
            models.Index(fields=["owner", "sha256"], name="arrival_by_bytes"),
            # Whoever brought the same: `studio.same`.
            models.Index(fields=["sha256"], name="arrival_by_sha256"),
            models.Index(fields=["key"], condition=~Q(key=""), name="arrival_by_key"),
        ]

    def __str__(self) -> str:
        return f"arrival {self.public_id}"

    @property
    def is_checking(self) -> bool:
        """A worker is at it, or soon will be."""
        return self.stage == Stage.CHECKING

    @property
    def is_on_the_wall(self) -> bool:
        """It hangs there to be seen: not in the trash, and nobody keeps it from sight."""
        return self.asset is not None and self.has_a_page and self.asset.has_passed

    @property
    def has_a_page(self) -> bool:
        """It hangs there, or is kept from sight because of whom it shows: its page says so."""
        asset = self.asset
        gone = asset is None or asset.is_deleted or asset.takedown_at is not None
        return self.stage == Stage.READY and not gone

    @property
    def has_ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.stage in {Stage.READY, Stage.REFUSED}
