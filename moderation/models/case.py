import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case as Either
from django.db.models import Exists, F, OuterRef, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel

if TYPE_CHECKING:
    from moderation.models.decision import Decision

# A claim nobody touches is free again after this long: the next reviewer need not wait for somebody's lunch.
CLAIM = timedelta(minutes=10)


class Lane(models.TextChoices):
    """Where a case waits. The locked lane is never swept, and two named roles together open it (`shown_to`)."""

    LIKENESS = "likeness"
    OTHER = "other"
    LOCKED = "locked"


def _held() -> Q:
    still = Q(freed_at=None) | Q(freed_at__gt=timezone.now())
    return (Q(lane=Lane.LOCKED) | Q(suspected_at__isnull=False)) & still


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases in the desk's words."""

    def open(self) -> Self:
        """What still waits for a decision."""
        return self.filter(decided_at=None)

    def oldest_first(self) -> Self:
        """The one that has waited longest is next."""
        return self.order_by("opened_at", "pk")

    def shown_to(self, reviewer: Any) -> Self:
        """Nobody judges what is theirs; what is locked, suspected or left to seniors, only who is reviewer and administrator both.

        While it waits, who left it to others may not be the one who decides after all.
        """
        cases = self.exclude(owner=reviewer).exclude(decided_at=None, escalated_by=reviewer)
        if reviewer.may_review and reviewer.may_administer:
            return cases
        cases = cases.exclude(decided_at=None, escalated_by__isnull=False).exclude(for_seniors=True)
        locked = Case.objects.locked_to(reviewer)
        return cases.exclude(Exists(locked.filter(subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"))))

    def locked(self) -> Self:
        """What is locked now: by its lane, or because who judged a suspicion did not allow it; never what was let go."""
        confirmed = Q(suspected_at__isnull=False, decided_at__isnull=False)
        return self.held().filter(Q(lane=Lane.LOCKED) | confirmed)

    def held(self) -> Self:
        """What is locked or suspected now: nobody destroys what it is about, and one role alone does not look at it."""
        return self.filter(_held())

    def keeping(self) -> Self:
        """What is not destroyed in passing: what waits for a decision as well as what is held."""
        return self.filter(Q(decided_at=None) | _held())

    def locked_to(self, reviewer: Any) -> Self:
        """Those of what is held that this reviewer does not open: it is shown nowhere else to them either."""
        both = reviewer.may_review and reviewer.may_administer
        return self.none() if both else self.held()

    def about(self, kind: str, subject: uuid.UUID) -> Self:
        """All there ever were about one thing."""
        return self.filter(subject_kind=kind, subject=subject)

    def free_for(self, reviewer: Any) -> Self:
        """What nobody else is looking at now."""
        return self.filter(Q(claimed_by=None) | Q(claimed_by=reviewer) | Q(claimed_at__lt=Now() - CLAIM))

    def claim(self, case_id: int, reviewer: Any, ticket: uuid.UUID | None = None) -> bool:
        """Take a case for a while; False when somebody else is looking at it now. Again by the same person prolongs it.

        `ticket` is the page that holds it: only that page gives it back by leaving.
        """
        kept = When(claimed_by=reviewer, claimed_at__gte=Now() - CLAIM, taken_at__isnull=False, then=F("taken_at"))
        claimed = {"claimed_by": reviewer, "claimed_at": Now(), "taken_at": Either(kept, default=Now())}
        free = self.open().free_for(reviewer).filter(pk=case_id)
        return free.update(**claimed, ticket=ticket or uuid.uuid4()) == 1

    def give_back(self, case_id: int, reviewer: Any, ticket: uuid.UUID | None = None) -> bool:
        """Free it for others. With a `ticket`: only if that page still holds it, and no later one."""
        held = self.open().filter(pk=case_id, claimed_by=reviewer)
        if ticket is not None:
            held = held.filter(ticket=ticket)
        return held.update(claimed_by=None, claimed_at=None, taken_at=None, ticket=None) == 1


class Case(PublicModel):
    """One thing to decide about, however many flags it got. At most one case per thing is open.

    `claimed_at` moves on while somebody looks; `taken_at` is when they began. `escalated_by`: who left it to a senior;
    `for_seniors`: one role alone never decides it. `suspected_at`: when somebody whose word alone locks nothing said what
    would lock. `freed_at`: from when on a decision that stands lets go what was locked or suspected
    (`moderation.decisions.freeing`). `forgotten_at`: when what it had kept of people who left was erased for good
    (`moderation.locked.forgetting`).
    """

    subject_kind = models.CharField(max_length=20)  # message, order, asset, prompt: see `moderation.subjects`
    subject = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=10, choices=Lane.choices, default=Lane.OTHER)
    opened_at = models.DateTimeField(auto_now_add=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    ticket = models.UUIDField(null=True)
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    for_seniors = models.BooleanField(default=False, db_default=False)
    suspected_at = models.DateTimeField(null=True)
    freed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject"], condition=Q(decided_at=None), name="one_open_case_per_subject"
            ),
            # What waits is let go by nobody.
            models.CheckConstraint(
                condition=Q(freed_at=None) | Q(decided_at__isnull=False), name="case_freed_by_a_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "opened_at"], condition=Q(decided_at=None), name="waiting_cases"),
            # `shown_to` asks it of every case.
            models.Index(
                fields=["subject_kind", "subject"],
                condition=Q(lane="locked") | Q(suspected_at__isnull=False),
                name="held_subjects",
            ),
        ]

    @property
    def is_locked(self) -> bool:
        """As `locked` says."""
        return self.is_held and (self.lane == Lane.LOCKED or self.decided_at is not None)

    @property
    def is_held(self) -> bool:
        """As `held` says."""
        let_go = self.freed_at is not None and self.freed_at <= timezone.now()
        return not let_go and (self.lane == Lane.LOCKED or self.suspected_at is not None)

    @property
    def looked_at_by(self) -> Any:
        """Who holds it now; None once a claim has lapsed."""
        return self.claimed_by if self.claimed_at and self.claimed_at > timezone.now() - CLAIM else None

    @property
    def decision(self) -> "Decision | None":
        """The decision that stands; None while it waits, or when it was taken back."""
        return self.decisions.standing().order_by("pk").last()

    @property
    def last_decision(self) -> "Decision | None":
        """The one the case was closed by, also when an appeal has taken it back since; None while it waits."""
        return None if self.decided_at is None else self.decision or self.decisions.order_by("pk").last()
