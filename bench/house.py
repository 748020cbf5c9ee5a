"""A private house for one run: real servers, one web process, one relay, and as many people as are to write."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.private import private_house
from bench.processes import Watched

ROOT = Path(__file__).resolve().parent.parent
PEOPLE_CORE, HOUSE_CORE = 0, 1


@dataclass(frozen=True, slots=True)
class House:
    """What a run talks to."""

    web: str
    upstream: str
    engine: str
    watched: Watched
    cookies: list[dict[str, str]]  # one signed-in browser each
    key: str  # the stand-in's
    limit: str  # the least a relay can do, on the house's core too
    limit_watched: Watched
    scene: Callable[[str], None]  # what the stand-in answers from now on


@contextmanager
def open_house(people: int) -> Iterator[House]:
    """Start everything and sign everybody in; stop it all at the end."""
    with ExitStack() as stack:
        house = stack.enter_context(private_house())
        from tests.support.processes import Processes
        from tests.support.simulator import start_simulator

        upstream = stack.enter_context(
            start_simulator(house.folder / "simulator", port=house.simulator_port, key=os.environ["XAI_API_KEY"])
        )
        processes = Processes()
        stack.callback(processes.stop)
        web, relay = processes.web(), processes.relay()
        roots = {"web": web.pid, "relay": relay.pid, "valkey": _pid(house.valkey), "postgres": _pid(house.postgres)}
        watched = Watched(roots)
        watched.pin(HOUSE_CORE)
        _pin(upstream.pid, PEOPLE_CORE)
        _pin(os.getpid(), PEOPLE_CORE)
        limit, limit_url = stack.enter_context(_limit(upstream.base_url, os.environ["XAI_API_KEY"]))
        limit_watched = Watched({"limit": limit.pid})
        limit_watched.pin(HOUSE_CORE)
        from django.conf import settings

        yield House(
            web=web.url,
            upstream=upstream.base_url,
            engine=settings.CHAT_ENGINE,
            watched=watched,
            cookies=[_signed_in(number) for number in range(people)],
            key=os.environ["XAI_API_KEY"],
            limit=limit_url,
            limit_watched=limit_watched,
            scene=upstream.set_scene,
        )


@contextmanager
def _limit(upstream: str, key: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "bench.limit", "--upstream", upstream, "--key", key]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()


def _signed_in(number: int) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from accounts.models import User

    person = User.objects.create_user(f"person{number}@example.org", "x", birth_date=date(1990, 1, 1))
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key), settings.CSRF_COOKIE_NAME: "c" * 32}


def _pid(server: Any) -> int:
    found = server.pid()
    assert isinstance(found, int)
    return found


def _pin(pid: int, core: int) -> None:
    subprocess.run(["taskset", "-a", "-p", "-c", str(core), str(pid)], check=True, stdout=subprocess.DEVNULL)
