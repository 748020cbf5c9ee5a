"""Secrets in the database are unreadable there, and their keys can be changed."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from pytest_django import Settings

from foundation.secret_field import SecretField


@pytest.fixture
def keys(settings: Settings) -> list[str]:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    return list(settings.FIELD_KEYS)


def test_what_the_table_holds_is_not_what_was_said(keys: list[str]) -> None:
    written = SecretField().get_prep_value("xai-key")

    assert "xai-key" not in written
    assert SecretField().from_db_value(written) == "xai-key"
    assert SecretField().get_prep_value(None) is SecretField().from_db_value(None) is None


def test_a_new_first_key_still_reads_what_the_old_one_wrote(keys: list[str], settings: Settings) -> None:
    written = SecretField().get_prep_value("xai-key")

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *keys]
    assert SecretField().from_db_value(written) == "xai-key"

    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    with pytest.raises(InvalidToken):
        SecretField().from_db_value(written)
