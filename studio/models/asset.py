"""A picture or film that was made, checked, signed and stored."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from studio.models.job import Job, Kind


class AssetQuerySet(OwnedQuerySet["Asset"]):
    """Assets by who may see them. What may be seen is decided by the approved hash, not by a flag somebody sets."""

    def approved(self) -> Self:
        """Those whose very bytes were approved, and which nobody has hidden since."""
        return self.filter(approved_sha256=F("sha256"), hidden_at=None)

    def visible_to(self, viewer: User) -> Self:
        """What this person may look at: their own, approved, not deleted."""
        return self.owned_by(viewer).approved().filter(deleted_at=None)

    def in_trash_of(self, viewer: User) -> Self:
        """Deleted, and still to be had back."""
        return self.owned_by(viewer).approved().filter(deleted_at__isnull=False, purge_after__gt=Now())

    def to_be_purged(self) -> Self:
        """Deleted, and the time for changing one's mind is over."""
        return self.filter(purge_after__lte=Now())

    def newest_first(self) -> Self:
        """As a wall of work is hung."""
        return self.order_by("-made_at", "-pk")


class Asset(PublicModel):
    """`part` counts from 0 within the job. Keys are made from ids, never from names; `recipe` is every parameter.

    `small_key` and `large_key` are previews (of a film: its poster). `approved_sha256` is the hash somebody, or the
    rules, approved: it shows only while it equals `sha256`.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="assets")
    part = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True)
    small_key = models.CharField(max_length=200)
    large_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    mime = models.CharField(max_length=40)
    codec = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    recipe = models.JSONField()
    alt = models.TextField(blank=True)
    approved_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    purge_after = models.DateTimeField(null=True)

    objects: ClassVar = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["job", "part"], name="asset_each_part_once"),
            CheckConstraint(condition=Q(kind__in=Kind.values), name="asset_kind_known"),
            CheckConstraint(
                condition=Q(deleted_at=None, purge_after=None) | Q(deleted_at__isnull=False, purge_after__isnull=False),
                name="asset_deletion_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-made_at", "-id"], name="asset_wall"),
            models.Index(fields=["purge_after"], condition=Q(purge_after__isnull=False), name="asset_by_purge"),
        ]

    def __str__(self) -> str:
        return f"asset {self.public_id}"

    @property
    def is_video(self) -> bool:
        """A film, with a poster and a player."""
        return self.kind == Kind.VIDEO

    @property
    def is_approved(self) -> bool:
        """As this row was when it was read."""
        return self.approved_sha256 == self.sha256 and self.hidden_at is None

    @property
    def is_deleted(self) -> bool:
        """In the trash, or about to be purged."""
        return self.deleted_at is not None

    @property
    def ratio(self) -> float:
        """Width over height, for a card that takes the thing's own shape."""
        return self.width / self.height

    @property
    def length(self) -> str:
        """Of a film, as on a player: "0:08"; empty for a picture."""
        whole = round(self.seconds or 0)
        return f"{whole // 60}:{whole % 60:02d}" if self.seconds else ""

    @property
    def stored_keys(self) -> list[str]:
        """Every object this row names."""
        return [self.key, self.small_key, self.large_key]
