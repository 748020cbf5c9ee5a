"""The people of these stories: Alice and Bob create, Rosa reviews. The pipeline runs step by step in this process."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from accounts.models import Role, User
from tests.studio.receivers import Receiver, receiving
from tests.studio.storages import STORES, Store
from tests.support.simulator import Simulator


def person(name: str, *roles: Role, **columns: Any) -> User:
    """An adult with these roles."""
    columns.setdefault("birth_date", date(1990, 1, 1))
    return User.objects.create_user(
        f"{name}@example.org", display_name=name.title(), roles=[Role.USER, *roles], **columns
    )


@pytest.fixture
def alice(transactional_db: None) -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def bob(transactional_db: None) -> User:
    return person("bob", Role.CREATOR)


@pytest.fixture
def rosa(transactional_db: None) -> User:
    return person("rosa", Role.REVIEWER)


@pytest.fixture
def upstream(simulator: Simulator) -> Simulator:
    """The stand-in provider; its log is the provider's own bill."""
    return simulator


@pytest.fixture
def tab(client: Client, alice: User) -> Client:
    """A browser in which Alice has signed in."""
    client.force_login(alice)
    return client


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each kind of store in turn: a folder, and two S3 servers."""
    opened: Store = STORES[request.param](request)
    with override_settings(**opened.settings):
        yield opened


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    """Each test has its own media folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Alice's own server, in the house's own network."""
    with receiving() as known:
        settings.OUTWARD_HOSTS = [urlsplit(known.url).netloc]
        yield known
