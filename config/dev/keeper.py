"""Keeps one process running: prints its lines under its name, starts it again when it dies."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping

from config.dev.places import ROOT
from config.dev.spawn import spawn

FIRST_REST, LONGEST_REST = 0.5, 15.0  # seconds before a process that died is started again; doubles each time
LIVED_LONG = 30.0  # after this many seconds a death counts as the first again

_print_lock = threading.Lock()


def say(sentence: str, *, name: str = "") -> None:
    """One whole line, though several processes speak."""
    with _print_lock, contextlib.suppress(BrokenPipeError):
        print(f"{name:<9}| {sentence}" if name else sentence, flush=True)


class Keeper:
    """One process of the house, kept alive until told to stop."""

    def __init__(
        self, name: str, command: list[str], environment: Mapping[str, str], *, patience: float = 15.0
    ) -> None:
        """`patience`: seconds it is given to end once it is asked to."""
        self.name = name
        self.patience = patience
        self._command = command
        self._environment = environment
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name=f"keep-{name}", daemon=True)

    def start(self) -> None:
        """Start it, and see to it from now on."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing and end; it is not started again."""
        self._stopping.set()
        self._send(signal.SIGTERM)

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time."""
        if self._thread.ident is None:  # never started
            return True
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def hurry(self) -> None:
        """End it and its children now; may be called from a signal handler."""
        self._stopping.set()
        self._send(signal.SIGKILL, everybody=True)

    def kill(self) -> None:
        """End it now, and return when it is gone."""
        self.hurry()
        self._thread.join(5)

    def _keep(self) -> None:
        rest = FIRST_REST
        while not self._stopping.is_set():
            begun = time.monotonic()
            code = self._run_once()
            rest = FIRST_REST if time.monotonic() - begun > LIVED_LONG else rest
            if self._stopping.is_set():
                return
            say(f"ended ({_why(code)}); starting it again in {rest:g} s", name=self.name)
            self._stopping.wait(rest)
            rest = min(rest * 2, LONGEST_REST)

    def _run_once(self) -> int:
        child = self._child = spawn(self._command, output=subprocess.PIPE, environment=self._environment, folder=ROOT)
        if self._stopping.is_set():  # asked in the moment between our look and the start
            self._send(signal.SIGTERM)
        reader = threading.Thread(target=self._read, args=(child,), daemon=True)
        reader.start()
        code = child.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it started must not live on, nor keep its pipe open
        reader.join(5)
        return code

    def _read(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            say(line.decode(errors="replace").rstrip(), name=self.name)

    def _send(self, number: signal.Signals, *, everybody: bool = False) -> None:
        child = self._child
        if child is None or child.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if everybody else os.kill)(child.pid, number)


def _why(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
