from django.conf import settings
from django.db import models

from foundation.owned import OwnedQuerySet
from moderation.models.flag import Flag


class Report(models.Model):
    """What a person wrote when they raised a flag. Beside the flag, which is history: their words can be erased."""

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="report")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()

    objects = OwnedQuerySet["Report"].as_manager()
