"""The people of these stories: Alice owns, Bob is a stranger, Rosa reviews; and a relay in this process."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from accounts.models import Role, User
from chatapp.engines.catalogue import Learned, take_over
from tests.chatapp.relays import RunningRelay
from tests.support.processes import Processes, Web
from tests.support.simulator import Simulator


def person(name: str, *roles: str) -> User:
    """An adult with these roles."""
    born = date(1990, 1, 1)
    return User.objects.create_user(
        f"{name}@example.org", "a long password", display_name=name.title(), birth_date=born, roles=["user", *roles]
    )


@pytest.fixture
def alice(db: None) -> User:
    return person("alice")


@pytest.fixture
def bob(db: None) -> User:
    return person("bob")


@pytest.fixture
def rosa(db: None) -> User:
    return person("rosa", Role.REVIEWER)


@pytest.fixture
def catalogue() -> Iterator[None]:
    """What this process learns about engines in a test it forgets again."""
    yield
    take_over(Learned())


@pytest.fixture
def relay(transactional_db: None, simulator: Simulator) -> Iterator[RunningRelay]:
    """A relay in a thread of this process, on the session's servers, talking to the stand-in."""
    running = RunningRelay()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _standing_web(django_db_setup: None) -> Iterator[Web]:
    standing = Processes()
    yield standing.web(2)  # a port of its own: whoever starts a house must not take this one for theirs
    standing.stop()


@pytest.fixture
def web(transactional_db: None, _standing_web: Web) -> Web:
    """A web process that no test kills: all of them share it, for it takes seconds to start."""
    assert _standing_web.alive
    return _standing_web


@pytest.fixture
def visit(client: Client) -> Callable[[User], Client]:
    """Signs a person in with the test client."""

    def as_person(person: User) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_person
