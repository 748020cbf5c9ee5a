from django.db import models
from django.utils import timezone

from foundation.secret_field import SecretField


class Letter(models.Model):
    """A mail that waits to be sent: written in the transaction of what it tells, gone when it has been delivered."""

    to = SecretField()
    subject = models.CharField(max_length=120)
    body = SecretField()
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
