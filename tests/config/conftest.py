"""Servers of one test's own: these tests kill and forget them in ways that would disturb the session's pair."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.dev import places
from config.dev.places import Places
from config.dev.postgres import Postgres
from config.dev.valkey import Valkey


@pytest.fixture
def own_places() -> Iterator[Places]:
    folder = Path(tempfile.mkdtemp(prefix="salon-own-", dir="/tmp"))
    folder.chmod(0o755)
    yield places.for_tests(folder)
    shutil.rmtree(folder)


@pytest.fixture
def own_postgres(own_places: Places) -> Iterator[Postgres]:
    server = Postgres(own_places, durable=False)
    yield server
    server.stop(hurry=True)


@pytest.fixture
def own_valkey(own_places: Places) -> Iterator[Valkey]:
    server = Valkey(own_places)
    yield server
    server.stop(hurry=True)
