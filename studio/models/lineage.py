"""What was made from what."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from studio.models.asset import Asset


class Lineage(models.Model):
    """One edge: `child` was made with `parent` as an input. Consent and withdrawal walk these."""

    child = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="parent_edges")
    parent = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="child_edges")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["child", "parent", "role"], name="lineage_once"),
            CheckConstraint(condition=~Q(child=F("parent")), name="lineage_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} from {self.parent_id} ({self.role})"
