"""A person."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import ages
from foundation.ids import PublicModel

INSTRUCTIONS_CHARACTERS = 4_000
UNTIL_FURTHER_NOTICE = datetime(9999, 1, 1, tzinfo=UTC)


class Role(models.TextChoices):
    """What somebody may be. A set, not a ladder: a reviewer is not therefore an administrator."""

    USER = "user", "user"
    CREATOR = "creator", "creator"
    REVIEWER = "reviewer", "reviewer"
    ADMINISTRATOR = "administrator", "administrator"


class Theme(models.TextChoices):
    """Which paper the pages are printed on."""

    SYSTEM = "system", "As the system says"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


def folded(email: str) -> str:
    """The one spelling under which an address is kept and looked for."""
    return email.strip().lower()


def role_set(roles: Iterable[str]) -> list[str]:
    """The roles as a column keeps them: everybody is a user, each once, in the order of `Role`."""
    wanted = {Role.USER.value, *roles}
    return [role.value for role in Role if role.value in wanted]


def just_user() -> list[str]:
    """What everybody is."""
    return [Role.USER.value]


class UserManager(BaseUserManager["User"]):
    """Finds and makes people by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=folded(username or ""))

    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """A new person; without a password nobody can sign in as them."""
        user = self.model(email=folded(email), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def holding(self, *roles: str) -> "models.QuerySet[User]":
        """Everybody who has all these roles and still has an account."""
        return self.filter(roles__contains=list(roles), is_active=True)


class User(AbstractBaseUser, PublicModel):
    """Somebody with an account. `is_active` False: the account was deleted and this row is its tombstone."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    display_name = models.CharField("name", max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=16, choices=Role.choices), default=just_user, blank=True)
    is_active = models.BooleanField(default=True)
    suspended_until = models.DateTimeField(null=True, blank=True)
    suspended_because = models.CharField(max_length=500, blank=True)
    date_joined = models.DateTimeField(default=timezone.now)
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    engine = models.CharField("default engine", max_length=80, blank=True)
    effort = models.CharField("how hard it thinks", max_length=16, blank=True, db_default="")
    parameters = models.JSONField(default=dict, blank=True, db_default={})  # of requests, where nothing else is set
    # Another engine may answer when the chosen one cannot.
    stand_in = models.BooleanField("another engine may stand in", default=True, db_default=True)
    instructions = models.TextField("how they like to be answered", max_length=INSTRUCTIONS_CHARACTERS, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            UniqueConstraint(Lower("email"), name="user_email_folded_once"),
            CheckConstraint(condition=Q(roles__contained_by=[role.value for role in Role]), name="user_roles_known"),
            CheckConstraint(condition=Q(theme__in=[theme.value for theme in Theme]), name="user_theme_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = folded(self.email)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """What to call them: the name they chose, else what stands before the @."""
        return self.display_name or self.email.partition("@")[0]

    def has_role(self, role: str) -> bool:
        """Whether the role was given. Says nothing about age or suspension: doors ask `may_…`."""
        return role in self.roles

    @property
    def age(self) -> int | None:
        """In full years today (UTC); None while we have not been told."""
        return ages.age_on(self.birth_date, timezone.now().date()) if self.birth_date else None

    def is_at_least(self, years: int) -> bool:
        """False also while the birth date is unknown."""
        return self.age is not None and self.age >= years

    @property
    def is_adult(self) -> bool:
        """Old enough for the studio, and for every role that shows what others made."""
        return self.is_at_least(settings.MINIMUM_STUDIO_AGE)

    @property
    def is_suspended(self) -> bool:
        """Whether an administrator has shut the rooms to them just now."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def in_good_standing(self) -> bool:
        """Has an account and is not suspended."""
        return self.is_active and not self.is_suspended

    @property
    def may_chat(self) -> bool:
        """In the parlour: from MINIMUM_CHAT_AGE on."""
        return self.in_good_standing and self.is_at_least(settings.MINIMUM_CHAT_AGE)

    @property
    def may_create(self) -> bool:
        """In the studio: adult creators."""
        return self._may_as_adult(Role.CREATOR)

    @property
    def may_review(self) -> bool:
        """At the desk: adult reviewers."""
        return self._may_as_adult(Role.REVIEWER)

    @property
    def may_administer(self) -> bool:
        """People, money, settings: adult administrators. Not private chats."""
        return self._may_as_adult(Role.ADMINISTRATOR)

    def _may_as_adult(self, role: Role) -> bool:
        return self.in_good_standing and self.has_role(role) and self.is_adult
