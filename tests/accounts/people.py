"""Alice owns, Bob is a stranger, Rosa reviews, Ada administers; Tim is fifteen, Kim is twelve."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User

PASSWORD = "eleven quiet herons"


def born(years_ago: int) -> date:
    """The date of birth of somebody who turned that old this year, some time ago."""
    today = timezone.now().date()
    return date(today.year - years_ago, 1, 1)


def person(name: str, *roles: Role, age: int | None = 35, **columns: Any) -> User:
    """Somebody with a confirmed address and the usual password."""
    columns.setdefault("birth_date", None if age is None else born(age))
    somebody = User.objects.create_user(
        f"{name}@example.org", PASSWORD, display_name=name.title(), roles=[Role.USER, *roles], **columns
    )
    EmailAddress.objects.create(user=somebody, email=somebody.email, verified=True, primary=True)
    return somebody


def signed_in(somebody: User) -> Client:
    """A browser of their own, signed in."""
    browser = Client()
    browser.force_login(somebody)
    return browser
