"""Video jobs. They go on by wall clock, so a restart changes nothing."""

import time
from dataclasses import asdict, dataclass, field

from simulator.journal import Journal


@dataclass
class Job:
    """One accepted video. `scene` is kept as written, to be played again at each poll and download."""

    request_id: str
    mode: str
    model: str
    prompt: str
    seconds: float
    width: int
    height: int
    ticks: int
    created_at: float
    done_after: float
    scene: str = ""
    seed: int = 0
    picture: str = ""
    polls: int = field(default=0, compare=False)

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.time() - self.created_at

    @property
    def progress(self) -> int:
        """Percent, 0 to 99 while pending, 100 when done."""
        if self.age >= self.done_after:
            return 100
        return min(99, int(self.age / self.done_after * 100))


class Jobs:
    """All jobs by request id."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.by_id: dict[str, Job] = {}
        journal.readers["job"] = self._read

    def _read(self, entry: dict[str, object]) -> None:
        job = Job(**entry)  # type: ignore[arg-type]
        self.by_id[job.request_id] = job

    def start(self, job: Job) -> None:
        """Begin one, on disk first."""
        self.journal.write("job", asdict(job))
        self.by_id[job.request_id] = job
