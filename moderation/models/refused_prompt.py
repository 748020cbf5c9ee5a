from django.conf import settings
from django.db import models

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet


class RefusedPrompt(PublicModel):
    """A prompt that a gate did not let out: kept so that a person can look at what the rules did."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    room = models.CharField(max_length=12)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet["RefusedPrompt"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "text_sha256"], name="refused_before")]
