from django.conf import settings
from django.db import models

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

LONGEST = 2000  # as long as the reason of a decision


class SavedReason(PublicModel):
    """A sentence that a reviewer keeps to give as a reason again. It is theirs alone; what was decided with it has its own."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST)
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet["SavedReason"].as_manager()

    class Meta:
        ordering = ["text", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="saved_reason_has_words"),
        ]
