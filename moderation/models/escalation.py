from django.conf import settings
from django.db import models

from foundation.append_only import AppendOnly
from moderation.models.case import Case


class Escalation(AppendOnly):
    """Somebody left a case to somebody more senior: from then on reviewers who administer, too, and never they themselves."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
