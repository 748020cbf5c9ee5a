from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from foundation.owned import OwnedQuerySet


class Blur(models.TextChoices):
    """How much of a picture can be made out before somebody decides to look."""

    NONE = "none", "Not at all"
    LIGHT = "light", "A little"
    MEDIUM = "medium", "So that shapes remain"
    STRONG = "strong", "So that only light and dark remain"


class ReviewerSettings(models.Model):
    """How one reviewer wants to work. Whoever has never chosen is spared the most: see `of`."""

    BREAKS = (0, 20, 30, 45, 60, 90)

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    blur = models.CharField(max_length=8, choices=Blur.choices, default=Blur.MEDIUM)
    grey = models.BooleanField(default=True)
    muted = models.BooleanField(default=True)
    break_minutes = models.PositiveSmallIntegerField(default=45)  # 0: no reminder
    auto_advance = models.BooleanField(default=True)
    keys = models.BooleanField(default=True)
    starred = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # lanes, which stand first

    objects = OwnedQuerySet["ReviewerSettings"].as_manager()

    @classmethod
    def of(cls, reviewer: Any) -> "ReviewerSettings":
        """What they chose, or the kindest there is; not saved by that."""
        return cls.objects.owned_by(reviewer).first() or cls(owner=reviewer)
