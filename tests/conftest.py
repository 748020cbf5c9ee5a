"""Fixtures for every room. A session has its own PostgreSQL, Valkey and ports: several may run side by side."""

from collections.abc import Iterator

import pytest

from config.dev.postgres import Postgres
from config.dev.valkey import Valkey
from tests.support.house import house


@pytest.fixture(scope="session", autouse=True)
def _valkey_runs() -> None:
    house.valkey.start()


@pytest.fixture(scope="session")
def django_db_setup(_valkey_runs: None) -> None:
    """The database is real, migrated by the admin role and used by the runtime role; it dies with the session."""
    house.make_tables()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """The session's Valkey, to be killed and started; it runs again afterwards."""
    yield house.valkey
    house.valkey.start()


@pytest.fixture
def postgres(django_db_setup: None) -> Iterator[Postgres]:
    """The session's PostgreSQL, to be killed and started; it runs again afterwards."""
    yield house.postgres
    house.postgres.start()
