"""The people of these stories: Alice owns, Bob is a stranger, Ada administers."""

from datetime import date

import pytest

from accounts.models import Role, User


@pytest.fixture
def alice(db: None) -> User:
    return person("alice@example.org", "Alice")


@pytest.fixture
def bob(db: None) -> User:
    return person("bob@example.org", "Bob")


@pytest.fixture
def ada(db: None) -> User:
    return person("ada@example.org", "Ada", Role.ADMINISTRATOR)


def person(email: str, name: str, *roles: str) -> User:
    """An adult with these roles."""
    return User.objects.create_user(email, display_name=name, birth_date=date(1990, 1, 1), roles=["user", *roles])
