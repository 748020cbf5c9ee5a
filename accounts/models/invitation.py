"""Links that let somebody in once, for a while."""

import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from foundation.ids import PublicModel


def token_hash(token: str) -> str:
    """What we keep of a token: enough to know it again, nothing to open the door with."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Finds an invitation by the token its holder brings."""

    def open(self) -> Self:
        """Not used, not taken back, not expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=Now())

    def by_token(self, token: str) -> Self:
        """The one row, if any, that this token opens."""
        return self.filter(token_hash=token_hash(token))

    def use(self, token: str) -> bool:
        """Use it up; of two people with one link exactly one gets True."""
        return self.open().by_token(token).update(used_at=Now()) == 1


class Invitation(PublicModel):
    """A one-time link. With an address, whoever signs up with just that address need not confirm it."""

    class Kind(models.TextChoices):
        """What stands behind the door."""

        PERSON = "person", "a person"
        FIRST_ADMINISTRATOR = "first administrator", "the first administrator"

    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.PERSON)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def state(self) -> str:
        """One word for the list: used, revoked, expired or open."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"
