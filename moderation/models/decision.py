from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from foundation.append_only import AppendOnly
from foundation.ids import PublicModel
from moderation.models.case import Case
from moderation.models.flag import Flag, Source
from moderation.verdicts import CONSENT, REMOVAL, Action

HIDING = ("hide", "remove")  # measures that keep a thing from sight
# About the person, not a thing of theirs: whoever decides one of these means them.
OF_PERSON = ("warn", "limit", "suspend")
# Nobody broke a rule where somebody asked for a removal, or is to be compared with a selfie.
NO_FAULT = (REMOVAL, CONSENT)


class Scope(models.TextChoices):
    """How far a decision reaches."""

    THING = "thing", "This one thing"
    COPIES = "copies", "This and its owner’s exact copies of it"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions in the desk's words."""

    def standing(self) -> "DecisionQuerySet":
        """Those nobody took back."""
        return self.filter(reversal=None)

    def restricting(self) -> "DecisionQuerySet":
        """Those that took something from their owner: what can be appealed."""
        return self.filter(Exists(DecisionMeasure.objects.filter(decision=OuterRef("pk"), restricts=True)))

    def blaming(self) -> "DecisionQuerySet":
        """Restricting ones that say something of their owner: what counts as a strike.

        What only confirms a refusal of the rules, honours a request for removal, finds a selfie unlike or follows nobody's
        word but their own says nothing of them: it had not got anywhere, or nobody did wrong. A warning, limit or
        suspension with it does.
        """
        of_person = DecisionMeasure.objects.filter(decision=OuterRef("pk"), restricts=True, name__in=OF_PERSON)
        flags = Flag.objects.filter(case=OuterRef("case"))
        had_passed = flags.exclude(raised_by=F("case__owner")).exclude(
            ~Q(source=Source.PERSON), action__in=[Action.REFUSE, Action.LOCK]
        )
        found = Exists(had_passed) & ~Exists(flags.filter(check_name__in=NO_FAULT))
        return self.restricting().filter(Exists(of_person) | found)

    def about(self, person: Any) -> "DecisionQuerySet":
        """What was decided about things of this person's, the newest first."""
        return self.filter(case__owner=person).order_by("-decided_at", "-pk")


class Decision(PublicModel, AppendOnly):
    """One word on one case: what was done is its `measures`; it stands while it has no `reversal`.

    `reviewer` None: a machine decided (`by_machine`). `statement` is what the owner was sent, word for word. `took_seconds`: from claiming
    to deciding, None where it was not claimed. `bundle` is shared by what was decided in one go. `final`: decided on an
    appeal, which is not heard twice.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_machine = models.GeneratedField(
        expression=Q(reviewer__isnull=True),  # type: ignore[arg-type]  # a condition is an expression
        output_field=models.BooleanField(),
        db_persist=True,
    )
    clause = models.CharField(max_length=40, blank=True)
    policy_version = models.CharField(max_length=12, blank=True, db_default="")
    reason = models.TextField()
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.THING, db_default=Scope.THING)
    statement = models.TextField()
    took_seconds = models.PositiveIntegerField(null=True)
    bundle = models.UUIDField(null=True)
    final = models.BooleanField(default=False, db_default=False)
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            # An appeal names both, so that the database itself can keep the first reviewer from judging it.
            models.UniqueConstraint(fields=["id", "reviewer"], name="decision_with_its_reviewer"),
            models.UniqueConstraint(fields=["id", "by_machine"], name="decision_with_its_kind"),
        ]
        indexes = [
            models.Index(fields=["bundle"], condition=Q(bundle__isnull=False), name="decision_by_bundle"),
            models.Index(fields=["-decided_at"], name="decision_by_time"),
        ]

    @property
    def stands(self) -> bool:
        """Nobody took it back."""
        return not hasattr(self, "reversal")

    @property
    def restricts(self) -> bool:
        """It took something from its owner."""
        return any(measure.restricts for measure in self.measures.all())

    @property
    def did(self) -> str:
        """What was done, in a few words: "removed, warned"."""
        return ", ".join(measure.title for measure in self.measures.all())


class DecisionMeasure(AppendOnly):
    """One thing that a decision did. `effect` is its sentence to the owner, `before` what is needed to take it back."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=20)  # moderation.measures
    restricts = models.BooleanField()
    until = models.DateTimeField(null=True)
    effect = models.TextField(blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "name"], name="each_measure_once_per_decision")]
        indexes = [models.Index(fields=["name", "until"], name="measure_by_end")]

    @property
    def title(self) -> str:
        """What was done, in a word or two."""
        from moderation import measures

        return measures.done(self.name)


class MeasureEnd(AppendOnly):
    """A measure whose time was over, and what was done about it: shown again, or purged for good."""

    class How(models.TextChoices):
        """Why it ended."""

        RAN_OUT = "ran_out"
        PURGED = "purged"

    measure = models.OneToOneField(DecisionMeasure, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=10, choices=How.choices)
    ended_at = models.DateTimeField(auto_now_add=True)


class Reversal(AppendOnly):
    """A decision that was taken back, with every side effect: by whom, and whether at once or on an appeal."""

    class Why(models.TextChoices):
        """How it came to that."""

        UNDO = "undo"
        APPEAL = "appeal"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reversal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    effect = models.TextField(blank=True)
    reversed_at = models.DateTimeField(auto_now_add=True)
