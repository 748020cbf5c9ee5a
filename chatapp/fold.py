"""From events to the message: one function, for the relay, the page and the tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatapp import events
from chatapp.events import Cursor, Event, Kind

BEGINNING = Cursor()


class Gap(Exception):
    """An event is missing between two others: read the log again, or fetch the page."""


@dataclass(slots=True)
class Fold:
    """A turn as its log tells it so far."""

    cursor: Cursor = BEGINNING
    state: str = "waiting"
    reasoning: str = ""
    text: str = ""
    notice: str = ""
    label: str = ""
    instead: str = ""
    ended: bool = False

    def take(self, cursor: Cursor, event: Event) -> bool:
        """Add one event. False: it was known already. A new epoch begins from nothing. Raises Gap."""
        if cursor <= self.cursor:
            return False
        if cursor.epoch > self.cursor.epoch:
            self._begin_anew(cursor.epoch)
        if cursor.n != self.cursor.n + 1:
            raise Gap(f"{cursor} after {self.cursor}")
        self.cursor = cursor
        self.add(event)
        return True

    def opening(self) -> Iterator[Event]:
        """The fewest events that fold to this: how a log begins anew."""
        yield from events.pieces(Kind.REASONING, self.reasoning)
        yield from events.pieces(Kind.TEXT, self.text)
        if self.label:
            yield events.label(self.label)
        if self.instead:
            yield events.instead(self.instead)
        if not self.ended:
            yield events.state(self.state)

    def _begin_anew(self, epoch: int) -> None:
        self.cursor = Cursor(epoch, 0)
        self.state, self.reasoning, self.text, self.notice, self.label = "waiting", "", "", "", ""
        self.instead, self.ended = "", False

    def add(self, event: Event) -> None:
        """What this event changes, wherever it stands; `take` sees to the order."""
        match event.kind:
            case Kind.STATE:
                self.state = event.state
            case Kind.REASONING:
                self.state = "thinking"
                self.reasoning += event.text
            case Kind.TEXT:
                self.state = "answering"
                self.text += event.text
            case Kind.NOTICE if event.code == events.LABEL:
                self.label = event.text
            case Kind.NOTICE if event.code == events.INSTEAD:
                self.instead = event.text
            case Kind.NOTICE:
                self.notice = event.code
            case Kind.END:
                self.state = event.state
                self.ended = True


def fold(frames: Iterable[bytes | str]) -> Fold:
    """All frames of a log, in order, over an empty message."""
    folded = Fold()
    for encoded in frames:
        folded.take(*events.parse(encoded))
    return folded
