"""One turn being carried: what the provider said, what the log already holds, and how it ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol, TypeVar

import structlog

import xai
from chatapp import events, log, notices
from chatapp.events import Cursor, Event, Kind
from chatapp.files import refs
from chatapp.files.loading import Away
from chatapp.fold import Fold
from chatapp.models import State
from chatapp.relay.claims import Claimed
from chatapp.relay.judging import Judge
from foundation.kill_points import reach
from moderation.verdicts import Action, Verdict
from usage.estimates import Running, typical_tokens
from xai.errors import XaiError
from xai.values import Accepted, ChatRequest, Finished, ReasoningDelta, StreamEvent, TextDelta

logger = structlog.get_logger(__name__)
NUL = "\x00"  # PostgreSQL keeps no text with it


class Why(StrEnum):
    """Why we ended a stream ourselves."""

    STOP = "stop"
    WITHHELD = "withheld"
    SPENT = "spent"
    LEAVING = "leaving"
    BROKEN = "broken"  # a fault of ours
    LOST = "lost"  # another relay has the turn: say nothing, write nothing


class Pen(Protocol):
    """The writer, as a carrier sees it."""

    def grew(self, carrier: "Carrier", *, urgent: bool = False) -> None:
        """There is something to write."""


Load = Callable[[ChatRequest], Awaitable[ChatRequest]]
Result = TypeVar("Result")


async def as_it_is(request: ChatRequest) -> ChatRequest:
    """For a request that names no files."""
    return request


class Carrier:
    """Holds the whole turn in memory. `told` is what the log holds; `_unsaid` and `_fresh` are still on their way to it."""

    def __init__(self, turn: Claimed, pen: Pen, load: Load = as_it_is) -> None:
        self.turn = turn
        self.told = Fold(Cursor(turn.epoch, 0))
        self.sealed = asyncio.Event()
        self.closing = False
        self.cut: Why | None = None
        self.verdict: Verdict | None = None
        self.label = ""
        self.state = State.CONNECTING
        self.accepted: Accepted | None = None
        self.finished: Finished | None = None
        self.error: XaiError | None = None
        self.unready = ""  # why it could not be asked: the code of a notice
        self.asked = False  # the provider
        self.left = True  # the house, as far as we know, once it was asked
        self.first_ms: int | None = None
        self.last_ms: int | None = None
        self.thought_ms: int | None = None  # when the first thought came
        self.thinking_ms: int | None = None  # how long until the first word
        self.checkpointed = ("", "")  # text and thinking as the database has them
        self.hold_ticks = turn.hold_ticks
        self.running = Running(turn.engine, _tokens(turn.send.request) if turn.send else 0)
        self._pen = pen
        self._load = load
        self._key = log.key_of(turn.public_id)
        self._fresh: list[TextDelta | ReasoningDelta] = []
        self._unsaid: list[Event] = [*events.pieces(Kind.TEXT, turn.kept_text), events.state(State.CONNECTING)]
        if turn.instead_of:
            self._unsaid.append(events.instead(notices.instead(turn.instead_of, turn.engine.id)))
        self._in_flight = 0
        self._last: list[Event] = []
        self._instead = False
        self._of_text, self._of_reasoning = Judge(turn.kept_text, minor=turn.minor), Judge(minor=turn.minor)
        self._untold = {Kind.TEXT: "", Kind.REASONING: ""}
        self._stream: xai.ReplyStream | None = None
        self._first: asyncio.Task[Any] | None = None  # what is done before it is asked
        self._began = time.monotonic()

    # --- hearing -----------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Stream the answer to its end, whatever end that is. `endings` says how it ended."""
        if self.turn.send is None or self.cut:
            return
        self._pen.grew(self, urgent=True)
        try:
            request = await self._load(self.turn.send.request)
        except Away:
            self.unready = "files_away"
            return
        if self.cut:  # while its pictures came
            return
        self.asked = True
        reach("turn.claimed")
        self._began = time.monotonic()
        try:
            async with xai.upstream().stream(request, admitted=True) as stream:
                del request  # with megabytes of pictures, perhaps: the answer may take an hour
                self._stream = stream
                if self.cut:
                    stream.close()
                while batch := await stream.batch():
                    for event in batch:
                        self._hear(event)
                self.left = stream.left
        except XaiError as error:
            self.error = error
            logger.info(
                "upstream_failed",
                turn=str(self.turn.public_id),
                trace=self.turn.send.request.trace,
                **error.log_fields(),
            )
        except Exception:  # a fault of ours must end the turn, not leave it without an end
            logger.exception("carrier_failed", turn=str(self.turn.public_id))
            self.error = XaiError(code="ours", billed=xai.Billed.UNKNOWN)
        self._sort_out()

    def end(self, why: Why) -> None:
        """Close the connection to the provider at once; the first reason counts."""
        if self.cut or self.closing:
            return
        self.cut = why
        if self._first is not None:
            self._first.cancel()
        if self._stream is not None:
            self._stream.close()

    async def unless_cut(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """What comes of it; None as soon as the turn is ended from elsewhere. Cancelled, it cancels the work."""
        first = self._first = asyncio.create_task(work)
        try:
            await asyncio.wait((first,))
        finally:
            self._first = None
            first.cancel()
        return None if first.cancelled() else first.result()

    def _hear(self, event: StreamEvent) -> None:
        if isinstance(event, (TextDelta, ReasoningDelta)):
            first = self.first_ms is None
            if first:
                self.first_ms = self._ms()
            self._time_thinking(event)
            self._fresh.append(event)
            self._pen.grew(self, urgent=first)
        elif isinstance(event, Accepted):
            self.accepted = event
            self.state = State.THINKING
            self._unsaid.append(events.state(State.THINKING))
            self._pen.grew(self)
            reach("turn.accepted")
        else:
            self.finished = event
            self.last_ms = self._ms()

    def _time_thinking(self, event: TextDelta | ReasoningDelta) -> None:
        if self.thinking_ms is not None:
            return
        if self.thought_ms is None:
            self.thought_ms = self._ms() if isinstance(event, ReasoningDelta) else None
        elif isinstance(event, TextDelta):
            self.thinking_ms = self._ms() - self.thought_ms

    def _ms(self) -> int:
        return int((time.monotonic() - self._began) * 1000)

    # --- saying ------------------------------------------------------------------------------------------------------

    def entries(self) -> list[log.Entry]:
        """What the log should hold next. Text that breaks a rule is not among it, and ends the turn."""
        self._sort_out()
        if self._instead:
            self._unsaid.clear()
            self.told = Fold(Cursor(self.told.cursor.epoch + 1, 0))
        self._unsaid += self._last
        self._last, self._instead = [], False
        self._in_flight = len(self._unsaid)
        return log.numbered(self.turn.public_id, self.told.cursor, self._unsaid, self._key)

    def said(self) -> None:
        """The log holds what `entries` gave."""
        reach("turn.told" if self.told.text == "" else "turn.told_more")
        for event in self._unsaid[: self._in_flight]:
            self.told.add(event)
        self.told.cursor = Cursor(self.told.cursor.epoch, self.told.cursor.n + self._in_flight)
        del self._unsaid[: self._in_flight]
        self._in_flight = 0
        if self.told.ended:
            self.sealed.set()

    def anew(self) -> tuple[Fold, list[log.Entry]]:
        """What was told, as the opening of a new epoch: Redis has lost the log."""
        epoch = self.told.cursor.epoch + 1
        entries = log.numbered(self.turn.public_id, Cursor(epoch, 0), self.told.opening())
        told = Fold()
        for entry in entries:
            told.take(*events.parse(entry.frame))
        return told, entries

    def say_waiting(self) -> None:
        """It goes back into the line; whoever takes it up begins a new epoch."""
        self._unsaid.append(events.state(State.WAITING))
        self._pen.grew(self, urgent=True)

    def say_choosing(self) -> None:
        """An engine is asked which one should answer."""
        self._unsaid.append(events.state(events.CHOOSING))
        self._pen.grew(self, urgent=True)

    def say_connecting(self) -> None:
        """Who answers is settled."""
        self._unsaid.append(events.state(State.CONNECTING))

    def say_last(self, last: list[Event], *, instead: bool) -> None:
        """The turn is closed in the database: tell it. `instead`: of everything told before."""
        self._last, self._instead = last, instead
        self._pen.grew(self, urgent=True)

    def lose(self) -> None:
        """Somebody else has begun a newer epoch of this log: the turn is theirs to tell."""
        self.end(Why.LOST)
        if self.closing:
            self.sealed.set()

    def _sort_out(self) -> None:
        """Fresh deltas become events, judged by the rules before anybody sees them."""
        fresh, self._fresh = self._fresh, []
        for kind, deltas in groupby(fresh, key=type):
            text = "".join(delta.text for delta in deltas).replace(NUL, "\ufffd")
            if kind is TextDelta:
                self.running.add_text(text)
                self._add(Kind.TEXT, text, self._of_text)
            else:
                self.running.add_reasoning(text)
                self._add(Kind.REASONING, text, self._of_reasoning)

    def _add(self, kind: Kind, text: str, judge: Judge) -> None:
        verdict = None if self.verdict else judge.judge(text)
        if verdict is not None and not verdict.passes:
            self.verdict = verdict
            self.end(Why.WITHHELD)
        if self.verdict is not None:  # kept for the desk, never told
            self._untold[kind] += text
            return
        if verdict is not None and verdict.action is Action.LABEL and not self.label:
            self.label = verdict.sentence
            self._unsaid.append(events.label(self.label))
        self._unsaid += events.pieces(kind, text)

    def judge_ends(self) -> None:
        """What might have gone on innocently has not: the last words are judged as they stand."""
        for judge in (self._of_text, self._of_reasoning):
            if self.verdict is None and not (verdict := judge.last()).passes:
                self.verdict = verdict

    # --- the whole ---------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The answer so far, told or about to be; of a withheld one also what must not be told."""
        return self.told.text + self._on_the_way(Kind.TEXT)

    def reasoning(self) -> str:
        """The thinking so far."""
        return self.told.reasoning + self._on_the_way(Kind.REASONING)

    def _on_the_way(self, kind: Kind) -> str:
        return "".join(event.text for event in self._unsaid if event.kind is kind) + self._untold[kind]


def _tokens(request: ChatRequest) -> int:
    """What a request is probably billed as, its files included."""
    return typical_tokens((each.text for each in request.messages), pictures=refs.weight(request.messages))
