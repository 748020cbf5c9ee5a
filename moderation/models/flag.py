from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.append_only import AppendOnly
from moderation.models.case import Case
from moderation.verdicts import Judge

JUDGES = [(judge.value, judge.value) for judge in Judge]


class Source(models.TextChoices):
    """Who raised a flag."""

    RULE = "rule"
    PROVIDER = "provider"
    CLASSIFIER = "classifier"
    PERSON = "person"


class Flag(AppendOnly):
    """Why a case is open: one check's word, or one person's."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    source = models.CharField(max_length=12, choices=Source.choices)
    check_name = models.CharField(max_length=40)
    action = models.CharField(max_length=10)  # moderation.verdicts.Action
    clause = models.CharField(max_length=40, blank=True)
    policy_version = models.CharField(max_length=12, blank=True)
    score = models.FloatField(null=True)  # 0 to 1; null: the check knows only yes and no
    judge = models.CharField(max_length=8, choices=JUDGES, default=Judge.MACHINE, db_default=Judge.MACHINE)
    detail = models.TextField(blank=True)  # what a check found; a person's own words are a Report
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "raised_by"], condition=Q(raised_by__isnull=False), name="one_flag_per_person_and_case"
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(0, 1)), name="flag_score_from_0_to_1"),
        ]
