"""Brings the house up in order, watches it, and takes it down in order."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from config.dev import commands
from config.dev.environment import Surroundings
from config.dev.keeper import Keeper, say
from config.dev.places import ROOT
from config.dev.server import Server
from config.dev.welcome import people, seed, wait_until_ready

# A Celery worker may wait half a minute for a result it has counted already (see tests/support/processes.py).
WORKER_PATIENCE = 6.0
WATCH_SECONDS = 0.5


class Failed(Exception):
    """A step of the start did not work. The text says which."""


class Supervisor:
    """One run of bin/dev."""

    def __init__(self, around: Surroundings, port: int) -> None:
        self.around = around
        self.url = f"http://127.0.0.1:{port}"
        self.keepers = [
            Keeper(name, command, around.environment, patience=WORKER_PATIENCE if "celery" in command else 15.0)
            for name, command in self._house(port)
        ]
        self._told_to_stop = threading.Event()
        self._times_told = 0

    def _house(self, port: int) -> list[tuple[str, list[str]]]:
        house = [
            ("web", commands.web(port)),
            ("relay", commands.relay()),
            ("sweeps", commands.worker("sweeps", "sweeps", 2)),
            ("calls", commands.worker("calls", "calls", 2)),
            ("media", commands.worker("media", "media", 1)),
            ("others", commands.worker("others", "arrivals,outward", 2)),  # one process less than in production
            ("beat", commands.beat()),
        ]
        if self.around.simulator_port:
            house.insert(0, ("xai", commands.simulator(self.around.simulator_port, self.around.simulator_folder)))
        return house

    def run(self) -> None:
        """Everything from the first server to the last goodbye."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)
        try:
            self._start_servers()
            self._in_turn("Bringing the database up to date", self._migrate)
            self._in_turn("", lambda: seed(self.around))
            self._in_turn("Starting the house", self._start_house)
            self._in_turn("", lambda: wait_until_ready(self.url, self._told_to_stop))
            if not self._told_to_stop.is_set():
                say(f"Salon is ready at {self.url}")
                for line in people(self.around).splitlines():
                    say(line)
            self._watch()
        finally:
            self._stop()

    def _in_turn(self, sentence: str, step: Callable[[], None]) -> None:
        if self._told_to_stop.is_set():
            return
        if sentence:
            say(sentence)
        step()

    def _start_servers(self) -> None:
        for server in self.around.servers:
            self._in_turn("", lambda server=server: self._start_server(server))  # type: ignore[misc]

    def _start_server(self, server: Server) -> None:
        begun = server.start()
        say(
            f"{'Started' if begun else 'Found'} {server.name}: data in {server.folder}, socket in {server.places.sockets}"
        )

    def _migrate(self) -> None:
        for server in self.around.servers:
            server.make_home()
        self._manage("migrate", "--verbosity", "0")

    def _manage(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.around.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, start_new_session=True,
        )  # fmt: skip
        if done.returncode and not self._told_to_stop.is_set():
            raise Failed(f"manage.py {words[0]} failed:\n{done.stdout.strip()[-3000:]}")

    def _start_house(self) -> None:
        for keeper in self.keepers:
            keeper.start()

    def _watch(self) -> None:
        """A server that dies is started again; the processes wait for it, as they would in production."""
        while not self._told_to_stop.wait(WATCH_SECONDS):
            for server in self.around.servers:
                if server.pid() is None and not self._told_to_stop.is_set():
                    say("died; starting it again", name=server.name)
                    server.start()

    def _told(self, number: int, frame: FrameType | None) -> None:
        """Once: stop in good order. Twice: at once."""
        self._times_told += 1
        self._told_to_stop.set()
        if self._times_told > 1:
            for keeper in self.keepers:
                keeper.hurry()

    def _stop(self) -> None:
        self._told_to_stop.set()
        say("Stopping")
        for keeper in reversed(self.keepers):
            keeper.ask_to_stop()
        asked = time.monotonic()
        for keeper in sorted(self.keepers, key=lambda keeper: keeper.patience):
            if not keeper.wait(asked + keeper.patience - time.monotonic()):
                say("was ended before it was done; what it left is taken up at the next start", name=keeper.name)
                keeper.kill()
        for server in reversed(self.around.servers):
            server.stop()
        say("Stopped.")
