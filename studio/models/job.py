"""One order on its way: one provider request, with everything that is known about it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.leases import Leased, LeasedQuerySet
from foundation.owned import OwnedQuerySet
from studio import orders
from studio.outcomes import Outcome
from studio.states import ENDED, RESTING, WORKED_ON, State
from studio.verbs import Verb
from usage.models import Hold


class Kind(models.TextChoices):
    """What is made."""

    PICTURE = "picture", "picture"
    VIDEO = "video", "film"


class JobQuerySet(OwnedQuerySet["Job"], LeasedQuerySet["Job"]):  # type: ignore[override]  # one manager of two
    """Jobs by what is to be done about them."""

    def unfinished(self) -> Self:
        """Still on their way, or waiting for a person."""
        return self.exclude(state__in=RESTING)

    def due(self) -> Self:
        """Their next step may be done now, by the database's clock, and nobody is at it."""
        return self.free().filter(due_at__lte=Now())

    def overdue(self) -> Self:
        """Past the deadline of their state, and nobody is at it."""
        return self.free().filter(deadline_at__lte=Now())

    def in_line(self) -> Self:
        """Queued, and neither paused nor about to be tried again later: the next to be sent is one of these."""
        return self.due().filter(state=State.QUEUED, paused_at=None)

    def unheard(self) -> Self:
        """Those whose doorbell has not been rung for a while: it was lost, or nobody came."""
        again = timedelta(seconds=settings.STUDIO_RING_AGAIN_SECONDS)
        return self.filter(Q(rung_at=None) | Q(rung_at__lte=Now() - again))

    def newest_first(self) -> Self:
        """As people look at their work."""
        return self.order_by("-ordered_at", "-pk")

    def by_hand(self) -> Self:
        """Ordered one by one: those of a batch are shown and counted as the one thing they were ordered as."""
        return self.filter(in_batch=False)

    def in_the_tray(self) -> Self:
        """Open ones, uncertain ones, and those that ended within the last minutes."""
        recently = Now() - timedelta(seconds=settings.STUDIO_TRAY_SECONDS)
        return self.filter(~Q(state__in=sorted(ENDED)) | Q(ended_at__gte=recently))


class Job(PublicModel, Leased):
    """`order` is the form's frozen value; a job of n pictures has up to n assets.

    `due_at`: when the next step may be done. `deadline_at`: when a person is told instead. `rung_at`: when the doorbell
    was last rung. `tries` counts failed tries of the present step. `incoming` names the fetched files that wait for
    inspection. `reported_ticks` is what the provider says it costs, None until it says so. `rank` is its owner's own
    order of what waits, lowest first. `called_at`: when its turn to be sent last came. `paused_at`: queued, and its
    owner does not want it sent yet. `row`: the line of a batch by which it was ordered, as long as that list is kept;
    `in_batch` stays when the list is gone.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    order = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    sentence = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    request_id = models.CharField(max_length=64, blank=True)
    upstream_request_id = models.CharField(max_length=120, blank=True)
    upstream_url = models.TextField(blank=True)
    progress = models.PositiveSmallIntegerField(null=True)
    reported_ticks = models.BigIntegerField(null=True)
    incoming = models.JSONField(default=list, blank=True)
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, null=True, related_name="+")
    resubmits = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="resubmitted_as")
    cancel_asked_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    row = models.ForeignKey("BatchRow", on_delete=models.SET_NULL, null=True, related_name="jobs")
    in_batch = models.BooleanField(default=False, db_default=False)
    rank = models.IntegerField(default=0, db_default=0)
    called_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=State.values), name="job_state_known"),
            CheckConstraint(condition=Q(kind__in=Kind.values), name="job_kind_known"),
            CheckConstraint(condition=Q(outcome="") | Q(outcome__in=Outcome.values), name="job_outcome_known"),
            CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_at=None)),
                name="job_end_has_moment",
            ),
            CheckConstraint(
                condition=~Q(state__in=[State.QUEUED, State.SUBMITTING, State.RENDERING, State.UNCERTAIN])
                | Q(hold__isnull=False),
                name="job_sends_against_a_hold",
            ),
            CheckConstraint(
                condition=~Q(state=State.RENDERING) | ~Q(upstream_request_id=""), name="job_rendering_has_request_id"
            ),
            CheckConstraint(condition=~Q(state__in=sorted(RESTING)) | Q(lease=None), name="job_at_rest_is_free"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=sorted(WORKED_ON)), name="job_by_due"),
            models.Index(fields=["deadline_at"], condition=~Q(state__in=sorted(RESTING)), name="job_by_deadline"),
            models.Index(fields=["owner", "-ordered_at"], name="job_by_owner"),
            # How long such orders take (`waits`).
            models.Index(
                KT("order__verb"),
                KT("order__engine"),
                KT("order__resolution"),
                F("ended_at").desc(),
                condition=Q(state=State.READY),
                name="job_ready_by_recipe",
            ),
            models.Index(fields=["kind"], condition=Q(state=State.QUEUED), name="job_in_line"),
            models.Index(fields=["owner", "kind", "called_at"], name="job_by_call_of_owner"),
            models.Index(fields=["kind", "called_at"], name="job_by_call"),
        ]

    def __str__(self) -> str:
        return f"job {self.public_id}"

    @property
    def has_ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in ENDED

    @property
    def is_paused(self) -> bool:
        """It waits for its owner's word."""
        return self.state == State.QUEUED and self.paused_at is not None

    @property
    def may_be_repeated(self) -> bool:
        """It came to nothing, and not for its words: the same order may fare better."""
        ended = self.state in (State.FAILED, State.EXPIRED, State.CANCELLED)
        return ended and self.outcome != Outcome.RESUBMITTED and bool(self.prompt)

    @property
    def is_resting(self) -> bool:
        """Ended, or uncertain: the house does nothing more by itself."""
        return self.state in RESTING

    @property
    def cancel_asked(self) -> bool:
        """Its owner wants no result any more."""
        return self.cancel_asked_at is not None

    @property
    def frozen_order(self) -> orders.Order:
        """What was ordered, as a value."""
        return orders.from_columns(self.order)

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.frozen_order.shape

    @property
    def verb(self) -> Verb:
        """What was asked for."""
        return orders.verb_of(self.order)

    @property
    def prompt(self) -> str:
        """The words of the order; empty once they were erased."""
        return str(self.order["prompt"])
