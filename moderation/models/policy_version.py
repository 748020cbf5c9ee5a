from django.db import models

from foundation.append_only import AppendOnly


class PolicyVersion(AppendOnly):
    """The policy as it read when a verdict named this version. Files change; what a person was judged by does not."""

    version = models.CharField(max_length=12, unique=True)
    files = models.JSONField()  # name → text
    first_used_at = models.DateTimeField(auto_now_add=True)
