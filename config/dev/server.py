"""What the two embedded servers have in common: found again, started once, stopped in good order."""

import contextlib
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from config.dev.folders import Unsafe, private_folder
from config.dev.lock import locked
from config.dev.places import Places
from config.dev.spawn import spawn

START_SECONDS = 60.0  # recovery after a power cut may take a while
LOOK_SECONDS = 0.01
ORPHAN_SECONDS = 10.0  # how long the children of a killed server may hold on to its memory


class ServerFailed(Exception):
    """A server did not start. The text has the end of its log."""


class Server(ABC):
    """One embedded server. `hurry` stops it without care for its data, which is about to be thrown away."""

    name: str
    comms: Sequence[str]  # how the kernel may name the process
    stop_signals: Sequence[tuple[signal.Signals, float]]  # and how many seconds each is given
    hurried_signal: signal.Signals
    at_our_death: signal.Signals

    def __init__(self, places: Places) -> None:
        self.places = places
        self.folder = places.data / self.name
        self.log = places.data / f"{self.name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes requests now."""

    @abstractmethod
    def pid_file(self) -> Path:
        """Where the server itself writes its process id, in the first line."""

    @abstractmethod
    def command(self) -> list[str | Path]:
        """How to start it."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the data folder if there is none. Called with the lock held."""

    def make_home(self) -> None:  # noqa: B027  not every server has one
        """Make, in the running server, what the house needs there."""

    def start(self) -> bool:
        """Bring it up and wait until it answers. False: it was running already."""
        with locked(self.places.data / f"{self.name}.lock"):
            if self._found():
                return False
            self._refuse_foreign_data()
            private_folder(self.places.sockets, self.places.account)
            self.prepare()
            self._launch()
        return True

    def pid(self) -> int | None:
        """Its process id while it runs, whoever started it."""
        try:
            pid = int(self.pid_file().read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def stop(self, *, hurry: bool = False) -> None:
        """Ask, then ask harder; returns when the process is gone."""
        pid = self.pid()
        if pid is None:
            return
        asked = [(self.hurried_signal, 10.0)] if hurry else self.stop_signals
        for number, seconds in [*asked, (signal.SIGKILL, 10.0)]:
            self._send(pid, number)
            if self._wait(lambda: self._gone(pid), seconds):
                break
        with contextlib.suppress(OSError):  # the other server's socket is still in it
            self.places.sockets.rmdir()

    def kill9(self) -> None:
        """Kill it as a power cut would; returns when the process is gone."""
        pid = self.pid()
        if pid is not None:
            self._send(pid, signal.SIGKILL)
            self._wait(lambda: self._gone(pid), 10)

    def _found(self) -> bool:
        if self.answers():
            return True
        pid = self.pid()
        if pid is None:
            return False
        if self._wait(self.answers, START_SECONDS, unless=lambda: self._gone(pid)):
            return True
        self.stop()  # it lives but cannot be reached: its socket was removed, or it hangs
        return False

    def _launch(self) -> None:
        deadline = time.monotonic() + ORPHAN_SECONDS
        while not self._launched():
            if time.monotonic() > deadline:
                raise ServerFailed(f"{self.name} did not start. Its log, {self.log}, ends with:\n{self._end_of_log()}")
            time.sleep(0.1)

    def _launched(self) -> bool:
        with self.log.open("ab") as output:
            child = self._child = spawn(
                self.command(),
                output=output,
                environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                folder=Path("/"),
                account=self.places.account,
                at_our_death=self.at_our_death,
            )
        return self._wait(self.answers, START_SECONDS, unless=lambda: child.poll() is not None)

    def _refuse_foreign_data(self) -> None:
        if self.places.account is None and self.folder.exists() and self.folder.stat().st_uid != os.geteuid():
            raise Unsafe(
                f"{self.folder} was made by another user. Start as that user or as root, "
                f"or remove {self.places.data} to begin anew."
            )

    def _is_ours(self, pid: int) -> bool:
        """Alive, and not another program that got the number of one that died."""
        if self._gone(pid):
            return False
        try:
            return Path(f"/proc/{pid}/comm").read_text().strip() in self.comms
        except FileNotFoundError:
            shown = subprocess.run(
                ["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, check=False
            ).stdout
            return Path(shown.strip()).name in self.comms

    def _gone(self, pid: int) -> bool:
        if self._child is not None and self._child.pid == pid:
            return self._child.poll() is not None
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    @staticmethod
    def _send(pid: int, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    @staticmethod
    def _wait(is_so: Callable[[], bool], seconds: float, unless: Callable[[], bool] = lambda: False) -> bool:
        deadline = time.monotonic() + seconds
        while not is_so():
            if unless() or time.monotonic() > deadline:
                return False
            time.sleep(LOOK_SECONDS)
        return True

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
