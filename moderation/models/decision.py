from django.conf import settings
from django.db import models

from foundation.append_only import AppendOnly
from foundation.ids import PublicModel
from moderation.models.case import Case


class Outcome(models.TextChoices):
    """What a reviewer may decide."""

    ALLOW = "allow"
    REMOVE = "remove"


class Decision(PublicModel, AppendOnly):
    """One person's word on one case, with its reason and the sentence the owner was sent."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    clause = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    statement = models.TextField()
    decided_at = models.DateTimeField(auto_now_add=True)
