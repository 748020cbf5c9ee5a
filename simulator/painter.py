"""The painter: a process of its own, so that drawing never disturbs a stream. It ends when we end, however we end."""

import asyncio
import json
import os
import sys
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent


class Painter:
    """Hands commands to the painting process and waits for its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.process: asyncio.subprocess.Process | None = None
        self.waiting: dict[str, asyncio.Future[Path]] = {}
        self.due: dict[str, dict[str, object]] = {}  # not handed over yet, oldest first
        self.wanted: set[str] = set()  # of those: what somebody waits for
        self.busy = False
        self.hearing: asyncio.Task[None] | None = None

    async def paint(self, name: str, command: dict[str, object], *, ahead: bool = False) -> Path:
        """The file of that name, painted if it is not there yet. `ahead`: nobody waits for it, and others go first."""
        path = self.folder / name
        if path.exists():
            return path
        if name not in self.waiting:
            self.waiting[name] = asyncio.get_running_loop().create_future()
            self.due[name] = {"name": name, "path": str(path), **command}
        if not ahead:
            self.wanted.add(name)
        painted = self.waiting[name]
        await self._hand_over()
        return await asyncio.shield(painted)

    async def _hand_over(self) -> None:
        """The next command, if the painter has nothing to do."""
        if self.busy or not self.due:
            return
        name = next((each for each in self.due if each in self.wanted), next(iter(self.due)))
        command, self.busy = self.due.pop(name), True
        try:
            await self._ask(command)
        except BaseException:  # whoever asked may have gone; others wait for it
            self.due, self.busy = {name: command, **self.due}, False
            raise

    async def _ask(self, command: dict[str, object]) -> None:
        try:
            await self._tell(command)
        except ConnectionError:  # it died since the last picture
            self.process = None
            await self._tell(command)

    async def _tell(self, command: dict[str, object]) -> None:
        if self.process is None or self.process.returncode is not None:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "simulator.painting", cwd=ROOM, env={**os.environ, "PYTHONPATH": str(ROOM)},
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
            )  # fmt: skip
            self.hearing = asyncio.create_task(self._hear(self.process))
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        await self.process.stdin.drain()

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            answer = json.loads(line)
            self.busy = False
            self.wanted.discard(answer["name"])
            future = self.waiting.pop(answer["name"], None)
            if future is not None and not future.done():
                path = self.folder / answer["name"]
                future.set_result(path) if not answer["error"] else future.set_exception(OSError(answer["error"]))
            await self._hand_over()
        for future in self.waiting.values():
            future.set_exception(OSError("the painter died"))
        for kept in (self.waiting, self.due, self.wanted):
            kept.clear()
        self.busy = False

    async def close(self) -> None:
        """Let the painter go."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self.hearing is not None:
            await self.hearing
