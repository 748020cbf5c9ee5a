"""Objects in the store that no row names."""

from django.db import models
from django.utils import timezone


class Orphan(models.Model):
    """One key, and when a sweep first found it to be nobody's. It is deleted when it still is, a day later."""

    key = models.CharField(max_length=300, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
