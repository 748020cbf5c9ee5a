"""Fixtures for every room. A session has its own PostgreSQL, Valkey and ports: several may run side by side."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase

from config.dev.postgres import Postgres
from config.dev.valkey import Valkey
from tests.support import browsers, s3
from tests.support.clients import share_middleware
from tests.support.house import house
from tests.support.processes import Processes, Web
from tests.support.s3 import S3Server
from tests.support.simulator import Simulator, start_simulator

share_middleware()

# The house of the stories. Nobody starts a worker again there, and on a busy machine four seconds of silence are no
# deafness; what it does is rung for, and its nets need not be drawn five times a second for nothing.
CALM = {
    "WORKER_DEAF_SECONDS": "60",
    "RELAY_SWEEP_SECONDS": "1",
    "STUDIO_SWEEP_SECONDS": "1",
    "STUDIO_POLL_SECONDS": "1",
}


@pytest.fixture(scope="session", autouse=True)
def _valkey_runs() -> None:
    house.valkey.start()


@pytest.fixture(autouse=True)
def _empty_valkey(_valkey_runs: None, request: pytest.FixtureRequest) -> None:
    """Each test begins without another's logs, limits and sessions, and without its doorbells.

    A running worker keeps the doorbells' database: it would stay deaf without the names of its queues.
    """
    house.valkey.clear(0, 1, *([] if "live" in request.fixturenames else [2]))


@pytest.fixture(scope="session")
def django_db_setup(_valkey_runs: None) -> Iterator[None]:
    """The database is real, migrated by the admin role and used by the runtime role; it dies with the session."""
    house.make_tables()
    with pytest.MonkeyPatch.context() as django:
        django.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: house.emptier.empty())
        yield


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


@pytest.fixture(scope="session")
def _stand_in() -> Iterator[Simulator]:
    with start_simulator(house.folder / "simulator", port=house.simulator_port) as upstream:
        yield upstream


@pytest.fixture
def simulator(_stand_in: Simulator) -> Simulator:
    """The stand-in provider the settings point at: quick, its log empty, no scene set."""
    if _stand_in.process.poll() is not None:
        _stand_in.restart()
    _stand_in.clear()
    return _stand_in


@pytest.fixture(scope="session")
def _whole_house(django_db_setup: None) -> Iterator[Processes]:
    shared = Processes()
    yield shared
    shared.stop()


@pytest.fixture
def processes(transactional_db: None, _whole_house: Processes) -> Iterator[Processes]:
    """Starts real web, relay, worker and beat processes; they end with the test."""
    _whole_house.stop()  # two houses would take each other's work
    started = Processes()
    yield started
    started.stop()


@pytest.fixture
def live(simulator: Simulator, _whole_house: Processes, django_db_blocker: Any) -> Iterator[Web]:
    """The whole house, running since the first test that asked; for stories that kill nothing.

    Rows stay when the test is over, so each story brings its own people; such tests come last in a session.
    """
    if not _whole_house.running or not all(process.alive for process in _whole_house.running):
        _whole_house.stop()
        _whole_house.everything(**CALM)
    with django_db_blocker.unblock():
        yield next(process for process in _whole_house.running if isinstance(process, Web))
        connections.close_all()


@pytest.fixture(scope="session")
def _moto() -> Iterator[S3Server]:
    yield from _serving(s3.moto())


@pytest.fixture(scope="session")
def _rclone() -> Iterator[S3Server]:
    yield from _serving(s3.rclone())


def _serving(server: S3Server) -> Iterator[S3Server]:
    server.start()
    yield server
    server.kill9()


@pytest.fixture
def s3_server(_moto: S3Server) -> S3Server:
    """A real S3 server process with an empty bucket; knows the whole API."""
    return _emptied(_moto)


@pytest.fixture
def signed_s3_server(_rclone: S3Server) -> S3Server:
    """A real S3 server process with an empty bucket; refuses a link that was tampered with or is too old."""
    return _emptied(_rclone)


def _emptied(server: S3Server) -> S3Server:
    if not server.alive:
        server.start()
    server.empty()
    return server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; where there is none it is installed, or the story is skipped and says how to get one."""
    program = browsers.found()
    if program is None:
        if not browsers.may_install():
            pytest.skip(browsers.HINT)
        program = browsers.install()
    return {**browser_type_launch_args, "executable_path": program, "args": browsers.ARGUMENTS}


@pytest.fixture(autouse=True)
def _rows_beside_a_browser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread while a story looks at rows; Django would take that for a mistake."""
    if "browser" in request.keywords:
        monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
