"""Who is in a picture: which questions bind it, and all that was made from it."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from studio.models.asset import Asset


class Likeness(models.Model):
    """This thing shows whom that question is about (`moderation.models.Consent`, by kind and subject).

    It is handed on to everything made from the thing, and stays when what it came from is purged: a withdrawal needs no
    line of lineage to reach it. `withheld_at`: out of sight since the answer ended; `kept_sha256` are the approved bytes
    it had then, `told_at` when the audit said so.
    """

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="likenesses")
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    withheld_at = models.DateTimeField(null=True)
    kept_sha256 = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["asset", "kind", "subject"], name="likeness_once")]
        indexes = [
            models.Index(fields=["kind", "subject"], name="likeness_by_subject"),
            models.Index(fields=["id"], condition=Q(withheld_at__isnull=False, told_at=None), name="likeness_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} shows {self.kind} {self.subject}"
