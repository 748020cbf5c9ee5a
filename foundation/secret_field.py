"""A column whose text is encrypted at rest, under keys of its own (FIELD_KEYS), so that they can be rotated alone."""

import functools
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@functools.cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """The first key encrypts, all decrypt."""
    return _box(tuple(settings.FIELD_KEYS))


class SecretField(models.TextField):  # type: ignore[type-arg]  # takes no parameters at run time
    """Text in Python, a Fernet token in the table. Not searchable, on purpose."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else box().decrypt(value.encode()).decode()

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else box().encrypt(str(value).encode()).decode()
