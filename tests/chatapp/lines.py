"""A line to Valkey that breaks when a test says so, as networks do: everything else passes through it."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.house import house


class BreakingLine:
    """Listens at `url` and passes everything on. `break_at` names the script call during which the line breaks."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "line.sock"
        self.url = f"unix://{self._path}"
        self._scripts_left: int | None = None
        self._only_the_answer = False
        self.broke = asyncio.Event()

    def break_at(self, script: int, *, only_the_answer: bool) -> None:
        """Break once, at this script call from now (1: the next). `only_the_answer`: Valkey has run it by then."""
        self._scripts_left, self._only_the_answer = script, only_the_answer

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._pass_on, self._path)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.close()

    async def _pass_on(self, here: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        from_valkey, to_valkey = await asyncio.open_unix_connection(house.valkey.socket)
        back = asyncio.create_task(_pump(from_valkey, answers))
        while said := await here.read(65_536):
            if self._breaks(said):
                await self._broken(said, back, from_valkey, to_valkey)
                break
            to_valkey.write(said)
        answers.close()
        to_valkey.close()

    async def _broken(
        self, said: bytes, back: asyncio.Task[None], from_valkey: asyncio.StreamReader, to_valkey: asyncio.StreamWriter
    ) -> None:
        back.cancel()
        await asyncio.wait([back])
        if self._only_the_answer:
            to_valkey.write(said)
            await from_valkey.read(1)
        self.broke.set()

    def _breaks(self, said: bytes) -> bool:
        if self._scripts_left is None or b"EVAL" not in said[:64]:
            return False
        self._scripts_left -= 1
        if self._scripts_left:
            return False
        self._scripts_left = None
        return True


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while said := await source.read(65_536):
        sink.write(said)
    sink.close()
