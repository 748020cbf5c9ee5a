"""A double click, a back-and-click, a retry after a lost answer: one thing."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import UniqueConstraint

KEY = re.compile(r"[A-Za-z0-9-]{8,64}")  # what a browser makes for a click


class KeyReused(Exception):
    """The same key came with another body: not a retry but a mistake, and refused."""


class AlreadyDone(Exception):
    """Somebody holding the same key was first. `outcome` is what they made."""

    def __init__(self, outcome: Any) -> None:
        super().__init__("already done")
        self.outcome = outcome


class Once(models.Model):
    """One thing a person asked for, by the key their browser made. Written in the transaction that makes the thing."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    outcome = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["owner", "key"], name="once_per_owner_and_key")]


INSERT = """
INSERT INTO foundation_once (owner_id, key, fingerprint, outcome, made_at)
VALUES (%s, %s, %s, %s, now()) ON CONFLICT DO NOTHING RETURNING id
"""


def fingerprint(body: Mapping[str, Any]) -> str:
    """A short name for what was asked, equal for equal bodies."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def earlier(owner_id: int, key: str, body_fingerprint: str) -> Any | None:
    """What this key made before, or None if it is new. Raises KeyReused for another body."""
    row = Once.objects.filter(owner_id=owner_id, key=key).first()
    if row is None:
        return None
    if row.fingerprint != body_fingerprint:
        raise KeyReused(key)
    return row.outcome


def remember(owner_id: int, key: str, body_fingerprint: str, outcome: Any) -> None:
    """Record what the key makes; call first thing inside the transaction that makes it.

    A second holder of the key waits here for the first one's commit (the unique index makes it wait), then gets
    AlreadyDone with the first one's outcome, or KeyReused. One query for the first holder.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [owner_id, key, body_fingerprint, json.dumps(outcome)])
        if cursor.fetchone():
            return
    raise AlreadyDone(earlier(owner_id, key, body_fingerprint))


def forget(owner_id: int, key: str, outcome: Any) -> None:
    """What this key made is gone: the key is new. Of two who forget, the later does not forget what the first made anew."""
    Once.objects.filter(owner_id=owner_id, key=key, outcome=outcome).delete()


def forget_before(moment: datetime) -> int:
    """Drop keys nobody will repeat any more; returns how many."""
    return Once.objects.filter(made_at__lt=moment).delete()[0]
