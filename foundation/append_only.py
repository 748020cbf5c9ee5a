"""Rows that are written once: audit, ledger, moves."""

from typing import Any

from django.db import models


class ChangedHistory(Exception):
    """Code tried to change or delete a row that is history."""


class AppendOnly(models.Model):
    """A row the application may insert and read, never change. The database role has no other right (`foundation.grants`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ChangedHistory(f"{type(self).__name__} {self.pk} is history")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ChangedHistory(f"{type(self).__name__} {self.pk} is history")
