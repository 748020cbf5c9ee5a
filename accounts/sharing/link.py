"""A link: a token, until when it opens, behind which password, and how many have read by it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts import links
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from foundation.secret_field import SecretField

DAYS = (1, 7, 30, 90)
PRESET_DAYS = 30

AnyLink = TypeVar("AnyLink", bound="Link")


def token_hash(token: str) -> str:
    """What the token is found by: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(OwnedQuerySet[AnyLink]):
    """Links. One that is revoked or expired, or whose owner has left, opens nothing."""

    def live(self) -> Self:
        """What opens now. A room adds what its own links need."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), owner__is_active=True)

    def end(self) -> int:
        """Open nothing any more; returns how many were ended."""
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())

    def opened_by(self, token: str) -> Self:
        """What this token opens, at most one."""
        return self.live().filter(token_hash=token_hash(token))


class Link(PublicModel):
    """What each room's links have in common; `door` is the name of the address that a token opens.

    `token` is kept encrypted, so that its owner can copy the link again; it is found by its hash. `password`: a slow
    hash, empty for none. `views`: people, as far as one can tell without knowing who.
    """

    door: ClassVar[str]

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = SecretField()
    token_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=200, blank=True)
    views = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def link(self) -> str:
        """The whole address, to be handed on."""
        return links.absolute(reverse(self.door, args=[self.token]))

    @property
    def is_live(self) -> bool:
        """As this row was when it was read; what it shows may be deleted nevertheless."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def opens_nothing(self) -> str:
        """Why it opens nothing although it is live, as a sentence; empty where it opens something."""
        return ""


def terms(*, days: int, password: str) -> dict[str, Any]:
    """The columns of a new link. Slow on purpose where there is a password: not while rows are locked."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    return {
        "token": token,
        "token_hash": token_hash(token),
        "password": make_password(password) if password else "",
        "made_at": now,
        "expires_at": now + timedelta(days=days),
    }
