"""Real processes of the house, started as in production, with the session's servers and quick time constants."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TypeVar

import psutil  # type: ignore[import-untyped]

from config.dev import commands
from config.dev.spawn import spawn
from config.queues import QUEUES
from foundation import heartbeats
from tests.support.house import ROOT, house

READY_SECONDS = 30.0
EVERY_QUEUE = ",".join(QUEUES)
P = TypeVar("P", bound="Process")


class NotReady(Exception):
    """A process ended or stayed silent. The text has the end of its log."""


class Process:
    """One process; `ready` says, given when it was started, whether it works."""

    patience = 15.0  # seconds after SIGTERM

    def __init__(
        self, name: str, command: list[str], ready: Callable[["Process"], bool], changes: dict[str, str]
    ) -> None:
        self.name = name
        self.command = command
        self.changes = changes
        self.log = house.folder / "logs" / f"{name}.log"
        self.log.parent.mkdir(exist_ok=True)
        self.started_at = 0.0
        self._asked = False
        self._ready = ready
        self._log_begins = 0
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self, *, wait: bool = True) -> "Process":
        """Start it, again if need be; returns when it works."""
        assert not self.alive, f"{self.name} runs already"
        self._log_begins = self.log.stat().st_size if self.log.exists() else 0
        self.started_at = time.time()
        self._asked = False
        environment = {**os.environ, "DATABASE_POOL_SIZE": "16", **self.changes}
        with self.log.open("ab") as output:
            self._child = spawn(self.command, output=output, environment=environment, folder=ROOT)
        return self.wait_ready() if wait else self

    def wait_ready(self, seconds: float = READY_SECONDS) -> "Process":
        """Return when it works; raise NotReady when it ended or took too long."""
        deadline = time.monotonic() + seconds
        while not self._ready(self):
            if not self.alive or time.monotonic() > deadline:
                what = "is not ready" if self.alive else f"ended with {self._child and self._child.returncode}"
                raise NotReady(f"{self.name} {what}. Its log ends with:\n{self.output()[-3000:]}")
            time.sleep(0.05)
        return self

    def kill9(self) -> None:
        """Kill it and its children as a machine does that runs out of memory."""
        self._send_to_all(signal.SIGKILL)
        self._wait(5)

    def kill_child9(self) -> None:
        """Kill one of its children, as when a single task runs out of memory."""
        psutil.Process(self.pid).children()[0].kill()

    def pause(self) -> None:
        """Freeze it: it holds all it has and says nothing more."""
        self._send_to_all(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._send_to_all(signal.SIGCONT)

    def ask_to_end(self) -> None:
        """SIGTERM, once: to some a second one means *at once*."""
        if self.alive and not self._asked:
            self._asked = True
            os.kill(self.pid, signal.SIGTERM)

    def terminate(self, seconds: float | None = None) -> int | None:
        """Ask it to end; returns its exit code, or None when it had to be killed."""
        if not self.alive:
            return None if self._child is None else self._child.returncode
        self.ask_to_end()
        ended = self._wait(self.patience if seconds is None else seconds)
        self._send_to_all(signal.SIGKILL)
        self._wait(5)
        return ended

    def output(self) -> str:
        """What it wrote since its last start."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as text:
            text.seek(self._log_begins)
            return text.read().decode(errors="replace")

    def _send_to_all(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def _wait(self, seconds: float) -> int | None:
        assert self._child is not None
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


class Web(Process):
    """A web process with an address."""

    def __init__(self, number: int, changes: dict[str, str]) -> None:
        self.port = house.web_ports[number]
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(f"web-{number + 1}", commands.web(self.port), _answers, changes)

    def listens(self) -> bool:
        """Whether it is this process that answers there, and not one that was left running."""
        try:
            mine = psutil.Process(self.pid).net_connections("tcp")
        except psutil.Error:  # it ended meanwhile
            return False
        return any(each.status == psutil.CONN_LISTEN and each.laddr.port == self.port for each in mine)


class Worker(Process):
    """A Celery worker. One that is asked to end may wait 30 s for a result that its child has counted already
    (billiard's GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT); nothing that matters is lost when it is killed.
    """

    patience = 5.0

    def __init__(self, queues: str, children: int, changes: dict[str, str], number: int = 0) -> None:
        name = f"worker-{queues.replace(',', '-')}{f'-{number + 1}' if number else ''}"
        super().__init__(name, commands.worker(name, queues, children), _says(" ready."), changes)


class Processes:
    """What one test has running. Keyword arguments change the environment of a process: RELAY_TICK_MS="1"."""

    def __init__(self) -> None:
        self.running: list[Process] = []

    def web(self, number: int = 0, **changes: str) -> Web:
        """The first (0) or second (1) web process; the third's port is for one that outlives a test."""
        return self._started(Web(number, changes))

    def relay(self, number: int = 0, **changes: str) -> Process:
        return self._started(Process(f"relay-{number + 1}", commands.relay(), _beats("relay"), changes))

    def worker(self, queues: str = EVERY_QUEUE, children: int = 1, **changes: str) -> Worker:
        """A Celery worker for these queues."""
        return self._started(Worker(queues, children, changes))

    def workers(self, count: int, children: int, **changes: str) -> list[Worker]:
        """Several alike, each for every queue."""
        return [self._started(Worker(EVERY_QUEUE, children, changes, number)) for number in range(count)]

    def beat(self, **changes: str) -> Process:
        return self._started(Process("beat", commands.beat(), _keeps_its_schedule, changes))

    def everything(self, **changes: str) -> Web:
        """Web, relay, worker and beat; returns the web process."""
        started: list[Process] = [
            Process("relay-1", commands.relay(), _beats("relay"), changes),
            Worker(EVERY_QUEUE, 2, changes),
            Process("beat", commands.beat(), _keeps_its_schedule, changes),
        ]
        for process in started:
            self._add(process).start(wait=False)
        web = self.web(0, **changes)
        for process in started:
            process.wait_ready()
        return web

    def stop(self) -> None:
        """End them all at once. How each of them leaves in good order is for the tests of that, by `terminate`."""
        for process in self.running:
            if process.alive:
                process.kill9()
        self.running.clear()

    def _started(self, process: P) -> P:
        self._add(process).start()
        return process

    def _add(self, process: Process) -> Process:
        self.running.append(process)
        return process


def _answers(process: Process) -> bool:
    assert isinstance(process, Web)
    try:
        with urllib.request.urlopen(f"{process.url}/healthz", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200) and process.listens()
    except (urllib.error.URLError, OSError):
        return False


def _beats(part: str) -> Callable[[Process], bool]:
    return lambda process: heartbeats.ages().get(part, 1e9) < time.time() - process.started_at


def _keeps_its_schedule(process: Process) -> bool:
    """Beat says nothing when all is well; it writes its schedule down before the first ring."""
    written = [
        path.stat().st_mtime for path in house.var.glob("celerybeat-schedule*")
    ]  # its ending depends on Python's
    return max(written, default=0) >= process.started_at - 0.01


def _says(words: str) -> Callable[[Process], bool]:
    return lambda process: words in process.output()
