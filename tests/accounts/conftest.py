"""People of this room's stories."""

import pytest
from django.test import Client

from accounts.models import Role, User
from tests.accounts.people import person, signed_in


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def bob(db: None) -> User:
    return person("bob")


@pytest.fixture
def rosa(db: None) -> User:
    return person("rosa", Role.REVIEWER)


@pytest.fixture
def ada(db: None) -> User:
    return person("ada", Role.ADMINISTRATOR)


@pytest.fixture
def tim(db: None) -> User:
    return person("tim", age=15)


@pytest.fixture
def visitor(client: Client) -> Client:
    """Somebody's browser, nobody signed in."""
    return client


@pytest.fixture
def adas(ada: User) -> Client:
    """Ada's browser."""
    return signed_in(ada)
