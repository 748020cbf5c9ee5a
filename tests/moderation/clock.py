"""A clock that stands where a test wants it."""

from datetime import datetime

import pytest
from django.utils import timezone


class Clock:
    """What `timezone.now` says from the first `is_at` on; before that it is the real one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def is_at(self, moment: datetime) -> None:
        """It is that moment now, and stays so."""
        self._monkeypatch.setattr(timezone, "now", lambda: moment)
