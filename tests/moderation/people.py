"""Alice owns, Bob is a stranger, Rosa reviews."""

from datetime import date
from typing import Any

from accounts.models import Role, User


def person(name: str, *roles: Role, **columns: Any) -> User:
    """An adult with these roles."""
    columns.setdefault("birth_date", date(1990, 5, 1))
    return User.objects.create_user(
        f"{name}@example.org", display_name=name.title(), roles=[Role.USER, *roles], **columns
    )
