"""A dangerous set-up is refused by every process, with the sentence that says what to change."""

import subprocess
import sys

import pytest
from django.core.checks.registry import registry
from pytest_django import Settings

from config.celery import ROOMS
from config.checks import connections_for_all_threads
from config.dev import commands
from config.dev.places import ROOT
from config.dev.valkey import Valkey
from foundation.redis import sync
from foundation.start_checks import EX_CONFIG, OURS
from tests.support.ports import reserve

PROCESSES = {
    "web": commands.web(reserve()),
    "relay": commands.relay(),
    "worker": commands.worker("refused", "sweeps", 1),
    "beat": commands.beat(),
}


@pytest.fixture
def evicting(django_db_setup: None, valkey: Valkey) -> None:
    sync().config_set("maxmemory-policy", "allkeys-lru")


@pytest.mark.parametrize("name", PROCESSES)
def test_no_process_starts_on_a_valkey_that_forgets(name: str, evicting: None) -> None:
    try:
        ended = subprocess.run(PROCESSES[name], cwd=ROOT, capture_output=True, text=True, timeout=45, check=False)
    finally:
        sync().config_set("maxmemory-policy", "noeviction")

    assert "Set maxmemory-policy noeviction" in ended.stderr
    assert ended.returncode == EX_CONFIG


def test_every_check_of_ours_is_looked_at_by_every_process() -> None:
    ours = [check for check in registry.get_checks(True) if check.__module__.partition(".")[0] in {*ROOMS, "config"}]

    assert len(ours) > 10
    assert [check for check in ours if OURS not in check.tags] == []


def test_looking_loads_no_page_that_only_a_web_process_shows(django_db_setup: None) -> None:
    looks = "import django, sys; django.setup(); from foundation import start_checks as start; start.refuse_if_dangerous(); "
    says = "sys.exit('config.urls' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", looks + says], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(("pool", "refused"), [(0, False), (15, True), (16, False)])
def test_a_pool_that_is_too_small_for_the_threads_is_refused(settings: Settings, pool: int, refused: bool) -> None:
    settings.WEB_THREADS, settings.UPLOADS_AT_ONCE, settings.DATABASE_POOL_SIZE = 8, 2, pool

    assert [
        "at least WEB_THREADS + UPLOADS_AT_ONCE + 6, 16" in str(found) for found in connections_for_all_threads()
    ] == [True] * refused
