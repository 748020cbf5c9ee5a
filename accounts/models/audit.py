"""What people with power did, to whom, why."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models

from foundation.append_only import AppendOnly


class AuditEntry(AppendOnly):
    """One act. Its hash covers the act and the hash before it, so that no row can be changed or taken out unseen.

    `target` names things by public id, never by address: the row outlives the person it is about.
    """

    number = models.BigIntegerField(unique=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=80)
    target = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["target", "number"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.target}"

    def computed_hash(self) -> str:
        """What `hash` must be, from everything else in the row."""
        return hashlib.sha256(json.dumps(self._covered(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def _covered(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "action": self.action,
            "target": self.target,
            "reason": self.reason,
            "before": self.before,
            "after": self.after,
            "request_id": self.request_id,
            "previous": self.previous_hash,
        }
