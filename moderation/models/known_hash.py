from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.ids import PublicModel


class HashKind(models.TextChoices):
    """How a file is known again."""

    SHA256 = "sha256", "the very bytes"
    PDQ = "pdq", "what looks nearly the same"


class KnownHashQuerySet(models.QuerySet["KnownHash"]):
    """Hashes in the checks' words."""

    def in_force(self) -> Self:
        """Those that are looked for."""
        return self.filter(lifted_at=None)


class KnownHash(PublicModel):
    """A file nobody may bring or be given, by its hash; the file itself is not kept here. `clause` says what it breaks.

    `origin` is who said so: the list it came from, the case it was decided in, or the consent that somebody in it refused
    (`moderation.consent.remembered`: of what is deleted since). Several may say so of one file, each in a
    row of its own: it is blocked until the last of them is lifted. A lifted one stays, and stops nothing.
    """

    kind = models.CharField(max_length=8, choices=HashKind.choices)
    value = models.CharField(max_length=64)  # hexadecimal, small letters
    clause = models.CharField(max_length=40)
    origin = models.CharField(max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    objects = KnownHashQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value", "origin"], condition=Q(lifted_at=None), name="each_hash_once_per_origin"
            ),
            models.CheckConstraint(condition=Q(value__regex=r"^[0-9a-f]{64}$"), name="known_hash_in_hexadecimal"),
        ]
