"""What the house's processes cost: CPU seconds by name, and the most memory our own ever held together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import psutil  # type: ignore[import-untyped]

LOOK_SECONDS = 0.25
OURS = ("web", "relay", "limit")  # whose memory is shown: the servers' is theirs


class Watched:
    """Processes by name, children included."""

    def __init__(self, roots: dict[str, int]) -> None:
        self.roots = roots
        self.peak_mib = 0.0

    def pin(self, core: int) -> None:
        """Let all of them share one core."""
        for name in self.roots:
            for process in self._family(name):
                process.cpu_affinity([core])

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, user and system."""
        return {name: sum(self._seconds(process) for process in self._family(name)) for name in self.roots}

    @contextlib.asynccontextmanager
    async def peak(self) -> AsyncIterator[None]:
        """Look at the memory of our own processes while the block runs."""
        self.peak_mib = 0.0
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()

    async def _look(self) -> None:
        while True:
            held = sum(p.memory_info().rss for name in self.roots if name in OURS for p in self._family(name))
            self.peak_mib = max(self.peak_mib, held / 2**20)
            await asyncio.sleep(LOOK_SECONDS)

    def _family(self, name: str) -> list[psutil.Process]:
        root = psutil.Process(self.roots[name])
        return [root, *root.children(recursive=True)]

    @staticmethod
    def _seconds(process: psutil.Process) -> float:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            return float(times.user + times.system)
        return 0.0
