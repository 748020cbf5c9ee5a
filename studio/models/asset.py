"""A picture or film of the house: made to order, brought here, or cut from another. Checked, signed and stored."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from studio.models.board import Board
from studio.models.job import Job, Kind
from studio.verbs import Verb

BEST_RATING = 5


class Origin(models.TextChoices):
    """How a thing came to be here."""

    MADE = "made", "made to order"
    UPLOADED = "uploaded", "brought here"
    TRIMMED = "trimmed", "cut from another"


class AssetQuerySet(OwnedQuerySet["Asset"]):
    """Assets by who may see them. What may be seen is decided by the approved hash, not by a flag somebody sets."""

    def passed(self) -> Self:
        """Those whose very bytes were approved, and which no decision has hidden since."""
        return self.filter(approved_sha256=F("sha256"), hidden_at=None)

    def approved(self) -> Self:
        """Those of them that may be seen: no request for removal is being judged that reaches them."""
        return self.passed().filter(takedown_at=None)

    def withheld(self) -> Self:
        """Those that would be approved, had everybody agreed whom they show: nothing but an answer keeps them from sight."""
        held = Asset.objects.filter(likenesses__withheld_at__isnull=False)
        noted = Asset.objects.filter(likenesses__kept_sha256=F("sha256"))
        alone = self.filter(hidden_at=None, takedown_at=None)
        return alone.filter(pk__in=held.values("pk")).filter(pk__in=noted.values("pk"))

    def in_their_hands(self) -> Self:
        """Those that their owner may delete: what the desk let pass, also where somebody it shows does not agree to it."""
        return self.approved() | self.withheld()

    def judged(self) -> Self:
        """Those that a request for removal keeps from sight, while that is judged."""
        return self.filter(takedown_at__isnull=False)

    def visible_to(self, viewer: User) -> Self:
        """What this person may look at: their own, approved, not deleted."""
        return self.owned_by(viewer).approved().filter(deleted_at=None)

    def in_trash_of(self, viewer: User) -> Self:
        """Deleted, and still to be had back."""
        return self.owned_by(viewer).in_their_hands().filter(deleted_at__isnull=False, purge_after__gt=Now())

    def to_be_purged(self) -> Self:
        """Deleted, the time for changing one's mind is over, and no request for removal is being judged that reaches it."""
        return self.filter(purge_after__lte=Now(), takedown_at=None)

    def newest_first(self) -> Self:
        """As a wall of work is hung."""
        return self.order_by("-made_at", "-pk")


class Asset(PublicModel):
    """`part` counts from 0 within the job; what no job made has none. `recipe` is every parameter it was made with.

    Keys are made from ids, never from names: the thing itself is `key`, its previews lie beside it, each at `base`, a
    dot and one of the names in `previews` (of a film, pictures of it). `approved_sha256` is the hash somebody, or the
    rules, approved: it shows only while it equals `sha256`. `verb`, `engine` and `ratio` repeat the recipe, to be
    searched by; the words of `alt` and `tags` the database keeps for the search in a column of its own, `words`.
    `caption` says what is to be seen, for who cannot see it; empty until somebody asked for it or wrote it, and
    `caption_begun_at` is when an engine was asked. `pdq` is a perceptual hash, 256 bits in hexadecimal, empty where
    none could be made; `frames` are those of a film's frames, and what both are looked for by the database keeps in a column of
    its own, `bands` (`studio.near`). `unsigned_sha256`: of the bytes before we signed them.
    `watermark`: the invisible mark in its pixels (`studio.watermarks`); of films, and of what was brought, none.
    `hung_at`: since when it hangs, anew when it is had back from the trash or shown by the desk: from then its days count.
    `missing_at`: when a check found its file to be gone from the store, or to be another. `label`: a sentence of the desk
    that stands beside it for everybody; `adults_only`: a link shows it to adults who are signed in, and to nobody else.
    `hidden_at`: by a decision of the desk. `takedown_at`: for a request for removal, while that is judged; requests alone
    set and clear it (`moderation.takedowns.hiding`), and no decision does.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.MADE)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="assets")
    part = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    verb = models.CharField(max_length=8, choices=Verb.choices, blank=True)
    engine = models.CharField(max_length=80, blank=True)
    ratio = models.CharField(max_length=12, blank=True)
    base = models.CharField(max_length=120, unique=True)
    key = models.CharField(max_length=130, unique=True)
    previews = ArrayField(models.CharField(max_length=20), default=list)
    sha256 = models.CharField(max_length=64)
    unsigned_sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.BigIntegerField()
    mime = models.CharField(max_length=40)
    codec = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    fps = models.FloatField(null=True)
    recipe = models.JSONField()
    alt = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    caption_begun_at = models.DateTimeField(null=True)
    pdq = models.CharField(max_length=64, blank=True)
    frames = ArrayField(models.CharField(max_length=64), default=list)
    watermark = models.BigIntegerField(null=True)
    board = models.ForeignKey(Board, on_delete=models.SET_NULL, null=True, related_name="assets")
    starred = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(BEST_RATING)])
    tags = ArrayField(models.CharField(max_length=40), default=list)
    approved_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    hung_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True)
    takedown_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    purge_after = models.DateTimeField(null=True)
    missing_at = models.DateTimeField(null=True)
    label = models.TextField(blank=True, default="", db_default="")
    adults_only = models.BooleanField(default=False, db_default=False)

    objects: ClassVar = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["job", "part"], name="asset_each_part_once"),
            CheckConstraint(condition=Q(kind__in=Kind.values), name="asset_kind_known"),
            CheckConstraint(condition=Q(origin__in=Origin.values), name="asset_origin_known"),
            CheckConstraint(condition=Q(verb="") | Q(verb__in=Verb.values), name="asset_verb_known"),
            CheckConstraint(condition=Q(rating__lte=BEST_RATING), name="asset_rating_in_range"),
            CheckConstraint(
                condition=Q(origin=Origin.MADE, job__isnull=False) | (~Q(origin=Origin.MADE) & Q(job=None)),
                name="asset_made_by_a_job",
            ),
            CheckConstraint(
                condition=Q(deleted_at=None, purge_after=None) | Q(deleted_at__isnull=False, purge_after__isnull=False),
                name="asset_deletion_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-made_at", "-id"], name="asset_wall"),
            models.Index(fields=["sha256"], name="asset_by_bytes"),
            models.Index(fields=["unsigned_sha256"], name="asset_by_unsigned", condition=~Q(unsigned_sha256="")),
            # What `visible_to` shows, with all that the wall filters by and needs for its shape: one look, no visit to the rows.
            models.Index(
                fields=["owner", "-made_at", "-id"],
                include=[
                    "public_id",
                    "kind",
                    "verb",
                    "engine",
                    "ratio",
                    "origin",
                    "seconds",
                    "starred",
                    "rating",
                    "board",
                    "width",
                    "height",
                ],
                condition=Q(approved_sha256=F("sha256"), hidden_at=None, takedown_at=None, deleted_at=None),
                name="asset_shown",
            ),
            models.Index(
                fields=["owner", "hung_at"],
                condition=Q(
                    approved_sha256=F("sha256"), hidden_at=None, takedown_at=None, deleted_at=None, starred=False
                ),
                name="asset_by_hanging",
            ),
            # What is brought is compared with what the desk hid.
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="asset_by_hiding"),
            models.Index(fields=["purge_after"], condition=Q(purge_after__isnull=False), name="asset_by_purge"),
        ]

    def __str__(self) -> str:
        return f"asset {self.public_id}"

    @property
    def is_video(self) -> bool:
        """A film, with a poster and a player."""
        return self.kind == Kind.VIDEO

    @property
    def has_passed(self) -> bool:
        """By the desk's word or the rules', as this row was when it was read."""
        return self.approved_sha256 == self.sha256 and self.hidden_at is None

    @property
    def is_approved(self) -> bool:
        """It may be seen, as this row was when it was read."""
        return self.has_passed and self.takedown_at is None

    @property
    def described(self) -> str:
        """For who cannot see it: what is to be seen, else the words it was made from."""
        return self.caption or self.alt

    @property
    def is_deleted(self) -> bool:
        """In the trash, or about to be purged."""
        return self.deleted_at is not None

    @property
    def by_a_machine(self) -> bool:
        """Whether a model had a hand in it: made here, or by the word of the file it came from."""
        return self.origin == Origin.MADE or bool(self.recipe.get("by_a_machine"))

    @property
    def length(self) -> str:
        """Of a film, as on a player: "0:08"; empty for a picture."""
        whole = round(self.seconds or 0)
        return f"{whole // 60}:{whole % 60:02d}" if self.seconds else ""

    def preview_key(self, name: str) -> str:
        """Of the preview with this name, such as `small.webp`."""
        return f"{self.base}.{name}"

    @property
    def stored_keys(self) -> list[str]:
        """Every object this row names."""
        return [self.key, *(self.preview_key(name) for name in self.previews)]
