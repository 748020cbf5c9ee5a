"""Telling a person's own server what became of their jobs."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.leases import Leased, LeasedQuerySet
from foundation.owned import OwnedQuerySet
from foundation.secret_field import SecretField
from studio.models.job import Job


class WebhookQuerySet(OwnedQuerySet["Webhook"]):
    """A person's."""


class Webhook(PublicModel):
    """One address. `failures` counts tries in vain since the last that went well; `off_because` is a sentence."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    secret = SecretField()
    with_prompt = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)
    off_at = models.DateTimeField(null=True)
    off_because = models.TextField(blank=True)

    objects: ClassVar = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"webhook {self.public_id}"


class WebhookMessageQuerySet(LeasedQuerySet["WebhookMessage"]):
    """What is to be told."""

    def due(self) -> Self:
        """To be told now, to an address that is not switched off, and nobody is at it."""
        return self.free().filter(due_at__lte=Now(), webhook__off_at=None)


class WebhookMessage(PublicModel, Leased):
    """One event for one address: an outbox row, committed with the move. `due_at` is None once it is over.

    `body` is written at the first try, when the ledger knows the cost, and stays as it is: the same id, the same words.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=24)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, default=timezone.now)
    rung_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    objects: ClassVar = WebhookMessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="webhook_message_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.public_id}"


class WebhookTry(models.Model):
    """One try to tell it: what came back, and how long that took. `error` is a short code where nothing came."""

    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField()
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.status or self.error)
