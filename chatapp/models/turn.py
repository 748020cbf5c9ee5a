"""A turn: one run of one engine writing one answer. The unit of claim, log, hold, Stop and receipt."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from chatapp.models.conversation import Conversation
from chatapp.models.message import Message
from foundation.ids import PublicModel
from foundation.leases import Leased, LeasedQuerySet
from foundation.owned import OwnedQuerySet
from usage.models import Hold


class Kind(models.TextChoices):
    """Why the engine runs."""

    FIRST = "first", "first answer"
    RETRY = "retry", "another answer"
    CONTINUE = "continue", "the rest of an answer"
    COPIED = "copied", "written elsewhere, and brought here"


class Wish(models.TextChoices):
    """How another answer should differ from the one that stands."""

    SHORTER = "shorter", "shorter"
    LONGER = "longer", "longer"
    FITTING = "fitting", "in the shape that was asked for"


class Look(models.TextChoices):
    """What an engine that is asked what the question is may still change of Auto's choice, before anything is sent.

    Again nothing when it has been asked: where a row says begun, the question itself has not left.
    """

    NONE = "", "nothing"
    BOTH = "both", "engine and effort"
    ENGINE = "engine", "the engine; the person set the effort"
    BEGUN = "begun", "it was asked: never twice, whatever came of it"


class Shape(models.TextChoices):
    """Whether an answer fits the shape its question asks for."""

    FITS = "fits", "fits"
    UNFIT = "unfit", "does not fit"


class State(models.TextChoices):
    """Where a turn stands; what a person sees is this word, said as a sentence."""

    WAITING = "waiting", "waiting"
    CONNECTING = "connecting", "connecting"
    THINKING = "thinking", "thinking"
    ANSWERING = "answering", "answering"
    FINISHED = "finished", "finished"
    STOPPED = "stopped", "stopped"
    INTERRUPTED = "interrupted", "interrupted"
    FAILED = "failed", "failed"
    REFUSED = "refused", "refused"
    WITHHELD = "withheld", "withheld"


CARRIED = (State.CONNECTING, State.THINKING, State.ANSWERING)  # a relay has it
OPEN = (State.WAITING, *CARRIED)
FINAL = tuple(state for state in State if state not in OPEN)
_ENDS = set(FINAL)

# Back to waiting: the relay died or left before a word of the answer was shown, and another takes the turn up.
NEXT: dict[State, set[State]] = {
    State.WAITING: {State.CONNECTING, State.STOPPED, State.FAILED},
    State.CONNECTING: {State.WAITING, State.THINKING, State.ANSWERING} | _ENDS,
    State.THINKING: {State.WAITING, State.ANSWERING} | _ENDS,
    State.ANSWERING: {State.WAITING} | _ENDS,  # waiting: only while nothing but kept text was shown
    **{state: set() for state in FINAL},
}


class IllegalMove(Exception):
    """Code asked for a move that the table does not have."""


class TurnQuerySet(OwnedQuerySet["Turn"], LeasedQuerySet["Turn"]):  # type: ignore[override]  # as_manager of two parents
    """Turns, and the one way to move them."""

    def open(self) -> Self:
        """Not ended yet."""
        return self.filter(state__in=OPEN)

    def watched_by(self, person: Any) -> Self:
        """Turns this person may read now: their own, in conversations they have not deleted."""
        return self.owned_by(person).filter(conversation__deleted_at=None)

    def move(self, turn_id: int, frm: Iterable[State], to: State, *, lease: UUID | None, **changes: Any) -> bool:
        """Move one turn along, if it is where we think it is and we hold it. False: somebody else moved it first."""
        frm = tuple(frm)
        if any(to not in NEXT[state] for state in frm):
            raise IllegalMove(f"turn {turn_id}: {', '.join(frm)} cannot become {to}")
        if to in FINAL:
            changes |= {"ended_at": timezone.now(), "sealed": False}
        if to not in CARRIED:
            changes |= {"lease": None, "lease_until": None}
        return self.filter(pk=turn_id, state__in=frm, lease=lease).update(state=to, **changes) == 1


class Turn(PublicModel, Leased):
    """One answer in the making, or made. Receipt figures are the provider's, or our estimate (`exact` False).

    A copied one was never run here: it has no hold and no figures, and its `engine_used` is whatever wrote it elsewhere.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    prompt = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="turns")
    answer = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="turn")
    # Only a copied turn has none, and nobody asks one for it: for the types every turn has its hold.
    hold: "models.ForeignKey[Hold, Hold]" = models.ForeignKey(  # type: ignore[misc]
        "usage.Hold", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    engine = models.CharField("engine asked for", max_length=120)
    effort = models.CharField(max_length=16, blank=True)
    parameters = models.JSONField(default=dict, db_default={})  # of the request, beside effort and longest output
    wish = models.CharField(max_length=7, choices=Wish.choices, blank=True, db_default="")
    than = models.ForeignKey(  # the turn whose answer this one should be shorter or longer than
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_default=None
    )
    comparison = models.UUIDField(null=True)  # shared by turns that answer one question side by side
    kept_at = models.DateTimeField(null=True)  # of a comparison, the person chose this one
    chosen_because = models.CharField(
        max_length=40, blank=True, db_default=""
    )  # a code of the router; empty: the person chose
    look = models.CharField(max_length=6, choices=Look.choices, blank=True, db_default="")
    looked = models.JSONField(null=True)  # what asking an engine cost: as `receipts.Looked` says
    instead_of = models.CharField(max_length=120, blank=True, db_default="")  # the engine that could not, before a word
    max_output_tokens = models.PositiveIntegerField()
    kept_text = models.TextField(blank=True)  # what a continued answer begins with
    request_id = models.CharField(max_length=64)
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    stop_asked_at = models.DateTimeField(null=True)
    notice = models.CharField(max_length=40, blank=True)  # a code of `chatapp.notices`
    claims = models.PositiveSmallIntegerField(default=0)
    turned_away = models.PositiveSmallIntegerField(
        default=0, db_default=0
    )  # how often the provider was too busy for it
    taken_at = models.DateTimeField(null=True)  # when a relay last took it
    epoch = models.PositiveIntegerField(default=0)  # of the log, as the last claim or checkpoint knew it
    sealed = models.BooleanField(default=False)  # the log holds its end
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    engine_used = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=160, blank=True)
    summary = models.UUIDField(null=True)  # the one that was sent; it may be gone since
    shape = models.CharField(
        max_length=5, choices=Shape.choices, blank=True, db_default=""
    )  # empty: none, or not read yet
    shape_problem = models.TextField(blank=True, db_default="")  # the validator's words
    # Attachments that went to the engine with it; not their names, which go when they are deleted.
    project_file_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    left_out = models.PositiveIntegerField(default=0, db_default=0)  # earlier messages the engine had no room for
    fingerprint = models.CharField(max_length=120, blank=True)
    response_id = models.CharField(max_length=120, blank=True)
    reason = models.CharField("finish reason", max_length=20, blank=True)
    first_token_ms = models.PositiveIntegerField(null=True)
    last_token_ms = models.PositiveIntegerField(null=True)
    thinking_ms = models.PositiveIntegerField(null=True)  # from the first thought to the first word
    input_tokens = models.PositiveIntegerField(null=True)
    cached_tokens = models.PositiveIntegerField(null=True)
    image_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True)
    reasoning_tokens = models.PositiveIntegerField(null=True)
    ticks = models.BigIntegerField(null=True)  # what the person paid
    exact = models.BooleanField(null=True)

    objects: ClassVar = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=State.values), name="turn_state_known"),
            CheckConstraint(condition=Q(kind__in=Kind.values), name="turn_kind_known"),
            CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | Q(state__in=FINAL, ended_at__isnull=False),
                name="turn_final_has_moment",
            ),
            CheckConstraint(
                condition=(
                    Q(state__in=CARRIED, lease__isnull=False, lease_until__isnull=False)
                    | (~Q(state__in=CARRIED) & Q(lease=None, lease_until=None))
                ),
                name="turn_carried_has_lease",
            ),
            CheckConstraint(
                condition=~Q(state__in=[State.INTERRUPTED, State.FAILED, State.REFUSED, State.WITHHELD])
                | ~Q(notice=""),
                name="turn_bad_end_says_why",
            ),
            CheckConstraint(condition=~Q(sealed=True) | Q(state__in=FINAL), name="turn_sealed_is_final"),
            CheckConstraint(
                condition=Q(kind=Kind.CONTINUE) & ~Q(kept_text="") | ~Q(kind=Kind.CONTINUE) & Q(kept_text=""),
                name="turn_continued_keeps_text",
            ),
            CheckConstraint(
                condition=Q(kind=Kind.COPIED, hold=None, state__in=FINAL)
                | ~Q(kind=Kind.COPIED) & Q(hold__isnull=False),
                name="turn_not_copied_has_hold",
            ),
            CheckConstraint(condition=Q(wish__in=["", *Wish.values]), name="turn_wish_known"),
            CheckConstraint(condition=Q(look__in=Look.values), name="turn_look_known"),
            CheckConstraint(condition=Q(ticks=None) | Q(ticks__gte=0), name="turn_cost_never_negative"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=State.WAITING), name="turn_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=CARRIED), name="turn_carried"),
            models.Index(fields=["owner"], condition=Q(state__in=OPEN), name="turn_open_by_owner"),
            models.Index(fields=["comparison"], condition=Q(comparison__isnull=False), name="turn_by_comparison"),
            models.Index(fields=["owner", "taken_at"], condition=Q(taken_at__isnull=False), name="turn_served_last"),
            models.Index(fields=["ended_at"], condition=Q(state__in=FINAL, sealed=False), name="turn_unsealed"),
        ]

    def __str__(self) -> str:
        return f"turn {self.public_id} ({self.state})"

    @property
    def is_open(self) -> bool:
        """As this row was when it was read."""
        return self.state in OPEN
