"""The first minute: people to sign in as, and the moment when the page answers."""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from config.dev.environment import VAR, Surroundings
from config.dev.keeper import say
from config.dev.places import ROOT

PATIENCE_SECONDS = 20.0  # then we say what is missing, and go on waiting
PEOPLE = VAR / "demo-people.json"


def seed(around: Surroundings) -> None:
    """In the demo: people to sign in as. They and their passwords are kept in var/."""
    if around.simulator_port:
        _manage(around, "seed_demo")


def people(around: Surroundings) -> str:
    """Who to sign in as: the demo people, or the link by which the first administrator sets the house up."""
    if not around.simulator_port:
        return _manage(around, "setup_link")
    told = json.loads(PEOPLE.read_text())
    lines = [f"  {person['role']:<14} {person['email']:<22} {person['password']}" for person in told]
    return "\n".join(
        ["This is a demo: a stand-in answers instead of xAI. Mail is written into var/mail/. Sign in as:", *lines]
    )


def wait_until_ready(url: str, stop: threading.Event) -> None:
    """Return when every needed part is up, or when told to stop."""
    patient_until = time.monotonic() + PATIENCE_SECONDS
    while not stop.is_set():
        missing = _missing(url)
        if not missing:
            return
        if time.monotonic() > patient_until:
            say(f"Still waiting for: {', '.join(missing)}")
            patient_until = time.monotonic() + PATIENCE_SECONDS
        stop.wait(0.1)


def _missing(url: str) -> list[str]:
    """The parts that /readyz says are needed and down; empty when the house can take work."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310
            answer.read()
            return []
    except urllib.error.HTTPError as error:
        parts = [json.loads(line) for line in error.read().splitlines() if line.startswith(b"{")]
        return [part["part"] for part in parts if not part["up"]] or [f"a page without an error {error.code}"]
    except OSError:
        return ["web"]


def _manage(around: Surroundings, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=around.environment,
        capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    if done.returncode:
        say(f"manage.py {words[0]} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return done.stdout.strip()
