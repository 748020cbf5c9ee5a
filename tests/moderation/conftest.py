"""Fixtures of the desk's tests."""

import pytest

from tests.moderation.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
