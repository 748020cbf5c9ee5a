"""Saying an answer piece by piece by an absolute schedule, billing what was said."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from simulator.records import Record
from simulator.scenes import Ending, Play
from simulator.speech import Bill, Speech
from simulator.wire import Wire

# An unpaced stream is written in gulps of this many bytes, so that other streams get their turn.
GULP = 16_384
FOREVER = 10**9


class Frames(Protocol):
    """One route's way to put pieces on the wire."""

    def opening(self) -> bytes: ...
    def thinking(self, piece: str) -> bytes: ...
    def text(self, piece: str) -> bytes: ...
    def finishing(self, telling: "Telling") -> bytes: ...
    def closing(self, telling: "Telling") -> bytes: ...
    def error(self, kind: str) -> bytes: ...


@dataclass
class Telling:
    """One answer being given. The record counts what has left."""

    play: Play
    speech: Speech
    record: Record
    bill: Bill
    started: float = field(default_factory=time.monotonic)
    first_at: float = 0.0
    said: list[str] = field(default_factory=list)
    thought: list[str] = field(default_factory=list)

    def due(self, number: int) -> float:
        """When a piece is to leave, in monotonic seconds."""
        paced = number / self.play.rate if self.play.rate else 0.0
        return self.started + self.play.first_token + paced

    def pieces(self) -> Iterator[tuple[bool, str]]:
        """All pieces in order; true marks thinking."""
        yield from ((True, piece) for piece in self.speech.thinking)
        yield from ((False, piece) for piece in self.speech.pieces)

    def count(self, thinking: bool, piece: str) -> str:
        """Enter one piece as said; returns the piece as it leaves."""
        if thinking:
            self.record.reasoning += self.bill.thought_factor
            self.thought.append(piece)
            return piece
        if self.play.stamp:
            piece = f"{self.record.tokens}:{time.monotonic_ns()} "
        self.record.tokens += 1
        self.said.append(piece)
        return piece

    def settle(self) -> None:
        """Bring the record's bill and texts up to date."""
        self.record.ticks = self.bill.ticks(self.record)
        self.record.text = "".join(self.said)
        self.record.reasoning_text = "".join(self.thought)

    async def wait_all(self) -> None:
        """Say everything to nobody in particular: an answer that is not streamed takes as long."""
        for number, (thinking, piece) in enumerate(self.pieces()):
            if (wait := self.due(number) - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self.first_at = self.first_at or time.monotonic()
            self.count(thinking, piece)

    async def stream(self, wire: Wire, frames: Frames) -> Ending | None:
        """Say everything over a wire; returns the ending if one was played before the end."""
        ending = self.play.ending
        stop = self._stop_at(ending)
        steps = list(self.pieces())[:stop]
        await wire.send(frames.opening())
        number = 0
        while number < len(steps):
            await self._wait_until(self.due(number), wire)
            number = await self._gulp(steps, number, wire, frames)
        return ending

    async def _gulp(self, steps: list[tuple[bool, str]], number: int, wire: Wire, frames: Frames) -> int:
        gulp = bytearray()
        now = time.monotonic()
        while number < len(steps) and self.due(number) <= now and len(gulp) < GULP:
            thinking, piece = steps[number]
            piece = self.count(thinking, piece)
            gulp += frames.thinking(piece) if thinking else frames.text(piece)
            number += 1
        await wire.send(bytes(gulp))
        if not self.play.rate:
            await asyncio.sleep(0)
        return number

    async def _wait_until(self, due: float, wire: Wire) -> None:
        while (wait := due - time.monotonic()) > 0:
            breath = self.play.keep_alive_seconds
            if not breath or wait < breath:
                await asyncio.sleep(wait)
            else:
                await asyncio.sleep(breath)
                await wire.send(b": keep-alive\n\n")

    def _stop_at(self, ending: Ending | None) -> int:
        if ending is None:
            return FOREVER
        before = 0 if ending.phase == "thinking" else len(self.speech.thinking)
        return before + ending.after
