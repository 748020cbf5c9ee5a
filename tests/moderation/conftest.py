"""Fixtures of the desk's tests: Alice creates, Rosa reviews, Ruth does all, and a shelf is a room of its own with things."""

from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Role, User
from moderation import subjects
from tests.accounts.people import person
from tests.moderation.clock import Clock
from tests.moderation.shelf import Shelf


@pytest.fixture
def alice() -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def rosa() -> User:
    return person("rosa", Role.REVIEWER)


@pytest.fixture
def ruth() -> User:
    return person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """What is stored in this test is stored in a place of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    monkeypatch.setitem(subjects._kinds, "thing", shelf)
    return shelf


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
