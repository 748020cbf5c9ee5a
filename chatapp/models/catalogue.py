"""What the provider last said about its engines, for every process; and which of them this house does not offer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q

ONLY = 1  # there is one row


class CatalogueRow(models.Model):
    """The catalogue, as it was read. `engines` empty: the provider has never answered, and the dated table holds.

    `version` grows with each change of what others must learn; `trouble` is a code of the last failure since `read_at`.
    """

    engines = models.JSONField(default=list)
    off = ArrayField(models.CharField(max_length=120), default=list)
    version = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)

    objects: ClassVar = models.Manager["CatalogueRow"]()

    class Meta:
        db_table = "chatapp_catalogue"
        constraints = [CheckConstraint(condition=Q(pk=ONLY), name="catalogue_is_one")]

    def __str__(self) -> str:
        return f"catalogue {self.version}"
