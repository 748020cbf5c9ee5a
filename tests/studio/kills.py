"""Killing something at a named point of a job, while real processes work."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from studio.models import Job
from studio.states import RESTING
from tests.studio.steps import WITH_A_PERSON
from tests.support.processes import Process, Processes

POINTS = {
    "picture": [
        "job.claimed", "job.departing", "job.answered", "job.arrived",
        "job.fetching", "job.fetched", "job.inspecting", "job.stored", "job.finished",
    ],
    "video": [
        "job.claimed", "job.departing", "job.answered", "job.arrived", "job.polled",
        "job.fetching", "job.fetched", "job.inspecting", "job.stored", "job.finished",
    ],
}  # fmt: skip


@dataclass
class Works:
    """A worker and beat, and the file by which they are told whom to kill where."""

    processes: Processes
    order: Path
    worker: Process
    beat: Process
    victim: str = ""

    @classmethod
    def start(cls, processes: Processes, folder: Path, **changes: str) -> "Works":
        """Start both with the same environment."""
        order = folder / "kill"
        changes = {"SALON_KILL_ORDER": str(order), **changes}
        worker = processes.worker(children=2, **changes)
        return cls(processes, order, worker, processes.beat(**changes))

    def keep(self) -> None:
        """Start what is dead."""
        for process in (self.worker, self.beat):
            if not process.alive:
                process.start()

    def recover(self, **changes: str) -> None:
        """Start what is dead, and forget the last order. The worker has these changes to its environment, no others."""
        wanted = {**self.beat.changes, **changes}
        if self.worker.changes != wanted:
            self.worker.terminate()
            self.worker.changes = wanted
        self.keep()
        self.order.unlink(missing_ok=True)
        self.order.with_suffix(".done").unlink(missing_ok=True)

    def kill_at(self, point: str, victim: str) -> None:
        """From now on whoever reaches this point kills the victim, once."""
        self.victim = victim
        half = self.order.with_suffix(".half")
        half.write_text(f"{point} {victim}")
        half.rename(self.order)

    def wait_for_the_kill(self, seconds: float = 30) -> None:
        """Return when it has happened."""
        wait_until(self.order.with_suffix(".done").exists, seconds, "the point was not reached")
        if self.victim.isdecimal():  # the order is taken down before it is carried out
            wait_until(lambda: _gone(int(self.victim)), seconds, "the victim lives")


def _gone(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def wait_until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Return as soon as it is so; fail with these words when it does not become so."""
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, otherwise
        time.sleep(0.05)


def wait_for_rest(job: Job, works: Works, seconds: float = 60) -> Job:
    """Wait until the job rests. What has ended is started again meanwhile, as the house does."""
    give_up = time.monotonic() + seconds
    while job.state not in RESTING | WITH_A_PERSON:
        works.keep()
        moves = [str(move) for move in job.moves.all()]
        assert time.monotonic() < give_up, f"still {job.state} (lease {job.lease_until}, due {job.due_at}): {moves}"
        time.sleep(0.05)
        job.refresh_from_db()
    return job
