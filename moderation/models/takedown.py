from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.secret_field import SecretField
from moderation.models.case import Case


class State(models.TextChoices):
    """Where a request for removal is."""

    OPEN = "open", "being judged"
    UPHELD = "upheld", "removed"
    DECLINED = "declined", "not removed"
    WITHDRAWN = "withdrawn", "taken back"


class TakedownQuerySet(models.QuerySet["Takedown"]):
    """Requests for removal in the desk's words."""

    def open(self) -> Self:
        """Those whose clock runs."""
        return self.filter(state=State.OPEN)

    def unfinished(self) -> Self:
        """Decided, and not all of it is done yet."""
        return self.filter(finished_at=None, decided_at__isnull=False)

    def shown_to(self, reviewer: Any) -> Self:
        """Nobody judges what is theirs; what reaches something locked is for who may open that."""
        rows = Reached.objects.filter(takedown=OuterRef("pk"))
        locked = Case.objects.locked_to(reviewer).filter(subject_kind=OuterRef("kind"), subject=OuterRef("subject"))
        return self.exclude(Exists(rows.filter(owner=reviewer))).exclude(Exists(rows.filter(Exists(locked))))

    def most_urgent_first(self) -> Self:
        """By the end of their time."""
        return self.order_by("due_at", "pk")


class Takedown(PublicModel):
    """Somebody asks that something which shows them is removed. The answer is due in TAKEDOWN_HOURS.

    `who` is depicted, as whoever asks put it; `where` are addresses, or words where there is none. `trusted`: what was
    named is hidden before it is judged, which is so unless they asked in bad faith lately. `alarms`: how many were rung.
    `asked_as` knows the very same request from the same browser again (`takedowns.repeating`).
    `confirmed_at`: the mail address proved theirs; `vouched_at`: a reviewer looked; `crowded_at`: the desk was told that
    more is asked than is hidden unseen. `asker_left`: whoever asked has deleted their account meanwhile, and nothing of it
    is kept once they have been told. `reporter` is empty once what they wrote is deleted and no bad faith of it counts.
    """

    who = SecretField(default="")
    contact = SecretField(default="")
    where = SecretField(default="")
    why = SecretField(default="")
    signature = SecretField(default="")
    intimate = models.BooleanField(default=False)
    reporter = models.CharField(max_length=64, blank=True)
    trusted = models.BooleanField(default=True)
    asked_as = models.CharField(max_length=64, blank=True, default="", db_default="")
    token = SecretField(default="")
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    confirmation_hash = models.CharField(max_length=64, null=True, unique=True)
    confirmed_at = models.DateTimeField(null=True)
    vouched_at = models.DateTimeField(null=True)
    crowded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    swept_at = models.DateTimeField(null=True)
    told_hidden_at = models.DateTimeField(null=True)
    alarms = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
    bad_faith_at = models.DateTimeField(null=True)
    asker_left = models.BooleanField(default=False, db_default=False)
    forgotten_at = models.DateTimeField(null=True)

    objects = TakedownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="takedown_state_known"),
            # A double click is two requests in the same moment.
            models.UniqueConstraint(
                fields=["asked_as"], condition=Q(state=State.OPEN) & ~Q(asked_as=""), name="takedown_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="takedown_by_due"),
            models.Index(
                fields=["decided_at"],
                condition=Q(finished_at=None, decided_at__isnull=False),
                name="takedown_unfinished",
            ),
            models.Index(fields=["reporter"], condition=~Q(reporter=""), name="takedown_by_reporter"),
        ]

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"A-{self.public_id.hex[:8].upper()}"

    @property
    def page(self) -> str:
        """Of whoever asked, without an account."""
        return reverse("removal-page", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Nobody has decided."""
        return self.state == State.OPEN

    @property
    def spreads(self) -> bool:
        """Copies with other people, and what they made from it, are reached as well."""
        return self.confirmed_at is not None or self.vouched_at is not None

    @property
    def left(self) -> timedelta:
        """Until the answer is due; negative when it is late."""
        return self.due_at - timezone.now()


class Why(models.TextChoices):
    """How a request came to reach a thing."""

    NAMED = "named", "named in the request"
    COPY = "copy", "the very same file"
    ALIKE = "alike", "looks nearly the same"
    MADE = "made", "made from one of these"


class Noted(models.TextChoices):
    """Why a thing is only noted, and not hidden before a person has looked."""

    UNCLEAR = "unclear", "say whether it is meant"
    DISTRUST = "distrust", "they asked in bad faith lately"
    LATELY = "lately", "a person decided lately that it may stay"
    MANY = "many", "more was asked, by people we do not know, than is hidden unseen"


class Reached(PublicModel):
    """A thing that a request reaches, and keeps from sight from `hidden_at` to `released_at`.

    `apart`: in how many of 256 bits what only looks alike differs. `hidden_at`: None while it is only known to the desk,
    and `noted` says why. `wanted`: it goes if the request holds, unless a reviewer unticks it.
    """

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="reached")
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=8, choices=Why.choices)
    apart = models.PositiveSmallIntegerField(null=True)
    noted = models.CharField(max_length=8, choices=Noted.choices, blank=True)
    wanted = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takedown", "kind", "subject"], name="reached_once")]
        indexes = [
            models.Index(fields=["kind", "subject"], name="reached_by_subject"),
            models.Index(fields=["hidden_at"], name="reached_by_hour"),
        ]
