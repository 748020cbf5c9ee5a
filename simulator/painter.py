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
        self.hearing: asyncio.Task[None] | None = None

    async def paint(self, name: str, command: dict[str, object]) -> Path:
        """The file of that name, painted if it is not there yet."""
        path = self.folder / name
        if path.exists():
            return path
        if name not in self.waiting:
            self.waiting[name] = asyncio.get_running_loop().create_future()
            await self._ask({"name": name, "path": str(path), **command})
        return await asyncio.shield(self.waiting[name])

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
            future = self.waiting.pop(answer["name"], None)
            if future is not None and not future.done():
                path = self.folder / answer["name"]
                future.set_result(path) if not answer["error"] else future.set_exception(OSError(answer["error"]))
        for future in self.waiting.values():
            future.set_exception(OSError("the painter died"))
        self.waiting.clear()

    async def close(self) -> None:
        """Let the painter go."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self.hearing is not None:
            await self.hearing
