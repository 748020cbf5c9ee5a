from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.append_only import AppendOnly
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from moderation.models.case import Case
from moderation.models.decision import Decision


class Outcome(models.TextChoices):
    """What became of an appeal."""

    UPHELD = "upheld", "The decision stands"
    OVERTURNED = "overturned", "The decision is taken back"
    CHANGED = "changed", "Another decision takes its place"


class AppealQuerySet(OwnedQuerySet["Appeal"]):
    """Appeals in the desk's words."""

    def open(self) -> Self:
        """Nobody has judged them yet."""
        return self.filter(judged_at=None)

    def for_judge(self, reviewer: Any) -> Self:
        """What this reviewer may judge: not what is theirs or locked to them, nor what they decided themselves."""
        mine = Q(first_reviewer=reviewer) & Q(first_reviewer__isnull=False)
        return self.filter(decision__case__in=Case.objects.shown_to(reviewer)).exclude(mine)


class Appeal(PublicModel):
    """The owner's word against one decision, once, heard by somebody else.

    `first_reviewer` repeats who decided, None for a machine. By `by_machine` the database knows that it was not left out,
    by a foreign key over both columns that it is the decision's own, and by a check that this person never judges it.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_machine = models.GeneratedField(
        expression=Q(first_reviewer__isnull=True),  # type: ignore[arg-type]  # a condition is an expression
        output_field=models.BooleanField(),
        db_persist=True,
    )
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    instead = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="after_appeal")
    opened_at = models.DateTimeField(auto_now_add=True)
    judged_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judge=None) | Q(first_reviewer=None) | ~Q(judge=F("first_reviewer")),
                name="appeal_judged_by_another",
            ),
            models.CheckConstraint(
                condition=Q(judge=None, outcome="", judged_at=None)
                | Q(judge__isnull=False, outcome__in=Outcome.values, judged_at__isnull=False),
                name="appeal_judged_whole",
            ),
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(judged_at=None), name="waiting_appeals")]


class AppealMessage(models.Model):
    """One turn of the talk between owner and desk. `by_owner` False: the desk; who of it is for the audit, not the owner."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="talk")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")  # who wrote it
    by_owner = models.BooleanField()
    text = models.TextField(blank=True)  # empty once its author has left
    said_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet["AppealMessage"].as_manager()

    class Meta:
        ordering = ["pk"]


class TestMaterial(AppendOnly):
    """A decision that another reviewer found wrong: what the clause should have said, for the policy's own tests."""

    __test__ = False  # no test for pytest

    class Wanted(models.TextChoices):
        """What would have been right."""

        PASSES = "passes"
        BREAKS = "breaks"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="test_material")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=40, blank=True)
    wanted = models.CharField(max_length=6, choices=Wanted.choices)
    noted_at = models.DateTimeField(auto_now_add=True)
