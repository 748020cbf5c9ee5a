"""How each process of the house is started; bin/dev and the tests start the same ones."""

import sys
from pathlib import Path

PYTHON = [sys.executable, "-u"]
CELERY = [*PYTHON, "-m", "celery", "--quiet", "-A", "config.celery"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # nobody listens to any of the three


def web(port: int) -> list[str]:
    """Pages, commands and sockets on one port of this machine."""
    return [*PYTHON, "-m", "config.web", "--port", str(port)]


def relay() -> list[str]:
    """Streams turns."""
    return [*PYTHON, "manage.py", "relay"]


def worker(name: str, queues: str, children: int) -> list[str]:
    """A Celery worker; each queue has one to itself, so that a slow kind of work never starves another."""
    place = ["--hostname", f"{name}@%h", "--queues", queues, "--concurrency", str(children)]
    return [*CELERY, "worker", *QUIET, *place]


def beat() -> list[str]:
    """Rings the sweeps."""
    return [*CELERY, "beat", "--pidfile", ""]


def simulator(port: int, data: Path) -> list[str]:
    """The stand-in for xAI."""
    return [*PYTHON, "-m", "simulator", "--port", str(port), "--data", str(data)]
